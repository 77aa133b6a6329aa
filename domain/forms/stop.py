"""I must stop: somebody leaves, without fault. Pairs end, what was planned is cancelled, partners are free again."""

from dataclasses import replace
from datetime import datetime

from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Consent, Text
from domain.forms.verbs import discard_pair, end_pair, open_case, revoke, turn_down, withdraw
from domain.invitations import Invitation
from domain.lifecycles import PairState
from domain.pairs import Decline, Pair
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

    sure: Consent = question("I want to leave the programme", widget="yes")
    reason: Text = question(
        "Would you tell us why?", "", widget="text", hint="Only if you like. Only the coordinator reads it."
    )

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        person = cohort.participants[invitation.about]
        if person.left is None:
            cohort = cohort.put(replace(person, left=Departure(at, self.reason)))
            for pair in cohort.pairs_of(person.id):
                cohort = _without(cohort, pair, person.id, at, self.reason)
            cohort = revoke(withdraw(cohort, person.id, at), lambda open_form: open_form.to == person.id)
        return _told(cohort, person.id, at, self.reason) if self.reason else cohort


def _told(cohort: Cohort, code: str, at: datetime, reason: str) -> Cohort:
    """The coordinator reads the reason in the case of a pair that ended by it, or in one of its own; a second one too."""
    theirs = (case.about for case in cohort.escalations.values() if f":left:{code}:" in case.id)
    return open_case(cohort, "left", next(theirs, code), code, at, reason)


def _without(cohort: Cohort, pair: Pair, code: str, at: datetime, reason: str) -> Cohort:
    match pair.state:
        case PairState.ACTIVE:
            return open_case(end_pair(cohort, pair, at, "left"), "left", pair.id, code, at, reason)
        case PairState.OFFERED:
            return turn_down(cohort, replace(pair, decline=Decline(code, at, "leaving", False)), at, "left")
        case PairState.PROPOSED:
            return discard_pair(cohort, pair, at, "left")
        case _:
            return cohort
