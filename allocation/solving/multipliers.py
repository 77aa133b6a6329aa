"""Multipliers of quotas: lowers the bound of a relaxation on its core by cutting planes in a box that grows and
shrinks.

Only where to evaluate is decided here, with floating point numbers; what an evaluation proves is whole-numbered and
exact whatever the multipliers are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from allocation.clock import late
from allocation.problem import Ints
from allocation.solvers import minimise
from allocation.solving.relaxation import Point, Relaxation

MULTIPLIER_LIMIT = 2**46
ROUNDS_MAX = 400


@dataclass
class Descent:
    """The lowest bound so far on a core, all evaluated points as cuts, the best point that obeys all quotas."""

    relaxation: Relaxation
    radius: float
    deadline: float | None = None
    floor: int | None = None
    """A worth (times grid) that some match surely has: below it there is none."""
    limit: float = MULTIPLIER_LIMIT
    best: Point | None = None
    incumbent: Point | None = None
    cuts: list[Point] = field(default_factory=list)
    at_leash: bool = False

    def __post_init__(self) -> None:
        self.first_radius, self.leash = self.radius, 8 * self.radius
        self.start = self.relaxation.zero()

    def run(self, start: Ints) -> Point | None:
        """Descend from these multipliers until no box promises a lower bound; None when who must be matched cannot be.

        Not further than the leash: far away the core knows nothing of the pairs that matter there, and has to be
        priced anew. Each descent that ends at the leash gets a longer one.
        """
        self.radius, self.start = self.first_radius, start
        self.best = self._visit(start)
        if self.best is None or not len(start):
            return self.best
        for _ in range(ROUNDS_MAX):
            if self._done():
                break
            step = self._promise()
            if step is None:
                break
            multipliers, promised = step
            point = self._visit(multipliers)
            if point is None:
                return None
            gained = self.best.worth - point.worth
            if gained > 0:
                at_edge = bool((np.abs(multipliers - self.best.multipliers) >= 0.99 * self.radius).any())
                if at_edge and gained >= 0.5 * promised:
                    self.radius = min(self.limit, 4 * self.radius)
                self.best = point
            elif gained < -4 * promised:
                self.radius /= 4
        reached = np.abs(self.best.multipliers - start) >= 0.99 * self.leash
        self.at_leash = bool(reached.any()) and self.leash < self.limit
        if self.at_leash:
            self.leash, self.first_radius = min(self.limit, 8 * self.leash), min(self.limit, 4 * self.first_radius)
        return self.best

    def _done(self) -> bool:
        assert self.best is not None
        if self.floor is not None and self.best.worth < self.floor:
            return True
        if late(self.deadline):
            return True
        return self.incumbent is not None and self.incumbent.value >= self.best.worth // self.relaxation.grid

    def _visit(self, multipliers: Ints) -> Point | None:
        point = self.relaxation.evaluate(multipliers)
        if point is not None:
            self.cuts.append(point)
            if point.satisfied and (self.incumbent is None or point.value > self.incumbent.value):
                self.incumbent = point
        return point

    def _promise(self) -> tuple[Ints, float] | None:
        """The multipliers in the box where the cuts leave the lowest bound possible, and how much lower that is."""
        assert self.best is not None
        here = self.best.multipliers
        while True:
            slopes = np.array([cut.slope for cut in self.cuts], float) * self.radius
            # theta >= worth + slope * (x - multipliers of the cut), theta and x relative to the best point
            levels = [cut.worth - self.best.worth + float(cut.slope @ (here - cut.multipliers)) for cut in self.cuts]
            scale = max(1.0, self.radius)
            low = np.maximum(np.maximum(-here, self.start - self.leash - here) / self.radius, -1.0)
            high = np.minimum((self.start + self.leash - here) / self.radius, 1.0)
            box = [(-np.inf, np.inf), *zip(low.tolist(), high.tolist(), strict=True)]
            answer = minimise(
                [1.0] + [0.0] * len(here),
                np.hstack([-np.ones((len(levels), 1)), slopes / scale]),
                -np.array(levels) / scale,
                box,
            )
            if answer is None:
                return None
            promised = -answer[0] * scale
            there = np.rint(here + self.radius * np.array(answer[1:])).astype(np.int64)
            there = np.maximum(0, there)
            if promised < 1.0:
                return None
            if not any((cut.multipliers == there).all() for cut in self.cuts):
                return there, promised
            if self.radius < 1.0:
                return None
            self.radius /= 4
