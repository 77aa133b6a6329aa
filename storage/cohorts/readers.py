"""Readers: for whom a message by hand would be (domain/writing.py), found by the database; no snapshot is loaded."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, exists, or_, select
from sqlalchemy import Text as Words

from domain.applications import Application
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, PairState, SessionState
from domain.people import Participant
from domain.sessions import Session
from domain.writing import Reader, Readers, Together, has_said, why_left_out
from storage.cohorts.standings import LATE
from storage.engine import Database
from storage.tables import RECORDS, memberships

_people, _applications = RECORDS[Participant].c, RECORDS[Application].c
_forms, _groups, _sessions = RECORDS[Invitation].c, RECORDS[Group].c, RECORDS[Session].c
_members = memberships.c
# Those who are in a group that is under way; who left it is none of them.
_in_group = and_(
    _members.cohort == _people.cohort,
    _members.code == _people.id,
    _members.state == PairState.ACTIVE,
    _members.left_at.is_(None),
)


class WhoReads:
    """Finding those for whom something would be."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def found(self, code: str, wanted: Readers, now: datetime) -> list[Reader]:
        """Everybody for whom it would be, by code, those who do not get it with the reason; the erased are nobody."""
        told = ("id", "name", "left", "bounced_at", "opted_out_at")
        query = select(*(_people[name] for name in told), _applications.answers, _applications.alumni).select_from(
            RECORDS[Participant].outerjoin(
                RECORDS[Application], and_(_applications.cohort == _people.cohort, _applications.id == _people.id)
            )
        )
        query = query.where(_people.cohort == code, _people.erased_at.is_(None), *_tests(wanted, now))
        with self.db.reading() as db:
            rows = list(db.execute(query.order_by(_people.id)))
        return [_reader(row, wanted) for row in rows if _fits(row, wanted)]

    def open_forms(self, code: str) -> list[str]:
        """The forms that somebody who takes part has and has not answered, by name."""
        theirs = _forms.to.in_(select(_people.id).where(_people.cohort == code))
        query = select(_forms.form).where(_forms.cohort == code, _forms.state == InvitationState.OPEN, theirs)
        with self.db.reading() as db:
            return list(db.scalars(query.distinct().order_by(_forms.form)))


def _reader(row: Any, wanted: Readers) -> Reader:
    why = why_left_out(
        left=row.left is not None,
        bounced=row.bounced_at is not None,
        opted_out=row.opted_out_at is not None,
        many=wanted.are_many,
    )
    return Reader(row.id, row.name, why)


def _fits(row: Any, wanted: Readers) -> bool:
    """What stands within an answer, as far as it matters."""
    said = not wanted.said or has_said(wanted.said, row.answers or {}, row.alumni or {})
    return said and (not wanted.track or _wants_track(row, wanted.track))


def _wants_track(row: Any, track: int) -> bool:
    return track in [int(one) for one in (row.answers or {}).get("tracks") or ()]


def _tests(wanted: Readers, now: datetime) -> Iterator[ColumnElement[bool]]:
    if wanted.people:
        yield _people.id.in_(wanted.people)
    if wanted.group:
        yield exists().where(_in_group, _members.group == wanted.group)
    if wanted.role is not None:
        yield _people.role == wanted.role
    if wanted.application is not None:
        yield _applications.state == wanted.application
    if wanted.together is not None:
        together = exists().where(_in_group)
        yield together if wanted.together is Together.YES else ~together
    if wanted.open_form:
        theirs = and_(_forms.cohort == _people.cohort, _forms.to == _people.id, _forms.form == wanted.open_form)
        yield exists().where(theirs, _forms.state == InvitationState.OPEN)
    if wanted.session and wanted.standing:
        theirs = and_(_sessions.cohort == _people.cohort, _sessions.group == _members.group)
        yield exists().where(_in_group, theirs, _sessions.number == wanted.session, _stands(wanted.standing, now))


def _stands(standing: str, now: datetime) -> ColumnElement[bool]:
    if standing == LATE:
        return and_(_sessions.state == SessionState.PLANNED, _sessions.closes <= now)
    in_time = or_(_sessions.state != SessionState.PLANNED, _sessions.closes > now)
    return and_(cast(_sessions.state, Words) == standing, in_time)
