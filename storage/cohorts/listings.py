"""Listings: people, pairs and groups of one cohort as the desk lists them, a page at a time and in the order of the page.
Found by the database; no snapshot is loaded.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from domain.applications import Application
from domain.escalations import Escalation
from domain.groups import Group, GroupKind
from domain.lifecycles import ApplicationState, PairState, SessionState
from domain.people import Participant, Role
from domain.sessions import Session
from storage.cohorts.casebook import OPEN
from storage.engine import Database
from storage.tables import RECORDS

_people, _applications = RECORDS[Participant].c, RECORDS[Application].c
_groups, _sessions, _cases = RECORDS[Group].c, RECORDS[Session].c, RECORDS[Escalation].c


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a list. `application`: how theirs stands; None without one."""

    id: str
    name: str
    email: str
    invited_at: datetime | None
    bounced_at: datetime | None
    erased_at: datetime | None
    has_left: bool
    application: ApplicationState | None


class Listings:
    """Reading lists."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def people(self, code: str, role: Role, start: int, size: int) -> list[PersonLine]:
        """Participants of a role by code."""
        names = ("id", "name", "email", "invited_at", "bounced_at", "erased_at")
        theirs = and_(_applications.cohort == _people.cohort, _applications.id == _people.id)
        query = (
            select(*(_people[name] for name in names), _people.left.is_not(None), _applications.state)
            .select_from(RECORDS[Participant].outerjoin(RECORDS[Application], theirs))
            .where(_people.cohort == code, _people.role == role)
        )
        with self.db.reading() as db:
            rows = db.execute(query.order_by(_people.id).limit(size).offset(start)).all()
        return [PersonLine(*row) for row in rows]

    def people_number(self, code: str, role: Role) -> int:
        """How many there are."""
        return self._number(_people.id, _people.cohort == code, _people.role == role)

    def pairs(self, code: str, start: int, size: int) -> list[str]:
        """Pairs by id: those with most open cases first, then those that are active, then by code."""
        cases = (
            select(_cases.scope, func.count().label("number"))
            .where(_cases.cohort == code, _cases.state.in_(OPEN))
            .group_by(_cases.scope)
            .subquery()
        )
        query = (
            select(_groups.id)
            .select_from(RECORDS[Group].outerjoin(cases, cases.c.scope == _groups.id))
            .where(_groups.cohort == code, _groups.kind == GroupKind.PAIR)
            .order_by(func.coalesce(cases.c.number, 0).desc(), _groups.state != PairState.ACTIVE, _groups.id)
        )
        return self._ids(query, start, size)

    def pairs_of(self, code: str, proposal: str, states: Collection[PairState], start: int, size: int) -> list[str]:
        """Pairs of a proposal that are in one of these states, by id."""
        return self._ids(select(_groups.id).where(*_of(code, proposal, states)).order_by(_groups.id), start, size)

    def pairs_of_number(self, code: str, proposal: str, states: Collection[PairState]) -> int:
        """How many they are."""
        return self._number(_groups.id, *_of(code, proposal, states))

    def other_groups(self, code: str, start: int, size: int) -> list[str]:
        """Circles and peer groups by id."""
        query = select(_groups.id).where(_groups.cohort == code, _groups.kind != GroupKind.PAIR)
        return self._ids(query.order_by(_groups.id), start, size)

    def groups_number(self, code: str, *, pairs: bool, state: PairState | None = None) -> int:
        """How many pairs there are, or how many other groups; all or those in a state."""
        tests = [_groups.cohort == code, (_groups.kind == GroupKind.PAIR) if pairs else _groups.kind != GroupKind.PAIR]
        return self._number(_groups.id, *tests, *([_groups.state == state] if state else ()))

    def active_groups(self, code: str, size: int) -> list[str]:
        """Some groups that are under way."""
        return self._ids(select(_groups.id).where(_groups.cohort == code, _groups.state == PairState.ACTIVE), 0, size)

    def pairs_to_watch(self, code: str, now: datetime, size: int) -> list[str]:
        """Active pairs with an open case, a session that was missed, or one without a date whose time is over."""
        of_it = and_(_sessions.cohort == _groups.cohort, _sessions.group == _groups.id)
        late = and_(_sessions.state == SessionState.PLANNED, _sessions.closes < now)
        case_of_it = and_(_cases.cohort == _groups.cohort, _cases.scope == _groups.id, _cases.state.in_(OPEN))
        query = select(_groups.id).where(
            _groups.cohort == code,
            _groups.kind == GroupKind.PAIR,
            _groups.state == PairState.ACTIVE,
            or_(exists().where(case_of_it), exists().where(of_it, or_(_sessions.state == SessionState.MISSED, late))),
        )
        return self._ids(query.order_by(_groups.id), 0, size)

    def sessions_held(self, code: str) -> int:
        """How many sessions took place."""
        return self._number(_sessions.id, _sessions.cohort == code, _sessions.state == SessionState.HELD)

    def _ids(self, query: Select[Any], start: int, size: int) -> list[str]:
        with self.db.reading() as db:
            return list(db.scalars(query.limit(size).offset(start)))

    def _number(self, counted: ColumnElement[Any], *tests: ColumnElement[bool]) -> int:
        with self.db.reading() as db:
            return int(db.scalar(select(func.count(counted)).where(*tests)) or 0)


def _of(code: str, proposal: str, states: Collection[PairState]) -> tuple[ColumnElement[bool], ...]:
    return _groups.cohort == code, _groups.proposal == proposal, _groups.state.in_(states)
