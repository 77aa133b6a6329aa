"""People: mentors, mentees and coordinators, as the office knows them. Their answers are in applications and sessions."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from domain.belonging import Audience, Code, Kept, Use, answer_to, of_the_office, personal
from domain.channels import LIST, is_open
from domain.names import first_name

PARTICIPANT = re.compile(r"[MN][0-9]+")
"""What codes of participants look like; no coordinator has such a one."""


class Role(StrEnum):
    """What a participant is in one cohort; the letter is the first of their code (M07, N12)."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def letter(self) -> str:
        return "M" if self is Role.MENTOR else "N"


# Whoever runs a cohort stands with name and address under every letter.
STAFF = personal("code", audience=Audience.EVERYBODY, use=Use.ADDRESS, kept=Kept.OFFICE)


@dataclass(frozen=True)
class Coordinator:
    """Runs cohorts. `code` is how Prefect, keys and logs name them; name and address stay in our database.

    `bounced_at`: letters to them come back; whoever looks after the office registers the right address.
    """

    code: Code
    name: str = field(metadata=STAFF)
    email: str = field(metadata=STAFF)
    time_zone: str = field(default="UTC", metadata=STAFF)
    bounced_at: datetime | None = None


@dataclass(frozen=True)
class Neutral:
    """Whom both of a pair may call, and who is neither of them and not the office; `reached`: how else, and when."""

    name: str = field(metadata=answer_to("neutral_person.full_name"))
    email: str = field(metadata=answer_to("neutral_person.email"))
    reached: str = field(default="", metadata=answer_to("neutral_person.reached"))


EARLIER = "mentoring-office"  # ended the ids of entries of every office, before they told offices apart


@dataclass(frozen=True)
class Issuer:
    """How this office makes out entries for calendars. `domain` ends their ids, so that no two offices share one.

    `answers_to`: where the office reads what calendars answer, with {token} in it; "" where it reads none.
    """

    domain: Code = EARLIER
    answers_to: str = ""


@dataclass(frozen=True)
class Organizer:
    """Under whom a calendar entry went out: as they were called and reached on that day; `domain` and `answers_to` as those of
    the office were then (Issuer)."""

    name: str = field(metadata=of_the_office())
    email: str = field(metadata=of_the_office())
    domain: Code = EARLIER
    answers_to: str = field(default="", metadata=of_the_office())


@dataclass(frozen=True)
class Away:
    """A declared absence, both days included, in the person's own calendar. Escalation clocks stop meanwhile.

    `told_at`: when somebody told of it, so that their partner hears; None for what was agreed otherwise.
    """

    first: date
    last: date
    told_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Departure:
    """Somebody left the programme. No fault is recorded, only when and, if they told, why."""

    at: datetime
    reason: str = field(default="", metadata=answer_to("stop.reason", "id"))


@dataclass(frozen=True)
class Move:
    """Somebody gave another address, `to`; from `done_at` on it counts, in place of the one of `before` (domain/moving.py)."""

    to: str = field(metadata=personal("id", audience=Audience.COORDINATOR, use=Use.ADDRESS))
    asked_at: datetime
    before: str = field(default="", metadata=personal("id", audience=Audience.COORDINATOR, use=Use.ADDRESS))
    done_at: datetime | None = None


@dataclass(frozen=True)
class Participant:
    """A mentor or mentee, from the moment the office knows an address: invited, applying, taking part, gone.

    `bounced_at`: a letter came back, so silence is not theirs; `mended_at`: since when letters may reach them again.
    `erased_at`: name and address are gone for good.
    """

    id: Code
    role: Role
    name: str = field(metadata=answer_to("my_details.full_name", "id"))
    email: str = field(metadata=personal("id", audience=Audience.NAMED, use=Use.ADDRESS))
    language: str = field(default="en", metadata=answer_to("my_details.language", "id"))
    time_zone: str = field(default="", metadata=answer_to("my_details.time_zone", "id"))
    invited_at: datetime | None = None
    source: Code = LIST  # what brought them (domain/channels.py)
    away: tuple[Away, ...] = field(default=(), metadata=answer_to("away.first", "id"))
    left: Departure | None = None
    bounced_at: datetime | None = None
    opted_out_at: datetime | None = None
    erased_at: datetime | None = None
    mended_at: datetime | None = None
    links: int = 1  # goes up when the old links to their page and forms must die
    move: Move | None = None

    @property
    def scope(self) -> str:
        return self.id

    @property
    def first_name(self) -> str:
        return first_name(self.name)

    @property
    def came_by_link(self) -> bool:
        """By an open link, whatever its channel, and not from the coordinator's contacts."""
        return is_open(self.source)

    @property
    def takes_part(self) -> bool:
        """Not left and not erased: letters may go out."""
        return self.left is None and self.erased_at is None

    @property
    def reachable(self) -> bool:
        """Takes part, and the address works as far as we know."""
        return self.takes_part and self.bounced_at is None

    @property
    def has_left(self) -> bool:
        """Left, and what we keep of them is still theirs to see."""
        return self.left is not None and self.erased_at is None

    def reached_again(self, at: datetime, email: str = "") -> "Participant":
        """The same person, whose address works from now on; what was asked of them before counts from now too."""
        return replace(self, bounced_at=None, mended_at=at, email=email or self.email)
