"""Deeds: what coordinators did, kept with all it changed until its letters leave, and taken back as a whole.

A deed is written in the turn in which it is done, from the difference that the turn makes (difference.py). It is taken back
in a turn too: domain/acts/undoing.py puts the records back; here its letters are dropped, and what came with it goes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, func, select, update

from domain.applications import Application
from domain.cohort import COLLECTIONS, Cohort
from domain.deeds import Deed, Step, Traces
from domain.groups import Group
from domain.lifecycles import MessageState
from domain.saying import say
from storage.cohorts.difference import Difference
from storage.engine import Database
from storage.errors import StorageError
from storage.post.letterbox import message_id
from storage.rows import HEADER, field_names, values_of
from storage.tables import RECORDS, answers, deeds, journal, memberships, messages, scopes, traits

S = MessageState
KINDS = {name: kind for kind, name in COLLECTIONS.items()}
OWN = field_names(Deed)
_m, _d = messages.c, deeds.c
WAITS = (S.QUEUED, S.DRAFT)
NEVER_LEFT = (S.DROPPED, S.FAILED)


class TooLate(StorageError):
    """A letter of the deed has left: it can no longer be taken back."""


class Deeds:
    """Reading what was done, and letting go what can no longer be taken back."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def one(self, code: str, id: str) -> Deed | None:
        """One deed, with its traces as long as it can be taken back."""
        query = select(*(_d[name] for name in OWN), _d.traces).where(_d.cohort == code, _d.id == id)
        with self.db.reading() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            return None
        own: dict[str, Any] = dict(zip(OWN, row, strict=False))
        traces = _read(row.traces) if row.traces else None
        if traces and not own["letters"]:  # of an earlier release, which kept them in its traces alone
            own["letters"] = traces.letters
        return Deed(**own, traces=traces)

    def since(self, code: str, moment: datetime, start: int = 0, size: int | None = None) -> list[Deed]:
        """What was done in a cohort since a moment, newest first, without traces; all of it or a page."""
        query = select(*(_d[name] for name in OWN)).where(_d.cohort == code, _d.at >= moment)
        query = query.order_by(_d.at.desc(), _d.id)
        with self.db.reading() as db:
            return [Deed(*row) for row in db.execute(query if size is None else query.limit(size).offset(start))]

    def number_since(self, code: str, moment: datetime) -> int:
        """How much was done since then."""
        with self.db.reading() as db:
            return int(db.scalar(select(func.count()).where(_d.cohort == code, _d.at >= moment)) or 0)

    def let_traces_go(self, code: str | None = None, until: datetime | None = None) -> None:
        """No copy of a record outlives its use: traces of a cohort, or of all deeds that stand for good."""
        step = update(deeds).where(_d.traces.is_not(None))
        step = step if code is None else step.where(_d.cohort == code)
        step = step if until is None else step.where(_d.until <= until)
        with self.db.writing() as db:
            db.execute(step.values(traces=None))


def write_deeds(db: Connection, found: Difference, domain: str) -> None:
    """Within a turn: keep what was done in it, and clear away what came with a deed that is taken back."""
    for deed in found.after.deeds:
        if deed.undone_at is None:
            letters = tuple(message.key for message in found.after.messages)
            row = values_of(deed) | {"cohort": found.after.code, "letters": letters, "traces": _written(found)}
            db.execute(deeds.insert(), row)
        else:
            _take_back(db, found, deed, domain)


def _take_back(db: Connection, found: Difference, deed: Deed, domain: str) -> None:
    code, traces = found.after.code, deed.traces or Traces()
    _drop_letters(db, code, deed, traces.letters, domain)
    for kind, table in reversed(RECORDS.items()):
        came = [step.id for step in traces.steps if step.before is None and KINDS[step.collection] is kind]
        if came and kind is Group:
            db.execute(delete(memberships).where(memberships.c.cohort == code, memberships.c.group.in_(came)))
        if came and kind is Application:
            db.execute(delete(traits).where(traits.c.cohort == code, traits.c.person.in_(came)))
        if came:
            db.execute(delete(table).where(table.c.cohort == code, table.c.id.in_(came)))
    for invitation, version in traces.answers:
        theirs = answers.c.invitation == invitation, answers.c.version == version
        db.execute(delete(answers).where(answers.c.cohort == code, *theirs))
    lines = [{"_key": key, "_free": key + deed.mark} for key in traces.journal]
    if lines:
        _read_anew(db, code, traces.journal, found.scopes())
        here = update(journal).where(journal.c.cohort == code, journal.c.key == bindparam("_key"))
        db.execute(here.values(key=bindparam("_free")), lines)
    over = {"undone_at": deed.undone_at, "undone_by": deed.undone_by, "traces": None}
    if (
        db.execute(
            update(deeds).where(_d.cohort == code, _d.id == deed.id, _d.undone_at.is_(None)).values(over)
        ).rowcount
        != 1
    ):
        raise TooLate(say("this was taken back already"))


