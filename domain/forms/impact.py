"""Impact: what came of the programme, asked some months later of those who agreed to be asked."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.outcomes import AGREE
from domain.forms.read_by import COUNTED
from domain.invitations import Invitation
from domain.saying import say, sayings

WHERE_NOW = sayings(
    {
        "same": "Where I was",
        "further": "Further on the way I had in mind",
        "elsewhere": "In another place, role or field",
        "looking": "I am looking for something new",
    },
    context="impact",
)
IN_TOUCH = sayings({"yes": "Yes", "now_and_then": "Now and then", "no": "No"}, context="impact")


class Impact(Form):
    """Some time has passed since your mentoring ended. What came of it? It takes two minutes."""

    name = "impact"
    title = "What came of it"
    thanks = "Thank you. It helps those who come after you."

    where_now: Code = question("Where are you now?", widget="choice", options=WHERE_NOW, **COUNTED)
    helped: int = question(
        "The mentoring has helped me on my way", widget="scale", options=AGREE, ge=1, le=5, **COUNTED
    )
    in_touch: Code = question(
        "Are you still in touch with somebody from the programme?", widget="choice", options=IN_TOUCH, **COUNTED
    )
    impact_words: Text = question("What came of it, in your own words", "", widget="text", hint="Only if you like.")

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if invitation.about not in cohort.applications:
            return {"": say("We have no application of yours to which this could belong.")}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        return cohort.put(replace(cohort.applications[invitation.about], impact=self.kept(), impact_at=at))
