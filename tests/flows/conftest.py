"""One Prefect for all tests of this folder, and an office of their own for the flows to work in."""

# ruff: noqa: E402 (Prefect reads its settings when it is imported)

import atexit
import os
import shutil
import tempfile

# Before Prefect is imported: no messages to anybody, nothing in the home of whoever runs the tests, no server by itself.
os.environ |= {
    "PREFECT_HOME": (home := tempfile.mkdtemp(prefix="prefect-tests-")),
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
}
atexit.register(shutil.rmtree, home, ignore_errors=True)

from datetime import UTC, datetime

import pytest
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from office.office import the_office


@pytest.fixture(scope="session")
def prefect():
    """A real server of Prefect in a process of its own."""
    with (
        prefect_test_harness(server_startup_timeout=90),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture
def office(tmp_path, monkeypatch):
    """The office of this process, as flows find it: from the environment, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MENTORING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MENTORING_WAKES_PREFECT", "false")
    the_office.cache_clear()
    opened = the_office()
    opened.store.migrate()
    yield opened
    opened.store.close()
    the_office.cache_clear()


@pytest.fixture
def now():
    return datetime.now(UTC)
