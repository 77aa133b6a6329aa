"""Stories of cases and of leaving: help, absence, stopping, the coordinator's decisions, steering the cohort."""

from dataclasses import replace
from datetime import date

import pytest

from domain.dates import day_of
from domain.forms import FORMS
from domain.forms.verbs import open_case
from domain.held import counts_as_held
from domain.lifecycles import (
    ApplicationState,
    EscalationState,
    InvitationState,
    PairState,
    Phase,
    SessionState,
)
from domain.people import Away
from domain.remarks import remark_in_words
from domain.rules.causes import is_gone
from tests.builders import MONDAY, ZONE, a_cohort, answered, asked, cases, days, invited
from tests.domain.forms.samples import case_id, mentoring, missed, offered
from tests.domain.forms.test_applying import wrong

WEEK_2 = MONDAY + days(9)


def with_case(matter, about, cohort=None, by="N01"):
    return open_case(cohort or mentoring(), matter, about, by, WEEK_2)


def decided(cohort, decision, at=WEEK_2, **content):
    return answered(cohort, "decide_escalation", case_id(cohort), "eva", at, decision=decision, **content)


def ways(cohort):
    invitation = invited(cohort, "decide_escalation", case_id(cohort), "eva", WEEK_2)
    return set(FORMS["decide_escalation"].options(cohort, invitation)["decision"])


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_case_of_two_tales_about_a_held_session_closes_only_by_saying_whether_it_counts():
    met = answered(mentoring(), "session_report", "P01.1", "N01", WEEK_2, outcome="held", held_on="2027-03-08")
    disputed = answered(met, "report_confirmation", "P01.1", "M01", WEEK_2, agrees="no", words="We did not.")
    blamed = answered(mentoring(), "session_report", "P01.1", "N01", WEEK_2, outcome="absent_mentor")
    blamed = answered(blamed, "session_report", "P01.1", "M01", WEEK_2, outcome="absent_mentee")

    assert ways(disputed) == {"took_place", "not_held", "write", "snooze"}
    assert ways(blamed) == {"resume", "write", "snooze", "excuse", "rematch", "end"}


def test_both_who_say_by_now_that_they_did_not_meet_still_wait_for_whoever_settles_it():
    cohort = answered(mentoring(), "session_report", "P01.1", "N01", WEEK_2, outcome="held", held_on="2027-03-08")
    cohort = answered(cohort, "session_report", "P01.1", "M01", WEEK_2, outcome="absent_mentee")
    cohort = answered(cohort, "report_confirmation", "P01.1", "N01", WEEK_2 + days(1), agrees="yes")

    assert [is_gone(cohort, case) for case in cohort.escalations.values()] == [False]
    assert not counts_as_held(cohort, cohort.sessions["P01.1"])


def test_help_asked_twice_is_one_case_that_keeps_every_word():
    cohort = answered(mentoring(), "need_help", "N01", "N01", WEEK_2, concern="contact", words="No answer.")
    again = answered(cohort, "need_help", "N01", "N01", WEEK_2 + days(2), concern="contact", words="Still none.")

    assert list(again.escalations) == ["N01:help:N01:2027-03-10"]
    assert said(again) == [
        ("N01", "I cannot reach my partner: No answer."),
        ("N01", "I cannot reach my partner: Still none."),
    ]


def test_a_second_click_adds_nothing_but_the_same_cry_days_later_does():
    cohort = answered(mentoring(), "need_help", "N01", "N01", WEEK_2, words="Please call me.")
    clicked = answered(cohort, "need_help", "N01", "N01", WEEK_2 + days(0.001), words="Please call me.")
    later = answered(cohort, "need_help", "N01", "N01", WEEK_2 + days(2), words="Please call me.")

    assert (len(said(clicked)), len(said(later))) == (1, 2)


def test_two_who_ask_for_help_have_a_case_each():
    cohort = answered(mentoring(), "need_help", "N01", "N01", WEEK_2, words="One.")
    cohort = answered(cohort, "need_help", "M01", "M01", WEEK_2, words="Two.")

    assert [case.about for case in cohort.escalations.values()] == ["N01", "M01"]


