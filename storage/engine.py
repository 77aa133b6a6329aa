"""Engine: connections to SQLite or PostgreSQL that behave alike, for reading and for writing.

SQLite: writers begin IMMEDIATE and queue in one connection (a deferred BEGIN loses the race for the lock, whatever the
timeout); readers see one snapshot without waiting. PostgreSQL: readers REPEATABLE READ, writers READ COMMITTED, where
row locks and unique keys decide.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, TextClause, bindparam, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.saying import say, sayings
from storage.errors import StorageError, Unavailable

BUSY_SECONDS = 30  # measured: 5 s suffice for eight writers; more costs nothing and helps behind a long migration
POSTGRES = {"postgresql", "postgres", "postgresql+psycopg"}


def address_of(url: str) -> URL:
    """The database address. StorageError when it is none of ours."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StorageError(_address_advice(url)) from error
    if address.drivername in POSTGRES:
        return address.set(drivername="postgresql+psycopg")
    if address.drivername == "sqlite" and address.database and address.database != ":memory:":
        return address
    raise StorageError(_address_advice(address.render_as_string(hide_password=True)))


def _address_advice(url: str) -> str:
    return say(
        "the database address {url} is not usable: write sqlite:///folder/office.db "
        "or postgresql://user:password@host/name",
        url=repr(url),
    )


class Database:
    """Two engines for one database: one to read, one to write."""

    def __init__(self, url: str) -> None:
        self.url = address_of(url)
        self.is_sqlite = self.url.drivername == "sqlite"
        try:
            self._reader, self._writer = self._sqlite() if self.is_sqlite else self._postgres()
        except NoSuchModuleError as error:
            raise StorageError(_address_advice(self.url.render_as_string(hide_password=True))) from error

    def _sqlite(self) -> tuple[Engine, Engine]:
        reader = create_engine(self.url, hide_parameters=True, pool_size=5, max_overflow=45)
        writer = create_engine(self.url, hide_parameters=True, pool_size=1, max_overflow=0, pool_timeout=BUSY_SECONDS)
        for engine, begin in ((reader, "BEGIN DEFERRED"), (writer, "BEGIN IMMEDIATE")):
            event.listen(engine, "connect", _prepare_sqlite)
            # Not a listener for "begin": an engine with one asks for listeners around every statement, which costs a fifth.
            engine.dialect.do_begin = partial(_begin, begin)  # type: ignore[method-assign]
        return reader, writer

    def _postgres(self) -> tuple[Engine, Engine]:
        writer = create_engine(
            self.url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=35,
            connect_args={"options": "-c timezone=utc -c lock_timeout=30s", "connect_timeout": 10},
        )
        return writer.execution_options(isolation_level="REPEATABLE READ"), writer

    @property
    def place(self) -> str:
        """Where the database is, without a password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(self.url.database or "")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database, whatever others write meanwhile."""
        with _told_clearly(self.place), self._reader.connect() as db, db.begin():
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits at the end or leaves no trace."""
        with _told_clearly(self.place), self._writer.begin() as db:
            yield db

    def empty_the_log(self) -> None:
        """SQLite overwrites what is deleted, but its log holds it until it is emptied, as soon as nobody reads."""
        if self.is_sqlite:
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def engines(self) -> tuple[Engine, Engine]:
        """Reader and writer, for tests that count statements."""
        return self._reader, self._writer

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._reader.dispose()
        self._writer.dispose()


def insert(db: Connection, table: Table) -> Any:
    """INSERT that knows ON CONFLICT, in the words of the database at hand."""
    return sqlite.insert(table) if db.dialect.name == "sqlite" else postgresql.insert(table)


def insert_once(table: Table, names: Iterable[str], conflict: str) -> TextClause:
    """INSERT into these columns with an ON CONFLICT in words that both databases know, to be built once.

    SQLAlchemy compiles its own ON CONFLICT anew at every use; what is written with every round and letter is worth a text.
    """
    given = set(names)
    columns = [column for column in table.c if column.name in given or column.default is not None]
    params = ", ".join(f":{column.name}" for column in columns)
    listed = ", ".join(f'"{column.name}"' for column in columns)
    binds = [
        bindparam(column.name, type_=column.type)
        if column.name in given
        else bindparam(column.name, column.default.arg, type_=column.type)  # type: ignore[union-attr]
        for column in columns
    ]
    sql = f"INSERT INTO {table.name} ({listed}) VALUES ({params}) ON CONFLICT {conflict}"  # noqa: S608 (our own names)
    return text(sql).bindparams(*binds)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")  # first: the others may have to wait
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")  # NORMAL may forget the last answer when the power goes
    cursor.execute("PRAGMA secure_delete = ON")  # erased addresses must not stay readable in the file
    cursor.close()


def _begin(statement: str, connection: Any) -> None:
    connection.execute(statement)


@contextmanager
def _told_clearly(place: str) -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(
            say("the database {place} does not answer: too many wait for a connection", place=place)
        ) from error
    except DataError as error:
        raise StorageError(
            say("the database cannot keep one of these values: {first_line}", first_line=_first_line(error))
        ) from error
    except DBAPIError as error:
        reason = str(error.orig)
        advice = next((advice for words, advice in ADVICE.items() if words in reason), None)
        if advice is None and not isinstance(error, OperationalError | InterfaceError):
            raise
        raise Unavailable(
            say("the database {place} does not answer: {advice}", place=place, advice=advice or _first_line(error))
        ) from error


# The first that fits counts.
ADVICE = sayings(
    {
        "FATAL:  database": "it does not exist; create it with `createdb`",
        "FATAL:  password": "user or password are wrong; correct the address",
        "no such table": "it has no tables of ours yet; run `mentoring migrate`",
        "no such column": "it is older than this program; run `mentoring migrate`",
        "does not exist": "it has no tables of ours yet, or older ones; run `mentoring migrate`",
        "readonly": "it is read-only; give the program the right to write to the file and its folder",
        "read-only": "it is read-only; give the program the right to write to it",
        "locked": "another program holds it; try again, and stop what has it open if that does not help",
        "full": "the disk is full; free some space",
        "unable to open": "the file cannot be opened; check that the folder exists and may be written to",
    }
)


def _first_line(error: DBAPIError) -> str:
    """What the driver says, without the lines in which PostgreSQL quotes the row."""
    return (str(error.orig).strip().splitlines() or [say("no reason given")])[0]
