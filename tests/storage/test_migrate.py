"""Migrate: the steps lead to what tables.py says; what cannot be used is named, with the remedy."""

import shutil
import sqlite3

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage.errors import StorageError, Unavailable
from storage.migrate import NEWEST, STEPS, configuration
from storage.tables import metadata
from tests.postgres import a_database
from tests.storage.worlds import a_cohort, a_store


def test_the_steps_lead_to_the_tables(store):
    with store.db.reading() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_gets_what_the_steps_lead_to(store, another_empty, tmp_path):
    begun = a_store(another_empty, tmp_path / "other files")
    begun.migrate()

    assert everything_about(begun) == everything_about(store)
    begun.check()


def everything_about(store):
    """What a database knows of its tables, in no order. Steps had to give the rows there were something for a new column:
    a default that no statement of ours leaves to the database."""
    with store.db.reading() as db:
        found = inspect(db)
        return {
            (table, kind, *sorted((key, _in_words(value)) for key, value in one.items() if key != "default"))
            for table in found.get_table_names()
            for kind, several in {
                "column": found.get_columns(table),
                "key": [found.get_pk_constraint(table)],
                "index": found.get_indexes(table),
                "unique": found.get_unique_constraints(table),
                "foreign": found.get_foreign_keys(table),
                "check": found.get_check_constraints(table),
            }.items()
            for one in several
        }


def _in_words(value):
    return str({key: str(one) for key, one in value.items()} if isinstance(value, dict) else value)


def test_the_steps_known_by_their_files_are_those_that_are_taken(store):
    """The processes of an office read the names of the files; Alembic, which reads the files, is loaded to take a step."""
    with store.db.reading() as db:
        steps = ScriptDirectory.from_config(configuration(db))

    assert {step.revision for step in steps.walk_revisions()} == STEPS
    assert steps.get_current_head() == NEWEST


@pytest.mark.parametrize("stands_at", ["0023", "0024"])
def test_a_database_of_either_order_of_the_steps_goes_on(empty, tmp_path, stands_at):
    """0024 was the last step of an earlier order, and had two of the columns that 0025 adds."""
    store = a_store(empty, tmp_path / "files")
    with store.db.writing() as db:
        command.upgrade(configuration(db), "0022" if stands_at == "0024" else stands_at)
        if stands_at == "0024":
            moment = "DATETIME" if store.db.is_sqlite else "TIMESTAMP WITH TIME ZONE"
            db.execute(text(f"ALTER TABLE escalations ADD COLUMN rests_until {moment}"))
            db.execute(text("ALTER TABLE applications ADD COLUMN score BIGINT"))
        db.execute(text(f"UPDATE alembic_version SET version_num = '{stands_at}'"))

    store.migrate()

    with store.db.reading() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []
    store.create(a_cohort())
    assert store.load("2027a") == a_cohort()


def test_the_rules_of_the_schema_are_there_too(store):
    """Alembic compares neither partial indexes nor checks by their words."""
    with store.db.reading() as db:
        if store.db.is_sqlite:
            words = " ".join(db.scalars(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")))
        else:
            words = " ".join(db.scalars(text("SELECT indexdef FROM pg_indexes")))
            words += " ".join(db.scalars(text("SELECT pg_get_constraintdef(oid) FROM pg_constraint")))
    assert "state = 'active'" in words
    assert "'offered'" in words
    assert "seat >= 1" in words


def test_migrating_twice_changes_nothing(store):
    store.create(a_cohort())
    store.migrate()

    assert store.load("2027a") == a_cohort()
    store.check()


def test_a_database_without_tables_says_what_to_do(empty, tmp_path):
    if empty.startswith("sqlite"):
        sqlite3.connect(tmp_path / "office.db").execute("CREATE TABLE other (x)")
    store = a_store(empty, tmp_path / "files")

    with pytest.raises(StorageError, match="run `mentoring migrate`"):
        store.check()
    with pytest.raises(Unavailable):
        store.cohorts()


def test_a_newer_database_is_left_alone(store):
    with store.db.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for step in (store.migrate, store.check):
        with pytest.raises(StorageError, match="written by a newer program"):
            step()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(StorageError, match=r"office\.db yet; run `mentoring migrate`"):
        a_store(f"sqlite:///{tmp_path / 'office.db'}", tmp_path).check()


def test_a_read_only_database_says_so(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path / "office.db")
    store = a_store(f"sqlite:///file:{tmp_path / 'office.db'}?mode=ro&uri=true", tmp_path / "files")

    with pytest.raises(StorageError, match="read-only; give the program the right to write"):
        store.create(a_cohort())


def test_a_file_that_is_no_database_says_so(tmp_path):
    (tmp_path / "office.db").write_text("x" * 5000)

    with pytest.raises(StorageError, match="cannot be used as a database"):
        a_store(f"sqlite:///{tmp_path / 'office.db'}", tmp_path).migrate()


def test_a_database_that_is_not_running_says_so(tmp_path):
    store = a_store("postgresql://office:secret@127.0.0.1:9/office", tmp_path)

    with pytest.raises(Unavailable, match="does not answer") as told:
        store.migrate()
    assert "secret" not in str(told.value)


@pytest.mark.postgres
def test_a_database_that_nobody_created_says_so(postgres, tmp_path):
    with pytest.raises(Unavailable, match="it does not exist; create it"):
        a_store(postgres.replace("/postgres?", "/nowhere?"), tmp_path).check()


@pytest.mark.parametrize("url", ["", "office.db", "mysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_other_addresses_are_refused(url, tmp_path):
    with pytest.raises(StorageError, match=r"write sqlite:///folder/office\.db"):
        a_store(url, tmp_path)


@pytest.mark.postgres
def test_a_read_only_server_says_so(postgres, migrated_database, tmp_path):
    address = a_database(postgres, migrated_database)
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(f"ALTER DATABASE {db.info.dbname} SET default_transaction_read_only = on")

    with pytest.raises(Unavailable, match="read-only"):
        a_store(address, tmp_path).create(a_cohort())
