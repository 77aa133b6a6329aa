"""Extending: a pair goes on longer only when both want it; then everything about its end follows, and nobody else's does."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.completion import completion
from domain.dates import day_of
from domain.ends import ends_for, ends_of
from domain.lifecycles import PairState, Phase
from tests.answers import mentee_reflection
from tests.builders import MONDAY, ZONE, a_cohort, answered, days
from tests.domain.acts.stories import did, refused
from tests.domain.rules.stories import day_by_day, due, forms_of, letters, on
from tests.domain.rules.test_follow_up import met

ASKED = MONDAY + days(150.4)  # a Thursday in July; mentoring ends with the 31st of August
LATER = date(2027, 9, 14)


def proposed():
    """Two pairs; the first was asked whether it goes on."""
    return proposed_to(a_cohort().in_mentoring(since=MONDAY).with_pairs(2).build())


def that_closes_late():
    """Two pairs in a cohort with four months to look back."""
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(2).build()
    return did(cohort, "move_milestone", "", ASKED - days(1), milestone="closes", day="2027-12-31", follow=False)


def proposed_to(cohort, last=LATER):
    return on(did(cohort, "propose_extension", "P01", ASKED, last=f"{last}"), ASKED)


NEXT_DAY = ASKED + days(1)


def said(cohort, code, answer, at=NEXT_DAY):
    return answered(cohort, "extension", "P01", code, at, go_on=answer)


def agreed(cohort=None):
    return said(said(cohort or proposed(), "M01", "yes"), "N01", "yes")


def about_it(told):
    return sorted((day, letter, to) for day, letter, to in told if "extension" in letter or "extended" in letter)


def test_both_are_asked_and_reminded_once_until_they_have_answered():
    told, _ = day_by_day(said(proposed(), "M01", "yes"), ASKED - days(0.4), 1, 12)
    assert about_it(told) == [(6, "pair/extension_reminder", "N01")]
    assert letters(proposed(), "P01:extension") == [("pair/extension_wanted", "M01"), ("pair/extension_wanted", "N01")]


def test_one_yes_changes_nothing_yet():
    cohort = said(proposed(), "M01", "yes")

    assert ends_of(cohort, cohort.groups["P01"]) == cohort.milestones.mentoring_ends
    assert len(cohort.sessions_of("P01")) == 6


def test_when_both_say_yes_the_pair_goes_on_and_all_hear_of_it():
    cohort = agreed()

    assert (cohort.groups["P01"].ends_on, day_of(ends_for(cohort, "N01"), ZONE)) == (LATER, date(2027, 9, 15))
    assert ends_for(cohort, "N02") == cohort.milestones.mentoring_ends
    told = letters(on(cohort, ASKED + days(1.1)), "P01:extended")
    assert sorted(told) == [("coordinator/extended", "eva"), ("pair/extended", "M01"), ("pair/extended", "N01")]


def test_for_less_than_half_a_month_the_last_window_is_longer():
    cohort = agreed()

    windows = cohort.sessions_of("P01")
    assert [window.number for window in windows] == [1, 2, 3, 4, 5, 6]
    assert windows[-1].closes == ends_of(cohort, cohort.groups["P01"])
    assert cohort.sessions["P02.6"].closes == cohort.milestones.mentoring_ends


def test_for_each_month_more_there_is_a_session():
    """Two months and a week: the last of the two windows has the week."""
    cohort = agreed(proposed_to(that_closes_late(), "2027-11-07"))

    further = [session for session in cohort.sessions_of("P01") if session.number > 6]
    assert [(s.id, day_of(s.opens, ZONE), day_of(s.closes, ZONE)) for s in further] == [
        ("P01.7", date(2027, 9, 1), date(2027, 10, 1)),
        ("P01.8", date(2027, 10, 1), date(2027, 11, 8)),
    ]


def test_one_no_ends_the_question_for_both():
    cohort = said(proposed(), "N01", "no")

    assert ("extension", "P01") not in forms_of(cohort, "M01")
    told, cohort = day_by_day(cohort, ASKED - days(0.4), 1, 10)
    assert about_it(told) == [
        (1, "coordinator/not_extended", "eva"),
        (1, "pair/not_extended", "M01"),
        (1, "pair/not_extended", "N01"),
    ]
    assert cohort.groups["P01"].ends_on is None


def test_silence_changes_nothing_and_the_coordinator_hears_it():
    told, cohort = day_by_day(said(proposed(), "M01", "yes"), ASKED - days(0.4), 8, 16)

    assert about_it(told) == [
        (8, "pair/extension_reminder", "N01"),
        (14, "coordinator/not_extended", "eva"),
        (14, "pair/not_extended", "M01"),
        (14, "pair/not_extended", "N01"),
    ]
    assert cohort.groups["P01"].ends_on is None
    assert ("extension", "P01") not in forms_of(cohort, "N01")


def test_whoever_said_yes_may_think_again_until_the_other_has_said_it_too():
    cohort = said(said(proposed(), "M01", "yes"), "M01", "no")
    assert cohort.groups["P01"].extension.refused_by == "M01"

    with pytest.raises(ValidationError, match="settled by now"):
        said(agreed(), "N01", "no", ASKED + days(2))


def test_the_look_back_and_the_certificate_follow_the_new_end():
    cohort, ends = met(agreed()), day_of(MONDAY + days(184), ZONE)
    assert day_of(cohort.milestones.mentoring_ends, ZONE) == ends

    told, cohort = day_by_day(cohort, MONDAY + days(184), -10, 6)
    assert [(day, to) for day, letter, to in told if letter == "mentee/reflection_wanted"] == [(-7, "N02")]
    told, cohort = day_by_day(cohort, MONDAY + days(184), 7, 13)
    assert [(day, to) for day, letter, to in told if letter == "mentee/reflection_wanted"] == [(7, "N01")]

    at = MONDAY + days(184 + 8)
    cohort = answered(cohort, "reflection_mentee", "N01", "N01", at, **mentee_reflection())
    assert completion(cohort, "N01").complete
    assert [key for key in due(cohort, at, "N01") if "certificate" in key] == []
    assert due(cohort, ends_for(cohort, "N01"), "N01:certificate") == ["N01:certificate"]


def test_while_the_others_look_back_the_pair_still_meets():
    """Its further sessions are asked for as ever; the other pair, which owes one too, is left in peace."""
    cohort = met(met(agreed(proposed_to(that_closes_late(), "2027-11-07"))), 5, "P02")

    told, cohort = day_by_day(cohort, MONDAY + days(184), 0, 5)

    assert cohort.phase is Phase.FOLLOW_UP
    assert [(letter, to) for _, letter, to in told if "date" in letter] == [("pair/date_wanted", "N01")]


def test_a_pair_that_was_asked_can_be_asked_for_another_day():
    cohort = said(proposed(), "M01", "yes")

    again = on(did(cohort, "propose_extension", "P01", ASKED + days(1), last="2027-09-10"), ASKED + days(1))

    assert again.groups["P01"].extension.agreed == {}
    assert letters(again, "P01:extension") == [("pair/extension_wanted", "M01"), ("pair/extension_wanted", "N01")]


def test_a_day_that_cannot_be_is_refused_with_the_way_out():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()

    early = refused(cohort, "propose_extension", "P01", ASKED, last="2027-08-31")
    assert early["last"].startswith("The pair goes on until")
    late = refused(cohort, "propose_extension", "P01", ASKED, last="2027-09-20")
    assert late["last"].endswith("Move the last day of the cohort first.")


def test_the_pair_is_completed_after_its_own_time_to_look_back():
    cohort = agreed(proposed_to(that_closes_late()))

    _, cohort = day_by_day(cohort, MONDAY + days(184), 0, 29)

    assert (cohort.groups["P01"].state, cohort.groups["P02"].state) == (PairState.ACTIVE, PairState.COMPLETED)
    _, cohort = day_by_day(cohort, MONDAY + days(184), 30, 43)
    assert cohort.groups["P01"].state is PairState.COMPLETED
