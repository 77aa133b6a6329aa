"""Applications: what somebody told about themselves to take part, and what the coordinator made of it.

The answers are kept as the application form gave them (domain/forms/*_application.py knows the fields).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.lifecycles import ApplicationState
from domain.people import Role


@dataclass(frozen=True)
class Screening:
    """The coordinator's sheet for one application (docs/programme.md, "Forms"): four marks of 0-3 and a verdict."""

    by: str
    at: datetime
    field: int = 0
    trajectory: int = 0
    planning: int = 0
    contribution: int = 0
    note: str = ""


@dataclass(frozen=True)
class Choosing:
    """Self-choice: the codes this person may choose from, and those chosen, best first; `at`: when they chose."""

    since: datetime
    shortlist: tuple[str, ...]
    choices: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class FirstMeetings:
    """Whom this person meets before the match, by code, and how gladly they would go on with each: 0 (rather not) to 3."""

    since: datetime
    partners: tuple[str, ...]
    impressions: Mapping[str, int] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True)
class Application:
    """One application; `id` is the participant's code."""

    id: str
    role: Role
    state: ApplicationState
    submitted_at: datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    screening: Screening | None = None
    note: str = ""  # what the coordinator asked to complete
    decided_at: datetime | None = None
    choosing: Choosing | None = None
    meetings: FirstMeetings | None = None
    reflection: Mapping[str, Any] = field(default_factory=dict)
    reflected_at: datetime | None = None
    alumni: Mapping[str, Any] = field(default_factory=dict)

    @property
    def scope(self) -> str:
        return self.id

    @property
    def capacity(self) -> int:
        """How many mentees a mentor takes; one for a mentee."""
        return int(self.answers.get("capacity", 1)) if self.role is Role.MENTOR else 1
