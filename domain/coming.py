"""Coming: what a due will do, in the words of those who read a forecast. Says nothing about when, or to whom."""

from collections.abc import Callable
from typing import Any

from domain.actions import Action, Ask, Escalate, Issue, Match, Move, Plan, Write
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.saying import say, sayings
from domain.states import DOCUMENTS, letter_named

PLANNED = sayings(
    {"sessions": "plan the sessions", "gatherings": "plan the gatherings", "materials": "lay out the materials"}
)
MOVED = sayings(
    {
        "cohort": "the programme turns a page",
        "applications": "an application is settled",
        "groups": "a group moves on",
        "sessions": "a session is settled",
        "invitations": "a form closes",
        "escalations": "a case is closed",
        "proposals": "a proposal moves on",
    }
)


def _asked(action: Ask) -> str:
    form = FORMS[action.form].title
    return say("reminder of the form: {form}", form=form) if action.reminder else say("form: {form}", form=form)


SAID: dict[type[Any], Callable[[Any], str]] = {
    Write: lambda action: say("letter: {letter}", letter=letter_named(action.letter)),
    Ask: _asked,
    Move: lambda action: MOVED[action.record],
    Plan: lambda action: PLANNED[action.what],
    Match: lambda action: say("work out a match"),
    Issue: lambda action: say("print: {document}", document=DOCUMENTS.get(action.kind, action.kind)),
    Escalate: lambda action: say("case for you: {matter}", matter=MATTERS.get(action.matter, action.matter)),
}


def in_words(action: Action) -> str:
    """What will happen: "reminder of the form: Your date"."""
    return SAID[type(action)](action)
