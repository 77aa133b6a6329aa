"""Recruitment: who is called, and when."""

from domain.people import Participant, Role
from tests.builders import a_cohort, days
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
