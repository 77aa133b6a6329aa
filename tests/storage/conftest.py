"""Stores for tests: on SQLite, and on PostgreSQL where it is installed. Led through all steps once, copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command

from storage.migrate import configuration
from storage.store import Store
from tests.postgres import a_database, postgres  # noqa: F401
from tests.storage.worlds import a_store

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "office.db"
    _taken_through_all_steps(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres, tmp_path_factory) -> str:  # noqa: F811
    url = a_database(postgres)
    _taken_through_all_steps(url, tmp_path_factory.mktemp("files"))
    return url.split("/")[3].split("?")[0]


def _taken_through_all_steps(url: str, files: Path) -> None:
    """An office that has been upgraded ever since the first release; one that begins today has its tables at once."""
    store = a_store(url, files)
    with store.db.writing() as db:
        command.upgrade(configuration(db), "0001")
    store.migrate()
    store.close()


@pytest.fixture(params=BOTH)
def empty(request, tmp_path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    return a_database(request.getfixturevalue("postgres"))


@pytest.fixture(params=BOTH)
def url(request, tmp_path) -> str:
    """The address of a migrated database without a cohort, of each kind in turn."""
    if request.param == "postgres":
        return a_database(request.getfixturevalue("postgres"), request.getfixturevalue("migrated_database"))
    shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "office.db")
    return f"sqlite:///{tmp_path / 'office.db'}"


@pytest.fixture
def another_empty(request, url, tmp_path) -> str:
    """The address of an empty database of the kind that `url` is of."""
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'another.db'}"
    return a_database(request.getfixturevalue("postgres"))


@pytest.fixture
def store(url, tmp_path) -> Iterator[Store]:
    """A store without a cohort."""
    opened = a_store(url, tmp_path / "files")
    yield opened
    opened.close()
