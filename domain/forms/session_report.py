"""Session report (docs/programme.md, "Forms"): what came of a session, under two minutes; the first answer is one click.

Also dates the next session, and opens a case when the two do not fit, ask for help, or contradict each other.
"""

import datetime as dt
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from domain.belonging import Audience, Belonging, Kept, Use
from domain.careers import FORMATS, MEETING_OUTCOMES, TOPICS
from domain.cohort import Cohort
from domain.dates import day_of
from domain.escalations import Noted
from domain.forms.dating import MINUTES_MAX, MINUTES_MIN, in_zone, mistake_in_date, times_are_of, zone_of
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Short
from domain.forms.read_by import A_MEETING, COUNTED, FOR_THE_TWO, TOWARDS_COMPLETION
from domain.forms.reporting import (
    fit_question,
    not_about_fit,
    other_tale,
    report_by,
    usefulness_question,
    with_fit,
    with_low_marks,
    with_report,
)
from domain.forms.verbs import dated, open_case, with_date
from domain.invitations import Invitation
from domain.lifecycles import SESSION, SessionState
from domain.policy import Policy
from domain.prompts import is_last
from domain.saying import say, sayings, together
from domain.sessions import Session
from domain.sessions import SessionReport as Report
from domain.topics import offered_in

WHO_READS = sayings(
    {
        "summaries": "The coordinator reads what you write here.",
        "topics": "The coordinator sees that you met and your topics; the summary stays between the two of you.",
    }
)
IF_HELD = ("outcome", ("held",))
TOPICS_MAX = 20  # those of the list, and what a group of several has named


