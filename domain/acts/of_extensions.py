"""Acts on how long a pair goes on: a later end is proposed, and the two decide (domain/forms/extension.py)."""

import datetime as dt
from dataclasses import replace
from datetime import datetime, timedelta

from domain.acts.act import Act
from domain.acts.of_groups import is_active
from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import last_day as last_day_before
from domain.dates import start_of
from domain.ends import ends_of
from domain.extension import Extension
from domain.forms.form import question
from domain.invitations import Invitation
from domain.saying import say, together

ASKED_FOR = timedelta(14)  # both have so long to answer (own)
TIME_TO_ANSWER = timedelta(3)  # before its end, else nobody could (own)
# Between the end of a pair and that of the cohort: for the last report, for looking back and for certificates (own).
LEFT_AFTER = timedelta(14)


class ProposeExtension(Act):
    """Both are asked, each in a form of their own. Only when both say yes does the pair go on, with a session for each month
    more. When one says no, or nothing, it ends as planned, and you hear that it does.
    """

    name = "propose_extension"
    title = "Propose to go on longer"
    on = "group"

    last: dt.date = question("Until and with", widget="date", use=Use.MEETING)

    @classmethod
    def offered(cls, cohort: Cohort, about: str, at: datetime) -> bool:
        if not is_active(cohort, about) or about not in cohort.pairs or not cohort.sessions_of(about):
            return False
        return at + TIME_TO_ANSWER < ends_of(cohort, cohort.groups[about])

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        ends = last_day_before(ends_of(cohort, cohort.groups[invitation.about]), cohort.zone)
        now = say("As it stands the pair goes on until {day}.", day=ends)
        return together((super().introduction(cohort, invitation), now))

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        ends, closes = self._ends(cohort), cohort.milestones.closes
        known = ends_of(cohort, cohort.groups[invitation.about])
        if ends <= known:
            day = last_day_before(known, cohort.zone)
            return {"last": say("The pair goes on until {day} already. Please choose a later day.", day=day)}
        if ends + LEFT_AFTER > closes:
            latest = last_day_before(closes - LEFT_AFTER, cohort.zone)
            return {
                "last": say(
                    "The cohort closes too early for that: {day} is the latest, so that there is time to look back. "
                    "Move the last day of the cohort first.",
                    day=latest,
                )
            }
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group = cohort.groups[invitation.about]
        closes = min(at + ASKED_FOR, ends_of(cohort, group))
        return cohort.put(replace(group, extension=Extension(self.last, at, closes)))

    def _ends(self, cohort: Cohort) -> datetime:
        return start_of(self.last + timedelta(1), cohort.zone)


ACTS: tuple[type[Act], ...] = (ProposeExtension,)
