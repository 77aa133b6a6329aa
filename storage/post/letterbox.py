"""Letterbox: where a turn's letters are written and enter the outbox, once each. Claiming and sending begin in outbox.py."""

import logging
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from hashlib import sha256

from sqlalchemy import Connection

from domain.cohort import Cohort
from domain.lifecycles import MessageState
from domain.messages import Message, Rendered
from storage.engine import insert_once
from storage.post.mornings import is_told
from storage.prepared import Prepared
from storage.rows import field_names, values_of
from storage.tables import messages

log = logging.getLogger(__name__)

Render = Callable[[Cohort, Message], Rendered]

# After an unclear outcome a person decides: a second copy of one of these would look like a second decision.
HOLD_UNKNOWN = (
    "*/certificate", "*/application_accepted", "*/application_declined", "*/application_lapsed", "*/waitlisted",
    "*/not_complete", "coordinator/escalation*",
)  # fmt: skip
# Sent even when the form it links to is closed: a meeting that is off leaves the calendar.
ESSENTIAL = ("*/ended", "*/date_cancelled", "person/gathering_cancelled", "*/certificate")
# Nobody needs these to take part: they carry List-Unsubscribe, and whoever opted out does not get them.
OPTIONAL = ("*/call", "*/call_*", "*/alumni", "person/keep_place", "person/message_to_many")

_FILLED = (*field_names(Message), *field_names(Rendered), "cohort", "message_id", "hold_unknown", "detail")
UNLESS_THERE = Prepared(insert_once(messages, _FILLED, "(cohort, key) DO NOTHING"))


def is_one_of(letter: str, patterns: Iterable[str]) -> bool:
    """Whether a letter's name fits one of the patterns."""
    return any(fnmatchcase(letter, pattern) for pattern in patterns)


def message_id(cohort: str, key: str, domain: str) -> str:
    """The Message-ID of a letter: the same for every copy, so that a second one can be told."""
    return f"<{sha256(f'{cohort} {key}'.encode()).hexdigest()[:32]}@{domain}>"


class Letterbox:
    """`render` turns a message into what its reader sees; `mail_domain` ends our Message-IDs."""

    def __init__(self, render: Render, mail_domain: str) -> None:
        self.render, self.mail_domain = render, mail_domain

    def written(self, cohort: Cohort, message: Message) -> Rendered:
        """The letter; one that cannot be written is parked with the reason and does not hold up the others."""
        try:
            return self.render(cohort, message)
        except Exception as error:
            log.error("cohort %s: letter %s could not be written (%s)", cohort.code, message.key, type(error).__name__)
            return Rendered("", "", "", failure=f"{message.letter} could not be written ({type(error).__name__})")

    def put(self, db: Connection, code: str, letters: list[tuple[Message, Rendered]]) -> None:
        """Keep these letters for the postman; one whose key is there already is left out, and so is a list that has been
        told already."""
        fresh = [letter for letter in letters if not is_told(db, *letter)]
        if fresh:
            UNLESS_THERE.change(db, *(_row(code, message, rendered, self.mail_domain) for message, rendered in fresh))


def _row(code: str, message: Message, rendered: Rendered, domain: str) -> dict[str, object]:
    row = values_of(message) | values_of(rendered)
    row |= {"cohort": code, "message_id": message_id(code, message.key, domain)}
    row |= {"hold_unknown": is_one_of(message.letter, HOLD_UNKNOWN)}
    if rendered.failure:
        row |= {"state": MessageState.FAILED, "detail": rendered.failure}
    else:
        row |= {"detail": ""}
    return row
