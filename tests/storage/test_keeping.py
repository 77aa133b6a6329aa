"""What the office keeps beside the cohorts: coordinators, drafts, files, beats, journal lines, answers."""

import os

import pytest

from domain.invitations import Answer
from domain.people import Coordinator
from storage.errors import StaleDraft, StorageError, UnknownCohort
from tests.storage.worlds import ANNA, DAY, NOW, a_cohort, noted

FORM = "P01.1:session_date:N01"


@pytest.fixture
def office(store):
    store.create(a_cohort())
    return store


def test_coordinators_keep_their_order_and_their_newest_address(office):
    bea = Coordinator("B2", "Bea Example", "bea@example.org")
    office.register.add_coordinator(bea)
    office.register.add_coordinator(Coordinator("C1", "Anna Example", "new@example.org"))
    office.update("2027a", lambda c: _with_coordinators(c, bea, *c.coordinators))

    assert [c.code for c in office.load("2027a").coordinators] == ["B2", "C1"]
    assert office.register.coordinator("C1").email == "new@example.org"
    assert office.register.coordinator("nobody") is None
    assert office.register.coordinators()[0] == bea
    assert office.register.cohorts_of("B2") == ["2027a"]


def _with_coordinators(cohort, *people):
    from dataclasses import replace

    return replace(cohort, coordinators=people)


def test_a_draft_is_kept_until_the_answer(office):
    assert office.drafts.get("2027a", FORM) is None
    assert office.drafts.save("2027a", FORM, {"place": "C"}, 0) == 1
    assert office.drafts.save("2027a", FORM, {"place": "Cafe"}, 1) == 2
    assert office.drafts.get("2027a", FORM).content == {"place": "Cafe"}

    answer = Answer(FORM, 1, "session_date", "N01", NOW, {"place": "Cafe"})
    office.update("2027a", lambda cohort: _answered(cohort, answer), {"P01"})
    assert office.drafts.get("2027a", FORM) is None
    assert office.ledger.answers("2027a", FORM) == office.ledger.answers("2027a") == [answer]


def _answered(cohort, answer):
    from dataclasses import replace

    return replace(noted(cohort, "answered"), answers=(answer,))


@pytest.mark.parametrize("version", [0, 1, 3])
def test_an_older_window_does_not_overwrite_a_newer_draft(office, version):
    office.drafts.save("2027a", FORM, {"n": 1}, 0)
    office.drafts.save("2027a", FORM, {"n": 2}, 1)

    with pytest.raises(StaleDraft) as told:
        office.drafts.save("2027a", FORM, {"n": 3}, version)
    assert told.value.version == 2
    assert office.drafts.get("2027a", FORM).content == {"n": 2}


def test_a_file_comes_back_under_a_random_name(office):
    key = office.files.put(b"%PDF-", "../../cv.pdf", "application/pdf", "2027a", "N01")

    found = office.files.get(key)
    assert (found.name, found.kind, found.scope, found.content) == ("../../cv.pdf", "application/pdf", "N01", b"%PDF-")
    assert os.listdir(office.files.folder) == [key]
    assert office.files.of_scope("2027a", "N01") == [key]
    office.files.delete(key)
    office.files.delete(key)
    assert office.files.get(key) is None
    assert os.listdir(office.files.folder) == []


def test_a_file_somebody_changed_or_removed_is_noticed(office):
    key = office.files.put(b"one", "a", "text/plain", "2027a", "N01")
    (office.files.folder / key).write_bytes(b"two")
    with pytest.raises(StorageError, match="damaged"):
        office.files.get(key)
    (office.files.folder / key).unlink()
    with pytest.raises(StorageError, match="missing"):
        office.files.get(key)


def test_a_file_for_an_unknown_cohort_leaves_nothing_behind(office):
    with pytest.raises(UnknownCohort, match="no cohort other"):
        office.files.put(b"x", "a", "text/plain", "other", "N01")
    assert os.listdir(office.files.folder) == []


def test_beats_tell_when_something_last_ran(office):
    assert office.leases.last_beat("tick") is None
    office.leases.beat("tick", NOW)
    office.leases.beat("tick", NOW + DAY)
    assert office.leases.last_beat("tick") == NOW + DAY


def test_the_journal_shows_its_newest_lines_first(office):
    for key, scope in (("a", "P01"), ("b", ""), ("c", "P01")):
        office.update("2027a", lambda cohort, key=key, scope=scope: noted(cohort, key, scope), {"P01", ""})

    assert [entry.key for entry in office.ledger.journal("2027a")] == ["c", "b", "a"]
    assert [entry.key for entry in office.ledger.journal("2027a", "P01", limit=1)] == ["c"]
    assert office.load("2027a").coordinators == (ANNA,)


def test_single_facts_need_no_snapshot(office):
    assert office.lookups.phase_of("2027a") is office.load("2027a").phase
    assert office.lookups.invitation("2027a", FORM) == office.load("2027a").invitations[FORM]
    assert office.lookups.invitation("2027a", "other") is None
    assert office.lookups.last_answer("2027a", FORM) is None
    with pytest.raises(UnknownCohort, match="other"):
        office.lookups.phase_of("other")