@pytest.mark.parametrize(
    ("form", "about", "matter", "field", "content"),
    [
        ("proposed_match", "P01", "question", "question", {"answer": "question"}),
        ("report_confirmation", "P01.1", "disagreement", "words", {"agrees": "no"}),
        ("stop", "M01", "left", "reason", {"sure": "on"}),
        ("recontract", "P01", "agreement", "words", {"decision": "change"}),
    ],
)
def test_whatever_else_is_written_twice_is_kept_twice(form, about, matter, field, content):
    cohort = offered() if form == "proposed_match" else mentoring()
    if form == "report_confirmation":
        cohort = answered(cohort, "session_report", "P01.1", "N01", WEEK_2, outcome="held", held_on="2027-03-08")
    for day, words in enumerate(("?", "And?")):
        cohort = answered(cohort, form, about, "M01", WEEK_2 + days(day), **content, **{field: words})

    assert [(case.matter, [one.words for one in case.remarks]) for case in cohort.escalations.values()] == [
        (matter, ["?", "And?"])
    ]


def test_a_second_private_line_of_a_report_is_kept_beside_the_first():
    told = {"outcome": "held", "held_on": "2027-03-08"}
    cohort = answered(mentoring(), "session_report", "P01.1", "N01", WEEK_2, **told, private="He was rude.")
    cohort = answered(cohort, "session_report", "P01.1", "N01", WEEK_2 + days(1), **told, private="I am afraid of him.")

    assert said(cohort) == [("N01", "He was rude."), ("N01", "I am afraid of him.")]


def test_a_reason_for_stopping_reaches_the_coordinator_also_without_a_pair():
    cohort = answered(offered(), "stop", "N01", "N01", WEEK_2, sure="on", reason="I am ill.")
    silent = answered(offered(), "stop", "N01", "N01", WEEK_2, sure="on")

    assert (cases(cohort), said(cohort)) == ([("left", "N01")], [("N01", "I am ill.")])
    assert cases(silent) == []
    assert ways(cohort) == {"resume", "snooze"}


def said(cohort):
    """(by, words) of every remark on every case."""
    return [(one.by, remark_in_words(one)) for case in cohort.escalations.values() for one in case.remarks]


def test_help_asked_again_after_the_first_case_was_closed_is_a_new_case():
    cohort = decided(answered(mentoring(), "need_help", "N01", "N01", WEEK_2, words="One."), "resume")

    cohort = answered(cohort, "need_help", "N01", "N01", WEEK_2, words="Two.")

    assert [(case.id, case.is_open) for case in cohort.escalations.values()] == [
        ("N01:help:N01:2027-03-10", False),
        ("N01:help:N01:2027-03-10:2", True),
    ]


def test_the_coordinators_words_stand_beside_those_of_whoever_asked():
    cohort = decided(answered(mentoring(), "need_help", "N01", "N01", WEEK_2, words="One."), "write", words="Yes?")
    cohort = answered(cohort, "need_help", "N01", "N01", WEEK_2, words="Two.")
    cohort = decided(cohort, "write", WEEK_2 + days(1), words="I see.")

    assert said(cohort) == [
        ("N01", "Something else: One."), ("eva", "Yes?"), ("N01", "Something else: Two."), ("eva", "I see.")
    ]  # fmt: skip
    shown = FORMS["decide_escalation"].introduction(
        cohort, invited(cohort, "decide_escalation", case_id(cohort), "eva", WEEK_2)
    )
    told = [line for line in shown.splitlines() if line.endswith(":") or line.startswith(">")]
    assert told == [
        "Tereza Malá, 2027-03-10, Something else:", r"> One\.", "Eva Horáková, 2027-03-10:", "> Yes?",
        "Tereza Malá, 2027-03-10, Something else:", r"> Two\.", "Eva Horáková, 2027-03-11:", r"> I see\.",
    ]  # fmt: skip


def test_absences_that_touch_become_one():
    cohort = answered(mentoring(), "away", "M01", "M01", WEEK_2, first="2027-04-01", last="2027-04-05")
    cohort = answered(cohort, "away", "M01", "M01", WEEK_2, first="2027-04-06", last="2027-04-10")
    cohort = answered(cohort, "away", "M01", "M01", WEEK_2, first="2027-06-01", last="2027-06-02")

    assert cohort.participants["M01"].away == (
        Away(date(2027, 4, 1), date(2027, 4, 10)),
        Away(date(2027, 6, 1), date(2027, 6, 2)),
    )
    replaced = answered(cohort, "away", "M01", "M01", WEEK_2, first="2027-05-01", last="2027-05-02", instead="on")
    assert replaced.participants["M01"].away == (Away(date(2027, 5, 1), date(2027, 5, 2)),)


