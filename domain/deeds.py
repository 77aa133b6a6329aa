"""Deeds: what a coordinator did without a case, with all that came of it in the same turn, so that it can be taken back
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


@dataclass(frozen=True)
class Step:
    """One record before and after a deed; `before` is None for one that came with it."""

    collection: Code  # "groups"
    id: Code
    before: Any
    after: Any


@dataclass(frozen=True)
class Traces:
    """All that a deed left: records, what changed of the cohort itself, journal keys, keys of letters."""

    steps: tuple[Step, ...] = ()
    header_before: Mapping[str, Any] = field(default_factory=dict)
    header_after: Mapping[str, Any] = field(default_factory=dict)
    journal: tuple[Code, ...] = ()
    letters: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Deed:
    """One act of a coordinator. `id` is the key of its journal line; from `until` on it stands, as its first letter leaves.

    `traces` come with a deed that is to be taken back; whoever keeps it finds them out when it is done.
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
    traces: Traces | None = None

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
