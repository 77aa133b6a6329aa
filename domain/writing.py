"""Writing: what a coordinator writes by hand, to whom, and the messages that come of it. Pure; who that is now, the database
knows (storage/cohorts/readers.py), and how it reads, notifications/.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.carry_out import LETTER_KEEPS
from domain.cohort import Cohort, Entry
from domain.dates import posting
from domain.deeds import LETTERS_WAIT, MESSAGE, Deed, key_at
from domain.lifecycles import ApplicationState
from domain.messages import TO_MANY, TO_ONE, Message, Wording
from domain.people import Role
from domain.saying import say, sayings

# What a text may leave to be filled in for each reader; a closed list, so that nothing else of anybody can be told.
PLACEHOLDERS = sayings(
    {
        "first_name": "their first name",
        "name": "their whole name",
        "partner": "the name of whom they meet",
        "page": "a button that leads to their page",
        "cohort": "the name of the programme",
        "coordinator": "the name of the coordinator",
    }
)
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
SUBJECT_MAX, BODY_MAX = 150, 8_000


class Together(StrEnum):
    """Whether somebody is in a pair or group that is under way."""

    YES = "yes"
    NO = "no"


# What somebody said of themselves that a message may be for: in the alumni form, or when they applied.
SAID = sayings(
    {
        "follow_up_events": "wants invitations to follow-up events",
        "not_in_the_group": "has not joined the group of alumni yet",
        "later_questions": "may be asked later what came of it",
        "mentor": "would take part again as a mentor",
        "speaker": "would take part again as a speaker",
        "ambassador": "would tell others",
        "would_lead_circle": "could lead a circle",
    },
    context="said",
)


def has_said(what: str, applied: Mapping[str, Any], alumni: Mapping[str, Any]) -> bool:
    """Whether somebody said what SAID names; whoever has not answered the form for alumni said nothing of it."""
    match what:
        case "would_lead_circle":
            return bool(applied.get("would_lead_circle"))
        case "not_in_the_group":
            return bool(alumni) and not alumni.get("linkedin")
        case "follow_up_events" | "later_questions":
            return bool(alumni.get(what))
        case _:
            return what in alumni.get("next_time", ())


@dataclass(frozen=True)
class Readers:
    """For whom a message is: every condition holds of each of them; what is left empty does not matter.

    `people`: codes of people; `group`: a pair or group, by its code; `open_form`: a form that they have and have not
    answered, `session` and `standing`: how that session of theirs stands, a state or "late"; `said`: a word of SAID.
    """

    people: tuple[str, ...] = ()
    group: str = ""
    role: Role | None = None
    track: int = 0
    application: ApplicationState | None = None
    together: Together | None = None
    open_form: str = ""
    session: int = 0
    standing: str = ""
    said: str = ""

    @property
    def is_empty(self) -> bool:
        """Nobody was named and no condition set: everybody is meant."""
        return self == Readers()

    @property
    def are_many(self) -> bool:
        """Chosen by what they have in common rather than by name: news, which somebody may do without."""
        return not self.people and not self.group

    @property
    def letter(self) -> str:
        return TO_MANY if self.are_many else TO_ONE


@dataclass(frozen=True)
class Reader:
    """Somebody for whom a message would be, and why they do not get it ("" when they do)."""

    code: str
    name: str
    left_out: str = ""


def why_left_out(*, left: bool, bounced: bool, opted_out: bool, many: bool) -> str:
    """Why somebody gets no message; "" when they do."""
    if left:
        return say("has left")
    if bounced:
        return say("the address does not work")
    return say("wants no news") if opted_out and many else ""


def strange_in(*texts: str) -> list[str]:
    """Placeholders that nobody can fill in."""
    found = (name for text in texts for name in _PLACEHOLDER.findall(text))
    return sorted({name for name in found if name not in PLACEHOLDERS})


def named_in(*texts: str) -> list[str]:
    """The placeholders of these texts, each once."""
    return sorted({name for text in texts for name in _PLACEHOLDER.findall(text)})


def pieces_of(text: str) -> Iterable[tuple[str, str]]:
    """A text as pieces in order: what was written, and the name of the placeholder after it ("" at the end)."""
    parts = _PLACEHOLDER.split(text)
    return zip(parts[::2], [*parts[1::2], ""], strict=True)


def key_of(person: str, wording: Wording) -> str:
    """The same words go to the same person once, however often they are sent."""
    return f"{person}:message:{digest(wording)}"


def digest(wording: Wording) -> str:
    """Words as a key may hold them: nobody can read them there."""
    return sha256(f"{wording.subject}\n\n{wording.body}".encode()).hexdigest()[:12]


def written_to(
    cohort: Cohort, people: Collection[str], letter: str, wording: Wording, now: datetime, by: str
) -> Cohort:
    """The cohort with this message on its way to these people; those who cannot be reached or have it already get none.

    It can be taken back until it leaves: like the letters of an act it waits a while.
    """
    keys = {code: key_of(code, wording) for code in people}
    open_to = [code for code, key in keys.items() if key not in cohort.journal and cohort.can_write_to(code)]
    if not open_to:
        return cohort
    leaves = posting(now + LETTERS_WAIT, cohort.days)
    messages = [
        Message(keys[code], letter, code, code, code, now, leaves, now + LETTER_KEEPS, wording=wording)
        for code in open_to
    ]
    lines = [Entry(keys[code], code, now, f"write {letter} to {code}", by) for code in open_to]
    first, about = open_to[0], open_to[0] if len(open_to) == 1 else ""
    id = key_at(f"{first}:sent:{digest(wording)}", now, cohort.journal)
    deed = Deed(id, MESSAGE, about, first, by, now, leaves)
    lines.append(Entry(deed.id, first, now, f"send {letter} to {len(open_to)}", by))
    return replace(
        cohort.post(*messages),
        entries=(*cohort.entries, *lines),
        journal=cohort.journal.union(line.key for line in lines),
        deeds=(*cohort.deeds, deed),
    )
