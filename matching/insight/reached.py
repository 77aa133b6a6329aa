"""Reached: one number of a balance rule and what a match reaches of it; those that nothing could break, told together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

NAMED_MAX = 3
"""Of rules told together so many are named one by one."""


@dataclass(frozen=True)
class Reached:
    """One side of a balance rule. `rule` is at_least, at_most or share_at_least, `number` what it asks, `reached` how many
    of the `of` matched people count."""

    label: str
    on: str
    rule: str
    number: float
    reached: int
    of: int


Told = TypeVar("Told", bound=Reached)


def together(idle: Iterable[Told]) -> list[Told]:
    """Rules for at most as many as there are, one entry for all that differ in the last word of their label only, such as
    "one employer: Acme": the one that reaches most, under a label for all of them."""
    ordered = sorted(idle, key=lambda one: (*_family(one), -one.reached, one.label))
    return [_for_all(list(some)) for _, some in groupby(ordered, key=_family)]


def _family(one: Reached) -> tuple[str, str, float]:
    return one.label.rpartition(": ")[0] or one.label, one.on, one.number


def _for_all(some: list[Told]) -> Told:
    if len(some) == 1:
        return some[0]
    words = sorted(one.label.rpartition(": ")[2] for one in some)
    told = ", ".join(words) if len(words) <= NAMED_MAX else f"each of {len(words)}"
    return replace(some[0], label=f"{_family(some[0])[0]}: {told}")
