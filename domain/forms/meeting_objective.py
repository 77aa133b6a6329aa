"""Meeting objective: "my objective for this meeting", which the mentor reads before it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.careers import ANY_TOPIC
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Short
from domain.forms.read_by import FOR_THE_GROUP
from domain.invitations import Invitation
from domain.saying import say, together


class MeetingObjective(Form):
    """What do you want to take home from this meeting? One or two sentences, and your mentor can prepare."""

    name = "meeting_objective"
    title = "Your objective for this meeting"
    thanks = "Your mentor will read it before you meet."

    objective: Short = question(
        "My objective",
        widget="text",
        min_length=1,
        hint="It also stands in the calendar entries of those who meet, which are marked as private.",
        **FOR_THE_GROUP,
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        """With the topics that they missed half-way, by their own account."""
        group = cohort.groups.get(cohort.sessions[invitation.about].group)
        told = group.midterm.get(invitation.to, {}) if group else {}
        missing = [ANY_TOPIC[code] for code in told.get("topics_missing") or () if code in ANY_TOPIC]
        asked = super().introduction(cohort, invitation)
        if not missing:
            return asked
        words = together(missing, "; ")
        return together(
            (asked, say("Half-way you said that you had not reached these topics yet: {topics}.", topics=words))
        )

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        told = cohort.sessions[invitation.about].objectives.get(invitation.to)
        return {"objective": told} if told else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        settled = cohort.sessions[invitation.about].settled
        return {"": say("This session is over, so its objective stays as it is.")} if settled else {}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return not cohort.sessions[invitation.about].settled

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        session = cohort.sessions[invitation.about]
        if session.settled:
            return cohort
        return cohort.put(replace(session, objectives={**session.objectives, invitation.to: self.objective}))
