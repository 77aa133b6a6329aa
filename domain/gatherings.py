"""Gatherings: instruction, networking, accompanying activity, wrap-up. (Prefect owns the word "event".)"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Gathering:
    """One gathering of a cohort. `audience`: "mentors", "mentees" or "all". `kind` names its row in the policy."""

    id: str  # "G-networking"
    kind: str
    title: str
    audience: str
    starts_at: datetime
    minutes: int
    place: str = ""
    sequence: int = 0
    cancelled_at: datetime | None = None

    @property
    def scope(self) -> str:
        return ""


@dataclass(frozen=True)
class Attendance:
    """One person's word on one gathering: coming, recording or no; `question` is what they would like to hear about."""

    id: str  # "G-networking:N12"
    gathering: str
    person: str
    answer: str
    at: datetime
    question: str = ""
    came: bool | None = None

    @property
    def scope(self) -> str:
        return self.person
