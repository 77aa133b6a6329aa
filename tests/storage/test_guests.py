"""Guests: the database counts for a gathering those whom the domain counts for it, whatever they said, whenever they came."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.attending import those_it_is_for, word_of
from domain.gatherings import Attendance
from domain.people import Departure
from tests.storage.test_counts import a_full_cohort
from tests.storage.worlds import NOW

HOUR = timedelta(hours=1)


def by_the_domain(cohort, gathering):
    """How many said what, of those for whom it is."""
    found = Counter()
    for person in those_it_is_for(cohort, gathering):
        word = word_of(cohort, gathering, person.id)
        found[word.answer if word else "", gathering.stands(word) if word else True] += 1
    return found


@pytest.fixture
def cohort():
    """Three pairs; the second begins after the gathering, somebody of the first has left, one was erased, one came unasked."""
    cohort = a_full_cohort()
    [gathering] = cohort.gatherings.values()
    starts = gathering.starts_at
    begun = {"P01": starts - HOUR, "P02": starts + HOUR, "P03": starts}
    cohort = cohort.put(*(replace(cohort.groups[id], activated_at=at) for id, at in begun.items()))
    people = cohort.participants
    cohort = cohort.put(replace(people["N01"], left=Departure(NOW)), replace(people["M03"], erased_at=NOW))

    def word(code, answer, at=NOW):
        return Attendance(f"{gathering.id}:{code}", gathering.id, code, answer, at)

    return cohort.put(word("N01", "coming"), word("N02", "coming"), word("M02", "no"), word("N03", "recording"),
                      word("M01", "coming", NOW - 9 * HOUR))  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"audience": "mentees"},
        {"audience": "mentors"},
        {"moved_at": NOW - HOUR},
        {"moved_at": NOW + HOUR},
        {"cancelled_at": NOW},
    ],
    ids=str,
)
def test_as_many_are_counted_as_it_is_for(store, cohort, told):
    [gathering] = cohort.gatherings.values()
    changed = replace(gathering, **told)
    store.create(cohort.put(changed))

    assert store.guests.said("2027a", [changed]) == {changed.id: by_the_domain(store.load("2027a"), changed)}


def test_several_gatherings_are_counted_at_once(store, cohort):
    [gathering] = cohort.gatherings.values()
    other = replace(gathering, id="G-other", audience="mentees")
    store.create(cohort.put(other))

    found = store.guests.said("2027a", [gathering, other])

    assert found == {one.id: by_the_domain(store.load("2027a"), one) for one in (gathering, other)}
    assert found[gathering.id] != found[other.id]
