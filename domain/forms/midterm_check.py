"""Mid-term check (docs/programme.md, "Forms"): the same questions to all. Answers far apart, or a wish for help: a case."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Kept, Use
from domain.careers import TOPICS
from domain.cohort import Cohort
from domain.escalations import Noted
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Short, Text
from domain.forms.outcomes import AGREE
from domain.forms.verbs import open_case
from domain.groups import Group, MemberRole
from domain.invitations import Invitation
from domain.saying import sayings

ASKED_AS = {"thinks_for_myself": MemberRole.MENTEE, "mostly_asks": MemberRole.MENTOR}
ON_PLAN = sayings({"yes": "Yes", "mostly": "Mostly", "no": "No"}, context="on plan")
RIGHT = sayings({"yes": "Yes, it still fits", "no": "No, we should change it"})
COMPARED = sayings(
    {
        "expectations_met": "My expectations are met",
        "partner_prepared": "My partner comes prepared",
        "answers_in_time": "My partner answers in time",
    }
)
THINKS = sayings(
    {1: "I rely on advice", 2: "Rather on advice", 3: "Both", 4: "Rather for myself", 5: "I think for myself"},
    context="thinks",
)
ASKS = sayings({1: "I mostly tell", 2: "Rather tell", 3: "Both", 4: "Rather ask", 5: "I mostly ask"}, context="asks")


COUNTED_TOO = (Use.CARE, Use.EVALUATION)
LOW = 2
SAID_LOW = {
    **COMPARED,
    **sayings(
        {
            "on_plan": "Not on plan",
            "thinks_for_myself": "The mentee relies on advice",
            "mostly_asks": "The mentor mostly tells",
        }
    ),
}
"""What two low marks are about, for the coordinator."""


APART = {**COMPARED, **sayings({"sessions_so_far": "Sessions so far"})}
"""What is looked at for tales that differ."""


def _compared(name: str) -> Any:
    return question(COMPARED[name], widget="scale", options=AGREE, ge=1, le=5)


class MidtermCheck(Form):
    """Half-way. Your partner gets the same questions and does not see your answers; the coordinator looks only where
    something seems to be wrong.
    """

    name = "midterm_check"
    title = "Half-way: how is it going?"
    kept_for = Kept.CONFIDENCE

    sessions_so_far: int = question("Sessions so far", widget="number", ge=0, le=24)
    on_plan: Code = question("Are you on plan?", widget="choice", options=ON_PLAN, use=COUNTED_TOO)
    expectations_met: int = _compared("expectations_met")
    partner_prepared: int = _compared("partner_prepared")
    answers_in_time: int = _compared("answers_in_time")
    thinks_for_myself: int = question(
        "In our talks, as the mentee", 0, widget="scale", options=THINKS, ge=0, le=5, use=COUNTED_TOO
    )
    mostly_asks: int = question(
        "In our talks, as the mentor", 0, widget="scale", options=ASKS, ge=0, le=5, use=COUNTED_TOO
    )
    topics_missing: tuple[Code, ...] = question(
        "Topics we have not reached yet",
        (),
        widget="choices",
        options=TOPICS,
        max_length=7,
        hint="A mentee finds their own again above the next objectives.",
        use=COUNTED_TOO,
    )
    agreement_right: Code = question(
        "Does your agreement still fit?",
        "yes",
        widget="choice",
        options=RIGHT,
        use=Use.MEETING,
        hint="If not, you are both asked to look at it and to sign it once more.",
    )
    help_wanted: bool = question("I would like help from the coordinator", False, widget="yes")
    help_words: Text = question(
        "What would help?",
        "",
        widget="text",
        only_if=("help_wanted", (True,)),
        needed="Tell us in a line what would help.",
    )
    words: Short = question("Anything else?", "", widget="text")

    @classmethod
    def may_be_looked_at(cls, cohort: Cohort, about: str) -> bool:
        """Only where something seems to be wrong, as the form says."""
        return any(case.scope == about for case in cohort.escalations.values())

    @classmethod
    def skips(cls, cohort: Cohort, invitation: Invitation) -> frozenset[str]:
        role = cohort.groups[invitation.about].role_of(invitation.to)
        return frozenset(name for name, asked in ASKED_AS.items() if asked is not role)

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        return cls.still_asked(cohort.groups[invitation.about].midterm.get(invitation.to, {}))

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        before, code = cohort.groups[invitation.about], invitation.to
        told = before.midterm.get(code, {})
        group = replace(before, midterm={**before.midterm, code: self.kept()})
        cohort = cohort.put(group)
        if self.help_wanted and told.get("help_words") != self.help_words:
            cohort = open_case(cohort, "help", group.id, code, at, self.help_words)
        if self.agreement_right == "no" and told.get("agreement_right") != "no":
            cohort = cohort.put(_signs_again(group, code, cohort.policy.checks.midterm_month))
        gap = cohort.policy.checks.midterm_gap
        if not _known(cohort, group, "midterm_gap") and (far := widest_gap(group)) and far[1] > gap:
            cohort = open_case(cohort, "midterm_gap", group.id, code, at, noted=Noted("gap", *far))
        lows = low_marks(group)
        if len(lows) > 1 and not _known(cohort, group, "low_marks"):
            for name in dict.fromkeys(lows):
                cohort = open_case(cohort, "low_marks", group.id, code, at, noted=Noted("low", name))
        return cohort


def _known(cohort: Cohort, group: Group, matter: str) -> bool:
    return any(case.about == group.id and case.matter == matter for case in cohort.escalations.values())


def _signs_again(group: Group, code: str, month: int) -> Group:
    """The agreement is asked for once more, as after a re-contracting that changes it (recontract.py)."""
    change = f"{month}:{code}:change"
    kept = tuple(entry for entry in group.contracts_kept if entry not in (f"{month}:{code}", change))
    agreement = replace(group.agreement, signed=()) if group.agreement else None
    return replace(group, contracts_kept=(*kept, change), agreement=agreement)


def low_marks(group: Group) -> list[str]:
    """The questions to which somebody gave a low answer, once for each who did."""
    told = [answers for code in group.members if (answers := group.midterm.get(code))]
    scales = (*COMPARED, *ASKED_AS)
    lows = [name for answers in told for name in scales if 0 < int(answers.get(name) or 0) <= LOW]
    return [*lows, *("on_plan" for answers in told if answers.get("on_plan") == "no")]


def widest_gap(group: Group) -> tuple[str, int] | None:
    """The question on which two of them are furthest apart, and by how much; None until all have answered."""
    told = [answers for code in group.members if (answers := group.midterm.get(code))]
    if len(told) < len(group.members):
        return None
    marks = {name: [int(answers[name]) for answers in told] for name in APART}
    gaps = {name: max(given) - min(given) for name, given in marks.items()}
    return max(gaps.items(), key=lambda gap: gap[1])
