"""Migrate: bring the database to the schema of this program, or say why that cannot be. Steps are in migrations/.

An empty database gets the tables as they are now; one that an earlier version filled is led there step by step. That both
come out the same is tested, and spares whoever begins thirty steps through what used to be.
"""

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from domain.saying import say
from storage.engine import BUSY_SECONDS, Database
from storage.errors import StorageError
from storage.private import close_to_others, private_file
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
STEPS = frozenset(step.name.partition("_")[0] for step in (FOLDER / "versions").glob("[0-9]*.py"))
NEWEST = max(STEPS)
ONE_AT_A_TIME = 720_431_905  # any number, as long as it stays: PostgreSQL's lock for migrations


def configuration(db: Connection) -> "Config":
    """Alembic's settings, on a connection of ours; it reads no file and opens nothing."""
    from alembic.config import Config  # 10 MB in every process, for a day that comes once a release

    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def migrate(database: Database) -> None:
    """Create or upgrade the tables, in one transaction and one process at a time. Does nothing when all is up to date."""
    if database.is_sqlite:
        _open_file(database.path)
    with database.writing() as db:
        if not database.is_sqlite:
            db.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        version = _version(db, database)
        if version is None and metadata.tables.keys().isdisjoint(inspect(db).get_table_names()):
            _begin(db)
        elif version != NEWEST:
            from alembic import command

            try:
                command.upgrade(configuration(db), "head")
            except DBAPIError as error:
                reason = str(error.orig).splitlines()[0]
                if "readonly" in reason or "read-only" in reason:
                    raise
                raise StorageError(
                    say(
                        "the database {place} could not be upgraded and is as it was before: {reason}; keep a copy "
                        "of it and report this",
                        place=database.place,
                        reason=reason,
                    )
                ) from error


def _begin(db: Connection) -> None:
    """Make all tables as they are now, and write down what Alembic would have after its last step."""
    metadata.create_all(db, checkfirst=False)
    db.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) CONSTRAINT alembic_version_pkc PRIMARY KEY NOT NULL)"
        )
    )
    db.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": NEWEST})


def is_current(database: Database) -> bool:
    """Whether the database answers and has the tables of this program; quick, and writes nothing. Unavailable when not."""
    if database.is_sqlite and not database.path.exists():
        return False
    with database.reading() as db:
        return _written(db) == NEWEST


def check(database: Database) -> None:
    """Say what is wrong with the database, as StorageError with the remedy; nothing when it is fine."""
    if database.is_sqlite and not database.path.exists():
        raise StorageError(say("there is no database {path} yet; run `mentoring migrate`", path=database.path))
    with database.reading() as db:
        version = _version(db, database)
        if version is None:
            raise StorageError(
                say("the database {place} has no tables of ours yet; run `mentoring migrate`", place=database.place)
            )
        if version != NEWEST:
            raise StorageError(
                say("the database {place} is older than this program; run `mentoring migrate`", place=database.place)
            )
        if database.is_sqlite:
            found = db.execute(text("PRAGMA quick_check(1)")).scalar_one()
            if found != "ok":
                raise StorageError(
                    say(
                        "the file {path} is damaged ({found}); restore it from its backup",
                        path=database.path,
                        found=found,
                    )
                )
    with database.writing() as db:  # proves that it may be written to; nothing is
        db.execute(text("UPDATE beats SET name = name WHERE name IS NULL"))


def _version(db: Connection, database: Database) -> str | None:
    """The version the database has; StorageError when this program does not know it."""
    version = _written(db)
    if version is not None and version not in STEPS:
        raise StorageError(
            say(
                "the database {place} was written by a newer program (version {version}); install that program "
                "again, or restore the backup made before it",
                place=database.place,
                version=version,
            )
        )
    return version


def _written(db: Connection) -> str | None:
    """What Alembic wrote down as the last step taken; None before the first."""
    if not inspect(db).has_table("alembic_version"):
        return None
    version: str | None = db.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def _open_file(path: Path) -> None:
    """Create the file, for us alone, and have it keep a write-ahead log, so that readers never wait for a writer.

    SQLite gives its log the rights of the file; what an earlier version left open to others is closed here. SQLite
    refuses the switch, without waiting, while another process is at the same step: try again.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private_file(path)
        close_to_others(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
        for _ in range(BUSY_SECONDS * 20):
            try:
                _keep_a_write_ahead_log(path)
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
                time.sleep(0.05)
        raise StorageError(say("the file {path} is held by another program; stop it and try again", path=path))
    except sqlite3.OperationalError as error:
        if "readonly" in str(error):
            raise StorageError(
                say("the file {path} is read-only; give the program the right to write to it", path=path)
            ) from error
        raise StorageError(
            say(
                "the file {path} cannot be opened ({why}); check that its folder exists and may be written to",
                path=path,
                why=str(error),
            )
        ) from error
    except (OSError, sqlite3.DatabaseError) as error:
        raise StorageError(
            say("the file {path} cannot be used as a database ({why}); choose another one", path=path, why=str(error))
        ) from error


def _keep_a_write_ahead_log(path: Path) -> None:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
