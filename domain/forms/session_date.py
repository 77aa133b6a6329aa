"""Session date: the two have agreed when to meet; both get a calendar entry, and a new one when the date moves."""

import datetime as dt
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.cohort import Cohort
from domain.dates import day_of, time_of
from domain.forms.dating import MINUTES_MAX, MINUTES_MIN, in_zone, mistake_in_date, times_are_of, zone_of
from domain.forms.form import Form, question
from domain.forms.kinds import Short
from domain.forms.read_by import A_MEETING
from domain.forms.verbs import dated, with_date
from domain.invitations import Invitation
from domain.saying import say, together
from domain.text import as_typed


def absences(cohort: Cohort, invitation: Invitation) -> Iterator[str]:
    """When the other one of a pair is away, as far as a session could fall into it."""
    session = cohort.sessions[invitation.about]
    pair = cohort.pairs.get(session.group)
    partner = (
        cohort.participants.get(pair.partner_of(invitation.to)) if pair and invitation.to in pair.members else None
    )
    for absence in partner.away if partner else ():
        if absence.last >= day_of(session.opens, cohort.zone):
            name = as_typed(partner.first_name) if partner else ""
            yield say("{name} is away from {first} to {last}.", name=name, first=absence.first, last=absence.last)


class SessionDate(Form):
    """When will you meet? Both of you get a calendar entry. To move the date later, come back with the same link."""

    name = "session_date"
    title = "The date of your session"
    version = 2  # times are the reader's own; before, they were the cohort's
    thanks = "The date is set. Both of you get a calendar entry."

    day: dt.date = question("Day", widget="date", **A_MEETING)
    time: dt.time = question("Time", widget="time", **A_MEETING)
    minutes: int | None = question("Minutes", None, widget="number", ge=MINUTES_MIN, le=MINUTES_MAX, **A_MEETING)
    place: Short = question("Where, or the link of the call", "", **A_MEETING)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        number = say("Session {number}.", number=cohort.sessions[invitation.about].number)
        return together((super().introduction(cohort, invitation), number, *absences(cohort, invitation)))

    @classmethod
    def hints(cls, cohort: Cohort, invitation: Invitation) -> dict[str, str]:
        return {"time": times_are_of(cohort, cohort.sessions[invitation.about].group, invitation.to)}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        session = cohort.sessions[invitation.about]
        known: dict[str, Any] = {"minutes": session.minutes, "place": session.place}
        if session.starts_at is not None:
            zone = zone_of(cohort, invitation.to)
            known |= {"day": day_of(session.starts_at, zone), "time": time_of(session.starts_at, zone)}
        return known

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        session = cohort.sessions[invitation.about]
        wrong = mistake_in_date(
            cohort, session, self._starts_at(cohort, invitation), self.minutes or session.minutes, at
        )
        return {"day": wrong} if wrong else {}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return not cohort.sessions[invitation.about].settled

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        session = cohort.sessions[invitation.about]
        if session.settled:
            return cohort
        told = dated(session, self._starts_at(cohort, invitation), self.minutes or session.minutes, self.place, at)
        return with_date(cohort, told, at, invitation.to)

    def _starts_at(self, cohort: Cohort, invitation: Invitation) -> datetime:
        return in_zone(self.day, self.time, zone_of(cohort, invitation.to))
