"""Possible pairs as a network: who may, who must, how many seats, what quotas still ask. Narrows it after a proof;
solves nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from allocation.problem import Bools, Ints, Problem, Side


@dataclass(frozen=True, eq=False)
class Network:
    """What is still open, pinned pairs taken out.

    `able` (n, m): possible pairs. `rows`: mentees in play; `must`: those of them who must be matched. Mentor j takes
    `low[j]` to `high[j]` further mentees; `opened` marks mentors who certainly have one. `sides` ask only of people
    whose being matched is open.
    """

    able: Bools
    rows: Bools
    must: Bools
    low: Ints
    high: Ints
    opened: Bools
    sides: tuple[Side, ...]

    @classmethod
    def of(cls, problem: Problem) -> Network:
        """The whole problem without its pinned pairs (which must be possible and leave no mentor overbooked)."""
        n, m = problem.shape
        rows, high, opened = np.ones(n, bool), problem.seats.copy(), np.zeros(m, bool)
        for i, j in problem.pins:
            rows[i] = False
            high[j] -= 1
            opened[j] = True
        able = problem.feasible
        if not rows.all() or not high.all():
            able = able & rows[:, None] & (high > 0)[None, :]
        nobody, none = np.zeros(n, bool), np.zeros(m, np.int64)
        return cls(able, rows, nobody, none, high, opened, _asking(problem.sides, ~rows, opened))

    def narrowed(self, able: Bools, must: Bools, low: Ints, high: Ints, tight: Bools | None = None) -> Network:
        """Only pairs in `able`, these mentees and seats certain; quotas marked `tight` must be met exactly."""
        must, opened = self.must | must, self.opened | (low > 0)
        sides = list(_asking(self.sides, must, opened))
        exact = np.zeros(len(sides), bool) if tight is None else tight
        for side, asked in zip(tuple(sides), exact.tolist(), strict=True):
            if asked:
                sides.append(replace(side, rows=-side.rows, cols=-side.cols, least=-side.least))
        return replace(self, able=able, must=must, low=low, high=high, opened=opened, sides=tuple(sides))


def _asking(sides: tuple[Side, ...], must: Bools, opened: Bools) -> tuple[Side, ...]:
    """Sides that count people certain to be matched in advance and ask only of the others."""
    return tuple(
        replace(
            side,
            rows=np.where(must, 0, side.rows),
            cols=np.where(opened, 0, side.cols),
            least=side.least - int(side.rows[must].sum()) - int(side.cols[opened].sum()),
        )
        for side in sides
    )
