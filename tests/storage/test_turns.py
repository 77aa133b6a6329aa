"""Changing a cohort: what a turn changes is there afterwards, and nothing else is touched."""

from dataclasses import replace

import pytest

from domain.lifecycles import Phase
from storage.errors import AlreadyLaunched, UnknownCohort
from tests.storage.worlds import NOW, a_cohort, a_message, noted


def test_a_cohort_comes_back_as_it_was_kept(store):
    store.create(a_cohort(3))

    assert store.load("2027a") == a_cohort(3)


def test_launching_twice_tells_who_did_it_first(store):
    store.create(a_cohort())

    with pytest.raises(AlreadyLaunched) as told:
        store.create(a_cohort())

    assert (told.value.by, told.value.at) == ("C1", NOW)


def test_an_unknown_cohort_is_named(store):
    with pytest.raises(UnknownCohort, match="2027z"):
        store.load("2027z")


def test_a_turn_changes_its_pair_and_leaves_a_line(store):
    store.create(a_cohort(2))

    def date_it(cohort):
        session = replace(cohort.sessions["P01.1"], place="Cafe")
        return noted(cohort.put(session), "P01.1:dated").post(a_message("P01.1:date:1:N01"))

    store.update("2027a", date_it, {"P01"})

    after = store.load("2027a")
    assert after.sessions["P01.1"].place == "Cafe"
    assert after.journal == {"P01.1:dated"}
    assert after.pairs == a_cohort(2).pairs


def test_a_change_of_phase_is_a_change_of_the_header(store):
    store.create(a_cohort())

    store.update("2027a", lambda cohort: replace(cohort, phase=Phase.FOLLOW_UP))

    assert store.load("2027a", {"P01"}).phase is Phase.FOLLOW_UP
    assert store.cohorts(Phase.FOLLOW_UP) == ["2027a"]
