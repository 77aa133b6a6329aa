"""Gathering: who is invited to what, once more if silent, reminded if they come, and told at once when it is off."""

from dataclasses import replace

from tests.builders import MONDAY, a_cohort, answered, days
from tests.domain.rules.stories import day_by_day, due, letters, on

INVITED = "person/gathering_invited"


def a_pair():
    """A pair on its first day; the gatherings are planned."""
    return on(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build(), MONDAY)


def test_gatherings_get_their_dates_three_weeks_before_mentoring_starts():
    cohort = replace(a_cohort().in_recruitment().build(), gatherings={})
    starts = cohort.milestones.mentoring_starts
    assert due(cohort, starts - days(22), "plan") == []

    cohort = on(cohort, starts - days(21))

    kinds = ["instruction", "networking", "careers", "wrapup"]
    assert [gathering.kind for gathering in cohort.gatherings.values()] == kinds


def test_those_whom_a_gathering_is_for_are_invited_two_weeks_ahead_and_once_more():
    told, _ = day_by_day(a_pair(), MONDAY, 55, 80, "G-careers")  # for mentees, on Monday 17 May

    assert told == [(64, INVITED, "N01"), (73, INVITED, "N01")]  # two weeks before its hour: seen the next morning


def test_a_gathering_for_all_invites_both_and_whoever_has_answered_is_left_alone():
    told, cohort = day_by_day(a_pair(), MONDAY, 165, 169, "G-wrapup")
    assert told == [(169, INVITED, "M01"), (169, INVITED, "N01")]

    cohort = answered(cohort, "rsvp", "G-wrapup", "N01", MONDAY + days(169.5), answer="coming")
    cohort = answered(cohort, "rsvp", "G-wrapup", "M01", MONDAY + days(169.5), answer="recording")

    told, _ = day_by_day(cohort, MONDAY, 170, 184, "G-wrapup")
    assert told == [(179, "person/gathering_reminder", "N01")]  # on Friday, for Monday


def test_somebody_whose_pair_begins_late_is_invited_from_then_on():
    cohort = a_pair()
    late = cohort.put(replace(cohort.pairs["P01"], activated_at=MONDAY + days(70)))

    assert due(late, MONDAY + days(69.4), "G-careers") == []
    assert due(late, MONDAY + days(70.4), "G-careers") == ["G-careers:rsvp:1:N01"]


def test_whoever_wanted_to_come_hears_in_the_morning_that_it_is_off():
    cohort = a_pair()
    cohort = answered(cohort, "rsvp", "G-wrapup", "N01", MONDAY + days(168), answer="coming")
    cohort = answered(cohort, "rsvp", "G-wrapup", "M01", MONDAY + days(168), answer="no")
    off = MONDAY + days(170.9)  # late in the evening
    cohort = cohort.put(replace(cohort.gatherings["G-wrapup"], cancelled_at=off))

    assert letters(on(cohort, off), "G-wrapup") == []
    assert day_by_day(cohort, MONDAY, 171, 184, "G-wrapup")[0] == [(171, "person/gathering_cancelled", "N01")]
