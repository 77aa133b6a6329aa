"""Gatherings: instruction, networking, accompanying activity, wrap-up. (Prefect owns the word "event".)"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from domain.belonging import Code, answer_to, of_the_office
from domain.dates import day_of
from domain.people import Organizer

NOT_A_PLACE = ("", "online")  # how people meet, but not where: nobody could come
FOLLOW_UP_EVENT = "followup"  # for those who want to be invited to what follows, also after a cohort has closed
IN_CALENDARS = ("title", "starts_at", "minutes", "place")


@dataclass(frozen=True)
class Gathering:
    """One gathering of a cohort. `audience`: "mentors", "mentees" or "all". `kind` names its row in the policy.

    `moved_at`: when it got another day, so that earlier answers no longer count; `changed_at`: when something else changed
    that stands in calendars; `attended_at`: when the coordinator told who had come; `recorded_at`: since when we know of a
    recording.
    """

    id: Code  # "G-networking"
    kind: Code
    title: str = field(metadata=of_the_office())
    audience: Code
    starts_at: datetime
    minutes: int
    place: str = field(default="", metadata=of_the_office())
    sequence: int = 0
    cancelled_at: datetime | None = None
    agenda: str = field(default="", metadata=of_the_office())
    material: str = field(default="", metadata=of_the_office())
    recording: str = field(default="", metadata=of_the_office())
    recorded_at: datetime | None = None
    moved_at: datetime | None = None
    changed_at: datetime | None = None
    attended_at: datetime | None = None

    @property
    def scope(self) -> str:
        return ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_a_place(self) -> bool:
        """Somebody who wants to come would know where to go, or what to open."""
        return self.place.strip().casefold() not in NOT_A_PLACE

    def stands(self, word: "Attendance") -> bool:
        """The answer was given for the day on which the gathering is now."""
        return self.moved_at is None or word.at >= self.moved_at

    def changed(self, at: datetime, zone: str, **told: Any) -> "Gathering":
        """The gathering with something else about it. What stands in calendars counts up its sequence (RFC 5545)."""
        after = replace(self, **told)
        if all(getattr(self, name) == getattr(after, name) for name in IN_CALENDARS):
            return after
        after = replace(after, sequence=self.sequence + 1)
        if day_of(after.starts_at, zone) != day_of(self.starts_at, zone):
            return replace(after, moved_at=at)
        return replace(after, changed_at=at)


@dataclass(frozen=True)
class Attendance:
    """One person's word on one gathering: coming, recording or no; `question` is what they would like to hear about.

    `at`: since when they say so; `answer` is "" of somebody who never said and was ticked, or not, on the list. `changes`
    counts how often they said something else about coming, twice each time: taking an entry back is a change of its own.
    """

    id: Code  # "G-networking:N12"
    gathering: Code
    person: Code
    answer: Code = field(metadata=answer_to("rsvp.answer", "person", stays=True))
    at: datetime
    question: str = field(default="", metadata=answer_to("rsvp.question", "person"))
    came: bool | None = None
    withdrew_at: datetime | None = None
    changes: int = 0
    organizer: Organizer | None = None  # of their calendar entry, once one went out

    @property
    def scope(self) -> str:
        return self.person
