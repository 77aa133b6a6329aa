"""First meetings: a chemistry round. The form says whom to meet and how to reach them, and asks how it went."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.applications import FirstMeetings as Meetings
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code
from domain.forms.profile import profile_of
from domain.forms.read_by import TO_MATCH
from domain.forms.verbs import SEATED
from domain.invitations import Invitation
from domain.people import Participant, Role
from domain.saying import say, sayings, together
from domain.text import as_typed

GLADLY = sayings({0: "rather not", 1: "could be", 2: "gladly", 3: "my first wish"}, context="impression")


class FirstMeetings(Form):
    """Before we settle on pairs, meet for a short talk: fifteen minutes are enough to see whether you could work
    together. Come back to this page afterwards. Nobody you meet will see your answer.
    """

    name = "first_meetings"
    title = "Meet first, then tell us how it went"
    reach = "cohort"
    thanks = "Thank you. When everybody has answered, or on the last day, we propose the pairs."

    impressions: dict[Code, int] = question(
        "How gladly would you go on with each?",
        {},
        widget="importance",
        levels=GLADLY,
        hint="Leave out whom you have not met.",
        max_length=10,
        **TO_MATCH,
    )
    met_nobody: bool = question("I have met nobody", False, widget="yes")

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        first = {Role.MENTEE: say("You write first."), Role.MENTOR: say("They write first.")}
        application = cohort.applications.get(invitation.about)
        lines = [_line(cohort, person) for person in _partners(cohort, invitation)]
        parts = [super().introduction(cohort, invitation), first[application.role] if application else "", "", *lines]
        return together(parts, "\n")

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        return {"impressions": {person.id: person.name for person in _partners(cohort, invitation)}}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return {"impressions": dict(_meetings(cohort, invitation).impressions)}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        meetings = cohort.applications[invitation.about].meetings
        closed = meetings is None or at > meetings.since + cohort.policy.matching.meetings_close_after
        if meetings is None or closed or not set(self.impressions) <= set(meetings.partners):
            return {"impressions": say("The time for first meetings is over.")}
        if not self.impressions and not self.met_nobody:
            return {"impressions": say("Please say how it went with those you met, or tick that you met nobody.")}
        if self.impressions and self.met_nobody:
            return {
                "met_nobody": say("You say how it went with somebody: please untick this, or leave the answers out.")
            }
        return {}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        # Whoever is left over is matched again by it; for those who have a partner it is over.
        return not cohort.pairs_of(invitation.about, *SEATED)

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        told = replace(_meetings(cohort, invitation), impressions=dict(self.impressions), at=at)
        return cohort.put(replace(cohort.applications[invitation.about], meetings=told))


def _meetings(cohort: Cohort, invitation: Invitation) -> Meetings:
    """Whom this person meets; nobody, where the round was never theirs."""
    application = cohort.applications.get(invitation.about)
    return (application.meetings if application else None) or Meetings(invitation.opens, ())


def _partners(cohort: Cohort, invitation: Invitation) -> Iterator[Participant]:
    """Those to meet who still take part."""
    for code in _meetings(cohort, invitation).partners:
        if (person := cohort.participants.get(code)) and person.takes_part:
            yield person


def _line(cohort: Cohort, person: Participant) -> str:
    known = together(profile_of(cohort, person.id), "; ")
    return together((f"- **{as_typed(person.name)}**, {as_typed(person.email)}", known), ": ")
