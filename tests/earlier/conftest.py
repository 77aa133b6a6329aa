"""Earlier offices, laid out and migrated: once for all tests that only read, a copy for each that goes on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from office.office import Office
from tests.earlier.dumps import DUMPS, Dump
from tests.earlier.keep import the_office
from tests.postgres import postgres  # noqa: F401


@pytest.fixture(scope="session", params=DUMPS, ids=lambda dump: dump.schema)
def dump(request) -> Dump:
    return request.param


@pytest.fixture(scope="session")
def as_it_was(dump, tmp_path_factory) -> Path:
    """The folder of an earlier office, untouched."""
    return dump.lay_out(tmp_path_factory.mktemp("earlier") / "data")


@pytest.fixture(scope="session")
def migrated(as_it_was, tmp_path_factory) -> Path:
    """The folder of an earlier office after the upgrade."""
    data = tmp_path_factory.mktemp("migrated") / "data"
    shutil.copytree(as_it_was, data)
    office = the_office(data)
    office.store.migrate()
    office.store.close()
    return data


@pytest.fixture(scope="module")
def read(migrated) -> Iterator[Office]:
    """An earlier office after the upgrade, for tests that change nothing."""
    office = the_office(migrated)
    yield office
    office.store.close()


@pytest.fixture
def office(migrated, tmp_path) -> Iterator[Office]:
    """An earlier office after the upgrade, to go on with."""
    shutil.copytree(migrated, tmp_path / "data")
    office = the_office(tmp_path / "data")
    yield office
    office.store.close()
