"""Sheets: the database finds the applications that want a look, and puts them in the order, as the domain does."""

from dataclasses import replace

import pytest

from domain.applications import Screening
from domain.flags import FLAGS
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.sheets import waiting
from storage.cohorts.sheets import flags as found
from tests.builders import a_cohort, days
from tests.domain.test_flags import USUAL, a_policy

ALL, FLAGGED = a_policy(screening_of_mentors="all"), a_policy(screening_of_mentors="flagged")
AMONG_ACADEMICS = a_policy(screening_of_mentors="flagged", mentors_from=("academia",), sector="any")
TOLD = [
    {},
    {"cv": ""},
    {"cv": None},
    {"not_with": ["Brisa Biotech"]},
    {"not_with": []},
    {"life_sciences": "never"},
    {"years_outside": 0, "employer_type": "academia"},
    {"years_outside": None, "employer_type": "academia"},
    {"capacity": 2, "employer_type": "academia"},
    {"capacity": 3, "mentoring_experience": "informal"},
]
SOURCES = [
    "list",
    "open",
    "open:fair",
    "opening",
    "waited:pilot-26",
    "again:pilot-26",
    "book",
    "waited",
    "list",
    "list",
]


def a_pool(policy):
    """Mentors of whom each tells something else, mentees, marks from the best to none, some who kept a place."""
    built = a_cohort().under(policy).in_recruitment().with_mentors(len(TOLD)).with_mentees(len(SOURCES))
    cohort = built.with_applications(ApplicationState.SUBMITTED).build()
    for n, (answers, source) in enumerate(zip(TOLD, SOURCES, strict=True), 1):
        mentor, mentee, person = f"M{n:02d}", f"N{n:02d}", cohort.participants[f"N{n:02d}"]
        told, waits = cohort.applications[mentor], cohort.applications[mentee]
        cohort = cohort.put(replace(told, answers={**told.answers, **USUAL, **answers}), replace(person, source=source))
        if n % 3:
            sheet = Screening("eva", waits.submitted_at + days(1), n % 4, None if n % 2 else 3)
            cohort = cohort.put(replace(waits, screening=sheet, submitted_at=waits.submitted_at + days(n % 2)))
    accepted, screened = cohort.applications["M10"], cohort.applications["M05"]
    return cohort.put(
        replace(accepted, state=ApplicationState.ACCEPTED),
        replace(screened, screening=Screening("eva", screened.submitted_at)),
        replace(cohort.participants["M01"], source="open:fair"),
    )


@pytest.mark.parametrize("policy", [ALL, FLAGGED, AMONG_ACADEMICS], ids=["all", "flagged", "among academics"])
@pytest.mark.parametrize("role", Role)
def test_those_that_wait_are_found_in_their_order(store, policy, role):
    store.create(a_pool(policy))
    cohort = store.load(a_pool(policy).code)
    wait = [one.id for one in waiting(cohort, role)]
    sheets, recruitment = store.sheets, policy.recruitment

    pages = [sheets.page(cohort.code, recruitment, role, start, 4) for start in (0, 4, 8, 12)]

    assert [code for page in pages for code in page] == wait
    assert sheets.number(cohort.code, recruitment, role) == len(wait)
    assert 2 < len(wait) <= len(TOLD)


@pytest.mark.parametrize("policy", [ALL, FLAGGED], ids=["all", "flagged"])
@pytest.mark.parametrize("later", [0, 3, 99])
def test_all_together_are_counted_with_the_first_of_them(store, policy, later):
    store.create(a_pool(policy))
    cohort = store.load(a_pool(policy).code)
    every = [one for role in Role for one in waiting(cohort, role)]
    sent = sorted({one.submitted_at for one in every})
    span = (sent[min(later, len(sent)) - 1], sent[-1] + days(1)) if later else None
    wait = sorted((one.submitted_at, one.id) for one in every if not span or not span[0] <= one.submitted_at < span[1])

    found = store.sheets.waiting_in_all(cohort.code, policy.recruitment, dict.fromkeys(Role, span), 5)

    assert (found.first, found.number) == ([id for _, id in wait[:5]], len(wait))
    assert min(found.since.values(), default=None) == (wait[0][0] if wait else None)


def test_nobody_waits_in_a_cohort_without_applications(store):
    store.create(a_cohort().build())

    assert store.sheets.waiting_in_all(a_cohort().build().code, ALL.recruitment, {}, 5).number == 0


def test_whoever_has_marks_stands_in_the_order_of_the_sheets(store):
    store.create(a_pool(ALL))
    cohort = store.load(a_pool(ALL).code)

    marked = [one.id for one in waiting(cohort, Role.MENTEE) if one.score is not None]

    assert store.sheets.first_marked(cohort.code, ALL.recruitment, 3) == set(marked[:3])


def test_every_flag_of_a_mentor_is_one_of_the_database_or_means_a_sheet():
    here = {*found(FLAGGED.recruitment), *found(AMONG_ACADEMICS.recruitment)}

    assert {flag.name for flag in FLAGS if Role.MENTOR in flag.roles} == here | {"changed"}


def test_an_address_that_does_not_work_raises_its_flag(store):
    cohort = a_pool(FLAGGED)
    person = replace(cohort.participants["M05"], bounced_at=cohort.milestones.mentors_open)
    sheetless = replace(cohort.applications["M05"], screening=None)
    store.create(cohort.put(person, sheetless))

    assert "M05" in store.sheets.page(cohort.code, FLAGGED.recruitment, Role.MENTOR, 0, 99)
