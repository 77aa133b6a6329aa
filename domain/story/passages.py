"""Passages: the kinds of which a story is made, each with its time. What they say is left to sentences.py and the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.cohort import Entry
from domain.documents import Document
from domain.escalations import Escalation
from domain.invitations import Answer
from domain.lifecycles import MessageState


@dataclass(frozen=True)
class Told:
    """Somebody answered a form. `content`: what of it is for the reader; `newer`: how many versions were given after it.

    `held_back`: there is more in it, and it is not for the reader.
    """

    at: datetime
    form: str
    about: str
    by: str
    version: int
    newer: int
    content: Mapping[str, Any]
    held_back: bool


@dataclass(frozen=True)
class Written:
    """A letter. `key`: its number in the outbox; `at`: when it left, or was written while it has not; `detail`: what the
    mail server said."""

    at: datetime
    key: int
    letter: str
    to: str
    subject: str
    state: MessageState
    detail: str = ""


class What(StrEnum):
    """What a record tells that no answer does."""

    INVITED = "invited"
    JOINED = "joined"
    DECIDED = "decided"
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BEGAN = "began"
    SIGNED = "signed"
    OVER = "over"
    WENT_ON = "went_on"
    DATED = "dated"
    MISSED = "missed"
    HELD = "held"
    CANCELLED = "cancelled"
    CAME = "came"
    STAYED_AWAY = "stayed_away"
    BOUNCED = "bounced"
    REACHED = "reached"
    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"
    LEFT = "left"
    ERASED = "erased"
    SENT_AGAIN = "sent_again"
    ACTED = "acted"
    UNDONE = "undone"


@dataclass(frozen=True)
class Happened:
    """Something happened. `about`: the record; `by`: whoever did it, "" for the office; `state` (of an act its name) and
    `when` belong to it."""

    at: datetime
    what: What
    about: str
    by: str = ""
    state: str = ""
    when: datetime | date | None = None


@dataclass(frozen=True)
class Case:
    """A case for the coordinator was opened. `remarks`: what was written in it, as far as it is for the reader."""

    at: datetime
    case: Escalation


@dataclass(frozen=True)
class Printed:
    """A document was printed."""

    at: datetime
    document: Document


Passage = Told | Written | Happened | Case | Printed


@dataclass(frozen=True)
class Sources:
    """What a story is told from besides the records: answers in all their versions, letters, lines of the journal."""

    answers: tuple[Answer, ...] = ()
    letters: tuple[Written, ...] = ()
    lines: tuple[Entry, ...] = ()
