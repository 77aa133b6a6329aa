"""World: a cohort that has run its course, and an order for each kind of document."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from domain.applications import Application
from domain.cohort import Cohort
from domain.documents import Document
from domain.gatherings import Attendance, Gathering
from domain.groups import Acceptance, Agreement, Group, MentoringPlan, PlanRow, pair_of
from domain.lifecycles import ApplicationState, PairState, Phase, SessionState
from domain.people import Coordinator, Participant, Role
from domain.policy import Policy
from domain.sessions import Session, SessionReport

PRESET = Path(__file__).parents[2] / "policies" / "industry-one-to-one.yaml"
NOW = datetime(2027, 8, 10, 9, tzinfo=UTC)
START = datetime(2027, 1, 31, 23, tzinfo=UTC)
MONTH = timedelta(30)
ORDERS = {
    "certificate": ("N01", "N01"),
    "statement": ("M01", "M01"),
    "agreement": ("N01", "P01"),
    "plan": ("N01", "P01"),
    "handbook": ("mentors", ""),
    "guide": ("mentees", ""),
    "evaluation": ("anna", ""),
    "standards": ("", ""),
}


@lru_cache(maxsize=1)
def policy() -> Policy:
    return Policy.model_validate(yaml.safe_load(PRESET.read_text(encoding="utf-8")))


def a_cohort(name: str = "Eva Nováková", pairs: int = 4, **changes: object) -> Cohort:
    """A cohort in follow-up: each pair held six sessions, every mentee looked back, the first one came to both gatherings."""
    cohort = Cohort(
        code="pilot",
        name="Pilot 2027",
        policy=policy(),
        starts_on=date(2026, 11, 1),
        zone="Europe/Prague",
        launched_at=START,
        launched_by="anna",
        coordinators=(Coordinator("anna", "Anna Kovářová", "anna@university.example", "Europe/Prague"),),
        phase=Phase.FOLLOW_UP,
    )
    for number in range(1, pairs + 1):
        cohort = cohort.put(*_pair(number, name if number == 1 else f"Mentee {number}"))
    gatherings = [Gathering(f"G-{kind}", kind, kind.title(), "all", NOW, 60) for kind in ("networking", "wrapup")]
    came = [Attendance(f"{one.id}:N01", one.id, "N01", "coming", NOW, came=True) for one in gatherings]
    return replace(cohort.put(*gatherings, *came), **changes)  # type: ignore[arg-type]


def _pair(number: int, name: str) -> list[Participant | Application | Group | Session]:
    mentor, mentee, pair = f"M{number:02d}", f"N{number:02d}", f"P{number:02d}"
    told = {
        "topics": {"path": 3, "balance": 1},
        **{f"outcome_{code}": 2 for code in ("specifics", "reflect", "confident")},
    }
    back = {
        "topics_satisfaction": {"path": 3, "balance": 1},
        "expectations_met": 4,
        "set_up": 5,
        "coordination": 4,
        "recommend": 9,
        "quote": f"It opened a door. ({number})",
        **{f"outcome_{code}": 4 for code in ("specifics", "reflect", "confident")},
    }
    signed = (Acceptance(mentee, START), Acceptance(mentor, START))
    agreement = Agreement(
        "mentee", "Once a month", "Online", "Open talk", "Find a way", "A lot", "Two days", "mentee", signed
    )
    plan = MentoringPlan(
        "Talk to three people in biotech by May.", (PlanRow(1, "Your path"),), "New methods", "I chose", NOW
    )
    accepted = ApplicationState.ACCEPTED
    return [
        Participant(mentor, Role.MENTOR, f"Mentor {number}", f"m{number}@company.example"),
        Participant(mentee, Role.MENTEE, name, f"n{number}@university.example"),
        Application(mentor, Role.MENTOR, accepted, START, reflection=back, reflected_at=NOW),
        Application(mentee, Role.MENTEE, accepted, START, told, reflection=back, reflected_at=NOW),
        pair_of(
            pair,
            mentor,
            mentee,
            PairState.COMPLETED,
            "match-1",
            starts_on=date(2027, 2, 1),
            agreement=agreement,
            plans={mentee: plan},
        ),
        *(_session(pair, mentee, n) for n in range(1, 7)),
    ]


def _session(pair: str, mentee: str, number: int) -> Session:
    opens = START + (number - 1) * MONTH
    held_on = (opens + timedelta(9)).date()
    report = SessionReport(mentee, opens + timedelta(9), "held", held_on, 60)
    return Session(
        f"{pair}.{number}", pair, number, opens, opens + MONTH, SessionState.HELD, reports=(report,), held_on=held_on
    )


def a_document(kind: str, cohort: Cohort | None = None) -> tuple[Cohort, Document]:
    """A cohort and the order for one kind of document."""
    to, about = ORDERS[kind]
    return cohort or a_cohort(), Document(f"{kind}:{to}", kind, about, to, about, NOW)
