"""Dues: a tick finds what may be due, and nothing that became due meanwhile stays asleep."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.documents import Material
from domain.lifecycles import Phase
from domain.people import Participant, Role
from tests.storage.worlds import DAY, NOW, a_cohort, a_store, noted


def tomorrow(cohort, now):
    """Everything sleeps until tomorrow, the cohort itself for good."""
    return {scope: now + DAY if scope else None for scope in cohort.focus}


@pytest.fixture
def office(url, tmp_path):
    """Two pairs that were looked at: everything sleeps until tomorrow, the cohort itself for good."""
    opened = a_store(url, tmp_path / "files", next_dues=tomorrow)
    opened.create(a_cohort(2))
    look_at_everything(opened)
    yield opened
    opened.close()


def look_at_everything(store, now=NOW):
    for batch in store.dues.waiting("2027a", now).batches():
        store.update("2027a", lambda cohort: cohort, batch)


def due(store, now=NOW):
    return [scope for batch in store.dues.waiting("2027a", now).batches() for scope in batch]


EVERYTHING = ["", "M01", "M02", "N01", "N02", "P01", "P02"]


def test_a_new_cohort_is_looked_at_the_cohort_itself_first(store):
    store.create(a_cohort(2))

    assert list(store.dues.waiting("2027a", NOW).batches(size=4)) == [
        ["", "M01", "M02", "N01"],
        ["N02", "P01", "P02"],
    ]


def test_what_was_looked_at_sleeps_until_its_time(office):
    assert due(office) == []
    assert office.dues.next_at("2027a") == NOW + DAY
    assert due(office, NOW + DAY) == EVERYTHING[1:]


def test_a_store_without_rules_never_sleeps(store):
    store.create(a_cohort(2))
    look_at_everything(store)

    assert due(store) == EVERYTHING


def test_an_answer_wakes_the_members_of_its_pair(office):
    office.update("2027a", lambda c: c.put(replace(c.sessions["P01.1"], place="Cafe")), {"P01"})

    assert due(office) == ["M01", "N01"]


def test_a_person_who_changes_wakes_their_pairs_and_the_cohort(office):
    office.update("2027a", lambda c: c.put(replace(c.participants["N01"], name="New")), {"P01"})

    assert due(office) == ["", "N01"]
    look_at_everything(office)
    office.update("2027a", lambda c: c.put(replace(c.participants["N01"], name="Newer")), {"N01"})
    assert due(office) == ["", "P01"]


def test_somebody_new_is_looked_at(office):
    someone = Participant("N03", Role.MENTEE, "Mentee 3", "mentee3@example.org")
    office.update("2027a", lambda c: c.put(someone), {"N03"})

    assert due(office, NOW + DAY / 2) == [""]
    assert due(office, NOW + DAY) == ["", *sorted([*EVERYTHING[1:], "N03"])]


def test_a_material_concerns_the_cohort(office):
    office.update("2027a", lambda c: c.put(Material("material-x", "X", "", NOW)), {"P01"})

    assert due(office) == [""]


@pytest.mark.parametrize("focus", [None, {""}])
def test_a_new_phase_wakes_everything(office, focus):
    office.update("2027a", lambda cohort: replace(cohort, phase=Phase.FOLLOW_UP), focus)

    assert due(office) == EVERYTHING


def test_everything_can_be_woken(office):
    office.dues.wake_all("2027a")

    assert due(office) == EVERYTHING


def test_a_call_to_look_again_is_not_silenced_by_a_tick_that_began_before(office):
    def tick(cohort):
        if not due(office):
            office.update("2027a", lambda c: c.put(replace(c.participants["N01"], name="New")), {"N01"})
        return cohort

    office.update("2027a", lambda c: c, {"P01"})
    office.turns.next_dues = lambda cohort, now: dict.fromkeys(cohort.focus, now + timedelta(days=2))
    office.update("2027a", tick, {"P01"})

    assert due(office) == ["", "P01"]


def test_a_rule_that_stumbles_costs_nobody_their_answer(office):
    def stumble(cohort, now):
        raise ValueError("no such fact")

    office.turns.next_dues = stumble
    office.update("2027a", lambda cohort: noted(cohort, "k"), {"P01"})

    assert office.load("2027a").journal == {"k"}
    assert "P01" in due(office)
