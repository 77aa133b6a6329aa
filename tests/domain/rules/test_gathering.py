"""Gathering: who is invited to what, once more if silent, reminded if they come, and told at once when it is off."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.forms import FORMS
from tests.builders import MONDAY, a_cohort, answered, cases, days, invited
from tests.domain.rules.stories import day_by_day, due, letters, on

INVITED, NOTED = "person/gathering_invited", "person/gathering_noted"


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

    told, _ = day_by_day(cohort, MONDAY, 170, 181, "G-wrapup")
    assert told == [(170, NOTED, "N01")]  # with the entry for the calendar, which reminds


def test_whoever_said_a_few_days_before_that_they_come_is_not_reminded():
    cohort = answered(a_pair(), "rsvp", "G-wrapup", "N01", MONDAY + days(173.5), answer="coming")

    assert day_by_day(cohort, MONDAY, 174, 181, "G-wrapup:tomorrow")[0] == []


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


# --- where it is ------------------------------------------------------------------------------------------------------


def without_a_place():
    cohort = a_pair()
    return cohort.put(replace(cohort.gatherings["G-careers"], place="online"))


def test_nobody_is_invited_to_a_gathering_without_a_place_and_in_the_end_it_is_a_case():
    told, cohort = day_by_day(without_a_place(), MONDAY, 50, 74, "G-careers")

    asked, reminded, case = "coordinator/gathering_wanted", "coordinator/gathering_reminder", "coordinator/escalation"
    assert [(day, letter) for day, letter, _ in told if day < 70] == [
        (57, asked),
        (60, reminded),
        (65, reminded),
        (68, case),
    ]
    assert {reader for _, _, reader in told} == {"eva"}
    assert ("no_place", "G-careers") in cases(cohort)

    starts = cohort.gatherings["G-careers"].starts_at
    before, after = on(cohort, starts - days(0.1)), on(cohort, starts)

    assert ("no_place", "G-careers") in cases(before)
    assert ("no_place", "G-careers") not in cases(after), "nobody can be invited any more to what has begun"


def test_once_there_is_a_place_the_case_closes_and_people_are_invited():
    _, cohort = day_by_day(without_a_place(), MONDAY, 50, 68, "G-careers")
    cohort = answered(cohort, "gathering", "G-careers", "eva", MONDAY + days(68.5), place="Room 4")

    told, cohort = day_by_day(cohort, MONDAY, 69, 72, "G-careers")

    assert told == [(69, INVITED, "N01")]
    assert ("no_place", "G-careers") not in cases(cohort)


def test_the_word_online_is_no_place():
    cohort = without_a_place()
    invitation = invited(cohort, "gathering", "G-careers", "eva", MONDAY)

    assert list(FORMS["gathering"].prefilled(cohort, invitation).values()) == ["", "", ""]
    with pytest.raises(ValidationError, match="link of the call"):
        FORMS["gathering"].check({"place": "Online"}, cohort, invitation, MONDAY)


def test_what_is_voluntary_is_asked_once():
    cohort = a_pair()
    cohort = cohort.put(cohort.gatherings["G-instruction"].changed(MONDAY, cohort.zone, starts_at=MONDAY + days(20.6)))

    assert day_by_day(cohort, MONDAY, 0, 21, "G-instruction")[0] == [(7, INVITED, "M01")]


def test_whoever_comes_is_not_reminded_on_the_day_they_say_so():
    cohort = answered(a_pair(), "rsvp", "G-careers", "N01", MONDAY + days(76.4), answer="coming")

    assert day_by_day(cohort, MONDAY, 76, 77, "G-careers")[0] == [(76, NOTED, "N01")]


def test_whoever_said_when_applying_how_they_take_the_introduction_is_not_asked_again():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(3).build()
    instruction = cohort.gatherings["G-instruction"].changed(
        MONDAY, cohort.zone, starts_at=MONDAY + days(10.6), place="Room 5"
    )
    said = dict(zip(("M01", "M02", "M03"), ("come", "recording", "not_needed"), strict=True))
    applied = (replace(cohort.applications[code], answers={"instruction": told}) for code, told in said.items())
    cohort = cohort.put(instruction, *applied)

    told, cohort = day_by_day(cohort, MONDAY, 0, 9, "G-instruction")
    recorded = replace(cohort.gatherings["G-instruction"], recording="https://film", recorded_at=MONDAY + days(12))
    sent, _ = day_by_day(cohort.put(recorded), MONDAY, 12, 15, "G-instruction:recording")

    assert [to for _, letter, to in told if letter == INVITED] == ["M01"]
    assert [to for _, _, to in sent] == ["M02"]
