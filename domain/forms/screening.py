"""Screening: the coordinator's sheet for one application (docs/programme.md, "Forms"), with marks, a verdict and a note."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.applications import Screening as Sheet
from domain.belonging import Use
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.verbs import SEATED
from domain.invitations import Invitation
from domain.lifecycles import APPLICATION, ApplicationState
from domain.saying import say, sayings, together
from domain.states import APPLICATIONS
from domain.text import as_typed

FOUR = ("field", "trajectory", "planning", "contribution")
MARKS = sayings({0: "Not at all", 1: "A little", 2: "Well", 3: "Very well"}, context="mark")
VERDICTS = sayings(
    {
        "accept": "Accept",
        "keep": "Keep the marks, decide later",
        "incomplete": "Ask to complete it",
        "waitlist": "Waiting list",
        "decline": "Decline",
    },
    context="verdict",
)
STATES = {
    "accept": ApplicationState.ACCEPTED,
    "incomplete": ApplicationState.INCOMPLETE,
    "waitlist": ApplicationState.WAITLISTED,
    "decline": ApplicationState.DECLINED,
}


class Screening(Form):
    """Four marks help to compare, where it is not clear at once; the verdict is yours. The applicant hears the verdict; the
    marks go into no letter, only into the copy of everything about them that they can ask for. The letter leaves an hour
    later, so that a verdict can be taken back without a word; afterwards another letter says what counts.
    """

    name = "screening"
    title = "Screen an application"
    by = "coordinator"
    whose = ("author", "subject")
    use = Use.DECISION
    thanks = "Noted. A verdict is told by a letter in an hour. Until then you can change it and nobody hears of it."

    field: int | None = question("The field fits the programme", None, widget="scale", options=MARKS, ge=0, le=3)
    trajectory: int | None = question("The path so far fits", None, widget="scale", options=MARKS, ge=0, le=3)
    planning: int | None = question("Planning and motivation convince", None, widget="scale", options=MARKS, ge=0, le=3)
    contribution: int | None = question(
        "Would contribute to the programme", None, widget="scale", options=MARKS, ge=0, le=3
    )
    verdict: Code = question("Verdict", widget="choice", options=VERDICTS)
    note: Text = question(
        "Note", "", widget="text", hint="If something is missing, say what: this goes into the letter.", max_length=2000
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        person = cohort.person(invitation.about)
        who = f"**{as_typed(person.name)}** ({invitation.about})"
        return together((who, super().introduction(cohort, invitation)))

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        application = cohort.applications.get(invitation.about)
        sheet = application.screening if application else None
        if sheet is None:
            return {}
        return {mark: getattr(sheet, mark) for mark in (*FOUR, "note")}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        application = cohort.applications.get(invitation.about)
        if application is None:
            return {"": say("There is no application to screen.")}
        if self.verdict == "keep":
            return {}
        wanted = STATES[self.verdict]
        if application.state is not wanted and not APPLICATION.allows(application.state, wanted):
            words = say(
                "This application is {state}: it cannot become {wanted} any more.",
                state=APPLICATIONS[application.state],
                wanted=APPLICATIONS[wanted],
            )
            return {"verdict": words}
        if application.state is not wanted and cohort.pairs_of(application.id, *SEATED):
            words = say("This person is in a pair, or asked about one. End that first, then the verdict can change.")
            return {"verdict": words}
        if self.verdict == "incomplete" and not self.note:
            return {"note": say("Please say what is missing: the applicant reads it in the letter.")}
        if self.verdict == "incomplete" and application.state is not wanted and at >= cohort.milestones.matching_on:
            words = say("Matching has begun, so there is no time to complete it. The waiting list is still possible.")
            return {"verdict": words}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        application = cohort.applications[invitation.about]
        wanted = STATES.get(self.verdict, application.state)
        changes: dict[str, Any] = {}
        if application.state is not wanted:
            changes = {"state": APPLICATION.check(application.state, wanted), "decided_at": at}
        sheet = Sheet(invitation.to, at, self.field, self.trajectory, self.planning, self.contribution, self.note)
        note = self.note if self.verdict == "incomplete" else ""
        return cohort.put(replace(application, screening=sheet, note=note, **changes))
