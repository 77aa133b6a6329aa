"""Seen: all that a cohort could come to, by name, and what of it came about in a history. Plays nothing, judges nothing."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from documents.press import KINDS
from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.forms.decide_escalation import DECISIONS, OUTCOMES
from domain.forms.form import meta
from domain.lifecycles import LIFECYCLES, PAIR, DocumentState, Lifecycle
from notifications.letters import LETTERS
from rehearsal.history import Change, History

Name = tuple[str, str]  # ("letter", "mentee/call")

# The question of a form that decides what happens next; the others describe.
DECIDING = {
    "screening": "verdict",
    "review_proposal": "decision",
    "proposed_match": "answer",
    "recontract": "decision",
    "session_report": "outcome",
    "report_confirmation": "agrees",
    "rsvp": "answer",
    "decide_escalation": "decision",
    "steer": "action",
}
LAPSED = ("settled by itself", "too_late")


def names() -> set[Name]:
    """All there is."""
    return {
        *(("letter", letter) for letter in LETTERS),
        *(("form", form) for form in FORMS),
        *(("answer", _answer(form, option)) for form in DECIDING for option in _options(form)),
        *(("document", kind) for kind in KINDS),
        *(("case", matter) for matter in MATTERS),
        *(("outcome", OUTCOMES.get(decision, decision)) for decision in DECISIONS),
        *(("outcome", why) for why in LAPSED),
        *(
            ("move", _move(c.name, before, after))
            for c in LIFECYCLES
            for before in c.table
            for after in c.table[before]
        ),
    }


def seen(history: History) -> set[Name]:
    """What came about: letters that left, forms that were answered, documents that were printed, and so on."""
    return set(_seen(history))


def _seen(history: History) -> Iterator[Name]:
    yield from (("letter", letter.letter) for letter in history.sent)
    for answer in history.answers:
        yield "form", answer.form
        if answer.form in DECIDING:
            yield "answer", _answer(answer.form, answer.content[DECIDING[answer.form]])
    yield from (("move", _move("cohort", *turn.phase)) for turn in history.turns if turn.phase[0] != turn.phase[1])
    for turn in history.turns:
        for change in turn.changes:
            yield from _of_a_change(change)


def _of_a_change(change: Change) -> Iterator[Name]:
    cycle = CYCLES.get(change.collection)
    before, after = change.before, change.after
    if change.collection == "escalations":
        yield "case", after.matter
        yield from ((("outcome", after.outcome),) if after.outcome else ())
    if change.collection == "documents" and after.state is DocumentState.PRINTED:
        yield "document", after.kind
    if cycle is not None and before is not None and _moved(cycle, before, after):
        yield "move", _move(cycle.name, before.state, after.state)


# Where each lifecycle is lived, and what tells that a record came to the same state anew.
CYCLES = {f"{cycle.name}s": cycle for cycle in LIFECYCLES} | {"groups": PAIR}
ANEW = {
    "application": "submitted_at",
    "session": "sequence",
    "invitation": "answers",
    "escalation": "decided_at",
}


def _moved(cycle: Lifecycle[Any], before: Any, after: Any) -> bool:
    if before.state is not after.state:
        return True
    return cycle.name in ANEW and getattr(before, ANEW[cycle.name]) != getattr(after, ANEW[cycle.name])


def _options(form: str) -> Iterator[str]:
    yield from meta(FORMS[form].model_fields[DECIDING[form]])["options"]


def _answer(form: str, option: str) -> str:
    return f"{form}: {option}"


def _move(cycle: str, before: str | StrEnum, after: str | StrEnum) -> str:
    return f"{cycle}: {before} → {after}"
