"""Report confirmation: the partner says whether a report is right. Only a disagreement reaches the coordinator."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Kept
from domain.careers import MEETING_OUTCOMES
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Short
from domain.forms.verbs import open_case
from domain.invitations import Invitation
from domain.saying import say, sayings, together
from domain.sessions import Confirmation

ANSWERS = sayings({"yes": "Yes, that is right", "no": "No, it was different"})


class ReportConfirmation(Form):
    """Your partner told us about your session. Is it right? If it is, one click is enough."""

    name = "report_confirmation"
    title = "Is this right?"
    kept_for = Kept.CONFIDENCE

    agrees: Code = question("Is this how it was?", widget="choice", options=ANSWERS)
    words: Short = question(
        "What was different?",
        "",
        widget="text",
        only_if=("agrees", ("no",)),
        needed="Tell us in a line what was different.",
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        session = cohort.sessions[invitation.about]
        told = session.report
        if told is None:
            return super().introduction(cohort, invitation)
        facts: list[str] = [say("**{outcome}**", outcome=MEETING_OUTCOMES[told.outcome])]
        facts += [say("on {day}", day=told.held_on)] if told.held_on else []
        facts += [say("for {n} minute", "for {n} minutes", n=told.minutes)] if told.minutes else []
        told_of = say("Session {number}: {facts}.", number=session.number, facts=together(facts, ", "))
        return together((super().introduction(cohort, invitation), told_of))

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        said = cohort.sessions[invitation.about].confirmation
        return {"agrees": "yes" if said.agrees else "no", "words": said.words} if said else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        told = cohort.sessions[invitation.about].report
        return {} if told else {"": say("Nobody has reported on this session yet.")}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        session, agrees = cohort.sessions[invitation.about], self.agrees == "yes"
        before = session.confirmation
        cohort = cohort.put(replace(session, confirmation=Confirmation(invitation.to, at, agrees, self.words)))
        if agrees or (before is not None and (before.agrees, before.words) == (agrees, self.words)):
            return cohort
        return open_case(cohort, "disagreement", session.id, invitation.to, at, self.words)
