"""Report confirmation: the partner says whether a report is right. Only a disagreement reaches the coordinator."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Kept
from domain.careers import MEETING_OUTCOMES
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Short
from domain.forms.reporting import fit_question, not_about_fit, report_by, usefulness_question, with_fit, with_low_marks
from domain.forms.verbs import open_case
from domain.invitations import Invitation
from domain.saying import say, sayings, together
from domain.sessions import Confirmation

ANSWERS = sayings({"yes": "Yes, that is right", "no": "No, it was different"})
IF_RIGHT = ("agrees", ("yes",))


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
    usefulness: int = usefulness_question(IF_RIGHT)
    fit: Code = fit_question(IF_RIGHT)

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
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        """How it was is asked of those who met, and not of whoever said so in a report of their own."""
        session = cohort.sessions[invitation.about]
        met = session.report is not None and session.report.outcome == "held"
        if not met or report_by(session, invitation.to):
            return frozenset({"usefulness", "fit"})
        return not_about_fit(session)

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        said = cohort.sessions[invitation.about].confirmation
        if said is None:
            return {}
        answers = {"agrees": "yes" if said.agrees else "no", "words": said.words}
        return answers | {"usefulness": said.usefulness, "fit": said.fit}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        told = cohort.sessions[invitation.about].report
        return {} if told else {"": say("Nobody has reported on this session yet.")}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        session, agrees = cohort.sessions[invitation.about], self.agrees == "yes"
        before = session.confirmation
        said = Confirmation(invitation.to, at, agrees, self.words, self.usefulness, self.fit)
        cohort = with_low_marks(cohort.put(replace(session, confirmation=said)), session.id, invitation.to, at)
        known = before.fit if before and before.by == invitation.to else ""
        cohort = with_fit(cohort, session.id, invitation.to, at, self.fit, before=known, words="")
        if agrees or (before is not None and (before.agrees, before.words) == (agrees, self.words)):
            return cohort
        return open_case(cohort, "disagreement", session.id, invitation.to, at, self.words)
