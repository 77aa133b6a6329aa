"""Coming: a due in the words of those who read what is coming: what will be done, and for or about whom.

When it comes is told where it is shown. Who somebody is stays a code unless the reader may see names.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.actions import Action, Ask, Escalate, Issue, Match, Move, Plan, Write
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.saying import say, sayings
from domain.states import (
    APPLICATIONS,
    CASES,
    DOCUMENTS,
    INVITATIONS,
    PAIRS,
    PHASES,
    PROPOSALS,
    SESSIONS,
    letter_named,
)

STATES: Mapping[str, Mapping[Any, str]] = {
    "cohort": PHASES,
    "applications": APPLICATIONS,
    "groups": PAIRS,
    "sessions": SESSIONS,
    "invitations": INVITATIONS,
    "escalations": CASES,
    "proposals": PROPOSALS,
}
RECORDS = sayings(
    {
        "cohort": "programme",
        "applications": "application",
        "groups": "group",
        "sessions": "session",
        "invitations": "form",
        "escalations": "case",
        "proposals": "proposal",
    },
    context="record",
)
PLANNED = sayings(
    {"sessions": "plan the sessions", "gatherings": "plan the gatherings", "materials": "lay out the materials"}
)
MANY = sayings({"mentors": "all mentors", "mentees": "all mentees"})


def _asked(action: Ask) -> str:
    form = FORMS[action.form].title
    return say("reminder of the form: {form}", form=form) if action.reminder else say("form: {form}", form=form)


SAID: dict[type[Any], Callable[[Any], str]] = {
    Write: lambda action: say("letter: {letter}", letter=letter_named(action.letter)),
    Ask: _asked,
    Move: lambda action: say(
        "{record}: {state}", record=RECORDS[action.record], state=STATES[action.record][action.to]
    ),
    Plan: lambda action: PLANNED[action.what],
    Match: lambda action: say("work out match {number}", number=str(action.number)),
    Issue: lambda action: say("print: {document}", document=DOCUMENTS.get(action.kind, action.kind)),
    Escalate: lambda action: say("case: {matter}", matter=MATTERS.get(action.matter, action.matter)),
}


def in_words(action: Action) -> str:
    """What will be done: "reminder of the form: Your date"."""
    return SAID[type(action)](action)


def whom(action: Action) -> str:
    """Who gets it, by code; "" where nobody gets anything."""
    return action.to if isinstance(action, Write | Ask | Issue) else ""


def line(action: Action, who: Callable[[str], str] = str) -> str:
    """What will be done, and for or about whom, as one line; `who` says how somebody is called."""
    match action:
        case Write(to=to) | Ask(to=to) | Issue(to=to):
            return say("{what}, to {who}", what=in_words(action), who=MANY.get(to) or who(to))
        case Move(record="invitations", id=asked):
            _, form, to = asked.rsplit(":", 2)
            return say("{what} ({form}, {who})", what=in_words(action), form=FORMS[form].title, who=who(to))
        case Move(id=about) | Plan(about=about) | Escalate(about=about) if about:
            return say("{what} ({about})", what=in_words(action), about=who(about))
        case _:
            return in_words(action)
