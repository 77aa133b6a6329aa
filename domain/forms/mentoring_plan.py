"""Mentoring plan (course card): goals, a row for each month, what the mentor wants to learn, how to tell that it helped."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.belonging import Use
from domain.careers import ANY_TOPIC, MYIDP_PAGE, TOPICS
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Code, Long, Short, Text
from domain.forms.own_topics import OWN_MAX, OwnTopic, named
from domain.forms.read_by import FOR_THE_GROUP
from domain.groups import Group, GroupKind, PlanRow
from domain.groups import MentoringPlan as Plan
from domain.invitations import Invitation
from domain.lifecycles import PairState
from domain.policy import Policy
from domain.saying import say, together
from domain.text import as_typed
from domain.topics import coded

MONTHS_MAX = 24
VERY = "3"  # of IMPORTANCE
UNSURE = 2  # of five: "A vague idea"


class MonthRow(BaseModel):
    """One month of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    month: int = question("Month", widget="number", ge=1, le=MONTHS_MAX)
    topics: Short = question("Topics", "")
    preparation: Short = question("Preparation", "")
    hoped_result: Short = question("Hoped-for result", "")


class MentoringPlan(Form):
    """What should be different after these months? Good goals are specific, measurable, oriented towards action,
    realistic, and have a date. The plan may change: come back to this page whenever it does.
    """

    name = "mentoring_plan"
    title = "Your mentoring plan"
    thanks = "The plan is kept, and whom you meet with can read it."

    goals: Long = question("Your goals", widget="text", min_length=1, **FOR_THE_GROUP)
    topics: tuple[Code, ...] = question(
        "Which topics do you want to talk about?",
        (),
        widget="choices",
        options=TOPICS,
        hint="Reports on your sessions offer them first, so that both of you see what is still to come.",
        max_length=7,
        reader="group",
        use=(Use.PARTNER, Use.EVALUATION),
    )
    more_topics: tuple[OwnTopic, ...] = question(
        "And topics of your own",
        (),
        widget="rows",
        rows=OWN_MAX,
        max_length=OWN_MAX,
        **FOR_THE_GROUP,
    )
    rows: tuple[MonthRow, ...] = question(
        "Month by month", widget="rows", rows=6, min_length=1, max_length=MONTHS_MAX, **FOR_THE_GROUP
    )
    mentor_learns: Text = question("What would your mentor like to learn?", "", widget="text", **FOR_THE_GROUP)
    helped_if: Text = question("How will you know that it helped?", "", widget="text", **FOR_THE_GROUP)

    @classmethod
    def introduction(cls, cohort: Cohort, invitation: Invitation) -> str:
        """With what the mentee said when applying about how far they are; to the mentor, whose plan it is."""
        if (whose := _whose(cohort.groups[invitation.about], invitation.to)) != invitation.to:
            return say(
                "This is the plan of {name}, as it stands now. Add or change what you would like to; the two of you see it. "
                "If you both write at the same time, both versions are kept.",
                name=as_typed(cohort.name_of(whose)),
            )
        application = cohort.applications.get(invitation.to)
        told = application.answers if application else {}
        first = []
        if told.get("myidp") in ("started", "not_yet"):
            first.append(
                say("You have not finished the myIDP self-assessment yet: an hour spent on it makes this page easy.")
            )
        if 0 < int(told.get("certainty") or 0) <= UNSURE:
            first.append(
                say("You were not sure yet about your career tracks: to compare two of them is a good first goal.")
            )
        return together((super().introduction(cohort, invitation), *first))

    @classmethod
    def links(cls, policy: Policy) -> dict[str, str]:
        return {"goals": MYIDP_PAGE}

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        """The plan as it stands, or empty rows for each month."""
        plan = cohort.groups[invitation.about].plan_for(invitation.to)
        if plan is None:
            months = len(cohort.sessions_of(invitation.about)) or cohort.policy.sessions.number
            return {"rows": [{"month": n} for n in range(1, months + 1)], **_wished_for(cohort, invitation.to)}
        rows = [
            {"month": r.month, "topics": r.topics, "preparation": r.preparation, "hoped_result": r.hoped_result}
            for r in plan.rows
        ]
        own = [{"words": topic.words} for topic in plan.own_topics]
        return {
            "goals": plan.goals,
            "topics": plan.topics,
            "more_topics": own,
            "rows": rows,
            "mentor_learns": plan.mentor_learns,
            "helped_if": plan.helped_if,
        }

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if cohort.groups[invitation.about].state is not PairState.ACTIVE:
            return {"": say("This pair is not active any more, so the plan stays as it is.")}
        return {} if self._planned() else {"rows": say("Please write the topics of at least one month.")}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        group = cohort.groups[invitation.about]
        own = coded(cohort, group, invitation.to, named(self.more_topics))
        about = _whose(group, invitation.to)
        words = (self.goals, self._planned(), self.mentor_learns, self.helped_if)
        plan = Plan(*words, at, invitation.to, self.topics, own, about if about != invitation.to else "")
        return cohort.put(replace(group, plans={**group.plans, invitation.to: plan}))

    def _planned(self) -> tuple[PlanRow, ...]:
        written = (row for row in self.rows if row.topics or row.preparation or row.hoped_result)
        rows = (PlanRow(row.month, row.topics, row.preparation, row.hoped_result) for row in written)
        return tuple(sorted(rows, key=lambda row: row.month))


def _whose(group: Group, code: str) -> str:
    """Whose plan somebody writes in: of a pair always the mentee's, else their own."""
    return group.mentee if group.kind is GroupKind.PAIR else code


def _wished_for(cohort: Cohort, code: str) -> dict[str, Any]:
    """What mattered most to somebody when applying: "very" of the list, and what they named themselves."""
    application = cohort.applications.get(code)
    told = application.answers if application else {}
    marks = told.get("topics") or {}
    own = [{"words": row["words"]} for row in told.get("more_topics") or () if row.get("words")]
    return {"topics": tuple(topic for topic in ANY_TOPIC if str(marks.get(topic, "")) == VERY), "more_topics": own}
