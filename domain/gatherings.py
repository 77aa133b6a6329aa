"""Gatherings: instruction, networking, accompanying activity, wrap-up. (Prefect owns the word "event".)"""

from dataclasses import dataclass, field
from datetime import datetime

from domain.belonging import Code, answer_to, of_the_office


@dataclass(frozen=True)
class Gathering:
    """One gathering of a cohort. `audience`: "mentors", "mentees" or "all". `kind` names its row in the policy."""

    id: Code  # "G-networking"
    kind: Code
    title: str = field(metadata=of_the_office())
    audience: Code
    starts_at: datetime
    minutes: int
    place: str = field(default="", metadata=of_the_office())
    sequence: int = 0
    cancelled_at: datetime | None = None

    @property
    def scope(self) -> str:
        return ""


@dataclass(frozen=True)
class Attendance:
    """One person's word on one gathering: coming, recording or no; `question` is what they would like to hear about."""

    id: Code  # "G-networking:N12"
    gathering: Code
    person: Code
    answer: Code = field(metadata=answer_to("rsvp.answer", "person", stays=True))
    at: datetime
    question: str = field(default="", metadata=answer_to("rsvp.question", "person"))
    came: bool | None = None

    @property
    def scope(self) -> str:
        return self.person
