"""An office of an earlier version opens: its tables are upgraded, and nothing that was kept is missing or unreadable."""

import lzma
import sqlite3
from contextlib import closing

import psycopg
import pytest
from alembic import command
from sqlalchemy import func, select

from domain.cohort import COLLECTIONS
from domain.lifecycles import Phase
from storage.migrate import configuration
from storage.store import Store
from storage.tables import RECORDS, answers, files, journal, messages, metadata
from tests.earlier.dumps import DATABASE, put_away
from tests.house.test_files import MACHINES, REGISTRIES
from tests.postgres import a_database
from tests.storage.worlds import a_cohort, a_store

OURS_ALONE = "alembic_version"
RENAMED = {"pairs": "groups"}  # what an earlier version called a table of today


def rows_of(path) -> dict[str, int]:
    """How many rows each table of a SQLite file has."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        counted = {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    return {name: number for name, number in counted.items() if not name.startswith("sqlite_")}


def rows_in(store, table) -> int:
    with store.db.reading() as db:
        return db.scalar(select(func.count()).select_from(table))


def everything(store) -> dict[str, int]:
    """How many records of each kind can be read, cohort by cohort, as the program of today reads them."""
    codes = store.cohorts()
    found = {name: sum(len(getattr(store.load(code), name)) for code in codes) for name in COLLECTIONS.values()}
    found["journal"] = sum(len(store.ledger.journal(code, limit=1_000_000)) for code in codes)
    found["answers"] = sum(len(store.ledger.answers(code)) for code in codes)
    found["messages"] = sum(len(store.letters.posts(code, limit=1_000_000)) for code in codes)
    return found


def kept(store) -> dict[str, int]:
    """How many rows there are for them."""
    found = {COLLECTIONS[kind]: rows_in(store, table) for kind, table in RECORDS.items()}
    return found | {table.name: rows_in(store, table) for table in (journal, answers, messages)}


def test_the_upgrade_is_complete_and_loses_no_row(read, as_it_was):
    read.store.check()

    before, after = rows_of(as_it_was / DATABASE), rows_of(read.settings.data / DATABASE)
    assert {name: after.get(RENAMED.get(name, name)) for name in before} == before
    assert set(after) - {OURS_ALONE} == set(metadata.tables)


def test_every_record_can_be_read(read):
    found = everything(read.store)

    assert found == kept(read.store)
    assert min(found["groups"], found["answers"], found["messages"]) > 0


def test_the_cohorts_stand_where_they_stood(read):
    phases = {code: read.store.lookups.phase_of(code) for code in read.store.cohorts()}

    assert phases == {"pilot": Phase.MENTORING, "next": Phase.RECRUITMENT}


def test_every_file_is_there_as_it_was_kept(read):
    with read.store.db.reading() as db:
        known = list(db.scalars(select(files.c.id)))

    assert [key for key in known if read.store.files.get(key) is None] == []
    assert {path.name for path in read.settings.files.iterdir()} == set(known)


@pytest.mark.postgres
def test_the_same_office_on_postgresql_is_upgraded_as_well(read, dump, as_it_was, postgres, tmp_path):
    store = a_store(a_database(postgres), tmp_path / "files")
    carry_over(as_it_was / DATABASE, store, dump.schema)

    store.migrate()

    store.check()
    assert everything(store) == everything(read.store)
    for code in store.cohorts():
        assert store.load(code) == read.store.load(code)
        assert store.ledger.journal(code, limit=1_000_000) == read.store.ledger.journal(code, limit=1_000_000)


def carry_over(path, store: Store, schema: str) -> None:
    """Fill an empty PostgreSQL with the rows of a SQLite file, under the schema that the file has."""
    with store.db.writing() as db:
        command.upgrade(configuration(db), schema)
    with closing(sqlite3.connect(path)) as old, psycopg.connect(a_dsn(store), options="-c timezone=UTC") as new:
        new.execute("SET session_replication_role = replica")  # rows come table by table, in no order of theirs
        for name in rows_of(path):
            if name == OURS_ALONE:
                continue
            told = old.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in told.description]
            named, places = ", ".join(f'"{column}"' for column in columns), ", ".join(["%s"] * len(columns))
            with new.cursor() as cursor:
                cursor.executemany(f'INSERT INTO "{name}" ({named}) VALUES ({places})', map(as_words, told))
        new.execute("SELECT setval(pg_get_serial_sequence('messages', 'id'), (SELECT max(id) FROM messages))")


def a_dsn(store: Store) -> str:
    return store.db.url.render_as_string(hide_password=False).replace("+psycopg", "")


def as_words(row):
    """Values as PostgreSQL reads them by itself, whatever the column: "1" is a number or yes."""
    return [value if value is None or isinstance(value, bytes) else str(value) for value in row]


def test_an_office_that_is_put_away_comes_back_as_it_was(tmp_path):
    (tmp_path / "data").mkdir()
    store = a_store(f"sqlite:///{tmp_path / 'data' / DATABASE}", tmp_path / "data" / "files")
    store.migrate()
    store.create(a_cohort())
    key = store.files.put(b"a paper", "paper.pdf", "application/pdf", "2027a", "N01")
    store.close()

    dump = put_away(tmp_path / "data", tmp_path)
    back = dump.lay_out(tmp_path / "back")

    again = a_store(f"sqlite:///{back / DATABASE}", back / "files")
    again.check()
    assert again.load("2027a") == a_cohort()
    assert again.files.get(key).content == b"a paper"
    with pytest.raises(FileExistsError):
        put_away(tmp_path / "data", tmp_path)


def test_a_dump_has_the_schema_it_is_named_after_and_names_no_machine(dump):
    sql = lzma.decompress(dump.database.read_bytes()).decode()

    assert f"INSERT INTO \"{OURS_ALONE}\" VALUES('{dump.schema}')" in sql
    assert [word for word in (*MACHINES, *REGISTRIES) if word in sql] == []
