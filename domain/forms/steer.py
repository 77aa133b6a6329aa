"""Steer: the coordinator holds the whole cohort, lets it go on, or calls it off."""

from dataclasses import replace
from datetime import datetime

from domain.belonging import Kept, Use
from domain.cohort import Cohort, Hold
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.verbs import call_off
from domain.invitations import Invitation
from domain.lifecycles import Phase
from domain.saying import say, sayings

ACTIONS = sayings(
    {"hold": "Hold: no letters, no reminders until lifted", "lift": "Go on", "call_off": "Call the cohort off"}
)


class Steer(Form):
    """On hold, nothing leaves the office; later it goes on with what is then right. Calling off cannot be undone."""

    name = "steer"
    title = "Steer the cohort"
    by = "coordinator"
    use = Use.DECISION
    kept_for = Kept.OFFICE
    anytime = True
    on_desk = True
    reach = "cohort"
    thanks = "Done."

    action: Code = question("What shall happen?", widget="choice", options=ACTIONS)
    reason: Text = question(
        "Why?",
        "",
        widget="text",
        hint="For the next coordinator.",
        only_if=("action", ("hold", "call_off")),
        needed="Please say why: the next coordinator will want to know.",
    )
    sure: bool = question(
        "Yes, call it off for everybody",
        False,
        widget="yes",
        only_if=("action", ("call_off",)),
        needed="Please tick this if you are sure.",
    )

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        """Only what makes sense now: what is on hold can be lifted; the other way round."""
        senseless = "hold" if cohort.hold else "lift"
        return {"action": {action: words for action, words in ACTIONS.items() if action != senseless}}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        return {} if cohort.is_open else {"action": say("This cohort is closed already.")}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        match self.action:
            case "hold":
                since = cohort.hold.at if cohort.hold else at
                return replace(cohort, hold=Hold(invitation.to, since, self.reason))
            case "lift":
                return replace(cohort, hold=None)
            case _:
                return cohort if cohort.phase is Phase.CALLED_OFF else call_off(cohort, at)
