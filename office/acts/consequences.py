"""Consequences: what differs between a cohort in which something is done and one in which it is not, as facts.

Both are played by the office's own round, now and at the next moment at which letters leave. Sentences are made in
telling.py.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from domain.actions import Ask, Write
from domain.agenda import forecast
from domain.cohort import COLLECTIONS, Cohort
from domain.gatherings import Gathering
from domain.invitations import Invitation
from domain.lifecycles import InvitationState
from domain.messages import Message
from domain.sessions import Session
from domain.steps import rules_of

# Of the cohort itself, what people speak of: the milestones are told one by one.
OWN_FACTS = ("phase", "hold")
DATES: Mapping[type[Any], tuple[str, ...]] = {Session: ("starts_at", "opens", "closes"), Gathering: ("starts_at",)}


@dataclass(frozen=True)
class Shift:
    """A date that becomes another one. `what`: "milestones" or a collection; `name`: which milestone or which field."""

    what: str
    id: str
    name: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class Change:
    """One field of a record, or of the cohort itself (""), that becomes something else; `before` is None for a new record."""

    collection: str
    id: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Consequences:
    """What one act causes. `spared`: letters that were coming and now will not, by kind. `mark` stands for all but those."""

    letters: tuple[Message, ...]
    opened: tuple[Invitation, ...]
    withdrawn: tuple[Invitation, ...]
    shifts: tuple[Shift, ...]
    changes: tuple[Change, ...]
    spared: Mapping[str, int]
    mark: str

    @property
    def kinds(self) -> dict[str, list[Message]]:
        """The letters by kind."""
        found: dict[str, list[Message]] = {}
        for message in self.letters:
            found.setdefault(message.letter, []).append(message)
        return found


def difference(without: Cohort, with_it: Cohort, now: datetime) -> Consequences:
    """What is so in one cohort and not in the other; both were played from the same beginning."""
    known = {message.key for message in without.messages}
    letters = sorted((m for m in with_it.messages if m.key not in known), key=lambda m: (m.letter, m.to, m.key))
    forms = [
        (without.invitations.get(key), form)
        for key, form in sorted(with_it.invitations.items())
        if form != without.invitations.get(key)
    ]
    opened = tuple(form for before, form in forms if _is_open(form) and not _is_open(before))
    withdrawn = tuple(form for before, form in forms if _is_open(before) and not _is_open(form))
    shifts, changes = tuple(_shifts(without, with_it)), tuple(_changes(without, with_it))
    spared = Counter(
        due.action.letter
        for due in forecast(without, now, rules_of(without.phase))
        if isinstance(due.action, Write | Ask) and due.action.letter and due.key not in with_it.journal
    )
    spared -= Counter(
        due.action.letter
        for due in forecast(with_it, now, rules_of(with_it.phase))
        if isinstance(due.action, Write | Ask) and due.action.letter
    )
    return told(tuple(letters), (opened, withdrawn), shifts, changes, spared, now)


def told(
    letters: tuple[Message, ...],
    forms: tuple[tuple[Invitation, ...], tuple[Invitation, ...]],
    shifts: tuple[Shift, ...],
    changes: tuple[Change, ...],
    spared: Mapping[str, int],
    now: datetime,
    besides: object = None,
) -> Consequences:
    """These consequences with their mark; `forms`: those that open, and those that are withdrawn. `besides`: what else is to
    be the same when it is done."""
    opened, withdrawn = forms
    facts = (
        sorted((m.letter, m.to, m.about) for m in letters),
        sorted(form.id for form in opened),
        sorted(form.id for form in withdrawn),
        shifts,
        changes,
        *([] if besides is None else [besides]),
    )
    return Consequences(letters, opened, withdrawn, shifts, changes, dict(sorted(spared.items())), _mark(facts, now))


def _is_open(form: Invitation | None) -> bool:
    return form is not None and form.state is InvitationState.OPEN


def _shifts(without: Cohort, with_it: Cohort) -> Any:
    before, after = without.milestones, with_it.milestones
    for stone in fields(before):
        was, will = getattr(before, stone.name), getattr(after, stone.name)
        if was != will:
            yield Shift("milestones", stone.name, stone.name, was, will)
    for kind, names in DATES.items():
        collection = COLLECTIONS[kind]
        for key, record in sorted(getattr(with_it, collection).items()):
            was = getattr(without, collection).get(key)
            for name in names:
                if was is not None and getattr(was, name) != getattr(record, name):
                    yield Shift(collection, key, name, getattr(was, name), getattr(record, name))


def _changes(without: Cohort, with_it: Cohort) -> Any:
    for name in OWN_FACTS:
        if getattr(without, name) != getattr(with_it, name):
            yield Change("", "", name, getattr(without, name), getattr(with_it, name))
    for kind, collection in COLLECTIONS.items():
        if kind is Invitation:
            continue
        old = getattr(without, collection)
        for key, record in sorted(getattr(with_it, collection).items()):
            if key not in old:
                yield Change(collection, key, "", None, record)
            elif record != old[key]:
                for one in fields(record):
                    was, will = getattr(old[key], one.name), getattr(record, one.name)
                    if was != will and one.name not in DATES.get(kind, ()):
                        yield Change(collection, key, one.name, was, will)


def _mark(facts: Any, now: datetime) -> str:
    """The same for the same consequences, whenever they are looked at: what happens now is not told by its minute."""
    return sha256(_plain(facts, now).encode()).hexdigest()[:16]


def _plain(value: Any, now: datetime) -> str:
    if isinstance(value, datetime):
        return "now" if value == now else value.isoformat()
    if isinstance(value, date | str | int | float | bool) or value is None:
        return repr(value)
    if isinstance(value, Mapping):
        return repr(sorted((str(key), _plain(one, now)) for key, one in value.items()))
    if isinstance(value, tuple | list):
        return repr([_plain(one, now) for one in value])
    return repr([type(value).__name__, *(_plain(getattr(value, one.name), now) for one in fields(value))])
