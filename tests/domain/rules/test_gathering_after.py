"""Gathering after: who came, hours, recordings, and those who missed what everybody should have been to."""

from dataclasses import replace

import pytest

from domain.forms import FORMS
from tests.builders import MONDAY, a_cohort, answered, cases, days, invited
from tests.domain.rules.stories import day_by_day, forms_of, on

NETWORKING = "G-networking"  # on Thursday of the first week, for all
FILM = "https://film.example/1"
RECORDING = "person/gathering_recording"


def after_the_networking():
    """Two pairs: N01 and M01 said that they come, N02 asked for the recording, M02 said nothing. It is Friday."""
    cohort = on(a_cohort().in_mentoring().with_pairs(2).build(), MONDAY)
    for code, answer in (("N01", "coming"), ("M01", "coming"), ("N02", "recording")):
        cohort = answered(cohort, "rsvp", NETWORKING, code, MONDAY + days(1), answer=answer)
    return day_by_day(cohort, MONDAY, 1, 4, NETWORKING)


def ticked(cohort, *came, recording="", day=4.5):
    return answered(cohort, "attendance", NETWORKING, "eva", MONDAY + days(day), came=came, recording=recording)


def test_the_coordinator_is_asked_who_came_on_the_next_morning_and_reminded_until_it_is_told():
    told, cohort = after_the_networking()

    assert (4, "coordinator/attendance_wanted", "eva") in told
    assert ("attendance", NETWORKING) in forms_of(cohort, "eva")
    later, _ = day_by_day(cohort, MONDAY, 5, 20, NETWORKING)
    assert {letter for _, letter, to in later if to == "eva"} == {"coordinator/attendance_reminder"}
    assert day_by_day(ticked(cohort, "N01", "M01", "N02", "M02"), MONDAY, 5, 40, NETWORKING)[0] == []


def test_whoever_said_yes_is_ticked_already_and_everybody_can_be():
    _, cohort = after_the_networking()
    invitation = invited(cohort, "attendance", NETWORKING, "eva", MONDAY)

    assert FORMS["attendance"].prefilled(cohort, invitation)["came"] == ("M01", "N01")
    assert list(FORMS["attendance"].options(cohort, invitation)["came"]) == ["M01", "M02", "N01", "N02"]
    assert FORMS["attendance"].prefilled(ticked(cohort, "N02"), invitation)["came"] == ("N02",)


def test_of_a_gathering_to_which_nobody_wanted_to_come_nothing_is_asked():
    cohort = on(a_cohort().in_mentoring().with_pairs(1).build(), MONDAY)

    assert [one for one in day_by_day(cohort, MONDAY, 4, 8, NETWORKING)[0] if one[2] == "eva"] == []


def test_the_recording_goes_to_those_who_missed_what_everybody_should_have_seen():
    cohort = ticked(after_the_networking()[1], "N01", "M01", recording=FILM)

    told, cohort = day_by_day(cohort, MONDAY, 7, 30, NETWORKING)

    assert told == [(7, RECORDING, "M02"), (7, RECORDING, "N02")]
    assert ("missed_gathering", NETWORKING) not in cases(cohort)


def test_of_any_other_gathering_it_goes_to_those_who_asked_for_it():
    cohort = a_cohort().in_mentoring().with_pairs(3).build()
    cohort = cohort.put(replace(cohort.gatherings["G-careers"], starts_at=MONDAY + days(3.5)))
    for code, answer in (("N01", "coming"), ("N02", "recording")):
        cohort = answered(cohort, "rsvp", "G-careers", code, MONDAY + days(1), answer=answer)
    cohort = on(cohort, MONDAY + days(4.4))
    cohort = answered(cohort, "attendance", "G-careers", "eva", MONDAY + days(4.5), came=["N01"], recording=FILM)

    assert day_by_day(cohort, MONDAY, 7, 30, "G-careers")[0] == [(7, RECORDING, "N02")]


def test_whoever_asked_for_a_recording_that_nobody_left_hears_so_once_after_two_weeks():
    cohort = ticked(after_the_networking()[1], "N01", "M01")

    told, later = day_by_day(cohort, MONDAY, 7, 60, NETWORKING)
    assert [one for one in told if one[2] != "eva"] == [(18, "person/gathering_unrecorded", "N02")]

    found = answered(later, "attendance", NETWORKING, "eva", MONDAY + days(60.5), came=["N01", "M01"], recording=FILM)
    assert (61, RECORDING, "N02") in day_by_day(found, MONDAY, 61, 70, NETWORKING)[0], "it turned up after all"


def test_whoever_was_there_after_all_is_not_told_of_a_recording():
    cohort = ticked(after_the_networking()[1], "N01", "M01", "N02")

    assert [one for one in day_by_day(cohort, MONDAY, 7, 30, NETWORKING)[0] if one[2] == "N02"] == []


def test_whoever_joins_after_the_networking_gets_its_recording_then():
    cohort = ticked(after_the_networking()[1], "N01", "M01", "N02", "M02", recording=FILM)
    cohort = on(cohort, MONDAY + days(7.4))
    late = cohort.put(replace(cohort.pairs["P02"], activated_at=MONDAY + days(30.4)))

    assert day_by_day(late, MONDAY, 30, 40, NETWORKING)[0] == [(30, RECORDING, "M02"), (30, RECORDING, "N02")]


def test_without_a_recording_those_who_missed_it_are_a_case_after_a_week_and_the_recording_closes_it():
    cohort = ticked(after_the_networking()[1], "N01", "M01")
    assert cases(day_by_day(cohort, MONDAY, 5, 11, NETWORKING)[1]) == []

    told, cohort = day_by_day(cohort, MONDAY, 12, 14, NETWORKING)
    assert ("missed_gathering", NETWORKING) in cases(cohort)
    assert [letter for _, letter, _ in told] == ["coordinator/escalation"]

    cohort = ticked(cohort, "N01", "M01", recording=FILM, day=14.5)
    assert cases(on(cohort, MONDAY + days(15.4))) == []


@pytest.mark.parametrize(("if_missed", "day"), [("case", 7), ("nothing", None)])
def test_the_policy_says_what_becomes_of_those_who_missed_it(if_missed, day):
    _, cohort = after_the_networking()
    rows = [row.model_copy(update={"if_missed": if_missed}) for row in cohort.policy.gatherings]
    cohort = ticked(replace(cohort, policy=cohort.policy.model_copy(update={"gatherings": tuple(rows)})), "N01", "M01")

    cohort = day_by_day(cohort, MONDAY, 5, 7, NETWORKING)[1]

    assert cases(cohort) == ([("missed_gathering", NETWORKING)] if day else [])


def test_what_the_coordinator_writes_goes_to_those_who_missed_it():
    cohort = day_by_day(ticked(after_the_networking()[1], "N01", "M01"), MONDAY, 5, 12, NETWORKING)[1]
    case = next(one for one in cohort.escalations.values() if one.matter == "missed_gathering")

    cohort = answered(
        cohort, "decide_escalation", case.id, "eva", MONDAY + days(12.5), decision="write", words="Come by."
    )

    written = [m.to for m in on(cohort, MONDAY + days(12.5)).messages if m.letter == "pair/from_coordinator"]
    assert sorted(written) == ["M02", "N02"]
