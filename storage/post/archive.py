"""Archive: every letter ever written in a cohort, found by whom it is for, its kind, its state and its time; a page at a time,
from indexes. Lists without loading any words; one letter whole is letters.py's. Changes nothing.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, and_, bindparam, cast, func, or_, select

from domain.lifecycles import MessageState
from domain.people import Participant
from storage.engine import Database
from storage.tables import RECORDS, coordinators, messages, possible_mentors

_m, _people = messages.c, RECORDS[Participant].c
NAMESAKES_MAX = 50


@dataclass(frozen=True)
class Sought:
    """Which letters: what is left empty does not matter. `to`: codes of readers; None for everybody."""

    to: Sequence[str] | None = None
    letter: str = ""
    states: Collection[MessageState] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One letter in a list, without its words."""

    id: int
    key: str
    letter: str
    to: str
    about: str
    to_name: str
    subject: str
    state: MessageState
    written_at: datetime
    not_before: datetime
    sent_at: datetime | None
    has_calendar: bool
    has_attachment: bool

    @property
    def at(self) -> datetime:
        """When it left, or may leave."""
        return self.sent_at or self.not_before


class Archive:
    """Looking through the letters of one cohort."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def lines(self, cohort: str, sought: Sought, limit: int, before: int | None = None) -> list[Line]:
        """Letters, the last written first; `before`: the last one on the page before."""
        query = LINES.where(_m.cohort == cohort, *_tests(sought))
        with self.db.reading() as db:
            if before is not None:
                last = db.scalar(select(_m.written_at).where(_m.cohort == cohort, _m.id == before))
                if last is None:
                    return []
                query = query.where(or_(_m.written_at < last, and_(_m.written_at == last, _m.id < before)))
            rows = db.execute(query.order_by(_m.written_at.desc(), _m.id.desc()).limit(limit))
            return [_line(row) for row in rows]

    def written(self, cohort: str, keys: Collection[str]) -> list[Line]:
        """The letters with these keys, in the order in which they left or may leave."""
        with self.db.reading() as db:
            found = [_line(row) for row in db.execute(LINES.where(_m.cohort == cohort, _m.key.in_(keys)))]
        return sorted(found, key=lambda line: (line.at, line.id))

    def kinds(self, cohort: str) -> list[str]:
        """The kinds of letters that were written, by name."""
        with self.db.reading() as db:
            return [letter for letter in db.scalars(KINDS, {"cohort": cohort}) if letter is not None]

    def called(self, cohort: str, words: str, *, staff: bool = True) -> list[str]:
        """The codes of those who are meant: by their code, or by a part of their name or address; with `staff` or without."""
        part = _plain(words)
        people = select(_people.id, _people.name, _people.email).where(_people.cohort == cohort).order_by(_people.id)
        colleagues = select(coordinators.c.code, coordinators.c.name, coordinators.c.email)
        with self.db.reading() as db:
            known = [*db.execute(people), *(db.execute(colleagues) if staff else ())]
        meant = (code for code, *told in known if part == _plain(code) or any(part in _plain(one) for one in told))
        return list(islice(meant, NAMESAKES_MAX))


def _plain(words: str) -> str:
    """As names are compared: databases tell "Á" from "á", and who looks for somebody seldom types either."""
    apart = unicodedata.normalize("NFKD", words.strip().casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _tests(sought: Sought) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if sought.to is not None:
        tests.append(_one_of(_m.to, sought.to))
    if sought.letter:
        tests.append(_m.letter == sought.letter)
    if sought.states and sought.to is None and not sought.letter:
        tests.append(_one_of(_m.state, sought.states))
    elif sought.states:  # a person has few letters, a state has many: no index of states may be walked for them
        tests.append(func.coalesce(cast(_m.state, Text), "").in_([state.value for state in sought.states]))
    if sought.since is not None:
        tests.append(_m.written_at >= sought.since)
    if sought.until is not None:
        tests.append(_m.written_at < sought.until)
    return tests


def _one_of(column: Column[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """An equality where it can be one: only then does an index give the letters in their order."""
    return column == next(iter(values)) if len(values) == 1 else column.in_(values)


# From one kind to the next, each found in the index: however many letters there are, the kinds are few.
_kinds = (
    select(func.min(_m.letter).label("letter")).where(_m.cohort == bindparam("cohort")).cte("kinds", recursive=True)
)
_next = select(func.min(_m.letter)).where(_m.cohort == bindparam("cohort"), _m.letter > _kinds.c.letter)
_kinds = _kinds.union_all(select(_next.scalar_subquery()).where(_kinds.c.letter.is_not(None)))
KINDS = select(_kinds.c.letter)
_name = func.coalesce(_people.name, coordinators.c.name, possible_mentors.c.name, "").label("to_name")
LINES = select(
    _m.id, _m.key, _m.letter, _m.to, _m.about, _name, _m.subject, _m.state, _m.written_at, _m.not_before, _m.sent_at,
    (_m.calendar != "").label("has_calendar"), _m.attachments,
).select_from(
    messages.outerjoin(RECORDS[Participant], and_(_people.cohort == _m.cohort, _people.id == _m.to))
    .outerjoin(coordinators, coordinators.c.code == _m.to)
    .outerjoin(possible_mentors, possible_mentors.c.code == _m.to)
)  # fmt: skip


def _line(row: Any) -> Line:
    values = dict(row._mapping)
    attached = values.pop("attachments")
    return Line(**values, has_attachment=bool(attached))
