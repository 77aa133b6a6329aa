"""Counts: how many there are of what in one cohort, and which they are. Counted by the database; no snapshot is loaded.

What a count means to a person is left to office/glance.py; every count can be opened as the list behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
    true,
)

from domain.applications import Application
from domain.escalations import Escalation
from domain.gatherings import Attendance
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, SessionState
from domain.people import Participant
from domain.sessions import Session
from storage.engine import Database
from storage.tables import RECORDS, messages, scopes

CODE: BindParameter[str] = bindparam("code")
NOW: BindParameter[datetime] = bindparam("now", type_=scopes.c.next_due.type)
UNTIL: BindParameter[datetime] = bindparam("until", type_=scopes.c.next_due.type)
LATE = "late"  # no date yet, and the window is over


@dataclass(frozen=True)
class Listed:
    """One row behind a count: whose scope it is in, its record, and since when."""

    scope: str
    record: str
    since: datetime | None


@dataclass(frozen=True)
class Came:
    """How many people a source brought, and how many of them have applied."""

    people: int = 0
    applied: int = 0


def _table(kind: type[Any]) -> Table:
    return RECORDS[kind]


_sessions, _forms, _groups = _table(Session).c, _table(Invitation).c, _table(Group).c
_cases, _words, _applications = _table(Escalation).c, _table(Attendance).c, _table(Application).c
# A session as it stands now: its state, or that it is late.
_standing = case(
    (and_(_sessions.state == SessionState.PLANNED, _sessions.closes <= NOW), LATE), else_=cast(_sessions.state, Text)
)
# A form as it stands now: its state; one that closed after it had been answered stays answered.
_answered = case(
    (and_(_forms.state == InvitationState.EXPIRED, _forms.answered_at.is_not(None)), InvitationState.ANSWERED.value),
    else_=cast(_forms.state, Text),
)
# Forms of participants; what coordinators are asked stands on their desk.
_people = _table(Participant).c
_of_participants = _forms.to.in_(select(_people.id).where(_people.cohort == CODE))
# Reminders that left or wait for one open form.
_reminded = (
    select(messages.c.invitation, func.count().label("reminders"))
    .where(messages.c.cohort == CODE, messages.c.reminder == true(), messages.c.invitation != "")
    .group_by(messages.c.invitation)
    .subquery()
)


class Counts:
    """Numbers of one cohort, each by a few codes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def sessions(self, code: str, now: datetime) -> dict[tuple[int, str], int]:
        """Sessions by their number and how they stand: a state, or "late"."""
        query = select(_sessions.number, _standing.label("standing"), func.count()).where(_sessions.cohort == CODE)
        return self._pairs(query.group_by(_sessions.number, "standing"), code=code, now=now)

    def forms(self, code: str) -> dict[tuple[str, str], int]:
        """Forms of participants by name and how they stand: a state, "answered" also when they closed after that."""
        query = select(_forms.form, _answered.label("standing"), func.count())
        query = query.where(_forms.cohort == CODE, _of_participants)
        return self._pairs(query.group_by(_forms.form, "standing"), code=code)

    def climbing(self, code: str) -> dict[tuple[str, int], int]:
        """Open forms by name and how often they were reminded of: the ladders that run."""
        query = (
            select(_forms.form, _reminded.c.reminders, func.count())
            .join(_reminded, _reminded.c.invitation == _forms.id)
            .where(_forms.cohort == CODE, _of_participants, _forms.state == InvitationState.OPEN)
        )
        return self._pairs(query.group_by(_forms.form, _reminded.c.reminders), code=code)

    def words(self, code: str) -> dict[tuple[str, str], int]:
        """What people answered to each gathering."""
        query = select(_words.gathering, _words.answer, func.count()).where(_words.cohort == CODE)
        return self._pairs(query.group_by(_words.gathering, _words.answer), code=code)

    def groups(self, code: str) -> dict[tuple[str, str], int]:
        """Groups by kind and state."""
        query = select(_groups.kind, _groups.state, func.count()).where(_groups.cohort == CODE)
        return self._pairs(query.group_by(_groups.kind, _groups.state), code=code)

    def cases(self, code: str) -> dict[tuple[str, str], int]:
        """Cases by matter and state."""
        query = select(_cases.matter, _cases.state, func.count()).where(_cases.cohort == CODE)
        return self._pairs(query.group_by(_cases.matter, _cases.state), code=code)

    def applications(self, code: str) -> dict[tuple[str, str], int]:
        """Applications by role and state."""
        query = select(_applications.role, _applications.state, func.count()).where(_applications.cohort == CODE)
        return self._pairs(query.group_by(_applications.role, _applications.state), code=code)

    def came(self, code: str) -> dict[tuple[str, str], Came]:
        """Participants by what brought them and role, and how many of these have applied."""
        query = (
            select(_people.source, _people.role, func.count(), func.count(_applications.id))
            .outerjoin(RECORDS[Application], and_(_applications.cohort == CODE, _applications.id == _people.id))
            .where(_people.cohort == CODE)
            .group_by(_people.source, _people.role)
        )
        with self.db.reading() as db:
            return {(row[0], _plain(row[1])): Came(row[2], row[3]) for row in db.execute(query, {"code": code})}

    def dues(self, code: str, until: datetime) -> list[datetime]:
        """When scopes want attention next, up to a moment, in order."""
        query = select(scopes.c.next_due).where(scopes.c.cohort == CODE, scopes.c.next_due < UNTIL)
        with self.db.reading() as db:
            return list(db.scalars(query.order_by(scopes.c.next_due), {"code": code, "until": until}))

    # --- the lists behind them ------------------------------------------------------------------------------------

    def sessions_that(
        self, code: str, now: datetime, number: int, standing: str, *, start: int, size: int
    ) -> list[Listed]:
        """Sessions with this number that stand so."""
        query = select(_sessions.scope, _sessions.id, _sessions.closes).where(
            _sessions.cohort == CODE, _sessions.number == number, _standing == standing
        )
        return self._listed(query, _sessions.id, start, size, code=code, now=now)

    def forms_that(self, code: str, form: str, state: str, *, start: int, size: int) -> list[Listed]:
        """Forms of participants with this name that stand so."""
        query = select(_forms.to, _forms.id, func.coalesce(_forms.answered_at, _forms.opens)).where(
            _forms.cohort == CODE, _of_participants, _forms.form == form, _answered == state
        )
        return self._listed(query, _forms.id, start, size, code=code)

    def reminded_of(self, code: str, form: str, *, start: int, size: int) -> list[Listed]:
        """Open forms of this name that were reminded of, those with most reminders first."""
        query = (
            select(_forms.to, _forms.id, _forms.opens)
            .join(_reminded, _reminded.c.invitation == _forms.id)
            .where(_forms.cohort == CODE, _of_participants, _forms.form == form, _forms.state == InvitationState.OPEN)
        )
        return self._listed(query.order_by(_reminded.c.reminders.desc()), _forms.id, start, size, code=code)

    def groups_that(self, code: str, kind: str, state: str, *, start: int, size: int) -> list[Listed]:
        """Groups of this kind in this state."""
        query = select(_groups.id, _groups.id, func.coalesce(_groups.activated_at, _groups.offered_at)).where(
            _groups.cohort == CODE, _groups.kind == kind, _groups.state == state
        )
        return self._listed(query, _groups.id, start, size, code=code)

    def cases_that(self, code: str, matter: str, state: str, *, start: int, size: int) -> list[Listed]:
        """Cases of this matter in this state, the oldest first."""
        query = select(_cases.scope, _cases.id, _cases.opened_at).where(
            _cases.cohort == CODE, _cases.matter == matter, _cases.state == state
        )
        return self._listed(query.order_by(_cases.opened_at), _cases.id, start, size, code=code)

    def words_that(self, code: str, gathering: str, answer: str, *, start: int, size: int) -> list[Listed]:
        """Who answered so to a gathering."""
        query = select(_words.person, _words.id, _words.at).where(
            _words.cohort == CODE, _words.gathering == gathering, _words.answer == answer
        )
        return self._listed(query, _words.id, start, size, code=code)

    def due_between(self, code: str, after: datetime, until: datetime, *, start: int, size: int) -> list[Listed]:
        """Scopes that want attention in [after, until)."""
        query = select(scopes.c.scope, scopes.c.scope, scopes.c.next_due).where(
            scopes.c.cohort == CODE, scopes.c.next_due >= NOW, scopes.c.next_due < UNTIL
        )
        return self._listed(
            query.order_by(scopes.c.next_due), scopes.c.scope, start, size, code=code, now=after, until=until
        )

    def some_scopes(self, code: str, *, start: int, size: int) -> list[str]:
        """Scopes in the order of their codes, so many from `start`."""
        query = select(scopes.c.scope).where(scopes.c.cohort == CODE).order_by(scopes.c.scope)
        with self.db.reading() as db:
            return list(db.scalars(query.limit(size).offset(start), {"code": code}))

    def _pairs(self, query: Select[Any], **values: Any) -> dict[tuple[Any, Any], int]:
        with self.db.reading() as db:
            rows: Sequence[Any] = db.execute(query, values).all()
        return {(_plain(row[0]), _plain(row[1])): row[2] for row in rows}

    def _listed(self, query: Select[Any], by: ColumnElement[str], start: int, size: int, **values: Any) -> list[Listed]:
        with self.db.reading() as db:
            return [Listed(*row) for row in db.execute(query.order_by(by).limit(size).offset(start), values)]


def _plain(value: Any) -> Any:
    """A state as its word, so that codes of all kinds are alike."""
    return getattr(value, "value", value)
