"""Escalation with memory: the right rung, once, until an answer; clocks that stand still; cases that vanish."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agenda import settle
from domain.forms import FORMS
from domain.lifecycles import EscalationState, InvitationState, PairState, SessionState
from domain.people import Away, Coordinator, Role
from domain.remarks import remark_in_words
from domain.rules.causes import is_gone
from domain.rules.pairing import pool
from domain.steps import rules_of
from tests.answers import agreement_answers
from tests.builders import MONDAY, a_cohort, answered, asked, cases, days, default_policy
from tests.domain.rules.stories import due, forms_of, letters, on, through

HOUR = timedelta(hours=1)
MISSED_SINCE = MONDAY + days(31) - timedelta(hours=1)  # the end of the first window: 1 April, in summer time


def a_missed_session():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    for code in ("N01", "M01"):
        cohort = answered(cohort, "agreement", "P01", code, MONDAY + days(0.4), **agreement_answers())
    missed = through(cohort, MONDAY + days(1), MISSED_SINCE + days(0.1))
    assert missed.sessions["P01.1"].state is SessionState.MISSED
    return missed


def test_the_mentee_then_both_then_the_coordinator():
    cohort = a_missed_session()

    climbed = []
    for week in range(1, 5):
        cohort = on(cohort, MISSED_SINCE + days(7 * week + 3))
        climbed += [(week, *letter) for letter in letters(cohort, "P01.1:missed:")]

    assert climbed == [
        (1, "pair/missed_turn", "N01"),
        (2, "pair/missed_both", "M01"),
        (2, "pair/missed_both", "N01"),
        (3, "coordinator/escalation", "eva"),
    ]
    assert cases(cohort) == [("missed_session", "P01.1")]
    assert cohort.pairs["P01"].state is PairState.ACTIVE


def test_after_three_weeks_of_outage_only_the_right_rung_is_sent():
    cohort = on(a_missed_session(), MISSED_SINCE + days(16))
    assert letters(cohort, "P01.1:missed:") == [("pair/missed_both", "M01"), ("pair/missed_both", "N01")]


def test_an_answer_ends_the_ladder_at_once():
    cohort = on(a_missed_session(), MISSED_SINCE + days(9))
    told = MISSED_SINCE + days(10)
    cohort = answered(cohort, "session_report", "P01.1", "N01", told, outcome="held", held_on="2027-03-29")
    assert [key for week in (2, 3, 4) for key in due(cohort, MISSED_SINCE + days(7 * week + 3), "P01.1:missed")] == []


def test_a_declared_absence_stops_the_clock():
    cohort = a_missed_session()
    mentor = cohort.participants["M01"]
    away = cohort.put(replace(mentor, away=(Away(date(2027, 4, 2), date(2027, 4, 15)),)))
    second = MISSED_SINCE + days(9)
    assert due(cohort, second, "P01.1:missed:") == ["P01.1:missed:2027-04-01:1:N01"]
    assert due(away, second, "P01.1:missed:") == []
    assert due(away, second + days(14), "P01.1:missed:") == ["P01.1:missed:2027-04-01:1:N01"]


def test_a_letter_that_came_back_goes_to_the_coordinator_and_not_to_silence():
    cohort = a_missed_session()
    mentee = replace(cohort.participants["N01"], bounced_at=MISSED_SINCE + days(1))
    cohort = on(cohort.put(mentee), MISSED_SINCE + days(9))
    assert letters(cohort) == [("coordinator/escalation", "eva")]
    assert cases(cohort) == [("bounced", "N01")]


def test_a_case_lapses_when_they_meet_after_all():
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    cohort = answered(
        cohort, "session_report", "P01.1", "N01", MISSED_SINCE + days(25), outcome="held", held_on="2027-04-24"
    )
    assert ("decide_escalation", case.id) in forms_of(cohort, "eva")
    cohort = on(cohort, MISSED_SINCE + days(25))
    assert cohort.escalations[case.id].state is EscalationState.LAPSED
    assert ("decide_escalation", case.id) not in forms_of(cohort, "eva")
    assert due(cohort, MISSED_SINCE + days(40), case.id) == []


MONDAY_NOON = MISSED_SINCE + days(25.5)


def a_snoozed_case(policy=None, at=MONDAY_NOON):
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    cohort = replace(cohort, policy=policy or cohort.policy)
    (case,) = cohort.escalations.values()
    return answered(cohort, "decide_escalation", case.id, "eva", at, decision="snooze"), case


def on_the_desk(cohort):
    return [i.about for i in cohort.invitations.values() if i.to == "eva" and i.state is InvitationState.OPEN]


def test_a_case_snoozed_for_three_days_is_back_after_three_days_with_its_form():
    cohort, case = a_snoozed_case()
    for day in (1, 2, 2.9):
        cohort = on(cohort, MONDAY_NOON + days(day))
        assert (letters(cohort), on_the_desk(cohort)) == ([], [])

    cohort = on(cohort, MONDAY_NOON + days(3))

    assert (letters(cohort), on_the_desk(cohort)) == ([], [case.id])
    assert letters(on(cohort, MONDAY_NOON + days(3.9))) == [("coordinator/today", "eva")]


def test_a_snooze_that_ends_on_a_weekend_is_over_when_the_post_opens():
    cohort, case = a_snoozed_case(at=MONDAY_NOON + days(2))  # a Wednesday
    assert due(cohort, MONDAY_NOON + days(4), case.id) == []
    assert due(cohort, MONDAY_NOON + days(7), case.id) == [f"{case.id}:back:2027-05-01T1000:eva"]


def test_a_snooze_of_some_hours_is_some_hours_and_may_follow_another():
    policy = default_policy()
    cohort, case = a_snoozed_case(
        policy.model_copy(update={"desk": policy.desk.model_copy(update={"snooze": days(0.125)})})
    )
    cohort = on(cohort, MONDAY_NOON + days(0.13))
    again = answered(cohort, "decide_escalation", case.id, "eva", MONDAY_NOON + days(0.13), decision="snooze")

    assert on_the_desk(cohort) == [case.id]
    assert on_the_desk(on(again, MONDAY_NOON + days(0.2))) == []
    assert on_the_desk(on(again, MONDAY_NOON + days(0.9))) == [case.id]


def test_a_case_is_put_off_for_as_many_days_as_the_coordinator_wants():
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    put_off = answered(cohort, "decide_escalation", case.id, "eva", MONDAY_NOON, decision="snooze", sleeps="10")

    assert on_the_desk(on(put_off, MONDAY_NOON + days(9.9))) == []
    assert on_the_desk(on(put_off, MONDAY_NOON + days(10))) == [case.id]


def test_what_was_written_about_is_back_when_nothing_has_changed_and_gone_when_it_has():
    """Else a word to a silent pair would bury it for ever."""
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    written = answered(
        cohort, "decide_escalation", case.id, "eva", MONDAY_NOON, decision="write", words="How are you?", sleeps="8"
    )
    met = {"outcome": "held", "held_on": "2027-04-27"}
    told = answered(written, "session_report", case.about, "N01", MONDAY_NOON + days(2), **met)

    assert on_the_desk(on(written, MONDAY_NOON + days(7.9))) == []
    assert on_the_desk(on(written, MONDAY_NOON + days(8))) == [case.id]
    assert on(told, MONDAY_NOON + days(8)).escalations[case.id].state is EscalationState.LAPSED


def test_the_form_says_how_long_a_snooze_is():
    cohort, case = a_snoozed_case()
    form = FORMS["decide_escalation"]

    options = form.options(cohort, cohort.invitations[f"{case.id}:decide_escalation:eva"])

    assert options["decision"]["snooze"] == "Look at it again in 3 days"


def test_the_coordinators_decision_to_rematch_is_carried_out():
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    cohort = answered(cohort, "decide_escalation", case.id, "eva", MISSED_SINCE + days(25), decision="rematch")
    assert cohort.pairs["P01"].state is PairState.ENDED
    assert {session.state for session in cohort.sessions.values()} == {SessionState.CANCELLED}
    assert letters(on(cohort, MISSED_SINCE + days(25.5)), "P01:ended") == [("pair/ended", "M01"), ("pair/ended", "N01")]


@given(st.lists(st.floats(0, 80), min_size=1, max_size=12).map(sorted))
def test_whenever_the_office_looks_rungs_only_climb_and_come_once(looks):
    cohort, seen = a_missed_session(), []
    for look in looks:
        cohort, _ = settle(cohort.settled(), MISSED_SINCE + days(look), rules_of(cohort.phase))
        seen += [m.key for m in cohort.messages if m.key.startswith("P01.1:missed:") and ":decide" not in m.key]
    rungs = [int(key.split(":")[3]) for key in seen]
    assert rungs == sorted(rungs)
    assert len(seen) == len(set(seen))


def test_closing_the_case_of_a_missed_session_lets_the_next_one_come():
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    assert due(cohort, MISSED_SINCE + days(40), "P01.2:date") == []
    closed = answered(cohort, "decide_escalation", case.id, "eva", MISSED_SINCE + days(25), decision="resume")
    assert due(closed, MISSED_SINCE + days(28), "P01.2:date") == ["P01.2:date:1:N01"]


def test_ending_without_fault_looks_for_nobody_new_and_rematching_does():
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    at = MISSED_SINCE + days(25)
    pools = {}
    for decision in ("end", "rematch"):
        decided = answered(cohort, "decide_escalation", case.id, "eva", at, decision=decision)
        pools[decision] = [application.id for role in Role for application in pool(decided, role)]
    assert pools == {"end": [], "rematch": ["M01", "N01"]}


# --- letters that come back ---------------------------------------------------------------------------------------------


def unreachable(cohort, code, at):
    return cohort.put(replace(cohort.participants[code], bounced_at=at))


@pytest.mark.parametrize("code", ["N01", "M01"])
def test_nobody_is_a_case_of_silence_while_letters_come_back(code):
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    cohort = through(unreachable(cohort, code, MONDAY + days(0.5)), MONDAY + days(1), MONDAY + days(80))

    assert cases(cohort) == [("bounced", code)]
    assert cohort.sessions["P01.1"].state is SessionState.PLANNED


def test_a_session_missed_before_is_no_case_while_letters_come_back():
    cohort = unreachable(a_missed_session(), "N01", MISSED_SINCE + days(1))

    assert cases(through(cohort, MISSED_SINCE + days(1), MISSED_SINCE + days(60))) == [("bounced", "N01")]


def test_once_letters_arrive_again_the_ladder_begins_anew():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    cohort = through(unreachable(cohort, "N01", MONDAY + days(0.5)), MONDAY + days(1), MONDAY + days(42))
    mended = MONDAY + days(42.4)
    cohort = cohort.put(cohort.participants["N01"].reached_again(mended))

    first = on(cohort, mended)
    assert ("pair/agreement_wanted", "N01") in letters(first, "P01:agreement:1")
    assert ("mentee/paired", "N01") in letters(first, "P01:paired")
    assert ("pair/date_wanted", "N01") in letters(on(first, mended + days(3)), "P01.1:date:1")
    later = through(first, mended, mended + days(13))
    assert [case for case in cases(later) if case[0] != "bounced"] == []
    assert later.sessions["P01.1"].state is SessionState.PLANNED


def test_an_offer_that_came_back_is_not_held_against_anybody():
    cohort = a_cohort().in_recruitment().with_offers(1).build()
    lapsed = replace(cohort.pairs["P01"], state=PairState.TURNED_DOWN, ended_at=MONDAY, ended_because="no_answer")
    silent = cohort.put(lapsed)
    heard_nothing = silent.put(silent.participants["N01"].reached_again(MONDAY + days(1)))

    assert [a.id for a in pool(silent, Role.MENTEE)] == []
    assert [a.id for a in pool(heard_nothing, Role.MENTEE)] == ["N01"]


def test_an_address_put_right_wrongly_is_another_case_on_the_same_day():
    at = MONDAY + days(1.4)
    cohort = on(unreachable(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build(), "N01", at), at)
    case = next(iter(cohort.escalations))
    cohort = answered(
        cohort, "decide_escalation", case, "eva", at + HOUR, decision="new_address", address="still@wrong.example"
    )
    cohort = on(unreachable(cohort, "N01", at + 2 * HOUR), at + 2 * HOUR)

    assert [case.state for case in cohort.escalations.values()] == [EscalationState.RESOLVED, EscalationState.OPEN]


def test_a_ladder_that_begins_anew_does_not_go_back_for_whom_it_has_passed():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    cohort = on(unreachable(cohort, "N01", MONDAY + days(0.5)), MONDAY + days(9))  # it was away when the first was due
    mended = MONDAY + days(16.4)
    cohort = through(cohort.put(cohort.participants["N01"].reached_again(mended)), mended, mended + days(6))

    rungs = [key for key in sorted(cohort.journal) if key.startswith("P01:agreement:")]
    assert [key for key in rungs if key.endswith("N01")] == ["P01:agreement:1:N01"]
    assert [key for key in rungs if key.endswith("M01")][:1] == ["P01:agreement:2:M01"]
    assert "P01:agreement:1:M01" not in cohort.journal


def test_of_two_coordinators_one_hears_that_the_letters_to_the_other_come_back():
    cohort = a_cohort().in_mentoring(since=MONDAY).build()
    evening = MONDAY + days(1.9)
    eva, jan = replace(cohort.lead, bounced_at=evening), Coordinator("jan", "Jan Dvořák", "jan@university.example")

    cohort = on(replace(cohort, coordinators=(eva, jan)), evening)
    assert letters(cohort, "eva:unreachable") == []

    cohort = on(cohort, MONDAY + days(2.4))
    assert letters(cohort, "eva:unreachable") == [("coordinator/colleague_unreachable", "jan")]
    assert letters(on(cohort, MONDAY + days(3.4)), "eva:unreachable") == []


def test_a_pair_that_answers_again_is_no_case_any_more():
    """They say nothing of the session that they missed, but set a date for the next."""
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    later = replace(cohort.sessions["P01.2"], state=SessionState.DATED, starts_at=MISSED_SINCE + days(30))
    before, since = (replace(later, dated_at=case.opened_at + days(after)) for after in (-9, 1))

    assert on(cohort.put(before), MISSED_SINCE + days(26)).escalations[case.id].is_open
    assert on(cohort.put(since), MISSED_SINCE + days(26)).escalations[case.id].state is EscalationState.LAPSED


def test_nobody_is_asked_about_a_session_that_can_no_longer_be_held():
    cohort = on(a_missed_session(), MISSED_SINCE + days(24))
    (case,) = cohort.escalations.values()
    ends = cohort.milestones.mentoring_ends
    put_off = answered(cohort, "decide_escalation", case.id, "eva", ends - days(3), decision="snooze", sleeps="9")

    assert on(put_off, ends - days(0.1)).escalations[case.id].is_open
    assert on(put_off, ends).escalations[case.id].state is EscalationState.LAPSED


def test_who_wants_to_change_the_agreement_is_a_case_only_if_it_is_not_signed_anew():
    cohort, at = a_cohort().in_mentoring().with_pairs(1).build(), MONDAY + days(64)
    cohort = answered(cohort, "recontract", "P01", "N01", at, decision="change", words="Shorter, but more often.")
    (case,) = cohort.escalations.values()

    assert (case.matter, remark_in_words(case.remarks[0])) == ("agreement", "Shorter, but more often.")
    assert on_the_desk(on(cohort, at + days(20))) == []
    assert case.id in on_the_desk(on(cohort, at + days(25)))
    again = answered(cohort, "recontract", "P01", "N01", at + days(1), decision="change", words="And he is late.")
    assert case.id in on_the_desk(on(again, at + days(1.1))), "what is written once more is told at once"


def test_a_pair_that_was_written_to_about_how_it_gets_on_is_back_only_if_its_next_session_tells_nothing_better():
    cohort, at = a_cohort().in_mentoring().with_pairs(1).build(), MONDAY + days(20.4)
    cohort = answered(cohort, "session_report", "P01.1", "N01", at, outcome="absent_mentor")
    cohort = answered(cohort, "session_report", "P01.1", "M01", at + days(1), outcome="absent_mentee")
    (case,) = cohort.escalations.values()
    cohort = asked(cohort, "decide_escalation", case.id, "eva", at + days(1))
    written = answered(cohort, "decide_escalation", case.id, "eva", at + days(2), decision="write", words="How was it?")
    met = answered(written, "session_report", "P01.2", "N01", at + days(25), outcome="held", held_on="2027-04-10")
    differs = answered(
        met, "report_confirmation", "P01.2", "M01", at + days(26), agrees="no", words="An hour, on the 9th."
    )

    assert written.escalations[case.id].snoozed_until == written.sessions["P01.1"].closes + days(7)
    assert [is_gone(one, one.escalations[case.id]) for one in (written, met, differs)] == [False, True, False]
