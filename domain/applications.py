"""Applications: what somebody told about themselves to take part, and what the coordinator made of it.

The answers are kept as the application form gave them (domain/forms/*_application.py knows the fields).
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.belonging import Audience, Code, Use, answer_to, answers_to, personal
from domain.lifecycles import ApplicationState
from domain.match.facts import Reason
from domain.people import Role


@dataclass(frozen=True)
class Screening:
    """The coordinator's sheet for one application (docs/programme.md, "Forms"): marks of 0-3, as far as they were given."""

    by: Code
    at: datetime
    field: int | None = dataclasses.field(default=None, metadata=answer_to("screening.field", "by", "id"))
    trajectory: int | None = dataclasses.field(default=None, metadata=answer_to("screening.trajectory", "by", "id"))
    planning: int | None = dataclasses.field(default=None, metadata=answer_to("screening.planning", "by", "id"))
    contribution: int | None = dataclasses.field(default=None, metadata=answer_to("screening.contribution", "by", "id"))
    note: str = dataclasses.field(default="", metadata=answer_to("screening.note", "by", "id"))

    @property
    def marks(self) -> tuple[int | None, ...]:
        """The four marks in the order of the sheet; None for one that was not given."""
        return self.field, self.trajectory, self.planning, self.contribution


@dataclass(frozen=True)
class Choosing:
    """Self-choice: the codes this person may choose from, and those chosen, best first; `at`: when they chose.

    `reasons`: by code, why each would fit; a shortlist of an older office has none.
    """

    since: datetime
    shortlist: tuple[Code, ...]
    choices: tuple[Code, ...] = field(default=(), metadata=answer_to("choose_partners.choices", "id"))
    at: datetime | None = None
    reasons: Mapping[Code, tuple[Reason, ...]] = field(
        default_factory=dict, metadata=personal("id", "shortlist", audience=Audience.REASON, use=Use.MATCHING)
    )


@dataclass(frozen=True)
class FirstMeetings:
    """Whom this person meets before the match, by code, and how gladly they would go on with each: 0 (rather not) to 3."""

    since: datetime
    partners: tuple[Code, ...]
    impressions: Mapping[Code, int] = field(
        default_factory=dict, metadata=answer_to("first_meetings.impressions", "id")
    )
    at: datetime | None = None


@dataclass(frozen=True)
class Application:
    """One application; `id` is the participant's code."""

    id: Code
    role: Role
    state: ApplicationState
    submitted_at: datetime
    answers: Mapping[str, Any] = field(
        default_factory=dict, metadata=answers_to("mentor_application", "mentee_application", whose="id")
    )
    screening: Screening | None = None
    note: str = field(default="", metadata=answer_to("screening.note", "id"))  # what the coordinator asked to complete
    decided_at: datetime | None = None
    choosing: Choosing | None = None
    meetings: FirstMeetings | None = None
    reflection: Mapping[str, Any] = field(
        default_factory=dict, metadata=answers_to("reflection_mentee", "reflection_mentor", whose="id")
    )
    reflected_at: datetime | None = None
    alumni: Mapping[str, Any] = field(default_factory=dict, metadata=answers_to("alumni", whose="id"))
    impact: Mapping[str, Any] = field(default_factory=dict, metadata=answers_to("impact", whose="id"))
    impact_at: datetime | None = None

    @property
    def scope(self) -> str:
        return self.id

    @property
    def score(self) -> int | None:
        """The sum of the marks that were given; None for a sheet without any."""
        marks = [mark for mark in (self.screening.marks if self.screening else ()) if mark is not None]
        return sum(marks) if marks else None

    @property
    def capacity(self) -> int:
        """How many mentees a mentor takes; one for a mentee."""
        return int(self.answers.get("capacity", 1)) if self.role is Role.MENTOR else 1
