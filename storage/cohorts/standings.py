"""Standings: how what is counted stands, as expressions that counts and the lists behind them share."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, Text, and_, bindparam, case, cast, func, select, true

from domain.applications import Application
from domain.escalations import Escalation
from domain.gatherings import Attendance
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, SessionState
from domain.people import Participant
from domain.sessions import Session
from storage.tables import RECORDS, messages, scopes

CODE: BindParameter[str] = bindparam("code")
NOW: BindParameter[datetime] = bindparam("now", type_=scopes.c.next_due.type)
UNTIL: BindParameter[datetime] = bindparam("until", type_=scopes.c.next_due.type)
LATE = "late"  # no date yet, and the window is over


def _table(kind: type[Any]) -> Table:
    return RECORDS[kind]


SESSIONS, FORMS, GROUPS = _table(Session).c, _table(Invitation).c, _table(Group).c
CASES, WORDS, APPLICATIONS = _table(Escalation).c, _table(Attendance).c, _table(Application).c
# A session as it stands now: its state, or that it is late.
session_standing: ColumnElement[Any] = case(
    (and_(SESSIONS.state == SessionState.PLANNED, SESSIONS.closes <= NOW), LATE), else_=cast(SESSIONS.state, Text)
)
# A form as it stands now: its state; one that closed after it had been answered stays answered.
form_standing: ColumnElement[Any] = case(
    (and_(FORMS.state == InvitationState.EXPIRED, FORMS.answered_at.is_not(None)), InvitationState.ANSWERED.value),
    else_=cast(FORMS.state, Text),
)
# Forms of participants; what coordinators are asked stands on their desk.
PEOPLE = _table(Participant).c
OF_PARTICIPANTS = FORMS.to.in_(select(PEOPLE.id).where(PEOPLE.cohort == CODE))
# Reminders that left or wait for one open form.
REMINDED = (
    select(messages.c.invitation, func.count().label("reminders"))
    .where(messages.c.cohort == CODE, messages.c.reminder == true(), messages.c.invitation != "")
    .group_by(messages.c.invitation)
    .subquery()
)


def in_time(reminded: ColumnElement[bool]) -> ColumnElement[str]:
    """How a form that people were asked for stands, with whether it needed a reminder: a word of domain/comparing.py."""
    return case(
        (and_(form_standing == InvitationState.ANSWERED, reminded), "late"),
        (form_standing == InvitationState.ANSWERED, "in_time"),
        (and_(form_standing == InvitationState.OPEN, reminded), "reminded"),
        (form_standing == InvitationState.OPEN, "open"),
        (form_standing == InvitationState.EXPIRED, "missed"),
        else_="",
    )