def test_an_absence_ends_after_it_begins_and_is_not_for_ever():
    assert wrong(mentoring(), "away", "M01", "M01", first="2027-04-05", last="2027-04-01") == {
        "last": "The last day is before the first one."
    }
    assert list(wrong(mentoring(), "away", "M01", "M01", first="2027-04-05", last="2028-04-01")) == ["last"]
    assert wrong(mentoring(), "away", "M01", "M01", first="2026-04-05", last="2026-04-09") == {
        "last": "These days are over."
    }


def test_whoever_stops_leaves_nothing_open_and_the_partner_is_free():
    cohort = asked(asked(mentoring(), "mentoring_plan", "P01", "N01", MONDAY), "agreement", "P01", "M01", MONDAY)
    cohort = asked(cohort, "rsvp", "G-careers", "N01", MONDAY)

    cohort = answered(cohort, "stop", "N01", "N01", WEEK_2, sure="on", reason="I am moving abroad.")

    assert cohort.participants["N01"].left.reason == "I am moving abroad."
    assert (cohort.pairs["P01"].state, cohort.pairs["P01"].ended_because) == (PairState.ENDED, "left")
    assert {session.state for session in cohort.sessions.values()} == {SessionState.CANCELLED}
    assert cohort.applications["N01"].state is ApplicationState.WITHDRAWN
    assert cohort.applications["M01"].state is ApplicationState.ACCEPTED
    open_forms = [i for i in cohort.invitations.values() if i.state is InvitationState.OPEN]
    assert open_forms == []
    assert cases(cohort) == [("left", "P01")]


def test_held_sessions_stay_held_when_somebody_stops():
    cohort = answered(mentoring(), "session_report", "P01.1", "N01", WEEK_2, outcome="held", held_on="2027-03-08")

    cohort = answered(cohort, "stop", "M01", "M01", WEEK_2, sure="on")

    assert cohort.sessions["P01.1"].state is SessionState.HELD
    assert cohort.sessions["P01.2"].state is SessionState.CANCELLED


def test_stopping_before_the_match_is_accepted_turns_it_down():
    cohort = answered(offered(), "stop", "N01", "N01", WEEK_2, sure="on")

    pair = cohort.pairs["P01"]
    (declined,) = pair.declines
    assert (pair.state, declined.reason, declined.by) == (PairState.TURNED_DOWN, "leaving", "N01")
    assert cases(cohort) == []


# --- the coordinator --------------------------------------------------------------------------------------------------


def test_words_that_would_reach_nobody_are_not_asked_for():
    gone = answered(mentoring(), "stop", "N01", "N01", WEEK_2, sure="on")
    asks = answered(gone, "need_help", "N01", "N01", WEEK_2, words="Please send me my data.")
    case = next(case for case in asks.escalations.values() if case.matter == "help")
    form, invitation = FORMS["decide_escalation"], invited(asks, "decide_escalation", case.id, "eva", WEEK_2)

    assert set(form.options(asks, invitation)["decision"]) == {"resume", "snooze"}
    assert "n01@university.example" in form.introduction(asks, invitation).replace("\\", "")
    assert "write to them yourself" in form.introduction(asks, invitation)


def test_a_question_of_somebody_whose_address_died_can_be_closed():
    cohort = answered(offered(), "proposed_match", "P01", "N01", WEEK_2, answer="question", question="When?")
    dead = cohort.put(replace(cohort.participants["N01"], bounced_at=WEEK_2))

    assert (ways(cohort), ways(dead)) == ({"answered", "snooze"}, {"resume", "snooze"})


def test_each_matter_has_its_own_ways():
    assert ways(missed()) == {"resume", "write", "snooze", "excuse", "rematch", "end"}
    assert ways(with_case("materials", "")) == {"open_anyway", "extend", "snooze"}
    assert ways(with_case("too_few_pairs", "")) == {"start", "extend", "call_off", "snooze"}
    assert ways(with_case("question", "P01", offered())) == {"answered", "snooze"}


