"""I must stop: somebody leaves, without fault. Pairs end, larger groups go on while enough are left."""

from dataclasses import replace
from datetime import datetime

from domain.belonging import Kept
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Consent, Text
from domain.forms.read_by import TO_DECIDE
from domain.forms.verbs import leave, open_case, revoke, with_new_links, withdraw
from domain.groups import Decline, Group
from domain.invitations import Invitation
from domain.lifecycles import PairState
from domain.people import Departure


class Stop(Form):
    """Sometimes it has to be, and nobody will ask you to justify it. Your partner hears only that you cannot go on; we
    look for somebody else.
    """

    name = "stop"
    title = "I must stop"
    anytime = True
    after_leaving = True
    reach = "cohort"
    thanks = "Thank you for telling us, and for the time you gave. All the best."

    sure: Consent = question("I want to leave the programme", widget="yes", **TO_DECIDE)
    reason: Text = question(
        "Would you tell us why?",
        "",
        widget="text",
        hint="Only if you like. Only the coordinator reads it.",
        kept=Kept.CONFIDENCE,
    )

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        person = cohort.participants[invitation.about]
        if person.left is None:
            cohort = cohort.put(replace(person, left=Departure(at, self.reason)))
            for group in cohort.groups_of(person.id):
                cohort = _without(cohort, group, person.id, at, self.reason)
            cohort = revoke(withdraw(cohort, person.id, at), lambda open_form: open_form.to == person.id)
            cohort = with_new_links(cohort, person.id)  # whoever else had a link of theirs sees nothing of it any more
        return _told(cohort, person.id, at, self.reason) if self.reason else cohort


def _told(cohort: Cohort, code: str, at: datetime, reason: str) -> Cohort:
    """The coordinator reads the reason in the case of a group that they left, or in one of its own; a second one too."""
    theirs = (case.about for case in cohort.escalations.values() if f":left:{code}:" in case.id)
    return open_case(cohort, "left", next(theirs, code), code, at, reason)


def _without(cohort: Cohort, group: Group, code: str, at: datetime, reason: str) -> Cohort:
    match group.state:
        case PairState.ACTIVE:
            return open_case(leave(cohort, group, code, at, "left"), "left", group.id, code, at, reason)
        case PairState.OFFERED:
            declined = Decline(code, at, "leaving", False)
            return leave(cohort, replace(group, declines=(*group.declines, declined)), code, at, "left")
        case _:
            return leave(cohort, group, code, at, "left")
