"""History: all that happened in a rehearsal, as values. Recorded by witness.py, read by invariants.py and chronicle.py.

Judges nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from domain.cohort import COLLECTIONS, Cohort, Entry, Record
from domain.invitations import Answer, Invitation
from domain.lifecycles import MessageState
from rehearsal.decisions import Pressed


@dataclass(frozen=True)
class Change:
    """One record before and after a turn; `before` is None for a new one."""

    collection: str
    id: str
    before: Record | None
    after: Record


@dataclass(frozen=True)
class Turn:
    """One committed `update`: what it changed, the journal lines and answers that explain it, the letters it wrote."""

    at: datetime
    changes: tuple[Change, ...]
    entries: tuple[Entry, ...] = ()
    answers: tuple[Answer, ...] = ()
    letters: tuple[str, ...] = ()  # keys
    phase: tuple[str, str] = ("", "")  # before and after
    bench: str = ""  # the bench whose tray was emptied, when no journal line explains the change
    found: bool = False  # no turn anybody took, but all that was kept already when the rehearsal began


@dataclass(frozen=True)
class Posted:
    """One row of the outbox at the end, and when its letter was accepted (None: never)."""

    key: str
    letter: str
    to: str
    about: str
    scope: str
    invitation: str
    written_at: datetime
    not_before: datetime
    until: datetime
    reminder: bool
    state: MessageState
    sent_at: datetime | None = None
    rides_from: datetime | None = None
    at_once: bool = False
    told_in: str = ""  # the key of the letter in which it was told, where that is another one

    @property
    def in_another(self) -> bool:
        return bool(self.told_in)


@dataclass(frozen=True)
class Delivery:
    """One copy that reached a mailbox, as the mail server saw it."""

    key: str
    to_email: str
    message_id: str
    at: datetime


@dataclass(frozen=True)
class Probe:
    """A question put to the office in the middle of a rehearsal; `found` says what was wrong, "" when all was well."""

    at: datetime
    law: str
    found: str = ""


@dataclass(frozen=True)
class History:
    """A rehearsal from the first day on, or from the day on which it found a cohort that lived already: its first turn then
    is what was kept. `cohort` is the last snapshot; `crashes` counts processes that died.
    """

    cohort: Cohort
    turns: tuple[Turn, ...]
    letters: tuple[Posted, ...]
    deliveries: tuple[Delivery, ...]
    entries: tuple[Entry, ...]
    answers: tuple[Answer, ...]
    probes: tuple[Probe, ...] = ()
    crashes: tuple[datetime, ...] = ()
    turned_away: int = 0  # letters that the mail server refused at once
    crossings: int = 0  # turns between whose reading and writing somebody else came
    unclear: frozenset[str] = frozenset()  # keys of letters whose sending had an unclear outcome
    outages: tuple[tuple[datetime, datetime], ...] = ()
    ended_at: datetime | None = None
    failures: tuple[str, ...] = ()
    refused: tuple[tuple[datetime, str, str], ...] = field(default=())  # (when, invitation, why) of answers not taken
    pressed: tuple[Pressed, ...] = ()  # what the coordinator decided

    def changes(self, collection: str) -> Iterator[tuple[datetime, Change]]:
        """Every change in one collection, in order."""
        for turn in self.turns:
            for change in turn.changes:
                if change.collection == collection:
                    yield turn.at, change

    @property
    def found(self) -> Turn | None:
        """What was kept when the rehearsal began; None when it began with the launch."""
        return next((turn for turn in self.turns[:1] if turn.found), None)

    def is_watched(self, moment: datetime | None) -> bool:
        """Whether the rehearsal was under way then. How things stood before that, nobody can say any more."""
        return moment is not None and (self.found is None or moment > self.found.at)

    @cached_property
    def sent(self) -> list[Posted]:
        """The letters that reached somebody, by time."""
        return sorted((letter for letter in self.letters if letter.sent_at), key=lambda one: (one.sent_at, one.key))

    def invitation_at(self, invitation: str, moment: datetime) -> Invitation | None:
        """An invitation as it stood at a moment, after what happened at that very moment."""
        found: Invitation | None = None
        for at, after in self._invitations.get(invitation, ()):
            if at > moment:
                break
            found = after
        return found

    @cached_property
    def _invitations(self) -> dict[str, list[tuple[datetime, Invitation]]]:
        made: dict[str, list[tuple[datetime, Invitation]]] = {}
        for at, change in self.changes("invitations"):
            assert isinstance(change.after, Invitation)
            made.setdefault(change.id, []).append((at, change.after))
        return made


def changes_between(before: Cohort, after: Cohort) -> tuple[Change, ...]:
    """The records that differ between two snapshots of one turn."""
    found = []
    for collection in COLLECTIONS.values():
        old: Mapping[str, Any] = getattr(before, collection)
        new: Mapping[str, Any] = getattr(after, collection)
        if old is new:
            continue
        for id, record in new.items():
            known = old.get(id)
            if known is not record and known != record:
                found.append(Change(collection, id, known, record))
    return tuple(found)
