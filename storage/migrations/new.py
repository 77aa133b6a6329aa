"""New: write the next step from what storage/tables.py has and the newest step lacks. Look at it before it is used.

`python -m storage.migrations.new "drafts of agreements"` writes versions/<number>_<words>.py.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from storage.engine import Database
from storage.migrate import FOLDER, configuration, migrate


def main(words: str) -> None:
    """Write the next step, as a difference to an empty database brought up to date."""
    number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        migrate(database)
        with database.reading() as db:
            config = configuration(db)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.revision(config, words, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
