"""Gathering changes: who hears of another day, another hour or none, once, and what becomes of the entries in calendars."""

from dataclasses import replace

from tests.builders import MONDAY, a_cohort, answered, days
from tests.domain.rules.stories import day_by_day, due, on

ASKED = MONDAY + days(168.5)
WRAPUP = "G-wrapup"


def invited_to_the_wrapup():
    """Two pairs were invited: N01 comes, M01 wants the recording, N02 does not come, M02 has not answered."""
    _, cohort = day_by_day(on(a_cohort().in_mentoring().with_pairs(2).build(), MONDAY), MONDAY, 165, 169, WRAPUP)
    for code, answer in (("N01", "coming"), ("M01", "recording"), ("N02", "no")):
        cohort = answered(cohort, "rsvp", WRAPUP, code, MONDAY + days(169.5), answer=answer)
    return on(cohort, MONDAY + days(169.5))


def changed(cohort, at, **told):
    return cohort.put(cohort.gatherings[WRAPUP].changed(at, cohort.zone, **told))


def moved(later=3):
    """On the 170th day the gathering gets a day that is some days later."""
    cohort, at = invited_to_the_wrapup(), MONDAY + days(170.4)
    return changed(cohort, at, starts_at=cohort.gatherings[WRAPUP].starts_at + days(later))


def test_another_day_is_told_at_once_and_asked_for_anew():
    told, _ = day_by_day(moved(), MONDAY, 170, 176, WRAPUP)

    new_day = "person/gathering_new_day"
    assert sorted(told) == [
        (170, "person/gathering_moved", "N01"),
        *((170, new_day, code) for code in ("M01", "M02", "N02")),
    ]


def test_whoever_does_not_answer_for_the_new_day_is_asked_once_more_and_not_reminded_as_if_they_came():
    _, cohort = day_by_day(moved(), MONDAY, 170, 170, WRAPUP)

    told, _ = day_by_day(cohort, MONDAY, 171, 183, WRAPUP)

    assert {(letter, to) for _, letter, to in told} == {
        ("person/gathering_invited", code) for code in ("M01", "M02", "N01", "N02")
    }


def test_whoever_says_yes_to_the_new_day_gets_its_entry_and_if_it_is_far_its_reminder():
    _, cohort = day_by_day(moved(10), MONDAY, 170, 171, WRAPUP)
    cohort = answered(cohort, "rsvp", WRAPUP, "N01", MONDAY + days(171.5), answer="coming")

    told, cohort = day_by_day(cohort, MONDAY, 172, 193, WRAPUP)

    assert [letter for _, letter, reader in told if reader == "N01"] == [
        "person/gathering_noted",
        "person/gathering_reminder",
    ]
    assert cohort.gatherings[WRAPUP].sequence == 1


def test_another_hour_or_place_is_told_once_to_those_who_come():
    cohort, at = invited_to_the_wrapup(), MONDAY + days(170.4)
    cohort = changed(cohort, at, place="Room 12")

    told, _ = day_by_day(cohort, MONDAY, 170, 176, WRAPUP)

    assert told == [(170, "person/gathering_changed", "N01")]
    assert cohort.gatherings[WRAPUP].sequence == 1


def test_what_stands_in_no_calendar_is_told_to_nobody():
    cohort, at = invited_to_the_wrapup(), MONDAY + days(170.4)
    cohort = changed(cohort, at, agenda="We look back.")

    assert (cohort.gatherings[WRAPUP].sequence, due(cohort, at, WRAPUP)) == (0, [])


def test_whoever_comes_after_all_not_loses_the_entry_and_gets_it_back_with_a_higher_number():
    cohort = invited_to_the_wrapup()
    cohort = answered(cohort, "rsvp", WRAPUP, "N01", MONDAY + days(170.5), answer="no")
    told, cohort = day_by_day(cohort, MONDAY, 171, 171, WRAPUP)
    assert told == [(171, "person/gathering_off_calendar", "N01")]

    cohort = answered(cohort, "rsvp", WRAPUP, "N01", MONDAY + days(171.5), answer="coming")
    told, cohort = day_by_day(cohort, MONDAY, 172, 172, WRAPUP)

    assert told == [(172, "person/gathering_noted", "N01")]
    assert cohort.attendances["G-wrapup:N01"].changes == 4


def test_a_question_added_later_sends_nothing_again():
    cohort = invited_to_the_wrapup()
    cohort = answered(cohort, "rsvp", WRAPUP, "N01", MONDAY + days(170.5), answer="coming", question="And then?")

    assert due(cohort, MONDAY + days(170.5), WRAPUP) == []


def test_a_skipped_introduction_is_not_asked_for_again_when_its_day_moves():
    cohort = on(a_cohort().in_mentoring().with_pairs(2).build(), MONDAY)
    early = MONDAY + days(20.6)
    cohort = cohort.put(replace(cohort.gatherings["G-instruction"], starts_at=early))
    _, cohort = day_by_day(cohort, MONDAY, 7, 7, "G-instruction")
    cohort = answered(cohort, "rsvp", "G-instruction", "M02", MONDAY + days(7.5), answer="coming")
    later = cohort.gatherings["G-instruction"].changed(MONDAY + days(8.4), cohort.zone, starts_at=early + days(2))

    told, _ = day_by_day(cohort.put(later), MONDAY, 9, 20, "G-instruction")

    assert told == [(9, "person/gathering_moved", "M02")]


def test_whoever_asked_for_the_recording_of_what_is_off_hears_that_there_will_be_none():
    cohort, at = invited_to_the_wrapup(), MONDAY + days(170.4)
    off = cohort.put(replace(cohort.gatherings[WRAPUP], cancelled_at=at))

    told, _ = day_by_day(off, MONDAY, 170, 180, WRAPUP)

    assert sorted(told) == [(170, "person/gathering_cancelled", "N01"), (170, "person/gathering_not_recorded", "M01")]
