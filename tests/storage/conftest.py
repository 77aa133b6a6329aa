"""Stores for tests: on SQLite, and on PostgreSQL where it is installed. Migrated once, then copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.store import Store
from tests.postgres import a_database, postgres  # noqa: F401
from tests.storage.worlds import a_store

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "office.db"
    store = a_store(f"sqlite:///{path}", path.parent)
    store.migrate()
    store.close()
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres, tmp_path_factory) -> str:  # noqa: F811
    url = a_database(postgres)
    store = a_store(url, tmp_path_factory.mktemp("files"))
    store.migrate()
    store.close()
    return url.split("/")[3].split("?")[0]


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
def store(url, tmp_path) -> Iterator[Store]:
    """A store without a cohort."""
    opened = a_store(url, tmp_path / "files")
    yield opened
    opened.close()
