"""RSVP: coming, sending the recording, or not; and one question for the gathering."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.attending import said_when_applying
from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import day_of, time_of
from domain.forms.form import Form
from domain.forms.form import question as ask
from domain.forms.kinds import Code, Short
from domain.gatherings import Attendance
from domain.invitations import Invitation
from domain.saying import say, sayings, together
from domain.text import as_typed

ANSWERS = sayings(
    {"coming": "I will come", "recording": "I cannot come; please send me the recording", "no": "No"}, context="coming"
)


class Rsvp(Form):
    """Will you be there? One click is enough."""

    name = "rsvp"
    title = "Will you come?"

    answer: Code = ask("Your answer", widget="choice", options=ANSWERS, use=(Use.MEETING, Use.COMPLETION))
    question: Short = ask("What would you like to hear about?", "", widget="text")

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        gathering = cohort.gatherings[invitation.about]
        day, time = day_of(gathering.starts_at, cohort.zone), time_of(gathering.starts_at, cohort.zone)
        facts = [
            f"**{as_typed(gathering.title)}**",
            say("{day} at {time} ({zone})", day=day, time=time, zone=cohort.zone),
            say("{n} minute", "{n} minutes", n=gathering.minutes),
        ]
        facts += [as_typed(gathering.place)] if gathering.place else []
        return together((together((together(facts, ", "), ""), "."), super().introduction(cohort, invitation)))

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        said = cohort.attendances.get(f"{invitation.about}:{invitation.to}")
        if said is not None:
            return {"answer": said.answer, "question": said.question}
        before = said_when_applying(cohort, cohort.gatherings[invitation.about], invitation.to)
        return {"answer": "coming"} if before == "come" else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        gathering = cohort.gatherings[invitation.about]
        if gathering.cancelled_at is not None:
            return {"answer": say("This gathering was cancelled.")}
        return {"answer": say("This gathering is over.")} if gathering.starts_at <= at else {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        key = f"{invitation.about}:{invitation.to}"
        said = cohort.attendances.get(key)
        if said is None:
            return cohort.put(Attendance(key, invitation.about, invitation.to, self.answer, at, self.question))
        if said.answer == self.answer and cohort.gatherings[invitation.about].stands(said):
            return cohort.put(replace(said, question=self.question))
        after = replace(said, answer=self.answer, at=at, question=self.question)
        if "coming" in (said.answer, self.answer) and said.answer != self.answer:
            withdrew_at = at if said.answer == "coming" else None
            after = replace(after, withdrew_at=withdrew_at, changes=said.changes + 2)
        return cohort.put(after)
