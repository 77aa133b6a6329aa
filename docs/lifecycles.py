"""Writes docs/lifecycles.md from the tables of domain/lifecycles.py: one diagram and one table for each. Adds no facts."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.lifecycles import LIFECYCLES, Lifecycle

PAGE = Path(__file__).with_suffix(".md")
MOVERS = {"T": "time", "A": "an answer", "C": "the coordinator", "B": "a bench"}
OF = {
    "cohort": "One run of a programme. On hold is a record with who and when, not a phase.",
    "application": "What somebody told about themselves to take part.",
    "proposal": "What the matchmaker suggests, for a person to approve.",
    "pair": "A mentee and a mentor, from the proposal to the end.",
    "session": "A window in which the two should meet, then a date.",
    "invitation": "An open form for one person. There is no “opened”: mail scanners open links too.",
    "message": "A letter on its way through the outbox.",
    "escalation": "A case that only a person can decide.",
    "document": "A PDF from the press.",
}
HEAD = """# Lifecycles

Written by `make docs` from `domain/lifecycles.py`; a test fails when the two differ. Change the tables, never this page.

Who moves: **time** (a rule whose moment has come), **an answer** (somebody sent a form), **the coordinator** (decided by
a form), **a bench** (matchmaker, press or postman emptied a tray). A move that is not drawn cannot happen: the code
refuses it.
"""


def page() -> str:
    """The whole page in Markdown."""
    return "\n".join([HEAD, *(line for lifecycle in LIFECYCLES for line in _section(lifecycle))])


def _section(lifecycle: Lifecycle[Any]) -> Iterator[str]:
    yield f"## {lifecycle.name.capitalize()}"
    yield f"\n{OF[lifecycle.name]}\n"
    yield from _diagram(lifecycle)
    yield "\n| from | to | who moves |\n|---|---|---|"
    for before, moves in lifecycle.table.items():
        for after, who in moves.items():
            yield f"| {_words(before)} | {_words(after)} | {' or '.join(MOVERS[letter] for letter in who)} |"
    yield ""


def _diagram(lifecycle: Lifecycle[Any]) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    yield f"    [*] --> {next(iter(lifecycle.table)).value}"
    for before, moves in lifecycle.table.items():
        for after in moves:
            yield f"    {before.value} --> {after.value}"
        if lifecycle.is_final(before):
            yield f"    {before.value} --> [*]"
    yield "```"


def _words(state: StrEnum) -> str:
    return state.value.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
