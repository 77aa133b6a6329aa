"""Completion: three conditions, counted in words, and the hours on the certificate."""

from dataclasses import replace
from datetime import date

from domain.agenda import settle
from domain.completion import completion
from domain.lifecycles import PairState, SessionState
from domain.planning import plan_sessions
from domain.rules.escalation import let_it_lapse
from tests.answers import mentee_reflection, mentor_reflection
from tests.builders import MONDAY, a_cohort, answered, asked, between, days
from tests.domain.rules.stories import due


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
    assert completion(cohort, "N01").minutes == 6 * 75, "to say that one comes is not to be there"

    ticked = answered(cohort, "attendance", "G-networking", "eva", MONDAY + days(9), came=["N01"])

    assert (completion(ticked, "N01").minutes, completion(ticked, "N01").hours) == (6 * 75 + 60, 8.5)
    assert completion(ticked, "M01").minutes == 6 * 75
    unticked = answered(ticked, "attendance", "G-networking", "eva", MONDAY + days(10), came=[])
    assert completion(unticked, "N01").minutes == 6 * 75


def told_otherwise(cohort, session="P01.2"):
    return answered(
        cohort, "report_confirmation", session, "M01", MONDAY + days(60), agrees="no", words="We did not meet."
    )


def test_a_session_told_otherwise_counts_for_neither_until_it_is_settled():
    cohort = told_otherwise(after(6))
    (case,) = cohort.escalations

    def ruled(decision):
        asked_for = asked(cohort, "decide_escalation", case, "eva", MONDAY + days(61))
        return answered(asked_for, "decide_escalation", case, "eva", MONDAY + days(62), decision=decision)

    def of_both(world):
        return [
            (words(world, code)[0], words(world, code)[1][1], completion(world, code).minutes)
            for code in ("N01", "M01")
        ]

    five = ((True, "5 of 6 sessions held (5 needed)"), "5 of 5 sessions held have a report", 5 * 75)
    six = ((True, "6 of 6 sessions held (5 needed)"), "6 of 6 sessions held have a report", 6 * 75)
    assert of_both(cohort) == [five] * 2
    assert of_both(ruled("took_place")) == [six] * 2
    assert of_both(ruled("not_held")) == [five] * 2
    agreed = answered(cohort, "report_confirmation", "P01.2", "M01", MONDAY + days(61), agrees="yes")
    settled, _ = settle(agreed, MONDAY + days(61.4), (let_it_lapse,))
    assert of_both(settled) == [six] * 2, "they tell the same by now, and the case has closed by itself"


def test_a_session_that_did_not_take_place_has_no_day_and_nobody_is_asked_for_it_again():
    cohort = told_otherwise(after(2))
    (case,) = cohort.escalations
    cohort = asked(cohort, "decide_escalation", case, "eva", MONDAY + days(61))
    cohort = answered(cohort, "decide_escalation", case, "eva", MONDAY + days(62), decision="not_held")

    session = cohort.sessions["P01.2"]
    assert (session.state, session.held_on) == (SessionState.CANCELLED, None)
    assert cohort.escalations[case].outcome == "not_held"
    assert due(cohort, MONDAY + days(70.4), "P01.2:") == []


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


# --- whoever began late, or anew --------------------------------------------------------------------------------------


def late(cohort, pair="P01", first=date(2027, 6, 1)):
    """The cohort with this pair begun when three months were left."""
    begun = replace(cohort.pairs[pair], starts_on=first)
    others = {key: session for key, session in cohort.sessions.items() if session.group != pair}
    return replace(cohort, sessions=others).put(begun, *plan_sessions(cohort, begun))


def held(cohort, pair, *numbers):
    for n in numbers:
        session = cohort.sessions[f"{pair}.{n}"]
        at = session.opens + days(9)
        by = cohort.pairs[pair].mentee
        told = {"outcome": "held", "held_on": str((at - days(1)).date())}
        cohort = answered(cohort, "session_report", session.id, by, at, **told)
    return cohort


def first_condition(cohort, code):
    return words(cohort, code)[0]


def test_who_begins_when_three_months_are_left_needs_as_many_as_can_be_but_one():
    cohort = late(a_cohort().in_mentoring().with_pairs(1).build())

    assert first_condition(cohort, "N01") == (False, "0 of 3 sessions held (2 needed)")
    assert first_condition(held(cohort, "P01", 1, 2), "N01") == (True, "2 of 3 sessions held (2 needed)")
    assert first_condition(held(cohort, "P01", 1, 2), "M01") == (True, "2 of 3 sessions held (2 needed)")


def test_what_a_rematched_mentee_has_held_counts_and_the_new_mentors_count_is_their_own():
    cohort = held(a_cohort().in_mentoring().with_pairs(2).build(), "P01", 1, 2)
    ended = replace(cohort.pairs["P01"], state=PairState.ENDED)
    cohort = cohort.put(ended, between(cohort.pairs["P02"], mentee="N01"))
    cohort = held(late(cohort, "P02"), "P02", 1)

    told = {code: first_condition(cohort, code)[1] for code in ("N01", "M01", "M02")}

    assert told == {
        "N01": "3 of 5 sessions held (4 needed)",
        "M01": "2 of 6 sessions held (5 needed)",
        "M02": "1 of 3 sessions held (2 needed)",
    }


def test_who_had_held_nearly_all_before_needs_no_more_than_anybody_else():
    cohort = held(a_cohort().in_mentoring().with_pairs(2).build(), "P01", 1, 2, 3, 4)
    ended = replace(cohort.pairs["P01"], state=PairState.ENDED)
    cohort = held(late(cohort.put(ended, between(cohort.pairs["P02"], mentee="N01")), "P02"), "P02", 1)

    assert first_condition(cohort, "N01") == (True, "5 of 6 sessions held (5 needed)")


def test_a_mentor_of_one_early_and_one_late_pair_needs_what_both_allow():
    cohort = a_cohort().in_mentoring().with_pairs(2).build()
    cohort = late(cohort.put(between(cohort.pairs["P02"], mentor="M01")), "P02")

    assert first_condition(cohort, "M01") == (False, "0 of 9 sessions held (7 needed)")


def test_one_session_is_always_needed_unless_the_programme_asks_for_none():
    cohort = late(a_cohort().in_mentoring().with_pairs(1).build(), first=date(2027, 8, 25))
    asks_none = cohort.policy.model_copy(
        update={"sessions": cohort.policy.sessions.model_copy(update={"held_to_complete": 0})}
    )

    assert first_condition(cohort, "N01") == (False, "0 of 1 sessions held (1 needed)")
    assert first_condition(replace(cohort, policy=asks_none), "N01") == (True, "0 of 1 sessions held (0 needed)")
