"""Storage: cohorts, post, drafts and files in a database and a folder. The only room that knows sqlalchemy and alembic.

store.py is the door. cohorts/, post/ and keeping/ each know one kind of thing; they stand on the files beside them: engine,
columns, tables, rows, private, errors. A turn posts letters, forgetting takes a turn: keeping may use cohorts, cohorts post.
"""
