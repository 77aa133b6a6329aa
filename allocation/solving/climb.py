"""One step: the best matching of a network by one objective, proven over all pairs, or the best found with an honest
bound.

1. Flow on a small core, priced against all pairs until none is lacking: a bound without quotas, usually reached.
2. Quotas not met: multipliers lower the bound (`multipliers`), pricing again after every descent.
3. Bound not reached: CP-SAT on the pairs whose slack is at most delta; delta grows until no pair left out could matter.
"""

from __future__ import annotations

import numpy as np

from allocation.clock import late
from allocation.problem import Bools, Ints, Problem
from allocation.solving.choice import Choice
from allocation.solving.closing import Step, close_gap
from allocation.solving.cover import Pairs
from allocation.solving.multipliers import Descent
from allocation.solving.network import Network
from allocation.solving.pricing import Survey
from allocation.solving.relaxation import GRID, Point, Relaxation
from allocation.solving.weights import Weights, Zero

NEAR_MOST = 24
"""Pairs per mentee taken into the core after one pricing."""
CLOSE_MOST, CLOSE_LEAST = 5, 2_000


def climb(
    problem: Problem,
    network: Network,
    weights: Weights,
    warm: Pairs,
    deadline: float | None,
    grid: int = GRID,
    first: Pairs | None = None,
    any_will_do: bool = False,
) -> Step:
    """The best matching of the network; with `any_will_do` the first one found that obeys all rules.

    `warm` pairs join the core; among them a flow matches all who must be, if any must. Where they are a match that obeys
    all rules, that is the least that is found, however short the time. `first`: the pairs to begin
    with, where the caller has them already.
    """
    return _Climb(problem, network, weights, deadline, grid, any_will_do).run(warm, first)


