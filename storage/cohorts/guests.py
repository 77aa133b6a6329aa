"""Guests: for whom a gathering is, what they said and who missed it (domain/attending.py), found by the database; no
snapshot is loaded.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select

from domain.attending import IN_A_GROUP
from domain.gatherings import Attendance, Gathering
from domain.groups import Group
from domain.people import Participant, Role
from storage.cohorts.memberships import CODE, SOME
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


@dataclass(frozen=True)
class Missed:
    """Those who missed a gathering: the first of them, how many, and one whom letters reach."""

    first: list[str]
    number: int
    reached: str


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

    def missed(self, code: str, gathering: Gathering, size: int) -> Missed:
        """Who of those in a group was not there (domain/attending.missed): the first by code, how many, and one of them whom
        letters reach ("" for nobody)."""
        absent = literal(False) if gathering.attended_at is None else func.coalesce(_words.came, False).is_(False)
        late = ~_of_a_group(_groups.activated_at <= gathering.starts_at)
        here = _people.left.is_(None), _people.erased_at.is_(None), _people.role.in_(_roles(gathering))
        those = *here, _of_a_group(_groups.state.in_(IN_A_GROUP)), or_(late, absent)
        reached = func.min(case((_people.bounced_at.is_(None), _people.id)))
        with self.db.reading() as db:
            number, letters = db.execute(_joined(code, gathering, func.count(), reached).where(*those)).one()
            first = db.scalars(_joined(code, gathering, _people.id).where(*those).order_by(_people.id).limit(size))
            return Missed(list(first), number, letters or "")

    def said(self, code: str, gatherings: Collection[Gathering]) -> dict[str, Counter[tuple[str, bool]]]:
        """For each gathering, by id, how many of those said what ("" who said nothing), and whether for the day on which it
        is now. Two questions, however many gatherings there are."""
        found: dict[str, Counter[tuple[str, bool]]] = {one.id: Counter() for one in gatherings}
        roles = {one.id: _roles(one) for one in gatherings}
        with self.db.reading() as db:
            for role, *numbers in db.execute(_there_at(gatherings), {"code": code}):
                for gathering, number in zip(found, numbers, strict=True):
                    found[gathering]["", True] += number if role in roles[gathering] else 0
            for gathering, role, answer, stands, there, number in db.execute(SAID, {"code": code, "some": list(found)}):
                if role in roles[gathering] and (there or (answer == "coming" and stands)):
                    found[gathering][answer, bool(stands)] += number
                    found[gathering]["", True] -= number if there else 0
        return {gathering: +said for gathering, said in found.items()}

    def _those(self, code: str, gathering: Gathering, *columns: Any) -> Select[Any]:
        there = and_(_people.left.is_(None), _of_a_group(_groups.activated_at <= gathering.starts_at))
        comes = and_(_words.answer == "coming", _stands(gathering))
        tests = _people.erased_at.is_(None), _people.role.in_(_roles(gathering)), or_(there, comes)
        return _joined(code, gathering, *columns).where(*tests)


WORD = fields_of(RECORDS[Attendance], Attendance)


def _joined(code: str, gathering: Gathering, *columns: Any) -> Select[Any]:
    theirs = and_(_words.cohort == _people.cohort, _words.id == literal(f"{gathering.id}:") + _people.id)
    everybody = RECORDS[Participant].outerjoin(RECORDS[Attendance], theirs)
    return select(*columns).select_from(everybody).where(_people.cohort == code)


def _roles(gathering: Gathering) -> list[Role]:
    """Of whom it is; nobody when it does not take place."""
    return [role for role in Role if gathering.cancelled_at is None and gathering.audience in ("all", f"{role.value}s")]


def _stands(gathering: Gathering) -> ColumnElement[bool]:
    """Their word is for the day on which it is now."""
    return literal(True) if gathering.moved_at is None else func.coalesce(_words.at >= gathering.moved_at, True)


def _of_a_group(*tests: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody is in a group like this, or was to its end."""
    theirs = _m.cohort == _people.cohort, _m.code == _people.id, _m.left_at.is_(None)
    its = _groups.cohort == _m.cohort, _groups.id == _m.group, _groups.activated_at.is_not(None)
    return exists().where(*theirs, *its, *tests)


def _there_at(gatherings: Collection[Gathering]) -> Select[Any]:
    """How many would be there, by role, at each of the gatherings: in a group by its day, and still with us."""
    at = (func.sum(case((_seated.c.since <= one.starts_at, 1), else_=0)) for one in gatherings)
    joined = _seated.join(RECORDS[Participant], and_(_people.cohort == CODE, _people.id == _seated.c.code))
    return select(_people.role, *at).select_from(joined).where(*_here, _people.left.is_(None)).group_by(_people.role)


# Since when each person is in a group: one pass over all of them, whatever is asked of it.
_seated = (
    select(_m.code, func.min(_groups.activated_at).label("since"))
    .join(RECORDS[Group], and_(_groups.cohort == _m.cohort, _groups.id == _m.group))
    .where(_m.cohort == CODE, _m.left_at.is_(None), _groups.activated_at.is_not(None))
    .group_by(_m.code)
    .cte("seated")
)
_gatherings = RECORDS[Gathering].c
_these = _gatherings.cohort == CODE, _gatherings.id.in_(SOME)
_here = _people.cohort == CODE, _people.erased_at.is_(None)
_now = case((_gatherings.moved_at.is_(None), True), else_=_words.at >= _gatherings.moved_at)
_there = and_(_people.left.is_(None), func.coalesce(_seated.c.since <= _gatherings.starts_at, False))
SAID = (
    select(_words.gathering, _people.role, _words.answer, _now.label("stands"), _there.label("there"), func.count())
    .select_from(RECORDS[Attendance])
    .join(RECORDS[Gathering], and_(*_these, _gatherings.id == _words.gathering))
    .join(RECORDS[Participant], and_(_people.cohort == CODE, _people.id == _words.person))
    .outerjoin(_seated, _seated.c.code == _words.person)
    .where(_words.cohort == CODE, *_here)
    .group_by(_words.gathering, _people.role, _words.answer, "stands", "there")
)
"""What was said, by gathering, role and word, whether it stands, and whether they would be there."""
