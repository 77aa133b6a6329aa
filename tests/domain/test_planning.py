"""Planning: a pair has as many sessions as the time allows, at the pace of the others; windows follow one another."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.forms import FORMS
from domain.planning import plan_sessions
from domain.policy import Policy
from tests.builders import a_cohort, days, default_policy, invited

FIRST = date(2027, 3, 1)  # mentoring lasts until 1 September


def sessions(first, policy=None):
    """The sessions of a pair whose first day is this one."""
    cohort = a_cohort().under(policy or default_policy()).in_mentoring().with_pairs(1).build()
    return plan_sessions(cohort, replace(cohort.pairs["P01"], starts_on=first))


def with_sessions(number, months=6):
    told = default_policy().model_dump()
    calendar = told["calendar"] | {"mentoring_months": months}
    return Policy.model_validate(told | {"calendar": calendar, "sessions": told["sessions"] | {"number": number}})


@pytest.mark.parametrize(
    ("first", "number"),
    [
        (FIRST, 6),
        (date(2027, 3, 8), 6),  # a week late: six windows that are a little shorter
        (date(2027, 3, 22), 5),
        (date(2027, 6, 1), 3),  # three months are left
        (date(2027, 7, 15), 2),
        (date(2027, 8, 25), 1),
    ],
)
def test_a_pair_that_starts_late_has_as_many_sessions_as_the_time_allows(first, number):
    assert len(sessions(first)) == number


def test_three_months_are_three_windows_of_a_month_and_not_six_of_two_weeks():
    lengths = [(session.closes - session.opens).days for session in sessions(date(2027, 6, 1))]

    assert lengths == [30, 31, 31]


@pytest.mark.parametrize(("number", "late"), [(12, 6), (3, 3), (2, 2)])
def test_the_pace_is_that_of_the_programme(number, late):
    """Twelve sessions in six months are two a month; two or three are one a month, with time to spare at the end."""
    assert [len(sessions(first, with_sessions(number))) for first in (FIRST, date(2027, 6, 1))] == [number, late]


@settings(max_examples=120, deadline=None)
@given(late=st.integers(0, 183), number=st.integers(1, 13))
def test_windows_follow_one_another_to_the_end_and_leave_time_to_meet(late, number):
    planned = sessions(FIRST + timedelta(late), with_sessions(number))

    assert 1 <= len(planned) <= number
    assert all(before.closes == after.opens for before, after in pairwise(planned))
    assert [session.number for session in planned] == list(range(1, len(planned) + 1))
    assert len(planned) == 1 or all(session.closes - session.opens >= days(9) for session in planned)


def test_the_plan_of_a_late_pair_has_a_row_for_each_of_its_sessions():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    late = replace(cohort.pairs["P01"], starts_on=date(2027, 6, 1))
    cohort = replace(cohort, sessions={}).put(late, *plan_sessions(cohort, late))

    rows = FORMS["mentoring_plan"].prefilled(
        cohort, invited(cohort, "mentoring_plan", "P01", "N01", cohort.launched_at)
    )

    assert [row["month"] for row in rows["rows"]] == [1, 2, 3]
