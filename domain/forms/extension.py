"""Extension: each of a pair says whether they go on until the day that was proposed. It holds only when both want it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import last_day as last_day_before
from domain.ends import ends_for, ends_of, last_day
from domain.extension import Extension
from domain.forms.form import Form, question
from domain.forms.kinds import Code
from domain.forms.verbs import revoke
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import InvitationState, PairState
from domain.planning import sessions_beyond
from domain.saying import say, sayings, together

ANSWERS = sayings({"yes": "Yes, I would like to go on", "no": "No, it ends as planned"}, context="extension")


class ExtensionWanted(Form):
    """It is only longer if both of you want it. A no is fine too, and needs no reason."""

    name = "extension"
    title = "Shall your mentoring go on?"

    go_on: Code = question("Your answer", widget="choice", options=ANSWERS, use=Use.MEETING)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        group = cohort.groups[invitation.about]
        if group.extension is None:
            return super().introduction(cohort, invitation)
        ends = last_day_before(ends_of(cohort, group), cohort.zone)
        asked = say("**Until {day}** instead of {ends}.", day=group.extension.until, ends=ends)
        if group.extension.is_agreed(group.members):
            asked = say("You have both said yes: until {day}.", day=group.extension.until)
        return together((asked, super().introduction(cohort, invitation)))

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        extension = cohort.groups[invitation.about].extension
        if extension is None:
            return {}
        if extension.refused_by == invitation.to:
            return {"go_on": "no"}
        return {"go_on": "yes"} if invitation.to in extension.agreed else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        group = cohort.groups[invitation.about]
        if group.state is not PairState.ACTIVE:
            return {"go_on": say("This pair has ended already.")}
        open_ = group.extension is not None and group.extension.is_open(group.members, at)
        same = self.prefilled(cohort, invitation).get("go_on") == self.go_on
        return {} if open_ or same else {"go_on": say("This is settled by now. Your coordinator can propose it again.")}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group, code = cohort.groups[invitation.about], invitation.to
        extension = group.extension
        if extension is None or not extension.is_open(group.members, at):
            return cohort
        if self.go_on == "no":
            said = replace(extension, refused_by=code, refused_at=at)
            # Nobody is asked for something that cannot be any more.
            return revoke(
                cohort.put(replace(group, extension=said)),
                lambda one: (one.form, one.about) == (self.name, group.id) and one.to != code,
            )
        said = replace(extension, agreed={code: at} | dict(extension.agreed))
        group = replace(group, extension=said)
        return _longer(cohort, group, said) if said.is_agreed(group.members) else cohort.put(group)


def _longer(cohort: Cohort, group: Group, extension: Extension) -> Cohort:
    """The pair has its new end, with sessions until then; what asks for a look back stays open as much longer."""
    further = sessions_beyond(cohort, group, extension.until)
    cohort = cohort.put(replace(group, ends_on=extension.until), *further)
    looks_back = (
        one
        for one in cohort.invitations.values()
        if one.to in group.members and one.form.startswith("reflection_") and one.state is InvitationState.OPEN
    )
    return cohort.put(*(replace(one, closes=last_day(cohort, ends_for(cohort, one.to))) for one in looks_back))
