"""Coming: what is due in a cohort and what comes, as things stand, each with the step that will do it and what it does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, assert_never

from domain.actions import Action, Ask, Due, Escalate, Issue, Match, Move, Plan, Write
from domain.agenda import agenda, forecast
from domain.cohort import Cohort
from domain.escalations import MATTERS
from domain.saying import say, sayings
from domain.states import DOCUMENTS, RECIPIENTS
from domain.steps import STEPS

PLANNED = sayings(
    {"sessions": "plan the sessions", "gatherings": "plan the gatherings", "materials": "plan the materials"}
)


def coming(cohort: Cohort, now: datetime) -> list[dict[str, Any]]:
    """What is due and what is coming, each once, by time."""
    found: dict[str, dict[str, Any]] = {}
    for step, rules in STEPS[cohort.phase].items():
        for due in _dues(cohort, now, rules):
            what, to = _what(due.action)
            told = {"at": due.at, "until": due.until, "step": step, "key": due.key, "what": what, "to": to}
            found.setdefault(due.key, told)
    return sorted(found.values(), key=lambda row: (row["at"], row["key"]))


def _dues(cohort: Cohort, now: datetime, rules: Any) -> Iterator[Due]:
    yield from agenda(cohort, now, rules)
    yield from forecast(cohort, now, rules)


def _what(action: Action) -> tuple[str, str]:
    """The action in a few words, and for whom."""
    match action:
        case Write():
            return say("letter {letter}", letter=action.letter), action.to
        case Ask() if action.letter:
            return say("form {form} with letter {letter}", form=action.form, letter=action.letter), action.to
        case Ask():
            return say("form {form}", form=action.form), action.to
        case Move():
            moved = action.id or say("the cohort")
            return say("{record} becomes {state}", record=moved, state=action.to), ""
        case Plan():
            return PLANNED[action.what], ""
        case Match():
            return say("order match {number}", number=str(action.number)), ""
        case Issue():
            return say("print: {document}", document=DOCUMENTS.get(action.kind, action.kind)), action.to
        case Escalate():
            return say("case: {matter}", matter=MATTERS.get(action.matter, action.matter)), RECIPIENTS["coordinator"]
        case _:
            assert_never(action)
