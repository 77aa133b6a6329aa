"""Due words: what is due as a person reads it: letters, forms, cases and states by what they are called.

For whom it is stays a code unless the reader may see names: `who` says how people are called.
"""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

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
        "cohort": "Cohort",
        "applications": "Application",
        "groups": "Group",
        "sessions": "Session",
        "invitations": "Form",
        "escalations": "Case",
        "proposals": "Proposal",
    },
    context="record",
)
PLANS = sayings(
    {
        "sessions": "Sessions are planned",
        "gatherings": "Gatherings are planned",
        "materials": "The checklist of materials is made",
    }
)
MANY = sayings({"mentors": "all mentors", "mentees": "all mentees"})


def by_code(code: str) -> str:
    """How somebody is called where no names may stand."""
    return code


def in_words(action: Action, who: Callable[[str], str] = by_code) -> str:
    """An action as one line."""
    match action:
        case Write(letter=letter, to=to):
            return say("Letter to {who}: {letter}", who=who(to), letter=letter_named(letter))
        case Ask(form=form, to=to):
            return say("Form for {who}: {form}", who=who(to), form=FORMS[form].title)
        case Move(record=record, id=about, to=state):
            named = say("{record} {about}", record=RECORDS[record], about=about) if about else RECORDS[record]
            return say("{record} becomes: {state}", record=named, state=STATES[record][state])
        case Plan(what=what, about=about):
            return say("{what} ({about})", what=PLANS[what], about=about) if about else PLANS[what]
        case Match(number=number):
            return say("Match {number} is ordered", number=str(number))
        case Issue(kind=kind, to=to):
            return say("{document} for {who} is printed", document=DOCUMENTS[kind], who=MANY.get(to) or who(to))
        case Escalate(matter=matter, about=about):
            return say("Case about {about}: {matter}", about=about, matter=MATTERS.get(matter, matter))
        case _:
            assert_never(action)
