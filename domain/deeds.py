"""Deeds: what a coordinator did, with all that came of it in the same turn, so that it can be taken back
as a whole. What may be done is in domain/acts; how a deed is taken back in domain/acts/undoing.py, who keeps it in storage.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.belonging import Code

# Long enough to read once more what was done, short enough that nobody waits for it (own).
LETTERS_WAIT = timedelta(minutes=10)
MESSAGE = "message"  # what a deed is called by which somebody wrote a letter by hand; the others are named after acts
DECISION = "decide-"  # begins the name of one that decided cases: "decide-excuse"


@dataclass(frozen=True)
class Step:
    """One record before and after a deed; `before` is None for one that came with it."""

    collection: Code  # "groups"
    id: Code
    before: Any
    after: Any


@dataclass(frozen=True)
class Traces:
    """All that a deed left: records, what changed of the cohort itself, journal keys, keys of letters, and answers by which
    something was decided, each with its version."""

    steps: tuple[Step, ...] = ()
    header_before: Mapping[str, Any] = field(default_factory=dict)
    header_after: Mapping[str, Any] = field(default_factory=dict)
    journal: tuple[Code, ...] = ()
    letters: tuple[Code, ...] = ()
    answers: tuple[tuple[Code, int], ...] = ()


@dataclass(frozen=True)
class Deed:
    """One act of a coordinator. `id` is the key of its journal line; from `until` on it stands, as its first letter leaves.

    `about`: what it was done to; of a decision the cases, with spaces between. `letters`: the keys of those that were written
    with it; `traces` come with a deed that is to be taken back; whoever keeps it finds both out when it is done.
    """

    id: Code
    act: Code
    about: Code
    scope: Code
    by: Code
    at: datetime
    until: datetime
    undone_at: datetime | None = None
    undone_by: Code = ""
    letters: tuple[Code, ...] = ()
    traces: Traces | None = None

    @property
    def decision(self) -> str:
        """What was decided about cases (domain/forms/decide_escalation.DECISIONS); "" of every other deed."""
        return self.act.removeprefix(DECISION) if self.act.startswith(DECISION) else ""

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that it decided."""
        return tuple(self.about.split()) if self.decision else ()

    @property
    def letters_now(self) -> tuple[str, ...]:
        """The keys under which its letters lie: those of a deed that was taken back have made room."""
        return tuple(f"{key}{self.mark}" for key in self.letters) if self.undone_at else self.letters

    @property
    def mark(self) -> str:
        """What is put behind the keys of journal lines and letters of a deed that was taken back, so that they are free."""
        return f":undone:{self.id}"


def key_at(what: str, at: datetime, journal: Set[str]) -> str:
    """The key of something that a person did: what, in which second, and its place among the same of one second, whoever
    did them. What was done and taken back in that second keeps its own."""
    again = key = f"{what}:{at:%Y-%m-%dT%H%M%S}"
    times = 1
    while again in journal or f"{again}:undo" in journal:
        times += 1
        again = f"{key}-{times}"
    return again
