"""The morning letter: one for all that waits, only when something is new, back, or has waited for long; none for nothing."""

from dataclasses import replace

from domain.escalations import Escalation
from domain.lifecycles import ApplicationState
from domain.rules.morning import tell_in_the_morning
from tests.builders import MONDAY, a_cohort, answered, asked, days
from tests.domain.rules.stories import letters, on

MORNING = ("coordinator/today", "eva")
NOON = MONDAY + days(30.5)  # a Wednesday


def with_cases(*ages):
    """Pairs with one open case each, opened so many days before."""
    cohort = a_cohort().in_mentoring().with_pairs(len(ages)).build()
    cohort = replace(cohort, materials={}, gatherings={})
    for n, age in enumerate(ages, start=1):
        case = Escalation(f"P0{n}:help:1", f"P0{n}", "help", f"P0{n}", NOON - days(age))
        cohort = asked(cohort.put(case), "decide_escalation", case.id, "eva", case.opened_at)
    return cohort


def mornings(cohort):
    """How many days after noon each letter is due."""
    return [round((due.at - NOON) / days(1), 1) for due in tell_in_the_morning(cohort)]


def test_cases_of_one_day_that_still_wait_are_told_in_one_letter():
    """After three days, a week and two: the rungs of desk.reminders, of which the first would be a Saturday."""
    assert mornings(with_cases(0.1)) == [4.8, 7.8, 14.8]
    assert mornings(with_cases(0.1, 0.2, 0.1)) == mornings(with_cases(0.1))


def test_nothing_waits_nothing_comes():
    cohort = with_cases(0.1)
    (case,) = cohort.escalations
    closed = answered(cohort, "decide_escalation", case, "eva", NOON, decision="resume")

    assert mornings(closed) == []


def test_what_was_put_off_is_told_on_the_first_morning_after_its_time():
    cohort = with_cases(0.1)
    (case,) = cohort.escalations
    put_off = answered(cohort, "decide_escalation", case, "eva", NOON, decision="snooze", sleeps="5")

    assert mornings(put_off)[0] == 5.8
    assert MORNING in letters(on(put_off, NOON + days(5.9)), "today:")


def test_after_an_outage_one_letter_tells_all():
    cohort = with_cases(2.1, 3.1, 0.1)

    after = on(cohort, NOON + days(6.9))

    assert letters(after, "today:") == [MORNING]


def test_applications_and_cases_share_a_morning():
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(2)
    cohort = cohort.with_applications(ApplicationState.SUBMITTED).build()
    at = cohort.applications["N01"].submitted_at
    case = Escalation("N01:help:1", "N01", "help", "N01", at - days(3))

    after = on(cohort.put(case), at + days(4.4))

    assert letters(after, "today:") == [MORNING]