def _read_anew(db: Connection, code: str, keys: tuple[str, ...], written: Collection[str]) -> None:
    """Scopes whose journal loses a line count as changed, also those of which nothing else is written: they are known by
    heart elsewhere."""
    lines = select(journal.c.scope).where(journal.c.cohort == code, journal.c.key.in_(keys))
    step = update(scopes).where(scopes.c.cohort == code, scopes.c.scope.in_(lines), scopes.c.scope.not_in(written))
    db.execute(step.values(version=scopes.c.version + 1))


def _drop_letters(db: Connection, code: str, deed: Deed, keys: tuple[str, ...], domain: str) -> None:
    """Drop them all, or none; their keys are free again, should the same be done once more."""
    for key in keys:
        free = key + deed.mark
        row = {"key": free, "message_id": message_id(code, free, domain)}
        mine = update(messages).where(_m.cohort == code, _m.key == key)
        db.execute(
            mine.where(_m.state.in_(WAITS)).values(
                row | {"state": S.DROPPED, "detail": f"taken back by {deed.undone_by}"}
            )
        )
        db.execute(mine.where(_m.state.in_(NEVER_LEFT)).values(row))
    left = select(func.count()).where(_m.cohort == code, _m.key.in_(keys))
    if keys and db.scalar(left):
        raise TooLate(say("a letter of it has left already"))


# --- traces as JSON -------------------------------------------------------------------------------------------------


ADAPTERS: dict[Any, TypeAdapter[Any]] = {}  # making one costs more than using it


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in ADAPTERS:
        ADAPTERS[kind] = TypeAdapter(kind)
    return ADAPTERS[kind]


@cache
def _header_kinds() -> Mapping[str, Any]:
    return get_type_hints(Cohort)


def _written(found: Difference) -> dict[str, Any]:
    """What a turn changed, as plain JSON values."""
    before, after = found.before, found.after
    changed = [name for name in HEADER if getattr(before, name) != getattr(after, name)]
    return {
        "steps": [_step(before, record) for record in found.records()],
        "header_before": _header(before, changed),
        "header_after": _header(after, changed),
        "journal": [entry.key for entry in after.entries],
        "letters": [message.key for message in after.messages],
        "answers": [[answer.invitation, answer.version] for answer in after.answers],
    }


def _step(before: Cohort, record: Any) -> dict[str, Any]:
    kind = type(record)
    known = getattr(before, COLLECTIONS[kind]).get(record.id)
    plain = [None if one is None else _adapter(kind).dump_python(one, mode="json") for one in (known, record)]
    return {"collection": COLLECTIONS[kind], "id": record.id, "before": plain[0], "after": plain[1]}


def _header(cohort: Cohort, names: list[str]) -> dict[str, Any]:
    kinds = _header_kinds()
    return {name: _adapter(kinds[name]).dump_python(getattr(cohort, name), mode="json") for name in names}


def _read(kept: Mapping[str, Any]) -> Traces:
    kinds = _header_kinds()
    before, after = (
        {name: _adapter(kinds[name]).validate_python(value) for name, value in kept[part].items()}
        for part in ("header_before", "header_after")
    )
    steps = tuple(_step_read(step) for step in kept["steps"])
    # Deeds of an earlier release decided no case: they name no answers.
    decided = tuple((invitation, version) for invitation, version in kept.get("answers", ()))
    return Traces(steps, before, after, tuple(kept["journal"]), tuple(kept["letters"]), decided)


def _step_read(step: Mapping[str, Any]) -> Step:
    kind = KINDS[step["collection"]]
    before, after = (
        None if step[when] is None else _adapter(kind).validate_python(step[when]) for when in ("before", "after")
    )
    return Step(step["collection"], step["id"], before, after)
