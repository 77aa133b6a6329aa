"""Contact book: possible mentors whom the office knows, whatever the cohort; who asked whom, and what came of it. Pure.

Nobody is asked too often, nobody stays longer than was said, and whoever wants never to be asked again is not: of them a
fingerprint is left, from which nobody can read an address.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from domain.belonging import Audience, Code, Kept, Use, personal
from domain.cohort import Cohort
from domain.dates import add_months, day_of
from domain.one_person import mailbox
from domain.people import Participant, Role
from domain.saying import say, sayings

ASKED_AGAIN_AFTER = timedelta(days=180)
ASKED_A_DAY_MAX = 25  # by letter, from one cohort: these are personal letters and no mailing
LATER_MONTHS = 10  # after "next year": before the call of a year later
KEPT_MONTHS, KEPT_MONTHS_MAX = 24, 36
TOLD_BEFORE = timedelta(days=30)
TAKEN_BACK_WITHIN = timedelta(days=30)  # a list; later its people are erased one by one
ASKED, ENDS = "person/asked", "person/entry_ends"
ENTRY = personal("code", audience=Audience.COORDINATOR, use=Use.ADDRESS, kept=Kept.BOOK)
ABOUT = personal("code", audience=Audience.COORDINATOR, use=Use.DECISION, kept=Kept.BOOK)


class Basis(StrEnum):
    """Why the office may keep somebody."""

    CONSENT = "consent"
    KNOWN = "known"
    PUBLIC = "public"


BASES = sayings(
    {
        Basis.CONSENT: "They agreed to be in the book",
        Basis.KNOWN: "They know one of us from work, and may object at any time",
        Basis.PUBLIC: "Their address at work is public, and they may object at any time",
    }
)


class Reply(StrEnum):
    """What somebody says when asked."""

    YES = "yes"
    LATER = "later"
    NEVER = "never"


REPLIES = sayings(
    {
        Reply.YES: "Yes, I would like to apply",
        Reply.LATER: "Not now, ask me next year",
        Reply.NEVER: "Never ask me again",
    }
)
TOLD = sayings({"": "no answer yet", Reply.YES: "said yes", Reply.LATER: "asked for another year"}, context="asked")

STANDINGS = sayings(
    {"new": "never asked", "waiting": "asked, no answer yet", "yes": "said yes", "later": "not to be asked yet"},
    context="contact book",
)


@dataclass(frozen=True)
class PossibleMentor:
    """Somebody in the book. `home`: the cohort in whose name the office writes to them; `ask_from`: not asked before.

    `keep_until`: the last day of the entry; `told_at`: when they heard that it ends. `came_with`: the list with which they
    came, as long as nobody has touched the entry since.
    """

    code: Code
    name: str = field(metadata=ENTRY)
    email: str = field(metadata=ENTRY)
    source: str = field(metadata=ABOUT)  # how we came to know them, as they read it in the letter
    basis: Basis
    added_by: Code
    added_at: datetime
    home: Code
    keep_until: date
    language: Code = "en"
    track: int = 0
    sector: Code = ""
    organisation: str = field(default="", metadata=ABOUT)
    notes: str = field(default="", metadata=ABOUT)
    ask_from: date | None = None
    bounced_at: datetime | None = None
    told_at: datetime | None = None
    came_with: Code = ""


@dataclass(frozen=True)
class Asking:
    """Somebody was asked for a cohort: by whom, when, by letter or in person, and what they said.

    `participant`: who they became in that cohort, so that what came of it can be read there.
    """

    person: Code
    cohort: Code
    by: Code
    at: datetime
    by_letter: bool
    reply: Code = ""  # a Reply
    replied_at: datetime | None = None
    participant: Code = ""


@dataclass(frozen=True)
class Wanted:
    """Which entries: what is left empty does not matter. `words`: a part of a name or a place of work; `standing`: a key of
    STANDINGS."""

    track: int = 0
    sector: str = ""
    words: str = ""
    standing: str = ""


@dataclass(frozen=True)
class Added:
    """What became of a list: how many were added, were in the book, and asked never to be asked again."""

    added: int
    known: int
    never: int


@dataclass(frozen=True)
class ListTaken:
    """A list that came into the book. `untouched`: how many of it can still be taken back, nobody having asked or changed
    them."""

    code: Code
    by: Code
    at: datetime
    untouched: int


@dataclass(frozen=True)
class Guest(Participant):
    """Somebody from the book as a letter knows them: no participant of any cohort. `known_from`: their source."""

    known_from: str = field(
        default="", metadata=personal("id", audience=Audience.COORDINATOR, use=Use.ADDRESS, kept=Kept.BOOK)
    )


def as_guest(person: PossibleMentor, cohort: Cohort) -> Cohort:
    """The cohort as a letter to somebody in the book is written from it. For reading only."""
    guest = Guest(
        id=person.code,
        role=Role.MENTOR,
        name=person.name,
        email=person.email,
        language=person.language,
        time_zone=cohort.zone,
        known_from=person.source,
    )
    return replace(cohort, participants={**cohort.participants, guest.id: guest})


def fingerprint(address: str) -> str:
    """What is left of somebody who must never be asked again: enough to know the address when it comes again."""
    return sha256(f"never again: {mailbox(address)}".encode()).hexdigest()


def kept_until(now: datetime, zone: str, months: int = KEPT_MONTHS) -> date:
    """The last day of an entry that is made or renewed now."""
    return add_months(day_of(now, zone), min(months, KEPT_MONTHS_MAX))


def asked_again_from(now: datetime, zone: str) -> date:
    """The first day on which somebody who says "next year" may be asked."""
    return add_months(day_of(now, zone), LATER_MONTHS)


def why_not_asked(person: PossibleMentor, askings: Iterable[Asking], cohort: Cohort, now: datetime) -> str:
    """Why somebody is not asked for this cohort now; "" when they may be."""
    today, known = day_of(now, cohort.zone), list(askings)
    here = next((one for one in known if one.cohort == cohort.code), None)
    last = max((one.at for one in known), default=None)
    if here is not None:
        return say("was asked for this programme on {day}", day=day_of(here.at, cohort.zone))
    if person.bounced_at is not None:
        return say("the address does not work")
    if person.ask_from is not None and today < person.ask_from:
        return say("is not to be asked before {day}", day=person.ask_from)
    if today > person.keep_until:
        return say("the time of this entry is over")
    if last is not None and now - last < ASKED_AGAIN_AFTER:
        return say("was asked for another programme on {day}", day=day_of(last, cohort.zone))
    return ""
