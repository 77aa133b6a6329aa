"""Decisions: what a rehearsal asked of its coordinator: how often a button was pressed, about what, after how many clicks.

What counts is told in docs/decisions/21-what-a-decision-is.md. Noted by the stage when the office has taken an answer.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

NOTHING: tuple[object, ...] = ("", None, (), [], False)


@dataclass(frozen=True)
class Pressed:
    """One press of a button by the coordinator: the form it answered, about what, and the clicks it took after reading."""

    at: datetime
    form: str
    about: tuple[str, ...]
    clicks: int

    @property
    def clicks_each(self) -> int:
        """The clicks for each thing that was decided, rounded up."""
        return ceil(self.clicks / len(self.about))


def clicks(shown: Mapping[str, Any], sent: Mapping[str, Any], on_the_button: Collection[str] = ()) -> int:
    """One for the button, and one for each question whose answer is not the one that stood there already.

    `on_the_button`: the answers that the button itself stands for.
    """
    changed = [
        name
        for name, value in sent.items()
        if name not in on_the_button and value not in NOTHING and value != shown.get(name)
    ]
    return 1 + len(changed)


def decisions(pressed: Iterable[Pressed]) -> dict[str, Any]:
    """How many decisions there were, in all and by kind, how many things they settled, and what they cost in clicks."""
    all_of_them = list(pressed)
    kinds = Counter(press.form for press in all_of_them)
    things = Counter({kind: sum(len(p.about) for p in all_of_them if p.form == kind) for kind in kinds})
    return {
        "total": len(all_of_them),
        "by_kind": dict(sorted(kinds.items())),
        "things": dict(sorted(things.items())),
        "clicks": sum(press.clicks for press in all_of_them),
        "clicks_each_most": max((press.clicks_each for press in all_of_them), default=0),
    }