class SessionReport(Form):
    """How did it go? It takes less than two minutes."""

    name = "session_report"
    title = "Report on your session"
    version = 2  # the time of the next date is the reader's own; before, it was the cohort's
    thanks = "Thank you. If you met, your partner gets a short note to confirm it."

    outcome: Code = question("Did you meet?", widget="choice", options=MEETING_OUTCOMES, **TOWARDS_COMPLETION)
    held_on: dt.date | None = question(
        "When did you meet?", None, widget="date", only_if=IF_HELD, needed="Tell us when you met.", **TOWARDS_COMPLETION
    )
    minutes: int | None = question(
        "For how many minutes?",
        None,
        widget="number",
        only_if=IF_HELD,
        ge=MINUTES_MIN,
        le=MINUTES_MAX,
        reader="group",
        use=(Use.COMPLETION, Use.EVALUATION),
    )
    format: Code = question(
        "Where?",
        "",
        widget="choice",
        options={code: words for code, words in FORMATS.items() if code != "either"},
        only_if=IF_HELD,
        reader="group",
        use=Use.CARE,
    )
    topics: tuple[Code, ...] = question(
        "What did you talk about?",
        (),
        widget="choices",
        options=TOPICS,
        only_if=IF_HELD,
        max_length=TOPICS_MAX,
        reader="group",
        use=(Use.CARE, Use.PARTNER, Use.EVALUATION),
    )
    summary: Short = question(
        "In a few lines", "", widget="text", hint="At most 600 characters.", only_if=IF_HELD, **FOR_THE_TWO
    )
    next_step: Short = question("What comes next?", "", widget="text", only_if=IF_HELD, **FOR_THE_TWO)
    introduction_made: bool = question(
        "The mentor introduced the mentee to somebody", False, widget="yes", only_if=IF_HELD, **COUNTED
    )
    usefulness: int = usefulness_question(IF_HELD)
    fit: Code = fit_question(IF_HELD)
    next_date: dt.date | None = question(
        "Next date", None, widget="date", only_if=("outcome", ("held", "moved")), **A_MEETING
    )
    next_time: dt.time | None = question(
        "Time", None, widget="time", only_if=("outcome", ("held", "moved")), **A_MEETING
    )
    private: Short = question(
        "Something only the coordinator should know",
        "",
        widget="text",
        hint="We will get in touch with you.",
        kept=Kept.CONFIDENCE,
    )

    # --- belongs ------------------------------------------------------------------------------------------------

    @classmethod
    def belongs(cls, name: str, policy: Policy | None = None) -> Belonging:
        """What is written about the talk stays between those who met, unless the programme has the coordinator read it."""
        belongs = super().belongs(name, policy)
        read_too = belongs.audience is Audience.TWO and policy and policy.sessions.coordinator_reads == "summaries"
        return replace(belongs, audience=Audience.GROUP) if read_too else belongs

    # --- shown --------------------------------------------------------------------------------------------------

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        session = cohort.sessions[invitation.about]
        reads = WHO_READS[cohort.policy.sessions.coordinator_reads]
        number = say("Session {number}.", number=session.number)
        return together((number, super().introduction(cohort, invitation), reads), " ")

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        """What the plan says comes first, and what they have named themselves can be ticked too."""
        group = cohort.groups.get(cohort.sessions[invitation.about].group)
        return {"topics": offered_in(cohort, group)} if group else {}

    @classmethod
    def hints(cls, cohort: Cohort, invitation: Invitation) -> dict[str, str]:
        session = cohort.sessions[invitation.about]
        found = {"next_time": times_are_of(cohort, session.group, invitation.to)}
        if is_last(cohort, session):
            found["next_step"] = say("It was the last session: what have you planned together for the time after it?")
        return found

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        """Fit is asked after the first session only, and nobody where, if all meet online."""
        everywhere = {"format"} if cohort.policy.sessions.meetings == "online" else set()
        return not_about_fit(cohort.sessions[invitation.about]) | everywhere

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        """This person's earlier report; else the date that was planned."""
        session = cohort.sessions[invitation.about]
        told = report_by(session, invitation.to)
        if told is not None:
            known = {field.name: getattr(told, field.name) for field in fields(told) if field.name in cls.model_fields}
            return known | {"introduction_made": told.introduction, "minutes": told.minutes or session.minutes}
        known = {"minutes": session.minutes}
        if session.starts_at is not None:
            known["held_on"] = day_of(session.starts_at, cohort.zone)
        return known

    # --- checked ------------------------------------------------------------------------------------------------

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        session, code, found = cohort.sessions[invitation.about], invitation.to, {}
        if self.held_on is not None and (wrong := _mistake_in_day(cohort, session, self.held_on, at)):
            found["held_on"] = wrong
        if self.next_date is not None and self.next_time is None:
            found["next_time"] = say("Please add the time of the next date.")
        to_date, starts_at = self._to_date(cohort, session), self._next_start(cohort, code)
        if starts_at is not None and to_date is not None and not to_date.settled:
            wrong = mistake_in_date(cohort, to_date, starts_at, to_date.minutes, at)
            if wrong:
                found["next_date"] = wrong
        return found

    # --- taken in -----------------------------------------------------------------------------------------------

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        session, code = cohort.sessions[invitation.about], invitation.to
        earlier = report_by(session, code)
        contradicts = session.state is SessionState.HELD and self.outcome != "held"
        tale = other_tale(cohort, session, self._report(code, at))
        cohort = cohort.put(self._settled(with_report(session, self._report(code, at)), at))
        cohort = self._date(cohort, session.id, at, code)
        if contradicts:
            cohort = open_case(cohort, "disagreement", session.id, code, at, noted=Noted("outcome", self.outcome))
        elif tale:
            tales = Noted("tales", f"{tale.outcome}>{self.outcome}")
            cohort = open_case(cohort, "disagreement", session.id, code, at, noted=tales)
        cohort = with_low_marks(cohort, session.id, code, at)
        cohort = with_fit(
            cohort, session.id, code, at, self.fit, before=earlier.fit if earlier else "", words=self.private
        )
        if self.private and (earlier is None or earlier.private != self.private):
            cohort = open_case(cohort, "help", session.id, code, at, self.private)
        return cohort

    def _report(self, by: str, at: datetime) -> Report:
        return Report(
            by=by,
            at=at,
            outcome=self.outcome,
            held_on=self.held_on,
            minutes=self.minutes or 0,
            format=self.format,
            topics=self.topics,
            summary=self.summary,
            next_step=self.next_step,
            introduction=self.introduction_made,
            usefulness=self.usefulness,
            fit=self.fit,
            private=self.private,
        )

    def _settled(self, session: Session, at: datetime) -> Session:
        """The session after this outcome; a held or cancelled one stays what it is."""
        if session.state is SessionState.CANCELLED:
            return session
        if self.outcome == "held":
            if session.state is SessionState.HELD:
                return replace(session, held_on=self.held_on)
            state = SESSION.check(session.state, SessionState.HELD)
            return replace(session, state=state, held_on=self.held_on, settled_at=at)
        if session.state in (SessionState.HELD, SessionState.MISSED):
            return session
        return replace(session, state=SESSION.check(session.state, SessionState.MISSED), missed_at=at)

    def _date(self, cohort: Cohort, about: str, at: datetime, code: str) -> Cohort:
        session = self._to_date(cohort, cohort.sessions[about])
        starts_at = self._next_start(cohort, code)
        if session is None or starts_at is None or session.settled:
            return cohort
        return with_date(cohort, dated(session, starts_at, session.minutes, session.place, at), at, by="")

    def _to_date(self, cohort: Cohort, session: Session) -> Session | None:
        """The session that the next date is for: the one that was moved, or the next one."""
        if self.outcome == "moved":
            return session
        return cohort.sessions.get(f"{session.group}.{session.number + 1}")

    def _next_start(self, cohort: Cohort, code: str) -> datetime | None:
        """By the clock of whoever reports."""
        if self.next_date is None or self.next_time is None:
            return None
        return in_zone(self.next_date, self.next_time, zone_of(cohort, code))


def _mistake_in_day(cohort: Cohort, session: Session, day: dt.date, at: datetime) -> str:
    group = cohort.groups.get(session.group)
    if day > day_of(at, cohort.zone):
        return say("This day is still to come. If you have agreed on it, report after you have met.")
    if group is not None and group.starts_on is not None and day < group.starts_on:
        return say("Your mentoring began on {day}. Please look at the date again.", day=group.starts_on)
    return ""