class _Climb:
    def __init__(
        self,
        problem: Problem,
        network: Network,
        weights: Weights,
        deadline: float | None,
        grid: int,
        any_will_do: bool,
    ) -> None:
        self.any_will_do = any_will_do
        self.problem = problem
        self.network = network
        self.weights = weights
        self.deadline = deadline
        self.relaxation = Relaxation(network, weights, grid)
        low, high = weights.extremes()
        self.window = grid * max(1, (high - low) // 32)
        pairs = int(min(network.rows.sum(), network.high.sum()))
        # Whatever obeys the rules is worth at least this much; a bound below it proves that nothing does.
        self.floor = grid * pairs * low
        nodes = sum(network.able.shape) + 2
        self.descent = Descent(
            self.relaxation,
            max(1.0, grid * (high - low) / 64),
            deadline,
            self.floor,
            2.0**57 / nodes / (1 + len(network.sides)),
        )
        self.survey: Survey | None = None
        self.near: Survey

    def run(self, warm: Pairs, first: Pairs | None) -> Step:
        relaxation = self.relaxation
        relaxation.add(*(first or relaxation.first_pairs()))
        relaxation.add(*warm)
        point = self._without_quotas()
        if point is None:
            return self._impossible(None)
        if not point.satisfied:
            if self._quotas_clash():
                return self._impossible(self.survey)
            self._with_quotas(point)
        assert self.survey is not None
        return self._impossible(self.survey) if self.survey.bound < self.floor else self._reached(self.survey, warm)

    def _impossible(self, survey: Survey | None) -> Step:
        return Step("impossible", self.relaxation, None, 0, 0, survey)

    def _without_quotas(self) -> Point | None:
        """The flow without multipliers, priced until no pair is lacking."""
        while True:
            point = self.relaxation.evaluate(self.relaxation.zero())
            if point is None:
                return None
            survey = self._price(point)
            if survey.bound == point.worth or self._late() or (self.any_will_do and point.satisfied):
                break
            self._enlarge(point, survey.rows, survey.cols)
        self.near = survey
        if point.satisfied:
            self.descent.incumbent = point
        return point

    def _with_quotas(self, point: Point) -> None:
        """Descend on the pairs near the flow without quotas; price again until the core holds all that matter."""
        close = self._closest(self.near)
        self.relaxation.restart(self.near.rows[close], self.near.cols[close])
        self.relaxation.add(point.rows, point.cols)
        multipliers = self.relaxation.zero()
        while not self._late():
            lower = self.descent.run(multipliers)
            assert lower is not None
            assert self.survey is not None
            survey = self._price(lower)
            incumbent = self.descent.incumbent
            if incumbent is not None and (
                self.any_will_do or incumbent.value >= self.survey.bound // self.relaxation.grid
            ):
                break
            settled = survey.bound == lower.worth and not self.descent.at_leash
            if settled or self.survey.bound < self.floor:
                break
            close = self._closest(survey)
            self._enlarge(lower, survey.rows[close], survey.cols[close])
            multipliers = lower.multipliers

    def _closest(self, survey: Survey) -> Bools:
        """The pairs with least slack, some `CLOSE_MOST` per mentee: descents evaluate many flows, so their core must be
        small."""
        count = max(CLOSE_LEAST, CLOSE_MOST * len(self.network.rows))
        if len(survey.slack) <= count:
            return np.ones(len(survey.slack), bool)
        close: Bools = survey.slack <= np.partition(survey.slack, count)[count]
        return close

    def _enlarge(self, point: Point, rows: Ints, cols: Ints) -> None:
        """Take these pairs into the core. If it has them all and still lacks some, near ties have crowded those out:
        then only each mentee's very best."""
        if not self.relaxation.add(rows, cols):
            best = self.relaxation.survey(point.multipliers, self.relaxation.prices(point), 0, NEAR_MOST)
            self.relaxation.add(best.rows, best.cols)

    def _price(self, point: Point) -> Survey:
        survey = self.relaxation.survey(point.multipliers, self.relaxation.prices(point), self.window, NEAR_MOST)
        if self.survey is None or survey.bound < self.survey.bound:
            self.survey = survey
        return survey

    def _quotas_clash(self) -> bool:
        """Whether quotas and seats contradict each other whatever the weights: a bound below zero when every pair
        weighs nothing.

        Asked separately where multipliers large enough to outweigh the objective would overflow.
        """
        low, high = self.weights.extremes()
        if self.relaxation.grid * (high - low) * max(1, len(self.network.rows)) < self.descent.limit / 4:
            return False
        relaxation = Relaxation(self.network, Zero(len(self.network.low)), self.relaxation.grid)
        relaxation.restart(self.relaxation.core_rows, self.relaxation.core_cols)
        descent = Descent(relaxation, float(GRID), self.deadline, 0, float(GRID * GRID))
        multipliers = relaxation.zero()
        while not self._late():
            point = descent.run(multipliers)
            assert point is not None
            survey = relaxation.survey(point.multipliers, relaxation.prices(point), GRID, NEAR_MOST)
            if survey.bound < 0:
                self.relaxation, self.survey = relaxation, survey
                return True
            if not relaxation.add(survey.rows, survey.cols) and (point.worth >= 0 or not descent.at_leash):
                return False
            multipliers = point.multipliers
        return False

    def _reached(self, survey: Survey, warm: Pairs) -> Step:
        found = self.descent.incumbent
        known = None if found is None else (found.rows, found.cols)
        if self._obeys(warm) and (found is None or found.value < int(self.weights.at(*warm).sum())):
            known = warm
        return close_gap(self.problem, self.relaxation, survey, known, self.deadline, any_will_do=self.any_will_do)

    def _obeys(self, warm: Pairs) -> bool:
        """Whether these pairs are a match that obeys all rules; nobody matched is not worth being told as one."""
        once = 0 < len(np.unique(warm[0])) == len(warm[0])
        return once and Choice(self.problem, self.network, *warm).allows(np.ones(len(warm[0]), bool))

    def _late(self) -> bool:
        return late(self.deadline)
