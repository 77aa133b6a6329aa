"""Placed: why somebody was left over although others would be possible: places taken, or a balance rule. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocation.measure import activities
from allocation.problem import Ints, Pair, Problem

NAMED = 2
"""So many balance rules are named for one person, those that stand in the way of most first."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A match as it stands: who has a place left, and which balance rule one more pair would break."""

    problem: Problem
    pairs: Sequence[Pair]

    def mentee(self, row: int, possible: Sequence[int]) -> Iterator[str]:
        """About these possible mentors of a mentee left over."""
        cols = np.array(possible, np.int64)
        free = cols[self._used[cols] < self.problem.seats[cols]]
        yield from _taken(
            len(cols) - len(free), len(cols), "mentor", "whose place is taken", "but their places are taken"
        )
        yield from _barred([self._broken(row, int(j)) for j in free], "has a place left", "have a place left")

    def mentor(self, col: int, possible: Sequence[int]) -> Iterator[str]:
        """About these possible mentees of a mentor left over."""
        alone = [i for i in possible if i not in self._matched]
        had = len(possible) - len(alone)
        yield from _taken(had, len(possible), "mentee", "who has a mentor", "but they have a mentor")
        yield from _barred([self._broken(i, col) for i in alone], "has no mentor", "have no mentor")

    def _broken(self, row: int, col: int) -> list[str]:
        """The rules that would be broken with this pair as well."""
        rows, cols, least, reached = self._sides
        then = reached + rows[:, row] + (0 if self._used[col] else cols[:, col])
        return [self.problem.sides[k].label for k in np.flatnonzero(then < least)]

    @cached_property
    def _sides(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Of all rules: what each mentee counts, what each mentor counts, what is asked, what is reached."""
        n, m = self.problem.shape
        sides = self.problem.sides
        return (
            np.array([side.rows for side in sides], np.int64).reshape(-1, n),
            np.array([side.cols for side in sides], np.int64).reshape(-1, m),
            np.array([side.least for side in sides], np.int64),
            np.array(activities(self.problem, self.pairs), np.int64),
        )

    @cached_property
    def _used(self) -> Ints:
        return np.bincount([j for _, j in self.pairs], minlength=self.problem.shape[1])

    @cached_property
    def _matched(self) -> frozenset[int]:
        return frozenset(i for i, _ in self.pairs)


def _taken(count: int, of: int, other: str, one: str, many: str) -> Iterator[str]:
    if not count:
        return
    who = f"{count} {other}" if count == 1 else f"{count} {other}s" if count == of else str(count)
    yield f"{who} would be possible, {one if count == 1 else many}"


def _barred(broken: Sequence[Sequence[str]], one: str, many: str) -> Iterator[str]:
    """Those who could still be had, by the balance rule in the way."""
    if not broken:
        return
    ways = f"1 would be possible and {one}" if len(broken) == 1 else f"{len(broken)} would be possible and {many}"
    counted = Counter(label for own in broken for label in own)
    labels = sorted(counted, key=lambda label: (-counted[label], label))
    named = " or ".join([*(f"“{label}”" for label in labels[:NAMED]), *["another"][: len(labels) - NAMED]])
    yield f"{ways}, but one pair more would break the balance rule {named}" if named else ways
