"""Places: what became of those who would have been possible for somebody left over: places taken, or a balance rule in the
way. Decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from allocation.measure import activities
from allocation.problem import Ints, Pair
from domain.match.facts import Counted, Funnel
from matching.pool import Pool


@dataclass(frozen=True, eq=False)
class Places:
    """A match as it stands: who has a place left, and which balance rule one more pair would break."""

    asked: Pool
    pairs: Sequence[Pair]

    def of_mentee(self, row: int, possible: Sequence[int], funnel: Funnel) -> Funnel:
        """With what became of these possible mentors of a mentee left over."""
        cols = np.array(possible, np.int64)
        free = cols[self._used[cols] < self.asked.problem.seats[cols]]
        barred = [self._broken(row, int(j)) for j in free]
        return replace(funnel, occupied=len(cols) - len(free), barred_by=self._most_first(barred))

    def of_mentor(self, col: int, possible: Sequence[int], funnel: Funnel) -> Funnel:
        """With what became of these possible mentees of a mentor left over."""
        alone = [i for i in possible if i not in self._matched]
        barred = [self._broken(i, col) for i in alone]
        return replace(funnel, occupied=len(possible) - len(alone), barred_by=self._most_first(barred))

    def _broken(self, row: int, col: int) -> list[str]:
        """The rules that would be broken with this pair as well."""
        rows, cols, least, reached = self._sides
        then = reached + rows[:, row] + (0 if self._used[col] else cols[:, col])
        return [self.asked.problem.sides[k].label for k in np.flatnonzero(then < least)]

    def _most_first(self, broken: Sequence[Sequence[str]]) -> tuple[Counted, ...]:
        """The rules in the way, those that stand there most often first."""
        times = Counter(label for own in broken for label in own)
        return tuple(self.asked.counted[label] for label in sorted(times, key=lambda label: (-times[label], label)))

    @cached_property
    def _sides(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Of all rules: what each mentee counts, what each mentor counts, what is asked, what is reached."""
        n, m = self.asked.problem.shape
        sides = self.asked.problem.sides
        return (
            np.array([side.rows for side in sides], np.int64).reshape(-1, n),
            np.array([side.cols for side in sides], np.int64).reshape(-1, m),
            np.array([side.least for side in sides], np.int64),
            np.array(activities(self.asked.problem, self.pairs), np.int64),
        )

    @cached_property
    def _used(self) -> Ints:
        return np.bincount([j for _, j in self.pairs], minlength=self.asked.problem.shape[1])

    @cached_property
    def _matched(self) -> frozenset[int]:
        return frozenset(i for i, _ in self.pairs)
