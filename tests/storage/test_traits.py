"""Traits: the database counts and lists a pool as its applications tell one by one, whatever becomes of them."""

from dataclasses import replace

import pytest

from domain.applications import Application
from domain.careers import COMPANY_SIZES, GENDERS, PROFESSIONS, SUB_SECTORS
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.traits import ACCEPTED, NOT_DECIDED, Picked, offers, wishes
from tests.builders import a_cohort
from tests.domain.pools import tallies, those

EACH = 24
PICKED = [
    Picked(Role.MENTOR, (ACCEPTED,)),
    Picked(Role.MENTEE, NOT_DECIDED),
    Picked(Role.MENTOR, (ACCEPTED, *NOT_DECIDED), ("2",)),
    Picked(Role.MENTOR, (offers("sub_sectors"),), tuple(SUB_SECTORS)[:3]),
    Picked(Role.MENTOR, (offers("tracks"),), ("3",)),
    Picked(Role.MENTEE, (wishes("company_size"),), tuple(COMPANY_SIZES)[:1]),
]


def some(words, n, number):
    """So many of these words, from the n-th on."""
    every = list(words)
    return [every[(n + k) % len(every)] for k in range(number)]


def told(n):
    """What one of them told: nearly everybody something else."""
    wish = ("must", "nice", "no_matter")
    return {
        "tracks": [1 + n % 5, 1 + (n + 2) % 5],
        "sub_sectors": some(SUB_SECTORS, n, 1 + n % 3),
        "company_size": some(COMPANY_SIZES, n, 1)[0],
        "profession": some(PROFESSIONS, n, 1)[0],
        "wish_sub_sectors": wish[n % 3],
        "wish_company_size": wish[(n + 1) % 3],
        "wish_profession": wish[(n + 2) % 3],
        "capacity": 1 + n // 2 % 3,
        "gender": some(GENDERS, n, 1)[0],
        "gender_consent": n % 4 > 0,
    }


@pytest.fixture
def pool():
    """Mentors and mentees in every state that an application can be in."""
    cohort = a_cohort().in_recruitment().with_mentors(EACH).with_mentees(EACH).build()
    states = list(ApplicationState)
    applied = (
        replace(one, answers=one.answers | told(n), state=states[n % len(states)])
        for n, one in enumerate(cohort.applications.values())
    )
    return cohort.put(*applied)


def applications(store, code):
    return list(store.load(code).applications.values())


def as_told(store, code):
    """Whether the database counts and lists what the applications themselves tell."""
    known = applications(store, code)
    listed = [[one.record for one in store.traits.those(code, picked, start=0, size=99)] for picked in PICKED]
    assert store.traits.tallies(code) == tallies(known)
    assert listed == [those(known, picked) for picked in PICKED]
    assert [store.traits.number(code, picked) for picked in PICKED] == list(map(len, listed))
    return listed


def test_a_pool_is_counted_and_listed_as_its_people_told(store, pool):
    store.create(pool)

    assert all(as_told(store, pool.code))


def test_a_list_goes_page_by_page(store, pool):
    store.create(pool)
    picked = PICKED[3]
    every = store.traits.those(pool.code, picked, start=0, size=99)

    pages = [store.traits.those(pool.code, picked, start=start, size=2) for start in range(0, len(every) + 2, 2)]

    assert [one for page in pages for one in page] == every
    assert len(every) > 2


def test_what_becomes_of_an_application_is_counted_at_once(store, pool):
    store.create(pool)
    before = as_told(store, pool.code)

    def turn(cohort):
        known = cohort.applications
        accepted = replace(known["M01"], state=ApplicationState.ACCEPTED)
        offers_more = replace(known["M02"], answers=known["M02"].answers | {"capacity": 3})
        return cohort.put(accepted, offers_more, replace(known["N02"], state=ApplicationState.DECLINED))

    store.update(pool.code, turn)

    assert as_told(store, pool.code) != before


def test_whoever_applies_later_is_counted_too(store, pool):
    store.create(pool)

    def turn(cohort):
        person, application = cohort.participants["N01"], cohort.applications["N01"]
        new: Application = replace(application, id="N99", state=ApplicationState.SUBMITTED)
        return cohort.put(replace(person, id="N99", email="n99@example.org"), new)

    store.update(pool.code, turn)

    assert "N99" in as_told(store, pool.code)[1]


def test_of_whoever_is_erased_nothing_is_counted_but_that_they_applied(store, pool):
    store.create(pool)
    store.erasure.erase(pool.code, "M01", pool.launched_at)

    as_told(store, pool.code)
    kept = [trait.what for (role, trait) in tallies([store.load(pool.code).applications["M01"]])]
    assert set(kept) <= {ACCEPTED, *NOT_DECIDED}


def test_an_empty_pool_has_no_numbers(store):
    store.create(a_cohort().build())

    assert store.traits.tallies(a_cohort().build().code) == {}
