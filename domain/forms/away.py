"""Away: a participant declares an absence. Meanwhile the clocks of reminders and cases stand still."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms.form import Form, question
from domain.invitations import Invitation
from domain.people import Away as Absence
from domain.saying import say

LONGEST = timedelta(days=183)


class Away(Form):
    """While you are away no reminders go out on your account. A suggested match waits longer for your answer, as long as the
    programme allows, and the other one hears until when. Your partner hears of the days.
    """

    name = "away"
    title = "I am away"
    anytime = True
    thanks = "Noted. Have a good time."

    first: dt.date = question("First day", widget="date", reader="partner", use=Use.MEETING)
    last: dt.date = question("Last day", widget="date", reader="partner", use=Use.MEETING)
    instead: bool = question("This replaces the absences I told you about before", False, widget="yes", use=Use.MEETING)

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if self.last < self.first:
            return {"last": say("The last day is before the first one.")}
        if self.last < day_of(at, cohort.zone):
            return {"last": say("These days are over.")}
        if self.last - self.first > LONGEST:
            return {
                "last": say('That is more than half a year. If you cannot go on, use "I must stop", or ask for help.')
            }
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        person = cohort.participants[invitation.about]
        before = () if self.instead else person.away
        return cohort.put(replace(person, away=_joined((*before, Absence(self.first, self.last, at)))))


def _joined(absences: Iterable[Absence]) -> tuple[Absence, ...]:
    """In order, with those that overlap or touch made one."""
    joined: list[Absence] = []
    for absence in sorted(absences, key=lambda absence: (absence.first, absence.last)):
        if joined and absence.first <= joined[-1].last + timedelta(1):
            told = max((at for at in (joined[-1].told_at, absence.told_at) if at), default=None)
            joined[-1] = Absence(joined[-1].first, max(joined[-1].last, absence.last), told)
        else:
            joined.append(absence)
    return tuple(joined)
