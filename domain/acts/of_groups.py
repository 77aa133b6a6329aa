"""Acts on a pair or a larger group: its sessions, its pace, its end."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from domain.acts.act import Act
from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import day_of, last_day, moment, start_of, time_of
from domain.ends import ends_of
from domain.forms.away import LONGEST
from domain.forms.dating import MINUTES_MAX, MINUTES_MIN, mistake_in_date
from domain.forms.form import question
from domain.forms.kinds import Code, Short
from domain.forms.read_by import A_MEETING
from domain.forms.session_report import SessionReport
from domain.forms.verbs import cancelled, dated, end_group, with_date
from domain.groups import Group
from domain.invitations import Invitation, invitation_id
from domain.lifecycles import PairState
from domain.people import Away
from domain.saying import say, together
from domain.sessions import Session

Which = Callable[[Session], bool]


def is_active(cohort: Cohort, about: str) -> bool:
    """Whether this is a group that meets."""
    return cohort.is_open and about in cohort.groups and cohort.groups[about].state is PairState.ACTIVE


def open_sessions(cohort: Cohort, about: str) -> list[Session]:
    """The sessions of a group that are neither held nor cancelled."""
    return [session for session in cohort.sessions_of(about) if not session.settled]


class OfSession(Act):
    """Base of acts on one session of a group that is not settled."""

    on = "group"

    session: Code = question("Which session?", widget="choice")

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return is_active(cohort, about) and bool(open_sessions(cohort, about))

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        return {"session": {one.id: _named(cohort, one) for one in open_sessions(cohort, invitation.about)}}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        """The one with a date comes first to mind, then the next one."""
        theirs = open_sessions(cohort, invitation.about)
        likely = next((one for one in theirs if one.starts_at), theirs[0] if theirs else None)
        return {"session": likely.id} if likely else {}


def _named(cohort: Cohort, session: Session) -> str:
    number = say("session {number}", number=session.number)
    if session.starts_at is not None:
        day, hour = day_of(session.starts_at, cohort.zone), time_of(session.starts_at, cohort.zone)
        return together((number, say("on {day} at {time}", day=day, time=hour)), ", ")
    until = last_day(session.closes, cohort.zone)
    return together(
        (number, say("no date yet, {first} to {last}", first=day_of(session.opens, cohort.zone), last=until)), ", "
    )


class ChangeDate(OfSession):
    """Set or move the date of a session when the two have told you. All of them get a calendar entry, or a new one."""

    name = "change_date"
    title = "Set or move a date"

    day: dt.date = question("Day", widget="date", **A_MEETING)
    time: dt.time = question("Time", widget="time", **A_MEETING)
    minutes: int | None = question("Minutes", None, widget="number", ge=MINUTES_MIN, le=MINUTES_MAX, **A_MEETING)
    place: Short = question("Where, or the link of the call", "", hint="Left empty, it stays what it was.", **A_MEETING)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        return together((super().introduction(cohort, invitation), say("Times are those of {zone}.", zone=cohort.zone)))

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        session = cohort.sessions[self.session]
        wrong = mistake_in_date(cohort, session, self._starts_at(cohort), self.minutes or session.minutes, at)
        return {"day": wrong} if wrong else {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        session = cohort.sessions[self.session]
        minutes, place = self.minutes or session.minutes, self.place or session.place
        return with_date(cohort, dated(session, self._starts_at(cohort), minutes, place, at), at, by="")

    def _starts_at(self, cohort: Cohort) -> datetime:
        return moment(self.day, self.time.replace(second=0, microsecond=0, tzinfo=None), cohort.zone)


class ExcuseSession(OfSession):
    """The session will not take place, and nobody is asked about it any more. A date goes off the calendars."""

    name = "excuse_session"
    title = "Excuse a session"

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return cohort.put(cancelled(cohort.sessions[self.session], at))


class LogMeeting(OfSession):
    """They met and told you. It counts as their report; the other is asked to confirm it, as always."""

    name = "log_meeting"
    title = "Note that they have met"

    told_by: Code = question("Who told you?", widget="choice")
    held_on: dt.date = question("When did they meet?", widget="date", use=Use.COMPLETION)
    minutes: int = question(
        "For how many minutes?", 60, widget="number", ge=MINUTES_MIN, le=MINUTES_MAX, use=Use.COMPLETION
    )

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        members = cohort.groups[invitation.about].members
        names = {code: cohort.participants[code].name or code for code in members}
        return super().options(cohort, invitation) | {"told_by": names}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        return self._report().look_twice(cohort, self._theirs(at), at)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return self._report().take_in(cohort, self._theirs(at), at)

    def _report(self) -> SessionReport:
        return SessionReport(outcome="held", held_on=self.held_on, minutes=self.minutes)

    def _theirs(self, at: datetime) -> Invitation:
        key = invitation_id(self.session, SessionReport.name, self.told_by)
        return Invitation(key, SessionReport.name, self.told_by, self.session, self.session.partition(".")[0], at)


class AddSession(Act):
    """One more session for this group: they are asked for a date and a report as for the others."""

    name = "add_session"
    title = "Add a session"
    on = "group"

    first: dt.date = question("First day", widget="date", use=Use.MEETING)
    last: dt.date = question("Last day", widget="date", use=Use.MEETING)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return (
            is_active(cohort, about) and bool(cohort.sessions_of(about)) and at < ends_of(cohort, cohort.groups[about])
        )

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        last = last_day(ends_of(cohort, cohort.groups[invitation.about]), cohort.zone)
        return {"first": max(day_of(invitation.opens, cohort.zone), last - timedelta(27)), "last": last}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if self.last < self.first:
            return {"last": say("The last day is before the first one.")}
        if self.last < day_of(at, cohort.zone):
            return {"last": say("These days are over.")}
        ends = ends_of(cohort, cohort.groups[invitation.about])
        if start_of(self.last + timedelta(1), cohort.zone) > ends:
            day = day_of(ends, cohort.zone)
            return {"last": say("Mentoring ends before {day}. Please choose an earlier day.", day=day)}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group = invitation.about
        number = 1 + max(session.number for session in cohort.sessions_of(group))
        opens, closes = start_of(self.first, cohort.zone), start_of(self.last + timedelta(1), cohort.zone)
        minutes = cohort.policy.sessions.minutes
        return cohort.put(Session(f"{group}.{number}", group, number, opens, closes, minutes=minutes))


class PauseGroup(Act):
    """They go on later. Until then no reminder goes out, and no silence is taken for neglect. Dates stay as they are."""

    name = "pause_group"
    title = "Pause"
    on = "group"

    last: dt.date = question("Until and with", widget="date", use=Use.MEETING)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return is_active(cohort, about) and not _pausing(cohort, cohort.groups[about], at)

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        today = day_of(at, cohort.zone)
        if self.last < today:
            return {"last": say("These days are over.")}
        if self.last - today > LONGEST:
            return {"last": say("That is more than half a year. Please choose an earlier day.")}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group = cohort.groups[invitation.about]
        return cohort.put(replace(group, pauses=(*group.pauses, Away(day_of(at, cohort.zone), self.last))))


class GoOnAgain(Act):
    """They go on today: clocks run again, and what is due is asked for."""

    name = "go_on_again"
    title = "Go on after a pause"
    on = "group"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return is_active(cohort, about) and bool(_pausing(cohort, cohort.groups[about], at))

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group, yesterday = cohort.groups[invitation.about], day_of(at, cohort.zone) - timedelta(1)
        ends = (replace(pause, last=min(pause.last, yesterday)) for pause in group.pauses)
        return cohort.put(replace(group, pauses=tuple(pause for pause in ends if pause.first <= pause.last)))


def _pausing(cohort: Cohort, group: Group, at: datetime) -> bool:
    today = day_of(at, cohort.zone)
    return any(pause.first <= today <= pause.last for pause in group.pauses)


class EndGroup(Act):
    """The mentoring ends early, without fault. All hear it in the same neutral letter; what was still to come is withdrawn."""

    name = "end_group"
    title = "End it, without fault"
    on = "group"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return is_active(cohort, about)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return end_group(cohort, cohort.groups[invitation.about], at, "ended")


class Rematch(Act):
    """The pair ends without fault, and both are matched anew with whoever is free: the next proposal comes to your desk."""

    name = "rematch"
    title = "Look for another partner"
    on = "group"

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        return is_active(cohort, about) and about in cohort.pairs

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return end_group(cohort, cohort.groups[invitation.about], at, "rematched")


ACTS: tuple[type[Act], ...] = (
    ChangeDate, ExcuseSession, LogMeeting, AddSession, PauseGroup, GoOnAgain, Rematch, EndGroup,
)  # fmt: skip
