"""Storage: cohorts, post, drafts and files in a database and a folder. The only room that knows sqlalchemy and alembic."""
