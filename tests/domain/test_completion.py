"""Completion: three conditions, counted in words, and the hours on the certificate."""

from dataclasses import replace

from domain.completion import completion
from domain.lifecycles import PairState
from tests.answers import mentee_reflection, mentor_reflection
from tests.builders import MONDAY, a_cohort, answered, between, days


def after(held: int, pairs: int = 1):
    """A cohort in which the first pair has held so many sessions of an hour and a quarter."""
    cohort = a_cohort().in_mentoring().with_pairs(pairs).build()
    for n in range(1, held + 1):
        at = cohort.sessions[f"P01.{n}"].opens + days(9)
        held_on = str((at - days(1)).date())
        cohort = answered(cohort, "session_report", f"P01.{n}", "N01", at, outcome="held", held_on=held_on, minutes=75)
    return cohort


def words(cohort, code):
    return [(condition.met, condition.words) for condition in completion(cohort, code).conditions]


def test_nothing_is_met_at_the_beginning():
    assert words(after(0), "N01") == [
        (False, "0 of 6 sessions held (5 needed)"),
        (False, "no session held yet, so no report"),
        (False, "final feedback not given yet"),
    ]


def test_five_of_six_reports_and_the_feedback_complete_it():
    cohort = after(5)
    assert not completion(cohort, "N01").complete

    cohort = answered(cohort, "reflection_mentee", "N01", "N01", MONDAY + days(180), **mentee_reflection())

    assert words(cohort, "N01") == [
        (True, "5 of 6 sessions held (5 needed)"),
        (True, "5 of 5 sessions held have a report"),
        (True, "final feedback given"),
    ]
    assert completion(cohort, "N01").complete
    assert not completion(cohort, "M01").complete
    done = answered(cohort, "reflection_mentor", "M01", "M01", MONDAY + days(180), **mentor_reflection())
    assert completion(done, "M01").complete


def test_four_are_one_too_few_and_the_rule_says_so():
    cohort = answered(after(4), "reflection_mentee", "N01", "N01", MONDAY + days(180), **mentee_reflection())

    assert [condition.words for condition in completion(cohort, "N01").missing] == ["4 of 6 sessions held (5 needed)"]


def test_the_hours_are_those_of_sessions_and_gatherings():
    cohort = after(6)
    for gathering, answer in (("G-networking", "coming"), ("G-careers", "recording")):
        cohort = answered(cohort, "rsvp", gathering, "N01", MONDAY, answer=answer)

    assert (completion(cohort, "N01").minutes, completion(cohort, "N01").hours) == (6 * 75 + 60, 8.5)
    stayed_away = replace(cohort.attendances["G-networking:N01"], came=False)
    assert completion(cohort.put(stayed_away), "N01").minutes == 6 * 75


def test_sessions_of_an_ended_pair_count_for_whoever_was_rematched():
    cohort = after(3, pairs=2)
    ended = replace(cohort.pairs["P01"], state=PairState.ENDED)
    rematched = between(cohort.pairs["P02"], mentee="N01")
    cohort = cohort.put(ended, rematched)
    for n in (1, 2):
        cohort = answered(
            cohort, "session_report", f"P02.{n}", "N01", MONDAY + days(70 + n), outcome="held", held_on="2027-05-01"
        )

    assert words(cohort, "N01")[0] == (True, "5 of 6 sessions held (5 needed)")
    assert words(cohort, "M02")[0] == (False, "2 of 6 sessions held (5 needed)")


def test_a_mentor_of_two_needs_both_pairs():
    cohort = after(6, pairs=2)
    cohort = cohort.put(between(cohort.pairs["P02"], mentor="M01"))

    assert words(cohort, "M01")[0] == (False, "6 of 12 sessions held (10 needed)")


def test_whoever_never_had_a_pair_has_not_completed():
    assert not completion(a_cohort().in_mentoring().with_mentees(1).build(), "N01").complete
