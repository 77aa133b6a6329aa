"""Behind: which they are that a count counts, a page at a time. Read by the database; no snapshot is loaded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, and_, func, select, true, type_coerce

from domain.applications import Application
from domain.lifecycles import ApplicationState, InvitationState, SessionState
from storage.cohorts.standings import (
    APPLICATIONS,
    CASES,
    CODE,
    FORMS,
    GROUPS,
    NOW,
    OF_PARTICIPANTS,
    PEOPLE,
    REMINDED,
    SESSIONS,
    UNTIL,
    WORDS,
    form_standing,
    in_time,
    session_standing,
)
from storage.engine import Database
from storage.tables import RECORDS, messages, scopes

FIT_ASKED_AFTER = 1  # the session whose report asks whether they fit


def fit_in(reports: list[dict[str, Any]] | None) -> str:
    """What the report that stands says of whether they fit; "" for nothing."""
    return str(reports[-1].get("fit") or "") if reports else ""


@dataclass(frozen=True)
class Listed:
    """One row behind a count: whose scope it is in, its record, and since when."""

    scope: str
    record: str
    since: datetime | None


class Behind:
    """The lists behind the counts of one cohort, each a page at a time."""

    db: Database

    def sessions_that(
        self, code: str, now: datetime, number: int | None, standing: str, *, start: int, size: int
    ) -> list[Listed]:
        """Sessions with this number, or with any, that stand so."""
        query = select(SESSIONS.scope, SESSIONS.id, SESSIONS.closes).where(
            SESSIONS.cohort == CODE, session_standing == standing
        )
        if number is not None:
            query = query.where(SESSIONS.number == number)
        return self._listed(query, SESSIONS.id, start, size, code=code, now=now)

    def forms_that(self, code: str, form: str, state: str, *, start: int, size: int) -> list[Listed]:
        """Forms of participants with this name that stand so."""
        query = select(FORMS.to, FORMS.id, func.coalesce(FORMS.answered_at, FORMS.opens)).where(
            FORMS.cohort == CODE, OF_PARTICIPANTS, FORMS.form == form, form_standing == state
        )
        return self._listed(query, FORMS.id, start, size, code=code)

    def reminded_of(self, code: str, form: str, *, start: int, size: int) -> list[Listed]:
        """Open forms of this name that were reminded of, those with most reminders first."""
        query = (
            select(FORMS.to, FORMS.id, FORMS.opens)
            .join(REMINDED, REMINDED.c.invitation == FORMS.id)
            .where(FORMS.cohort == CODE, OF_PARTICIPANTS, FORMS.form == form, FORMS.state == InvitationState.OPEN)
        )
        return self._listed(query.order_by(REMINDED.c.reminders.desc()), FORMS.id, start, size, code=code)

    def groups_that(self, code: str, kind: str, state: str, *, start: int, size: int) -> list[Listed]:
        """Groups of this kind, or of any for "", in this state."""
        query = select(GROUPS.id, GROUPS.id, func.coalesce(GROUPS.activated_at, GROUPS.offered_at)).where(
            GROUPS.cohort == CODE, GROUPS.state == state
        )
        if kind:
            query = query.where(GROUPS.kind == kind)
        return self._listed(query, GROUPS.id, start, size, code=code)

    def cases_that(self, code: str, matter: str, state: str, *, start: int, size: int) -> list[Listed]:
        """Cases of this matter in this state, the oldest first."""
        query = select(CASES.scope, CASES.id, CASES.opened_at).where(
            CASES.cohort == CODE, CASES.matter == matter, CASES.state == state
        )
        return self._listed(query.order_by(CASES.opened_at), CASES.id, start, size, code=code)

    def words_that(self, code: str, gathering: str, answer: str, *, start: int, size: int) -> list[Listed]:
        """Who answered so to a gathering."""
        query = select(WORDS.person, WORDS.id, WORDS.at).where(
            WORDS.cohort == CODE, WORDS.gathering == gathering, WORDS.answer == answer
        )
        return self._listed(query, WORDS.id, start, size, code=code)

    def asked_that(self, code: str, standing: str, *, start: int, size: int) -> list[Listed]:
        """Forms of participants, whatever they ask, that stand so: a word of domain/comparing.py."""
        reminded = FORMS.id.in_(
            select(messages.c.invitation).where(
                messages.c.cohort == CODE, messages.c.reminder == true(), messages.c.invitation != ""
            )
        )
        query = select(FORMS.to, FORMS.id, func.coalesce(FORMS.answered_at, FORMS.opens)).where(
            FORMS.cohort == CODE, OF_PARTICIPANTS, in_time(reminded) == standing
        )
        return self._listed(query, FORMS.id, start, size, code=code)

    def applied_that(self, code: str, role: str, *, accepted: bool, start: int, size: int) -> list[Listed]:
        """Applications in this role that were accepted, or all others."""
        sure = APPLICATIONS.state == ApplicationState.ACCEPTED
        query = select(APPLICATIONS.id, APPLICATIONS.id, APPLICATIONS.submitted_at).where(
            APPLICATIONS.cohort == CODE, APPLICATIONS.role == role, sure if accepted else ~sure
        )
        return self._listed(query, APPLICATIONS.id, start, size, code=code)

    def came_that(self, code: str, source: str, role: str, *, applied: bool, start: int, size: int) -> list[Listed]:
        """Participants in this role whom this source brought, all or those who have applied."""
        query = (
            select(PEOPLE.id, PEOPLE.id, func.coalesce(APPLICATIONS.submitted_at, PEOPLE.invited_at))
            .outerjoin(RECORDS[Application], and_(APPLICATIONS.cohort == CODE, APPLICATIONS.id == PEOPLE.id))
            .where(PEOPLE.cohort == CODE, PEOPLE.source == source, PEOPLE.role == role)
        )
        if applied:
            query = query.where(APPLICATIONS.id.is_not(None))
        return self._listed(query, PEOPLE.id, start, size, code=code)

    def fit_that(self, code: str, told: str, *, start: int, size: int) -> list[Listed]:
        """Pairs and groups whose report on the first session says this of whether they fit."""
        query = select(SESSIONS.scope, SESSIONS.id, SESSIONS.settled_at, type_coerce(SESSIONS.reports, JSON)).where(
            SESSIONS.cohort == CODE, SESSIONS.number == FIT_ASKED_AFTER, SESSIONS.state == SessionState.HELD
        )
        with self.db.reading() as db:
            rows = db.execute(query.order_by(SESSIONS.id), {"code": code}).all()
        found = [Listed(*row[:3]) for row in rows if fit_in(row[3]) == told]
        return found[start : start + size]

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

    def _listed(self, query: Select[Any], by: ColumnElement[str], start: int, size: int, **values: Any) -> list[Listed]:
        with self.db.reading() as db:
            return [Listed(*row) for row in db.execute(query.order_by(by).limit(size).offset(start), values)]