def test_only_what_can_be_done_is_offered():
    held = answered(missed(), "session_report", "P01.1", "N01", WEEK_2, outcome="held", held_on="2027-03-08")
    gone = answered(missed(), "stop", "N01", "N01", WEEK_2, sure="on")

    assert "excuse" not in ways(held)
    assert not ways(gone) & {"rematch", "end", "excuse"}


def test_a_rematch_ends_the_pair_and_frees_the_mentee():
    cohort = decided(missed(), "rematch")

    case = cohort.escalations[case_id(cohort)]
    assert (case.state, case.outcome, case.decided_by) == (EscalationState.RESOLVED, "rematched", "eva")
    assert cohort.pairs["P01"].ended_because == "rematched"
    assert cohort.applications["N01"].state is ApplicationState.ACCEPTED


def test_an_excused_session_is_cancelled_and_the_pair_goes_on():
    cohort = decided(missed(), "excuse")

    assert (cohort.sessions["P01.1"].state, cohort.sessions["P01.1"].settled_at) == (SessionState.CANCELLED, WEEK_2)
    assert cohort.pairs["P01"].state is PairState.ACTIVE


def test_words_and_a_snooze_keep_the_case_open():
    written = decided(missed(), "write", words="Could you tell me how it stands?")
    snoozed = decided(written, "snooze", at=WEEK_2 + days(1))

    case, later = written.escalations[case_id(written)], snoozed.escalations[case_id(snoozed)]
    assert (case.state, case.outcome, said(written)) == (
        EscalationState.ACKNOWLEDGED, "write", [("eva", "Could you tell me how it stands?")]
    )  # fmt: skip
    assert (later.is_open, later.snoozed_until) == (True, WEEK_2 + days(4))
    assert list(wrong(missed(), "decide_escalation", case_id(missed()), "eva", decision="write")) == ["words"]


def test_a_closed_case_is_not_decided_again():
    cohort = decided(missed(), "excuse")

    assert wrong(cohort, "decide_escalation", case_id(cohort), "eva", decision="resume") == {
        "": "This case is closed already: the session was excused."
    }


def test_a_date_is_extended_with_all_that_follows():
    cohort = with_case("too_few_pairs", "", a_cohort().in_recruitment().build())
    at = MONDAY - days(1)

    later = decided(cohort, "extend", at=at, days=14)

    moved = {name: day_of(getattr(later.milestones, name), ZONE) for name in ("mentoring_starts", "mentoring_ends")}
    assert moved == {"mentoring_starts": date(2027, 3, 15), "mentoring_ends": date(2027, 9, 15)}
    assert later.milestones.matching_on == cohort.milestones.matching_on
    networking = later.gatherings["G-networking"]
    assert (networking.starts_at - cohort.gatherings["G-networking"].starts_at, networking.sequence) == (days(14), 1)


def test_a_bounced_address_is_corrected():
    cohort = mentoring()
    cohort = with_case("bounced", "N01", cohort.put(replace(cohort.participants["N01"], bounced_at=WEEK_2)))

    cohort = decided(cohort, "new_address", address="Tereza.Mala@university.example")

    person = cohort.participants["N01"]
    assert (person.email, person.bounced_at) == ("Tereza.Mala@university.example", None)


def test_a_hold_is_lifted_and_a_cohort_called_off():
    held = answered(mentoring(), "steer", "", "eva", WEEK_2, action="hold", reason="Holidays of the house")
    going_on = answered(held, "steer", "", "eva", WEEK_2 + days(1), action="lift")
    over = answered(going_on, "steer", "", "eva", WEEK_2 + days(2), action="call_off", reason="No funding", sure="on")

    assert (held.hold.by, held.hold.at, held.hold.reason) == ("eva", WEEK_2, "Holidays of the house")
    assert going_on.hold is None
    assert (over.phase, over.phase_since) == (Phase.CALLED_OFF, WEEK_2 + days(2))
    assert {pair.state for pair in over.pairs.values()} == {PairState.ENDED}
    assert {session.state for session in over.sessions.values()} == {SessionState.CANCELLED}
    assert all(gathering.cancelled_at or gathering.starts_at < WEEK_2 for gathering in over.gatherings.values())


def test_calling_off_asks_twice():
    assert set(wrong(mentoring(), "steer", "", "eva", action="call_off")) == {"reason", "sure"}
    assert wrong(mentoring(), "steer", "", "eva", action="lift") == {"action": "Please choose from the list."}
