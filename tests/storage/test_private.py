"""Private: database, log and files are for the office's own user, whoever made them and whatever the machine allows."""

import os
import shutil

import pytest

from tests.storage.worlds import a_cohort, a_store


@pytest.fixture(autouse=True)
def generous():
    """A machine on which new files may be read by everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder):
    """The rights of everything in a folder that others may open."""
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.rglob("*") if path.stat().st_mode & 0o077}


def an_office(folder):
    return a_store(f"sqlite:///{folder / 'office.db'}", folder / "files")


def test_what_is_kept_is_ours_alone(tmp_path):
    store = an_office(tmp_path / "data")
    store.migrate()
    store.create(a_cohort())
    store.files.put(b"a CV", "cv.pdf", "application/pdf", "2027a", "N01")

    assert (tmp_path / "data" / "office.db-wal").exists()
    assert rights(tmp_path) == {}


def test_the_next_start_closes_what_an_earlier_version_left_open(tmp_path, migrated_file):
    shutil.copy(migrated_file, tmp_path / "office.db")
    store = an_office(tmp_path)
    store.create(a_cohort())
    kept = store.files.put(b"a CV", "cv.pdf", "application/pdf", "2027a", "N01")
    for name in ("office.db", "office.db-wal", "office.db-shm", f"files/{kept}"):
        (tmp_path / name).chmod(0o644)
    (tmp_path / "files").chmod(0o755)

    store.migrate()

    assert rights(tmp_path) == {}
    assert store.files.get(kept).content == b"a CV"


def test_a_folder_that_others_share_with_us_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)

    an_office(tmp_path).migrate()

    assert oct(tmp_path.stat().st_mode & 0o777) == "0o755"
    assert rights(tmp_path) == {}
