"""Proposed match (docs/programme.md, "Forms"): accept, ask first, or decline with a reason. Names come once both accept."""

from dataclasses import replace
from datetime import datetime

from domain.careers import DECLINE_REASONS
from domain.cohort import Cohort
from domain.dates import day_of
from domain.forms.form import Form
from domain.forms.form import question as ask
from domain.forms.kinds import Code, Text
from domain.forms.profile import profile_of
from domain.forms.read_by import TO_DECIDE, TO_MATCH
from domain.forms.verbs import open_case, turn_down, withdraw
from domain.groups import Acceptance, Decline, Group
from domain.invitations import Invitation
from domain.lifecycles import APPLICATION, PAIR, ApplicationState, PairState
from domain.match.words.reasons import reasons
from domain.people import Role
from domain.saying import say, sayings, together
from domain.text import as_typed

ANSWERS = sayings({"accept": "Yes, I accept", "question": "I have a question first", "decline": "No, I decline"})
STAYS = sayings({"yes": "Yes, look for somebody else", "no": "No, take me out this time"})


class ProposedMatch(Form):
    """We looked for somebody who fits you, and this is our proposal. You learn the name, and see the CV, once both of
    you have accepted. To decline is all right: tell us why, and we look again.
    """

    name = "proposed_match"
    title = "A match for you"

    answer: Code = ask("Your answer", widget="choice", options=ANSWERS, **TO_DECIDE)
    question: Text = ask(
        "Your question",
        "",
        widget="text",
        only_if=("answer", ("question",)),
        needed="Please write your question.",
        hint="The coordinator answers it; your partner does not see it.",
    )
    reason: Code = ask(
        "Why not?",
        "",
        widget="choice",
        options=DECLINE_REASONS,
        only_if=("answer", ("decline",)),
        needed="Please choose a reason: it helps us to find somebody else.",
    )
    reason_words: Text = ask("Anything we should know?", "", widget="text", only_if=("answer", ("decline",)))
    stays_in_pool: Code = ask(
        "Shall we look again?", "yes", widget="choice", options=STAYS, only_if=("answer", ("decline",)), **TO_MATCH
    )

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        pair = cohort.pairs[invitation.about]
        partner = profile_of(cohort, code := pair.partner_of(invitation.to))
        mentor = say("Your mentor-to-be")
        role = (
            [mentor if cohort.applications[code].role is Role.MENTOR else say("Your mentee-to-be")] if partner else []
        )
        why = reasons(pair.reasons, to="mentor" if invitation.to == pair.mentor else "mentee")
        lines = [together(("- ", line), "") for line in (*role, *partner, *map(as_typed, why[:3]))]
        return together([super().introduction(cohort, invitation), "", *lines], "\n")

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        pair = cohort.pairs[invitation.about]
        if pair.state is PairState.OFFERED or (pair.state is PairState.ACTIVE and self.answer == "accept"):
            return {}
        if pair.state is PairState.ACTIVE:
            return {"answer": say('You are a pair already. If you cannot go on, use "I must stop" on your page.')}
        if pair.has_declined(invitation.to) and self.answer == "decline":
            return {}
        return {"answer": say("This proposal is no longer open.")}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return cohort.pairs[invitation.about].state is PairState.OFFERED

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        pair, code = cohort.pairs[invitation.about], invitation.to
        if pair.state is not PairState.OFFERED:
            return cohort
        match self.answer:
            case "accept":
                return _accept(cohort, pair, code, at)
            case "question":
                return open_case(cohort, "question", pair.id, code, at, self.question)
            case _:
                return self._decline(cohort, pair, code, at)

    def _decline(self, cohort: Cohort, pair: Group, code: str, at: datetime) -> Cohort:
        stays = self.stays_in_pool == "yes" and self.reason != "leaving"
        accepted = tuple(acceptance for acceptance in pair.accepted if acceptance.by != code)
        decline = Decline(code, at, self.reason, stays, self.reason_words)
        declined = replace(pair, accepted=accepted, declines=(*pair.declines, decline))
        cohort = turn_down(cohort, declined, at, "declined")
        return cohort if stays else withdraw(cohort, code, at)


def _accept(cohort: Cohort, pair: Group, code: str, at: datetime) -> Cohort:
    accepted = pair.accepted if pair.has_accepted(code) else (*pair.accepted, Acceptance(code, at))
    agreed = replace(pair, accepted=accepted)
    if not all(agreed.has_accepted(member) for member in pair.members):
        return cohort.put(agreed)
    starts_on = max(day_of(at, cohort.zone), day_of(cohort.milestones.mentoring_starts, cohort.zone))
    active = replace(agreed, state=PAIR.check(pair.state, PairState.ACTIVE), activated_at=at, starts_on=starts_on)
    # Whoever was on the waiting list takes part from now on.
    waiting = [
        replace(application, state=APPLICATION.check(application.state, ApplicationState.ACCEPTED), decided_at=at)
        for member in pair.members
        if (application := cohort.applications.get(member)) and application.state is ApplicationState.WAITLISTED
    ]
    return cohort.put(active, *waiting)
