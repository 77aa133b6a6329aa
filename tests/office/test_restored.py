"""A backup is restored: whoever was erased since is erased again, and nobody else is."""

import sqlite3
from dataclasses import replace

import pytest

from office.erasing import erase, erase_again
from office.keeping import let_go
from storage.keeping.tombstones import Tombstone, Tombstones
from tests.office.offices import an_office
from tests.web.world import NOW, mentoring

CODE = mentoring().code


@pytest.fixture
def office(tmp_path):
    made = an_office(tmp_path, NOW)
    made.store.create(mentoring())
    return made


def named(office):
    return {person.id for person in office.store.load(CODE).participants.values() if person.name}


def copied(source, target):
    """One database over another, as docs/operating.md does it."""
    with sqlite3.connect(source) as whole, sqlite3.connect(target) as copy:
        whole.backup(copy)


def restored(office, folder, meanwhile):
    """The office of before, after what happened meanwhile."""
    database, backup = office.settings.data / "mentoring.sqlite", folder / "backup.sqlite"
    copied(database, backup)
    meanwhile(office)
    office.store.close()
    copied(backup, database)
    return an_office(folder, NOW)


def test_who_was_erased_after_the_backup_is_erased_again(office, tmp_path):
    before = named(office)
    office = restored(office, tmp_path, lambda office: erase(office, CODE, "N01"))
    assert named(office) == before

    again = [erase_again(office), erase_again(office)]

    assert again == [1, 0]
    assert named(office) == before - {"N01"}


def test_housekeeping_does_it_too_and_says_so(office, tmp_path):
    office = restored(office, tmp_path, lambda office: erase(office, CODE, "N01"))

    assert let_go(office).done["people of a restored backup erased again"] == 1
    assert "N01" not in named(office)


def test_who_has_the_code_of_somebody_erased_stays(office, tmp_path):
    """The next to apply in a restored office gets the next number, which somebody had who is not in the backup."""
    office = restored(office, tmp_path, lambda office: erase(office, CODE, "N01"))
    other = replace(office.store.load(CODE).participants["N01"], email="other@university.example")
    office.store.update(CODE, lambda cohort: cohort.put(other))

    assert erase_again(office) == 0
    assert "N01" in named(office)


def test_a_tombstone_names_nobody(office):
    address = office.store.load(CODE).participants["N01"].email
    erase(office, CODE, "N01")

    written = (office.settings.data / "erased").read_text()
    assert address not in written
    assert len(list(office.store.erasure.tombstones.all())) == 1


def test_a_line_that_was_cut_off_hides_no_other(tmp_path):
    stones = Tombstones(tmp_path / "erased")
    stones.put(Tombstone("spring", "N01", "a1"))
    with stones.path.open("ab") as file:
        file.write(b'{"cohort": "spring", "per\n[1]\n\xff\n')
    stones.put(Tombstone("spring", "N02", "b2"))

    assert [stone.person for stone in stones.all()] == ["N01", "N02"]
    assert stones.path.stat().st_mode & 0o077 == 0
