"""Counts: how many there are of what in one cohort; counted by the database; no snapshot is loaded.

What a count means to a person is left to office/glance.py; every count can be opened as the list behind it (behind.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, literal, select, true, union_all

from domain.applications import Application
from domain.forms import FORMS as ALL_FORMS
from domain.lifecycles import InvitationState
from storage.cohorts.behind import Behind
from storage.cohorts.standings import (
    APPLICATIONS,
    CASES,
    CODE,
    FORMS,
    GROUPS,
    PEOPLE,
    SESSIONS,
    WORDS,
    session_standing,
)
from storage.engine import Database
from storage.tables import RECORDS, messages, scopes

# What coordinators are asked stands on their desk.
OF_PEOPLE = [name for name, form in ALL_FORMS.items() if form.by == "participant"]


@dataclass(frozen=True)
class Came:
    """How many people a source brought, and how many of them have applied."""

    people: int = 0
    applied: int = 0


class Counts(Behind):
    """Numbers of one cohort, each by a few codes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def sessions(self, code: str, now: datetime) -> dict[tuple[int, str], int]:
        """Sessions by their number and how they stand: a state, or "late"."""
        query = select(SESSIONS.number, session_standing.label("standing"), func.count()).where(SESSIONS.cohort == CODE)
        return self._pairs(query.group_by(SESSIONS.number, "standing"), code=code, now=now)

    def forms(self, code: str) -> dict[tuple[str, str], int]:
        """Forms of participants by name and how they stand: a state, "answered" also when they closed after that."""
        # As they lie in the index: one pass, and nothing to sort.
        query = select(FORMS.form, FORMS.state, func.count(), func.count(FORMS.answered_at)).where(FORMS.cohort == CODE)
        found: Counter[tuple[str, str]] = Counter()
        with self.db.reading() as db:
            for form, state, number, answered in db.execute(query.group_by(FORMS.state, FORMS.form), {"code": code}):
                over = answered if state is InvitationState.EXPIRED else 0
                found[form, InvitationState.ANSWERED.value] += over
                found[form, state.value] += number - over
        return {key: number for key, number in found.items() if number and key[0] in OF_PEOPLE}

    def reminded(self, code: str) -> dict[str, int]:
        """How many open forms were reminded of, by name: the ladders that run."""
        m = messages.c
        reminder = exists().where(m.cohort == FORMS.cohort, m.invitation == FORMS.id, m.reminder == true())
        query = select(FORMS.form, func.count()).where(FORMS.cohort == CODE, FORMS.state == InvitationState.OPEN)
        query = query.where(FORMS.form.in_(OF_PEOPLE), reminder).group_by(FORMS.form)
        with self.db.reading() as db:
            return dict(row._tuple() for row in db.execute(query, {"code": code}))

    def words(self, code: str) -> dict[tuple[str, str], int]:
        """What people answered to each gathering."""
        query = select(WORDS.gathering, WORDS.answer, func.count()).where(WORDS.cohort == CODE)
        return self._pairs(query.group_by(WORDS.gathering, WORDS.answer), code=code)

    def groups(self, code: str) -> dict[tuple[str, str], int]:
        """Groups by kind and state."""
        query = select(GROUPS.kind, GROUPS.state, func.count()).where(GROUPS.cohort == CODE)
        return self._pairs(query.group_by(GROUPS.kind, GROUPS.state), code=code)

    def cases(self, code: str) -> dict[tuple[str, str], int]:
        """Cases by matter and state."""
        query = select(CASES.matter, CASES.state, func.count()).where(CASES.cohort == CODE)
        return self._pairs(query.group_by(CASES.matter, CASES.state), code=code)

    def applications(self, code: str) -> dict[tuple[str, str], int]:
        """Applications by role and state."""
        query = select(APPLICATIONS.role, APPLICATIONS.state, func.count()).where(APPLICATIONS.cohort == CODE)
        return self._pairs(query.group_by(APPLICATIONS.role, APPLICATIONS.state), code=code)

    def came(self, code: str) -> dict[tuple[str, str], Came]:
        """Participants by what brought them and role, and how many of these have applied."""
        query = (
            select(PEOPLE.source, PEOPLE.role, func.count(), func.count(APPLICATIONS.id))
            .outerjoin(RECORDS[Application], and_(APPLICATIONS.cohort == CODE, APPLICATIONS.id == PEOPLE.id))
            .where(PEOPLE.cohort == CODE)
            .group_by(PEOPLE.source, PEOPLE.role)
        )
        with self.db.reading() as db:
            return {(row[0], _plain(row[1])): Came(row[2], row[3]) for row in db.execute(query, {"code": code})}

    def dues(self, code: str, spans: Sequence[tuple[datetime, datetime]]) -> list[int]:
        """How many scopes want attention next in each of these spans, whose ends do not belong to them."""
        due = scopes.c.next_due
        each = [
            select(literal(n).label("place"), func.count()).where(scopes.c.cohort == code, due >= first, due < end)
            for n, (first, end) in enumerate(spans)
        ]
        with self.db.reading() as db:
            return [number for _, number in sorted(row._tuple() for row in db.execute(union_all(*each)))]

    def _pairs(self, query: Select[Any], **values: Any) -> dict[tuple[Any, Any], int]:
        with self.db.reading() as db:
            rows: Sequence[Any] = db.execute(query, values).all()
        return {(_plain(row[0]), _plain(row[1])): row[2] for row in rows}


def _plain(value: Any) -> Any:
    """A state as its word, so that codes of all kinds are alike."""
    return getattr(value, "value", value)
