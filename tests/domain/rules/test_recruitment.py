"""Recruitment: who is called, and when."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.lifecycles import ApplicationState
from domain.people import Participant, Role
from tests.answers import mentee_answers
from tests.builders import MONDAY, a_cohort, answered, days
from tests.domain.rules.stories import due, letters, on


def test_somebody_who_joins_the_list_in_the_last_week_is_still_called():
    cohort = a_cohort().in_recruitment().build()
    monday = cohort.milestones.mentors_close - days(4)
    late = Participant("M01", Role.MENTOR, "Jana Veselá", "jana@firm.example", invited_at=monday)

    after = on(cohort.put(late), monday + days(1.5))

    assert letters(after, "M01:call") == [("mentor/call", "M01")]


def called(source="list"):
    cohort = a_cohort().in_recruitment().build()
    opens = cohort.milestones.mentors_open
    return cohort.put(
        Participant("M01", Role.MENTOR, "Jana Veselá", "jana@firm.example", invited_at=opens, source=source)
    )


def through_the_call(cohort, first=0, last=32):
    written = []
    for day in range(first, last):
        cohort = on(cohort, cohort.milestones.mentors_open + days(day + 0.5))
        written += [letter for letter, _ in letters(cohort, "M01:call")]
    return written


def test_the_call_is_followed_by_two_reminders_and_two_more_before_it_closes():
    assert through_the_call(called()) == [
        "mentor/call", "mentor/call_reminder", "mentor/call_reminder", "mentor/call_closing", "mentor/call_closing"
    ]  # fmt: skip


def test_whoever_asked_by_the_open_link_is_reminded_as_well():
    assert through_the_call(called("open"))[:3] == [
        "mentor/application_link", "mentor/call_reminder", "mentor/call_reminder"
    ]  # fmt: skip


def test_after_an_outage_over_all_rungs_people_are_called_once_and_not_reminded_of_nothing():
    assert through_the_call(called(), first=25)[0] == "mentor/call"


def test_a_closing_reminder_before_a_weekend_goes_on_the_last_working_day():
    cohort = called()
    friday = cohort.milestones.mentors_close - days(2.5)  # the call closes on the night to Monday
    assert due(cohort, friday, "M01:call:closing:1") == ["M01:call:closing:1"]


# --- verdicts: the last letter tells the last state -------------------------------------------------------------------

MARKS = {"field": "2", "trajectory": "2", "planning": "2", "contribution": "2"}
MORNING = MONDAY - days(26) + days(0.4)  # a Wednesday in recruitment, ten in the morning
MINUTE = days(1 / 1440)


def applied():
    """One application, which waits for a verdict."""
    cohort = a_cohort().in_recruitment().with_mentees(1).with_applications(ApplicationState.SUBMITTED).build()
    return replace(cohort, journal=frozenset({"N01:received:2027-01-15"}))


def verdict(cohort, at, wanted, note=""):
    return answered(cohort, "screening", "N01", "eva", at, **MARKS, verdict=wanted, note=note)


def told(cohort, *moments):
    """The letters to the applicant over these moments, and the cohort afterwards."""
    written = []
    for moment in moments:
        cohort = on(cohort, moment)
        written += [m.letter for m in cohort.messages if m.to == "N01"]
    return cohort, written


def test_of_verdicts_within_an_hour_only_the_last_is_told():
    cohort = applied()
    for minutes, wanted in ((0, "accept"), (20, "waitlist"), (50, "accept")):
        cohort, written = told(verdict(cohort, MORNING + minutes * MINUTE, wanted), MORNING + (minutes + 1) * MINUTE)
        assert written == []

    cohort, written = told(cohort, *(MORNING + days(n / 24) for n in range(1, 30)))

    assert written == ["mentee/application_accepted"]


def test_a_misclicked_no_is_taken_back_without_a_word():
    cohort = verdict(verdict(applied(), MORNING, "decline"), MORNING + 5 * MINUTE, "accept")

    assert cohort.applications["N01"].state is ApplicationState.ACCEPTED
    assert told(cohort, MORNING + days(0.2), MORNING + days(2))[1] == ["mentee/application_accepted"]


def test_a_verdict_changed_after_its_letter_is_told_by_another_letter_the_same_day():
    cohort, first = told(verdict(applied(), MORNING, "decline"), MORNING + days(0.1))
    cohort, second = told(verdict(cohort, MORNING + days(0.1), "waitlist"), MORNING + days(0.2))
    cohort, third = told(verdict(cohort, MORNING + days(0.2), "decline"), MORNING + days(0.25))

    assert first + second + third == ["mentee/application_declined", "mentee/waitlisted", "mentee/application_declined"]


def test_an_application_sent_back_twice_on_one_day_is_asked_for_twice():
    cohort, first = told(verdict(applied(), MORNING, "incomplete", "The CV."), MORNING + days(0.05))
    cohort = answered(cohort, "mentee_application", "N01", "N01", MORNING + days(0.06), **mentee_answers())
    cohort, second = told(verdict(cohort, MORNING + days(0.1), "incomplete", "A date."), MORNING + days(0.15))

    assert first + second == ["mentee/application_incomplete"] * 2


def test_what_an_earlier_office_told_by_the_day_is_not_told_again():
    cohort = verdict(applied(), MORNING, "accept")
    before = replace(cohort, journal=cohort.journal | {f"N01:accepted:{MORNING:%Y-%m-%d}"})

    assert told(before, MORNING + days(0.2), MORNING + days(3))[1] == []


def test_whoever_is_in_a_pair_keeps_the_verdict_until_the_pair_is_ended():
    cohort = a_cohort().in_recruitment().with_offers(1).build()

    with pytest.raises(ValidationError, match="is in a pair, or asked about one"):
        verdict(cohort, MORNING, "decline")


def test_once_matching_has_begun_nobody_is_asked_to_complete_an_application():
    cohort = applied()
    with pytest.raises(ValidationError, match="Matching has begun"):
        verdict(cohort, cohort.milestones.matching_on, "incomplete", "The CV.")


# --- incomplete applications ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_what_was_never_completed_is_told_why_and_not_that_the_mix_was_wrong(role):
    code = "N01" if role == "mentee" else "M01"
    world = a_cohort().in_recruitment().with_mentees(1).with_mentors(1)
    cohort = world.with_applications(ApplicationState.SUBMITTED).build()
    cohort = answered(cohort, "screening", code, "eva", MORNING, **MARKS, verdict="incomplete", note="The CV.")
    over = cohort.milestones.matching_on

    cohort = on(on(cohort, over), over + days(2.5))

    assert [m.letter for m in cohort.messages if m.to == code] == [f"{role}/application_lapsed"]


def test_whoever_was_declined_by_the_clock_can_come_back_on_the_waiting_list():
    cohort = verdict(applied(), MORNING, "incomplete", "The CV.")
    over = cohort.milestones.matching_on
    cohort = verdict(on(on(cohort, over), over + days(2.5)), over + days(3.5), "waitlist")

    assert told(cohort, over + days(3.6))[1] == ["mentee/waitlisted"]
