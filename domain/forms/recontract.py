"""Re-contracting: after two and four months both say whether the agreement stands, changes, or it ends.

Kept as "month:code" or "month:code:change" in the pair's `contracts_kept`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.belonging import Use
from domain.cohort import Cohort
from domain.dates import add_months, day_of
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Text
from domain.forms.verbs import leave, open_case
from domain.groups import Group
from domain.invitations import Invitation
from domain.lifecycles import PairState
from domain.saying import say, sayings

DECISIONS = sayings({"keep": "It is right as it is", "change": "We should change it", "end": "We should end here"})


class Recontract(Form):
    """You agreed on how to work together. Does it still fit? One click is enough."""

    name = "recontract"
    title = "Does your agreement still fit?"

    decision: Code = question("Your agreement", widget="choice", options=DECISIONS, use=Use.MEETING)
    words: Text = question(
        "What should the coordinator know?", "", widget="text", only_if=("decision", ("change", "end"))
    )

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        group = cohort.groups[invitation.about]
        if group.state is PairState.ACTIVE or (group.state is PairState.ENDED and self.decision == "end"):
            return {}
        return {"decision": say("This pair has ended already.")}

    @classmethod
    def may_change(cls, cohort: Cohort, invitation: Invitation) -> bool:
        return cohort.groups[invitation.about].state is PairState.ACTIVE

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group, code = cohort.groups[invitation.about], invitation.to
        if group.state is not PairState.ACTIVE or code not in group.members:
            return cohort
        if self.decision == "end":
            return open_case(leave(cohort, group, code, at, "recontract"), "left", group.id, code, at, self.words)
        if self.words:
            # The office asks both to sign anew, and reminds them: only what comes of nothing then is the coordinator's.
            asked_for = max((rung.after for rung in cohort.policy.checks.agreement_ladder), default=timedelta(0))
            rests = asked_for + cohort.policy.desk.after_writing
            cohort = open_case(cohort, "agreement", group.id, code, at, self.words, rests=rests)
        mine = f"{recontract_month(cohort, group, at)}:{code}"
        answer = f"{mine}:change" if self.decision == "change" else mine
        if answer in group.contracts_kept:
            return cohort
        others = tuple(entry for entry in group.contracts_kept if entry not in (mine, f"{mine}:change"))
        agreement = group.agreement
        if agreement is not None and self.decision == "change":
            agreement = replace(agreement, signed=())
        return cohort.put(replace(group, contracts_kept=(*others, answer), agreement=agreement))


def recontract_month(cohort: Cohort, group: Group, at: datetime) -> int:
    """The last of the policy's months that the pair has reached; the first one before that."""
    months, today = cohort.policy.checks.recontract_months, day_of(at, cohort.zone)
    assert group.starts_on is not None, f"{group.id} has no first day"
    reached = [month for month in months if add_months(group.starts_on, month) <= today]
    return max(reached, default=min(months, default=0))
