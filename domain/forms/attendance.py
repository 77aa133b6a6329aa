"""Attendance: the coordinator ticks who came to a gathering, and may leave the recording. From it hours are counted."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.attending import comes, those_it_is_for, word_of
from domain.belonging import Audience, Kept, Use
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Short
from domain.gatherings import Attendance
from domain.invitations import Invitation
from domain.saying import say, together
from domain.text import as_typed


class WhoCame(Form):
    """Those who said that they come are ticked already: untick who did not, tick who came all the same. Hours on certificates
    and statements count for those whom you tick, and for nobody else."""

    name = "attendance"
    title = "Who came"
    by = "coordinator"
    use = Use.COMPLETION
    reach = "cohort"
    thanks = "Thank you. The hours are counted."

    came: tuple[Code, ...] = question("They were there", (), widget="choices", max_length=2000)
    recording: Short = question(
        "Link of the recording",
        "",
        widget="line",
        reader=Audience.EVERYBODY,
        use=Use.MEETING,
        kept=Kept.OFFICE,
        hint="It goes to those who asked for it, and to those who missed what everybody should see.",
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        gathering = cohort.gatherings[invitation.about]
        day = day_of(gathering.starts_at, cohort.zone)
        told = say("**{gathering}**, {day}", gathering=as_typed(gathering.title), day=day)
        return together((told, super().introduction(cohort, invitation)))

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        people = those_it_is_for(cohort, cohort.gatherings[invitation.about])
        return {"came": {person.id: person.name or person.id for person in people}}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        gathering = cohort.gatherings[invitation.about]
        there = []
        for person in those_it_is_for(cohort, gathering):
            word = word_of(cohort, gathering, person.id)
            ticked = word.came if word and word.came is not None else None
            if comes(cohort, gathering, person.id) if ticked is None else ticked:
                there.append(person.id)
        return {"came": tuple(there), "recording": gathering.recording}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        gathering = cohort.gatherings[invitation.about]
        if gathering.cancelled_at is not None:
            return {"": say("This gathering was cancelled.")}
        return {"came": say("It has not begun yet.")} if at < gathering.starts_at else {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        gathering = cohort.gatherings[invitation.about]
        for person in list(those_it_is_for(cohort, gathering)):
            key = f"{gathering.id}:{person.id}"
            word = cohort.attendances.get(key) or Attendance(key, gathering.id, person.id, "", at)
            cohort = cohort.put(replace(word, came=person.id in self.came))
        given = at if self.recording and self.recording != gathering.recording else gathering.recorded_at
        return cohort.put(
            replace(
                gathering,
                attended_at=gathering.attended_at or at,
                recording=self.recording,
                recorded_at=given if self.recording else None,
            )
        )
