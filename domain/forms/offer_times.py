"""Offer times: each says when they could meet, and the office takes the first time that fits all (domain/finding.py)."""

import datetime as dt
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.cohort import Cohort
from domain.dates import day_of, time_of
from domain.ends import ends_of
from domain.finding import WORK_FROM, WORK_UNTIL, at_work, days_of, found, seeks_a_date
from domain.forms.dating import in_zone, times_are_of, zone_of
from domain.forms.form import Form, question
from domain.forms.read_by import A_MEETING
from domain.forms.session_date import absences
from domain.forms.verbs import dated, with_date
from domain.invitations import Invitation
from domain.saying import say, together
from domain.sessions import Offer, Session, Span
from domain.text import as_typed

TIMES_MAX = 12
A_DAY = timedelta(days=1)  # by which clocks of two zones may differ


class FreeTime(BaseModel):
    """Some hours of one day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: dt.date = question("Day", widget="date")
    first: dt.time = question("From", widget="time")
    until: dt.time = question("Until", widget="time")


class OfferTimes(Form):
    """When could you meet? The other does the same, and we take the first time that suits both of you. Each of you gets an
    entry for the calendar, and can still change the date.
    """

    name = "offer_times"
    title = "Find a date together"
    thanks = (
        "Noted. As soon as you have both said when you could, we take the first time that suits both and write to you."
    )

    times: tuple[FreeTime, ...] = question(
        "Times that would suit you", widget="rows", rows=4, min_length=1, max_length=TIMES_MAX, **A_MEETING
    )

    # --- shown --------------------------------------------------------------------------------------------------

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        session = cohort.sessions[invitation.about]
        number = say("Session {number}, {minutes} minutes.", number=session.number, minutes=session.minutes)
        hours = say(
            "We take times from {first} to {until} only, on a working day of each of you.",
            first=WORK_FROM,
            until=WORK_UNTIL,
        )
        told = [super().introduction(cohort, invitation), together((number, hours), " ")]
        other = _others_offer(session, invitation.to)
        if other is not None and not _offer_of(session, invitation.to):
            name = as_typed(cohort.participants[other.by].first_name)
            told.append(
                say(
                    "Below are the times of {name}, on your clock: take out what does not suit you, and add others.",
                    name=name,
                )
            )
        return together((*told, *absences(cohort, invitation)))

    @classmethod
    def hints(cls, cohort: Cohort, invitation: Invitation) -> dict[str, str]:
        return {"times": times_are_of(cohort, cohort.sessions[invitation.about].group, invitation.to)}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        """What they offered before; else what the other has, as far as it lies in their own working hours."""
        session, code = cohort.sessions[invitation.about], invitation.to
        mine, other = _offer_of(session, code), _others_offer(session, code)
        days = days_of(cohort, cohort.groups[session.group], code)
        spans = mine.spans if mine else tuple(at_work(other.spans, days)) if other else ()
        return {"times": [_row(span, days.zone) for span in spans[:TIMES_MAX]]} if spans else {}

    # --- checked ------------------------------------------------------------------------------------------------

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        session = cohort.sessions[invitation.about]
        if not seeks_a_date(session) or invitation.to not in cohort.groups[session.group].members:
            return {"": say("This session has a date, or is over: nothing is looked for any more.")}
        first, last = day_of(at, cohort.zone), day_of(ends_of(cohort, cohort.groups[session.group]), cohort.zone)
        if any(not first - A_DAY <= row.day <= last + A_DAY for row in self.times):
            return {"times": say("Please give days that are still to come, and before {day}.", day=last)}
        if any(row.until <= row.first for row in self.times):
            return {"times": say("The end of a time must come after its beginning.")}
        spans = self._spans(cohort, invitation)
        if any(span.until <= at for span in spans):
            return {"times": say("One of these times is over. Please give times that are still to come.")}
        within = at_work(spans, days_of(cohort, cohort.groups[session.group], invitation.to))
        if not any(span.until - span.first >= timedelta(minutes=session.minutes) for span in within):
            return {
                "times": say(
                    "None of these times is long enough and lies from {first} to {until} on a working day. To meet at "
                    "another time, agree on it with each other and tell us the date itself.",
                    first=WORK_FROM,
                    until=WORK_UNTIL,
                )
            }
        return {}

    # --- taken in -----------------------------------------------------------------------------------------------

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return seeks_a_date(cohort.sessions[invitation.about])

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        """Kept; and where all have offered times and one fits, it is the date."""
        session, code = cohort.sessions[invitation.about], invitation.to
        offer = Offer(code, at, self._spans(cohort, invitation))
        session = replace(session, offers=(*(one for one in session.offers if one.by != code), offer))
        cohort = cohort.put(session)
        came = found(cohort, session, ends_of(cohort, cohort.groups[session.group]))
        if came is None or came.starts_at is None:
            return cohort
        return with_date(cohort, dated(session, came.starts_at, session.minutes, session.place, at), at, by="")

    def _spans(self, cohort: Cohort, invitation: Invitation) -> tuple[Span, ...]:
        zone = zone_of(cohort, invitation.to)
        return tuple(Span(in_zone(row.day, row.first, zone), in_zone(row.day, row.until, zone)) for row in self.times)


def _offer_of(session: Session, code: str) -> Offer | None:
    return next((offer for offer in session.offers if offer.by == code), None)


def _others_offer(session: Session, code: str) -> Offer | None:
    """The newest of somebody else's."""
    return max((one for one in session.offers if one.by != code), key=lambda one: one.at, default=None)


def _row(span: Span, zone: str) -> dict[str, Any]:
    first, until = time_of(span.first, zone), time_of(span.until, zone)
    return {"day": day_of(span.first, zone).isoformat(), "first": f"{first:%H:%M}", "until": f"{until:%H:%M}"}
