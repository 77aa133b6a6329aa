"""Guests: for whom a gathering is, what they said and who missed it (domain/attending.py), found by the database; no
snapshot is loaded.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select

from domain.gatherings import Attendance, Gathering
from domain.groups import Group
from domain.people import Participant, Role
from storage.engine import Database
from storage.rows import fields_of
from storage.tables import RECORDS, memberships

_people, _words, _groups, _m = RECORDS[Participant].c, RECORDS[Attendance].c, RECORDS[Group].c, memberships.c


@dataclass(frozen=True)
class GuestLine:
    """Somebody for whom a gathering is, and their word about it, if they gave one."""

    id: str
    name: str
    role: Role
    word: Attendance | None


class Guests:
    """Reading who comes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def page(self, code: str, gathering: Gathering, start: int, size: int) -> list[GuestLine]:
        """Those for whom it is, by code."""
        query = self._those(code, gathering, _people.id, _people.name, _people.role, *WORD)
        with self.db.reading() as db:
            rows = db.execute(query.order_by(_people.id).limit(size).offset(start)).all()
        return [GuestLine(row[0], row[1], row[2], Attendance(*row[3:]) if row[3] else None) for row in rows]

    def said(self, code: str, gathering: Gathering) -> Counter[tuple[str, bool]]:
        """How many of them said what ("" who said nothing), and whether for the day on which it is now."""
        answer, stands = func.coalesce(_words.answer, "").label("said"), _stands(gathering).label("stands")
        query = self._those(code, gathering, answer, stands, func.count()).group_by("said", "stands")
        found: Counter[tuple[str, bool]] = Counter()
        with self.db.reading() as db:
            for words, is_standing, number in db.execute(query):
                found[words, bool(is_standing)] += number
        return found

    def _those(self, code: str, gathering: Gathering, *columns: Any) -> Select[Any]:
        there = and_(_people.left.is_(None), _of_a_group(_groups.activated_at <= gathering.starts_at))
        comes = and_(_words.answer == "coming", _stands(gathering))
        tests = _people.erased_at.is_(None), _audience(gathering), or_(there, comes)
        return _joined(code, gathering, *columns).where(*tests)


WORD = fields_of(RECORDS[Attendance], Attendance)


def _joined(code: str, gathering: Gathering, *columns: Any) -> Select[Any]:
    theirs = and_(_words.cohort == _people.cohort, _words.id == literal(f"{gathering.id}:") + _people.id)
    everybody = RECORDS[Participant].outerjoin(RECORDS[Attendance], theirs)
    return select(*columns).select_from(everybody).where(_people.cohort == code)


def _audience(gathering: Gathering) -> ColumnElement[bool]:
    """Of these roles; nobody when it does not take place."""
    roles = [role for role in Role if gathering.audience in ("all", f"{role.value}s")]
    return _people.role.in_(roles if gathering.cancelled_at is None else [])


def _stands(gathering: Gathering) -> ColumnElement[bool]:
    """Their word is for the day on which it is now."""
    return literal(True) if gathering.moved_at is None else func.coalesce(_words.at >= gathering.moved_at, True)


def _of_a_group(*tests: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody is in a group like this, or was to its end."""
    theirs = _m.cohort == _people.cohort, _m.code == _people.id, _m.left_at.is_(None)
    its = _groups.cohort == _m.cohort, _groups.id == _m.group, _groups.activated_at.is_not(None)
    return exists().where(*theirs, *its, *tests)
