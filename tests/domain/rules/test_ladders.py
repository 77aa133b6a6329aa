"""Ladders: every recipient that a ladder declares is addressed by its rule, and the policy takes nobody else."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from domain.actions import Ask, Escalate, Write
from domain.agenda import agenda
from domain.applications import Choosing, FirstMeetings
from domain.escalations import MATTERS, Escalation
from domain.groups import Acceptance, Agreement
from domain.ladders import Heeds, Recipient, Rung, heeded
from domain.lifecycles import ApplicationState, EscalationState, PairState, ProposalState, SessionState
from domain.people import Participant, Role
from domain.policy import Policy
from domain.proposals import Proposal
from domain.steps import rules_of
from tests.answers import agreement_answers, mentee_reflection
from tests.builders import MONDAY, a_cohort, answered, asked, days, default_policy
from tests.domain.rules.stories import on

LADDERS = {
    f"{section}.{name}": reached
    for section, field in Policy.model_fields.items()
    for name, inner in getattr(field.annotation, "model_fields", {}).items()
    if (reached := heeded(inner.annotation)) is not None
}
RECIPIENTS = get_args(Recipient)


def with_rungs(ladder, *rungs):
    """The default policy with these rungs on one of its ladders."""
    section, _, name = ladder.partition(".")
    told = default_policy().model_dump()
    return Policy.model_validate(told | {section: told[section] | {name: rungs}})


# --- a world for each ladder: the cohort, its moment, and how the keys of the ladder begin ----------------------------


def an_invited_person(policy):
    cohort = a_cohort().under(policy).in_recruitment().build()
    opens = cohort.milestones.mentees_open
    guest = Participant("N01", Role.MENTEE, "Tereza Malá", "n01@university.example", invited_at=opens)
    return cohort.put(guest), opens + days(5.5), "N01:call"


def an_application_to_screen(policy):
    world = a_cohort().under(policy).in_recruitment().with_mentees(1)
    cohort = world.with_applications(ApplicationState.SUBMITTED).build()
    return cohort, cohort.applications["N01"].submitted_at + days(7), "today:"


def somebody_who_chooses(policy):
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(1).with_mentees(1).build()
    since = MONDAY - days(28) + days(0.4)
    application = replace(cohort.applications["N01"], choosing=Choosing(since, ("M01",)))
    return cohort.put(application), since + days(4), "N01:choose_partners"


def somebody_who_meets(policy):
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(1).with_mentees(1).build()
    since = MONDAY - days(28) + days(0.4)
    application = replace(cohort.applications["N01"], meetings=FirstMeetings(since, ("M01",)))
    return cohort.put(application), since + days(4), "N01:first_meetings"


def a_proposal_to_review(policy):
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(1).with_mentees(1).build()
    since = MONDAY - days(28) + days(0.4)
    return (
        cohort.put(Proposal("match-1", 1, ProposalState.SOLVED, since, solved_at=since)),
        since + days(4),
        "match-1:review:2",
    )


def an_offer(policy):
    cohort = a_cohort().under(policy).in_recruitment().with_offers(1).build()
    since = MONDAY - days(28) + days(0.4)
    return cohort.put(replace(cohort.pairs["P01"], offered_at=since)), since + days(4), "P01:offered"


def a_pair(policy):
    """A pair in which the mentor fixes the dates."""
    cohort = a_cohort().under(policy).in_mentoring(since=MONDAY).with_pairs(1).build()
    signed = tuple(Acceptance(code, MONDAY) for code in ("N01", "M01"))
    agreement = Agreement("mentor", "", "", "", "", "", "", "mentee", signed)
    planned = replace(cohort, journal=frozenset({"P01:sessions"}))
    return planned.put(replace(cohort.pairs["P01"], agreement=agreement))


def an_undated_session(policy):
    return a_pair(policy), MONDAY + days(4.5), "P01.1:date"


def an_unreported_session(policy):
    cohort = a_pair(policy)
    held = replace(cohort.sessions["P01.1"], state=SessionState.DATED, starts_at=MONDAY + days(0.4), dated_at=MONDAY)
    return cohort.put(held), MONDAY + days(4.5), "P01.1:report"


def a_missed_session(policy):
    cohort = a_pair(policy)
    missed = replace(cohort.sessions["P01.1"], state=SessionState.MISSED, missed_at=MONDAY + days(35))
    return cohort.put(missed), MONDAY + days(39.5), "P01.1:missed"


def an_unsigned_pair(policy):
    cohort = a_cohort().under(policy).in_mentoring(since=MONDAY).with_pairs(1).build()
    return cohort, MONDAY + days(4.5), "P01:agreement"


def a_pair_without_a_plan(policy):
    return a_pair(policy), MONDAY + days(11.5), "P01:plan"


def a_pair_in_its_second_month(policy):
    return a_pair(policy), MONDAY + days(67.5), "P01:recontract-m2"


def a_pair_half_way(policy):
    return a_pair(policy), MONDAY + days(98.5), "P01:midterm"


def somebody_near_the_end(policy):
    cohort = a_pair(policy)
    return cohort, cohort.milestones.mentoring_ends - days(1.5), "N01:reflection"


def a_case_to_decide(policy):
    """A cohort with an open case whose form the coordinator has."""
    cohort, at, _ = an_open_case(policy)
    return on(cohort, at), cohort.escalations["case"], at


def an_open_case(policy):
    case = Escalation("case", "", "failed_match", "", MONDAY, EscalationState.OPEN)
    return a_pair(policy).put(case), MONDAY + days(4.5), "today:"


WORLDS = {
    "recruitment.application_reminders": an_invited_person,
    "recruitment.screening_reminders": an_application_to_screen,
    "matching.choice_ladder": somebody_who_chooses,
    "matching.meetings_ladder": somebody_who_meets,
    "matching.review_reminders": a_proposal_to_review,
    "matching.offer_ladder": an_offer,
    "sessions.ask_for_a_date": an_undated_session,
    "sessions.report_ladder": an_unreported_session,
    "sessions.missed_ladder": a_missed_session,
    "checks.agreement_ladder": an_unsigned_pair,
    "checks.plan_ladder": a_pair_without_a_plan,
    "checks.recontract_ladder": a_pair_in_its_second_month,
    "checks.check_ladder": a_pair_half_way,
    "checks.reflection_ladder": somebody_near_the_end,
    "desk.reminders": an_open_case,
}
CASES = {
    "matching.offer_ladder": "no_answer",
    "sessions.ask_for_a_date": "no_date",
    "sessions.report_ladder": "no_report",
    "sessions.missed_ladder": "missed_session",
    "checks.agreement_ladder": "no_signature",
    "checks.plan_ladder": "no_plan",
    "checks.check_ladder": "no_midterm",
    "checks.reflection_ladder": "no_reflection",
}
PEOPLE = {"person": ["N01"], "mentee": ["N01"], "mentor": ["M01"], "both": ["M01", "N01"], "turn": ["M01"]}


def whom(cohort, moment, begins):
    """Whom the dues of one ladder address at a moment: codes, or the matter of the case they open."""
    actions = [due.action for due in agenda(cohort, moment, rules_of(cohort.phase)) if due.key.startswith(begins)]
    people = sorted(action.to for action in actions if isinstance(action, Ask | Write) and action.letter)
    return people + [action.matter for action in actions if isinstance(action, Escalate)]


def test_every_ladder_of_the_policy_has_its_story_here():
    assert sorted(WORLDS) == sorted(LADDERS)


@pytest.mark.parametrize(
    ("ladder", "to"), [(ladder, to) for ladder, reached in LADDERS.items() for to in reached.to], ids=str
)
def test_a_rung_addresses_exactly_whom_it_names(ladder, to):
    cohort, moment, begins = WORLDS[ladder](with_rungs(ladder, {"after": "3 days", "to": to}))

    expected = PEOPLE[to] if to != "coordinator" else [CASES.get(ladder, "eva")]
    assert whom(cohort, moment, begins) == expected


@pytest.mark.parametrize("ladder", LADDERS)
def test_a_rung_that_names_nobody_goes_to_whom_the_question_is_for(ladder):
    rungs = [with_rungs(ladder, {"after": "3 days", **named}) for named in ({}, {"to": "person"})]
    first = with_rungs(ladder, {"after": "3 days", "to": LADDERS[ladder].to[0]})

    assert rungs == [first, first]


@pytest.mark.parametrize(
    ("ladder", "to"),
    [(ladder, to) for ladder, reached in LADDERS.items() for to in RECIPIENTS if to not in (*reached.to, "person")],
    ids=str,
)
def test_whom_a_ladder_cannot_address_the_policy_refuses(ladder, to):
    with pytest.raises(ValidationError) as refused:
        with_rungs(ladder, {"after": "0 days"}, {"after": "3 days", "to": to})

    (mistake,) = refused.value.errors()
    assert mistake["loc"] == (*ladder.split("."), 1)
    assert mistake["msg"].endswith(f"cannot go to {to!r}; this ladder can reach: {', '.join(LADDERS[ladder].to)}")


def test_a_word_that_is_no_recipient_is_told_what_is_possible():
    with pytest.raises(ValidationError, match="cannot go to 'boss'; this ladder can reach: mentee, coordinator"):
        with_rungs("checks.plan_ladder", {"after": "0 days", "to": "boss"})


def test_a_ladder_remembers_what_it_heeds():
    assert heeded(tuple[Rung, ...]) is None
    assert LADDERS["checks.plan_ladder"] == Heeds(("mentee", "coordinator"))


# --- the cases that ladders open --------------------------------------------------------------------------------------


def opened(ladder):
    """The world of a ladder after its rung to the coordinator."""
    cohort, moment, _ = WORLDS[ladder](with_rungs(ladder, {"after": "3 days", "to": "coordinator"}))
    cohort = on(cohort, moment)
    (case,) = [case for case in cohort.escalations.values() if case.matter == CASES[ladder] and case.about != "M01"]
    return cohort, case, moment + days(0.1)


def signed(cohort, at):
    for code in ("N01", "M01"):
        cohort = answered(cohort, "agreement", "P01", code, at, **agreement_answers())
    return cohort


def both_half_way(cohort, at):
    for code in ("N01", "M01"):
        cohort = cohort.put(replace(cohort.pairs["P01"], midterm={**cohort.pairs["P01"].midterm, code: {"going": "4"}}))
    return cohort


ANSWERED = {
    "matching.offer_ladder": lambda cohort, at: cohort.put(
        replace(cohort.pairs["P01"], state=PairState.ACTIVE, starts_on=date(2027, 3, 1))
    ),
    "sessions.ask_for_a_date": lambda cohort, at: answered(
        asked(cohort, "session_date", "P01.1", "N01", at),
        "session_date", "P01.1", "N01", at, day="2027-03-10", time="16:00", minutes="60", place="online",
    ),
    "sessions.report_ladder": lambda cohort, at: answered(
        cohort, "session_report", "P01.1", "N01", at, outcome="held", held_on="2027-03-01"
    ),
    "sessions.missed_ladder": lambda cohort, at: answered(
        cohort, "session_report", "P01.1", "N01", at, outcome="held", held_on="2027-04-01"
    ),
    "checks.agreement_ladder": signed,
    "checks.plan_ladder": lambda cohort, at: answered(
        cohort, "mentoring_plan", "P01", "N01", at, goals="See a company from inside.",
        rows=[{"month": "1", "topics": "My questions"}],
    ),
    "checks.check_ladder": both_half_way,
    "checks.reflection_ladder": lambda cohort, at: answered(
        cohort, "reflection_mentee", "N01", "N01", at, **mentee_reflection()
    ),
}  # fmt: skip


@pytest.mark.parametrize("ladder", CASES)
def test_the_case_of_a_ladder_has_words_and_a_letter_to_the_coordinator(ladder):
    cohort, case, _ = opened(ladder)

    assert case.matter in MATTERS
    assert ("coordinator/escalation", "eva") in [(m.letter, m.to) for m in cohort.messages if m.about == case.id]


@pytest.mark.parametrize("ladder", CASES)
def test_the_case_of_a_ladder_closes_by_itself_once_the_question_is_answered(ladder):
    cohort, case, at = opened(ladder)
    assert on(cohort, at).escalations[case.id].state is EscalationState.OPEN

    answered_ = on(ANSWERED[ladder](cohort, at), at)

    assert answered_.escalations[case.id].state is EscalationState.LAPSED


def test_nobody_opens_a_case_about_what_both_have_answered():
    policy = with_rungs("checks.check_ladder", {"after": "3 days", "to": "coordinator"})
    cohort, moment, begins = a_pair_half_way(policy)

    assert whom(both_half_way(cohort, moment), moment, begins) == []


def test_a_ladder_of_signatures_that_names_the_coordinator_opens_one_case_only():
    cohort, case, _ = opened("checks.agreement_ladder")
    for day in range(5, 60, 5):
        cohort = on(cohort, MONDAY + days(day + 0.5))

    assert [other.id for other in cohort.escalations.values() if other.matter == "no_signature"] == [case.id]


def test_a_reminder_to_one_of_a_pair_does_not_say_that_both_are_written_to():
    policy = with_rungs("sessions.missed_ladder", {"after": "3 days", "to": "mentee"})
    cohort, moment, _ = a_missed_session(policy)

    assert [m.letter for m in on(cohort, moment).messages if ":missed:" in m.key] == ["pair/missed_turn"]
