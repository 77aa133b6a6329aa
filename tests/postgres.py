"""PostgreSQL for tests: a fresh cluster in a temporary folder, run by a user who is not root, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())]
BINARIES = next((folder for folder in FOLDERS if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)

_numbers = count(1)


@contextmanager
def a_cluster() -> Iterator[str]:
    """The address of a running server with one empty database; skips, loudly, where PostgreSQL is not installed."""
    if BINARIES is None:
        pytest.skip("PostgreSQL IS NOT TESTED HERE: no initdb and pg_ctl found; install the package `postgresql`")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "nobody")
    cluster = [*user, str(BINARIES / "pg_ctl"), "-D", str(folder / "cluster"), "-s", "-w"]
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60 -c shared_buffers=16MB"
    quiet = {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL}
    subprocess.run([*cluster, "init", "-o", "-U office -A trust --no-sync -E UTF8 --locale=C"], **quiet)
    subprocess.run([*cluster, "-l", str(folder / "log"), "-o", options, "start"], **quiet)
    try:
        yield f"postgresql://office@/postgres?host={folder}"
    finally:
        subprocess.run([*cluster, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def a_database(address: str, like: str = "template1") -> str:
    """The address of a new database in a cluster, a copy of another one."""
    name = f"office{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of PostgreSQL, once for the whole run; make a database of your own in it."""
    with a_cluster() as address:
        yield address
