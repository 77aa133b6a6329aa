"""Samples: for every form a world, the person who answers, and a plausible answer. New forms need a row (test_every_form)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from domain.applications import Choosing, FirstMeetings
from domain.cohort import Cohort
from domain.criteria import WEIGHED
from domain.dates import day_of
from domain.extension import Extension
from domain.forms.verbs import open_case
from domain.lifecycles import ApplicationState, PairState, ProposalState
from domain.match.facts import Funnel, LeftOver, MatchResult, ProposedPair, Reason
from domain.proposals import Proposal
from tests.answers import agreement_answers, mentee_answers, mentee_reflection, mentor_answers, mentor_reflection
from tests.builders import MONDAY, a_cohort, answered, days

WHY = {"M01": (Reason("tracks", ("15",), place=1), Reason("topics", ("path",)))}
LATER = MONDAY + days(9)  # Wednesday of the second week, one in the morning in Prague


@dataclass(frozen=True)
class Sample:
    """One answer to one form in one world."""

    form: str
    cohort: Cohort
    about: str
    to: str
    content: dict[str, Any] = field(default_factory=dict)
    at: datetime = LATER


def mentoring(pairs: int = 1) -> Cohort:
    return a_cohort().in_mentoring().with_pairs(pairs).build()


def applying() -> Cohort:
    """Everybody has applied; nothing is decided."""
    return (
        a_cohort()
        .in_recruitment()
        .with_mentors(2)
        .with_mentees(3)
        .with_applications(ApplicationState.SUBMITTED)
        .build()
    )


def proposed() -> Cohort:
    """Two matches are found for two mentors and three mentees."""
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(3).build()
    matches = (ProposedPair("M01", "N02", 81, (Reason("tracks", ("15",), place=1),)), ProposedPair("M02", "N01", 64))
    left = (LeftOver("N03", Funnel("mentor", 2, possible=2, occupied=2)),)
    result = MatchResult("OPTIMAL", matches, left)
    return cohort.put(Proposal("match-1", 1, ProposalState.SOLVED, LATER, result=result, solved_at=LATER))


def choosing() -> Cohort:
    """N01 may choose among two mentors; M01 is to meet two mentees first."""
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(3).build()
    return cohort.put(
        replace(cohort.applications["N01"], choosing=Choosing(LATER, ("M02", "M01"), reasons=WHY)),
        replace(cohort.applications["M01"], meetings=FirstMeetings(LATER, ("N01", "N03"))),
    )


def offered() -> Cohort:
    return a_cohort().in_recruitment().with_offers(1).build()


def longer() -> Cohort:
    """The coordinator proposes to go on for ten days more."""
    cohort = mentoring()
    until = day_of(cohort.milestones.mentoring_ends, cohort.zone) + days(10)
    return cohort.put(replace(cohort.groups["P01"], extension=Extension(until, MONDAY, LATER + days(5))))


def missed() -> Cohort:
    """The first session did not come about and the coordinator has the case."""
    cohort = answered(mentoring(), "session_report", "P01.1", "N01", LATER, outcome="no_date")
    return open_case(cohort, "missed_session", "P01.1", "N01", LATER)


def ended(cohort: Cohort) -> Cohort:
    return cohort.put(*(replace(pair, state=PairState.COMPLETED) for pair in cohort.pairs.values()))


def case_id(cohort: Cohort) -> str:
    return next(iter(cohort.escalations))


def samples() -> list[Sample]:
    """One sample for each form, in the order of FORMS."""
    held = answered(mentoring(), "session_report", "P01.1", "N01", LATER, outcome="held", held_on="2027-03-08")
    return [
        Sample(
            "sign_off",
            a_cohort().in_preparation().build(),
            "material-handbook",
            "eva",
            {"done": "on", "note": "Shelf 3"},
        ),
        Sample("mentor_application", applying(), "M01", "M01", mentor_answers()),
        Sample("mentee_application", applying(), "N01", "N01", mentee_answers()),
        Sample(
            "screening",
            applying(),
            "N01",
            "eva",
            {"field": "3", "trajectory": "2", "planning": "2", "contribution": "1", "verdict": "accept"},
        ),
        Sample("choose_partners", choosing(), "N01", "N01", {"choices": ["M01"]}),
        Sample("first_meetings", choosing(), "M01", "M01", {"impressions": {"N03": 2}}),
        Sample("review_proposal", proposed(), "match-1", "eva", {"decision": "approve"}),
        Sample("proposed_match", offered(), "P01", "N01", {"answer": "accept"}),
        Sample("agreement", mentoring(), "P01", "N01", agreement_answers()),
        Sample("recontract", mentoring(), "P01", "M01", {"decision": "keep"}),
        Sample("extension", longer(), "P01", "N01", {"go_on": "yes"}),
        Sample(
            "mentoring_plan",
            mentoring(),
            "P01",
            "N01",
            {
                "goals": "Talk to three companies by June.",
                "rows": [{"month": "1", "topics": "Where am I?"}, {"month": ""}],
            },
        ),
        Sample(
            "session_date", mentoring(), "P01.1", "N01", {"day": "2027-03-15", "time": "14:30", "place": "Café Savoy"}
        ),
        Sample(
            "offer_times",
            mentoring(),
            "P01.1",
            "N01",
            {
                "times": [
                    {"day": "2027-03-15", "first": "09:00", "until": "11:30"},
                    {"day": "", "first": "", "until": ""},
                ]
            },
        ),
        Sample("meeting_objective", mentoring(), "P01.1", "N01", {"objective": "Understand what a CRA does all day."}),
        Sample(
            "session_report", mentoring(), "P01.1", "N01", {"outcome": "held", "held_on": "2027-03-08", "fit": "good"}
        ),
        Sample("report_confirmation", held, "P01.1", "M01", {"agrees": "yes"}),
        Sample(
            "midterm_check",
            mentoring(),
            "P01",
            "N01",
            {
                "sessions_so_far": "3",
                "on_plan": "mostly",
                "expectations_met": "4",
                "partner_prepared": "5",
                "answers_in_time": "4",
                "thinks_for_myself": "3",
            },
        ),
        Sample("reflection_mentee", mentoring(), "N01", "N01", mentee_reflection()),
        Sample("reflection_mentor", mentoring(), "M01", "M01", mentor_reflection()),
        Sample("rsvp", mentoring(), "G-careers", "N01", {"answer": "coming", "question": "How to find a job?"}),
        Sample(
            "gathering", mentoring(), "G-careers", "eva", {"place": "https://meet.example/careers", "agenda": "A talk"}
        ),
        Sample(
            "attendance", mentoring(), "G-networking", "eva", {"came": ["N01"], "recording": "https://film.example/1"}
        ),
        Sample(
            "alumni", mentoring(), "N01", "N01", {"linkedin": "on", "next_time": ["mentor"], "keep_until": "2029-01-01"}
        ),
        Sample("impact", mentoring(), "N01", "N01", {"where_now": "further", "helped": "4", "in_touch": "yes"}),
        Sample("need_help", mentoring(), "N01", "N01", {"concern": "contact", "words": "No answer for three weeks."}),
        Sample("away", mentoring(), "M01", "M01", {"first": "2027-04-01", "last": "2027-04-14"}),
        Sample("stop", mentoring(), "N01", "N01", {"sure": "on", "reason": "I am moving abroad."}),
        Sample(
            "my_details", mentoring(), "N01", "N01", {"full_name": "Tereza Malá-Nová", "time_zone": "Europe/Vienna"}
        ),
        Sample("decide_escalation", missed(), case_id(missed()), "eva", {"decision": "rematch"}),
        Sample("note", mentoring(), "N01", "eva", {"words": "Would be a good speaker."}),
        Sample("steer", mentoring(), "", "eva", {"action": "hold", "reason": "The building is closed."}),
        Sample(
            "matching_terms",
            proposed(),
            "",
            "eva",
            {
                **dict.fromkeys(WEIGHED, "10"),
                "tracks": "30",
                "order": "max_min",
                "mode": "automatic",
                "meetings_max": "0",
                "balance": [{"trait": "gender", "values": "Woman", "at_least": "1"}],
                "afterwards": "now",
            },
        ),
        Sample(
            "neutral_person",
            a_cohort().in_preparation().build(),
            "",
            "eva",
            {"full_name": "Ruth Amsel", "email": "ruth.amsel@example.org", "reached": "Mondays, by telephone"},
        ),
        Sample(
            "own_questions",
            applying(),
            "",
            "eva",
            {"questions": [{"title": "Which labs?", "form": "mentee_application", "kind": "line"}, {"title": ""}]},
        ),
    ]
