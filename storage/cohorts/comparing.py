"""Comparing: how several cohorts stand, counted by the database: as many statements for a hundred cohorts as for one.

What a count means to a person is left to domain/comparing.py; the lists behind the counts are those of each cohort's glance.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BindParameter, Select, and_, bindparam, func, or_, select, true, tuple_, type_coerce

from domain.comparing import Numbers
from domain.invitations import Invitation
from domain.lifecycles import ApplicationState, EscalationState, InvitationState, SessionState
from domain.people import Participant, Role
from storage.cohorts.behind import FIT_ASKED_AFTER, fit_in
from storage.cohorts.standings import (
    APPLICATIONS,
    CASES,
    FORMS,
    GROUPS,
    NOW,
    PEOPLE,
    SESSIONS,
    in_time,
    session_standing,
)
from storage.engine import Database
from storage.tables import RECORDS, desks, messages

CODES: BindParameter[Any] = bindparam("codes", expanding=True)


class Comparing:
    """Numbers of several cohorts beside each other."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def compared(self, codes: Collection[str], now: datetime) -> Numbers:
        """How these cohorts stand, from one moment of the database."""
        asked = {"codes": sorted(codes), "now": now}
        with self.db.reading() as db:
            found: dict[str, dict[tuple[str, ...], int]] = {
                name: {tuple(_plain(value) for value in row[:-1]): int(row[-1]) for row in db.execute(query, asked)}
                for name, query in COUNTED.items()
            }
            fit: dict[tuple[str, ...], int] = {}
            for code, reports in db.execute(FIRST_REPORTS, asked):
                if told := fit_in(reports):
                    fit[code, told] = fit.get((code, told), 0) + 1
        return Numbers(**found, fit=fit)


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))


# --- built once -----------------------------------------------------------------------------------------------------

_capacity = func.coalesce(type_coerce(APPLICATIONS.answers, JSON)["capacity"].as_integer(), 1)
# A list to look into rather than a table to join: a join of all forms with all reminders takes minutes in a large cohort.
_reminded = tuple_(FORMS.cohort, FORMS.id).in_(
    select(messages.c.cohort, messages.c.invitation).where(
        messages.c.cohort.in_(CODES), messages.c.reminder == true(), messages.c.invitation != ""
    )
)
_in_time = in_time(_reminded)
_of_participants = and_(PEOPLE.cohort == FORMS.cohort, PEOPLE.id == FORMS.to)
_of_staff = and_(desks.c.cohort == FORMS.cohort, desks.c.coordinator == FORMS.to)

COUNTED: dict[str, Select[Any]] = {
    "places": select(APPLICATIONS.cohort, func.sum(_capacity))
    .where(
        APPLICATIONS.cohort.in_(CODES),
        APPLICATIONS.role == Role.MENTOR,
        APPLICATIONS.state == ApplicationState.ACCEPTED,
    )
    .group_by(APPLICATIONS.cohort),
    "applications": select(APPLICATIONS.cohort, APPLICATIONS.role, APPLICATIONS.state, func.count())
    .where(APPLICATIONS.cohort.in_(CODES))
    .group_by(APPLICATIONS.cohort, APPLICATIONS.role, APPLICATIONS.state),
    "groups": select(GROUPS.cohort, GROUPS.kind, GROUPS.state, func.count())
    .where(GROUPS.cohort.in_(CODES))
    .group_by(GROUPS.cohort, GROUPS.kind, GROUPS.state),
    "sessions": select(SESSIONS.cohort, session_standing.label("standing"), func.count())
    .where(SESSIONS.cohort.in_(CODES))
    .group_by(SESSIONS.cohort, "standing"),
    "forms": select(FORMS.cohort, _in_time.label("standing"), func.count())
    .select_from(RECORDS[Invitation].join(RECORDS[Participant], _of_participants))
    .where(FORMS.cohort.in_(CODES))
    .group_by(FORMS.cohort, "standing"),
    "cases": select(CASES.cohort, func.count())
    .where(
        CASES.cohort.in_(CODES),
        CASES.state.in_((EscalationState.OPEN, EscalationState.ACKNOWLEDGED)),
        or_(CASES.snoozed_until.is_(None), CASES.snoozed_until <= NOW),
    )
    .group_by(CASES.cohort),
    "asked": select(FORMS.cohort, FORMS.form, func.count())
    .select_from(RECORDS[Invitation].join(desks, _of_staff))
    .where(FORMS.cohort.in_(CODES), FORMS.state == InvitationState.OPEN, FORMS.form != "decide_escalation")
    .group_by(FORMS.cohort, FORMS.form),
}
FIRST_REPORTS = select(SESSIONS.cohort, type_coerce(SESSIONS.reports, JSON)).where(
    SESSIONS.cohort.in_(CODES), SESSIONS.number == FIT_ASKED_AFTER, SESSIONS.state == SessionState.HELD
)
