"""Agreement ("contracting"): the first writes and signs, the other reads and signs; a change needs both again."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.cohort import Cohort
from domain.effort import effort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Consent, Short, Text
from domain.forms.read_by import A_MEETING, FOR_THE_GROUP
from domain.groups import Acceptance, GroupKind, MemberRole
from domain.groups import Agreement as Agreed
from domain.invitations import Invitation
from domain.lifecycles import PairState
from domain.permission import Permission
from domain.saying import say, sayings

WHO = sayings({"mentee": "The mentee", "mentor": "The mentor"})
IN_TURN = sayings({"mentee": "The mentees, in turn", "mentor": "The mentors, in turn", "peer": "All of us, in turn"})
CONTENT = tuple(field.name for field in fields(Agreed) if field.name not in ("signed", "authors"))


class Agreement(Form):
    """Ten minutes now save misunderstandings later. Whoever comes first fills this in and signs; the other reads it and
    signs too, or changes it, and then both sign again.

    Three things hold for every pair: what you tell each other stays between you; the mentor takes no part in assessing
    or hiring the mentee; and either of you may end it at any time without giving a reason. If something worries you,
    tell the coordinator.
    """

    name = "agreement"
    title = "How we will work together"
    thanks = "Signed. Once both of you have signed, you both find it on your page."

    organiser: Code = question("Who proposes the dates?", "mentee", widget="choice", options=WHO, **A_MEETING)
    frequency: Short = question("How often will you meet?", min_length=1, **FOR_THE_GROUP)
    place: Short = question("Where?", hint="Online or on site, and by which means.", min_length=1, **FOR_THE_GROUP)
    way_of_working: Text = question(
        "How will you work together?",
        widget="text",
        hint="How fast you answer, how you prepare.",
        min_length=1,
        **FOR_THE_GROUP,
    )
    contact: Short = question(
        "How do you reach each other in between?",
        "",
        hint="By mail, by phone, at which times.",
        **FOR_THE_GROUP,
    )
    purpose: Text = question("What is your mentoring for?", widget="text", min_length=1, **FOR_THE_GROUP)
    hopes: Text = question("What does each of you hope for?", "", widget="text", **FOR_THE_GROUP)
    cancel_notice: Short = question("How early do you tell each other if you must cancel?", "", **FOR_THE_GROUP)
    agenda_by: Code = question("Who sends the agenda?", "mentee", widget="choice", options=WHO, **FOR_THE_GROUP)
    common_rules: Consent = question(
        "I keep to the three rules above",
        widget="yes",
        reader="group",
        use=Use.CONSENT,
        permission=Permission(say("So that both of you can rely on the same rules.")),
    )
    signs: Consent = question(
        "I sign this agreement",
        widget="yes",
        reader="group",
        use=Use.CONSENT,
        permission=Permission(say("So that both of you know what you agreed on.")),
    )

    @classmethod
    def options(cls, cohort: Cohort, invitation: Invitation) -> dict[str, dict[str, str]]:
        """Of more than two, those of a role take turns; only roles that somebody has can be chosen."""
        group = cohort.groups[invitation.about]
        if group.kind is GroupKind.PAIR:
            return {}
        there = {role: words for role, words in IN_TURN.items() if group.of_role(MemberRole(role))}
        return {"organiser": there, "agenda_by": there}

    @classmethod
    def hints(cls, cohort: Cohort, invitation: Invitation) -> dict[str, str]:
        return {"place": say("All meet online: by which means?")} if cohort.policy.sessions.meetings == "online" else {}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        group = cohort.groups[invitation.about]
        if group.agreement:
            return {name: getattr(group.agreement, name) for name in CONTENT}
        usual = {"frequency": _as_planned(cohort), "cancel_notice": say("Two days before")}
        if group.kind is GroupKind.PAIR:
            return usual
        first = group.role_of(group.in_turn(1)[0]).value
        return usual | {"organiser": first, "agenda_by": first}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        active = cohort.groups[invitation.about].state is PairState.ACTIVE
        return {} if active else {"": say("This pair is not active, so there is nothing to sign.")}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group = cohort.groups[invitation.about]
        content, before = {name: getattr(self, name) for name in CONTENT}, group.agreement
        stand = [name for name in CONTENT if before is not None and getattr(before, name) == content[name]]
        kept = {name: before.authors[name] for name in stand if name in before.authors} if before else {}
        authors = {name: invitation.to for name in CONTENT if name not in stand} | kept
        signed = before.signed if before is not None and len(stand) == len(CONTENT) else ()
        if not any(signature.by == invitation.to for signature in signed):
            signed = (*signed, Acceptance(invitation.to, at))
        return cohort.put(replace(group, agreement=Agreed(**content, signed=signed, authors=authors)))


def _as_planned(cohort: Cohort) -> str:
    """How often the programme has its pairs meet, and for how long."""
    planned = effort(cohort.policy, "")
    return say(
        "{n} session of {minutes} minutes in {months} months",
        "{n} sessions of {minutes} minutes in {months} months",
        n=planned.number,
        minutes=planned.minutes,
        months=planned.months,
    )
