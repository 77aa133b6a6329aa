"""Escalations: cases for the coordinator, with an outcome. "At risk" is not a state: it is an open case."""

from dataclasses import dataclass
from datetime import datetime

from domain.lifecycles import EscalationState
from domain.saying import sayings


@dataclass(frozen=True)
class Escalation:
    """A case that only a person can decide. `matter` says what happened (a row of domain/escalations.MATTERS)."""

    id: str  # the key of the Due that opened it
    about: str
    matter: str
    scope: str
    opened_at: datetime
    state: EscalationState = EscalationState.OPEN
    outcome: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    snoozed_until: datetime | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in (EscalationState.OPEN, EscalationState.ACKNOWLEDGED)


MATTERS = sayings(
    {
        "missed_session": "A pair has not met and does not answer",
        "disagreement": "The two tell different stories about a session",
        "poor_fit": "Someone says that the pair does not fit",
        "bounced": "A letter came back: the address does not work",
        "help": "Someone asks for help",
        "left": "Someone has to stop",
        "materials": "Recruitment should open, but materials are not signed off",
        "too_few_pairs": "Mentoring should start, but too few pairs are confirmed",
        "failed_match": "The matchmaker broke off; close the case to have it try again",
        "midterm_gap": "The mid-term answers of a pair differ widely",
        "question": "Someone has a question before they accept a match",
        "no_signature": "A pair has started without an agreement",
        "no_date": "A session of a pair still has no date",
        "no_report": "Nobody has told how a session went",
        "no_answer": "A suggested match still waits for an answer",
        "no_plan": "A mentee has not written a plan yet",
        "no_midterm": "Half-way answers of a pair are missing",
        "no_reflection": "Somebody has not looked back yet",
    }
)
