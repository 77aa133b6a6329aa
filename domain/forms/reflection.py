"""Reflection: what both final reflections share (course card). Each side has its own questions: reflection_mentee, _mentor."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.belonging import Use
from domain.careers import TOPICS
from domain.cohort import Cohort
from domain.forms.form import Form, question
from domain.forms.kinds import Long
from domain.forms.outcomes import AGREE
from domain.forms.read_by import COUNTED
from domain.invitations import Invitation
from domain.permission import Permission
from domain.saying import say, sayings

LOOKING_BACK, THE_PROGRAMME, LOOKING_AHEAD = "Looking back", "The programme", "Looking ahead"
GOOD = sayings({1: "Poor", 2: "Weak", 3: "Fair", 4: "Good", 5: "Very good"}, context="quality")
SATISFIED = sayings({0: "not at all", 1: "a little", 2: "rather", 3: "very"}, context="satisfied")
RECOMMEND = {n: str(n) for n in range(11)}
FOLLOW_UP = sayings({"yes": "Yes", "perhaps": "Perhaps", "no": "No"}, context="follow-up")


class Reflection(Form):
    """Base of the two final reflections."""

    thanks = "Thank you for looking back. Your certificate follows once everything else is complete."

    expectations_met: int = question(
        "My expectations were met", widget="scale", options=AGREE, step=LOOKING_BACK, ge=1, le=5, **COUNTED
    )
    expectations_why: Long = question("Why, or why not?", widget="text", step=LOOKING_BACK, min_length=1)

    @classmethod
    def prefilled(cls, cohort: Cohort, invitation: Invitation) -> dict[str, Any]:
        application = cohort.applications.get(invitation.about)
        return cls.still_asked(application.reflection) if application else {}

    def look_twice(self, cohort: Cohort, invitation: Invitation, at: datetime) -> dict[str, str]:
        if invitation.about not in cohort.applications:
            return {"": say("We have no application of yours to which this could belong.")}
        return {}

    def take_in(self, cohort: Cohort, invitation: Invitation, at: datetime) -> Cohort:
        application = cohort.applications[invitation.about]
        return cohort.put(replace(application, reflection=self.kept(), reflected_at=at))


def benefits_question(title: str) -> Any:
    return question(title, widget="text", step=LOOKING_BACK, min_length=1)


def set_up_question() -> Any:
    return question(
        "How the programme is set up", widget="scale", options=GOOD, step=THE_PROGRAMME, ge=1, le=5, **COUNTED
    )


def coordination_question() -> Any:
    return question("How it is coordinated", widget="scale", options=GOOD, step=THE_PROGRAMME, ge=1, le=5, **COUNTED)


def recommendations_question() -> Any:
    return question("What should we do differently?", "", widget="text", step=THE_PROGRAMME)


def print_words_question() -> Any:
    return question(
        "You may print what I suggest, without my name",
        False,
        widget="yes",
        hint="In the evaluation, so that others learn from it. Else only the coordinator reads it.",
        step=THE_PROGRAMME,
        use=(Use.CONSENT, Use.EVALUATION),
        permission=Permission(
            say("To print in the evaluation what you suggest, without your name."),
            say("What you suggested is printed no more. An evaluation that is out already stays as it is."),
        ),
    )


def recommend_question() -> Any:
    return question(
        "Would you recommend the programme to a friend?",
        widget="scale",
        options=RECOMMEND,
        hint="0: certainly not, 10: certainly.",
        step=THE_PROGRAMME,
        ge=0,
        le=10,
        **COUNTED,
    )


def follow_up_question() -> Any:
    return question(
        "Did you agree to stay in touch?", "no", widget="choice", options=FOLLOW_UP, step=LOOKING_AHEAD, **COUNTED
    )


def quote_question() -> Any:
    hint = "Only if you like. We may print it without your name."
    return question(
        "A sentence we may quote",
        "",
        widget="text",
        hint=hint,
        step=LOOKING_AHEAD,
        reader="quoted",
        use=Use.EVALUATION,
        permission=Permission(
            say("To quote you in the evaluation, without your name."),
            say("Your sentence is taken out, and quoted no more. An evaluation that is out already stays as it is."),
        ),
    )


def satisfaction_question() -> Any:
    """Asked by topic, so that it can be weighted with the importance given at application (the MEMeQ way)."""
    return question(
        "How satisfied are you with what you could talk about?",
        {},
        widget="importance",
        options=TOPICS,
        levels=SATISFIED,
        step=LOOKING_BACK,
        max_length=7,
        **COUNTED,
    )
