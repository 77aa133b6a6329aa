"""One step: the best matching of a network by one objective, proven over all pairs, or the best found with an honest
bound.

1. Flow on a small core, priced against all pairs until none is lacking: a bound without quotas, usually reached.
2. Quotas not met: multipliers lower the bound (`multipliers`), pricing again after every descent.
3. Bound not reached: CP-SAT on the pairs whose slack is at most delta; delta grows until no pair left out could matter.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from matching.choice import Choice
from matching.multipliers import Descent
from matching.network import Network
from matching.problem import Bools, Ints, Problem
from matching.relaxation import GRID, Point, Relaxation, Survey
from matching.solvers import Found
from matching.weights import Weights, Zero

NEAR_MOST = 24
"""Pairs per mentee taken into the core after one pricing."""
CLOSE_MOST, CLOSE_LEAST = 5, 2_000
SEARCH_PAIRS_MAX = 400_000
"""CP-SAT needs some 3.5 kB per pair; a core beyond this is left open rather than searched."""
Pairs = tuple[Ints, Ints]


@dataclass(frozen=True, eq=False)
class Step:
    """What a step found: `pairs` without the pinned ones (None: nothing that obeys all rules), their value, the proof.

    `status`: "proven", "open" (time is up, or the core too large), "impossible". `delta` (times grid): pairs with more
    slack cannot be in a matching as good as this one; `searched`: CP-SAT went through the others. `bound` is a whole
    number no matching exceeds.
    """

    status: str
    relaxation: Relaxation
    pairs: Pairs | None
    value: int
    bound: int
    survey: Survey | None
    delta: int = 0
    core: int = 0
    searched: bool = False

    def next_network(self) -> Network | None:
        """The network of all matchings as good as this one; None when they do not form a network."""
        if self.survey is None or self.delta or self.survey.bound != self.relaxation.grid * self.value:
            return None
        return self.relaxation.narrowed(self.survey)

    def next_choice(self, problem: Problem) -> Choice:
        """All matchings as good as this one as a choice among the pairs within delta."""
        assert self.survey is not None
        relaxation = self.relaxation
        near = relaxation.survey(self.survey.multipliers, self.survey.p, self.delta)
        choice = Choice(problem, relaxation.network, near.rows, near.cols)
        return choice.winning(relaxation.weights.at(near.rows, near.cols), self.value)


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

    `warm` pairs join the core; among them a flow matches all who must be, if any must. `first`: the pairs to begin
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
        low, high = weights.reach()
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
        return self._impossible(self.survey) if self.survey.bound < self.floor else self._reach(self.survey)

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
            self.relaxation.add(survey.rows, survey.cols)
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
            self.relaxation.add(survey.rows[close], survey.cols[close])
            multipliers = lower.multipliers

    def _closest(self, survey: Survey) -> Bools:
        """The pairs with least slack, some `CLOSE_MOST` per mentee: descents evaluate many flows, so their core must be
        small."""
        count = max(CLOSE_LEAST, CLOSE_MOST * len(self.network.rows))
        if len(survey.slack) <= count:
            return np.ones(len(survey.slack), bool)
        close: Bools = survey.slack <= np.partition(survey.slack, count)[count]
        return close

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
        low, high = self.weights.reach()
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

    def _reach(self, survey: Survey) -> Step:
        """Find a matching that reaches the bound among the pairs within delta, widening delta as far as the proof
        needs."""
        grid, point = self.relaxation.grid, self.descent.incumbent
        pairs, value = (None, 0) if point is None else ((point.rows, point.cols), point.value)
        bound = survey.bound // grid
        delta, searched, core = survey.bound - grid * bound, -1, 0
        while pairs is None or (not self.any_will_do and value < bound and survey.bound - grid * value > searched):
            near = self.relaxation.survey(survey.multipliers, survey.p, delta)
            everything = len(near.rows) == int(self.network.able.sum())
            found = Found("UNKNOWN", None, 0, 0)
            if not self._late() and len(near.rows) <= SEARCH_PAIRS_MAX:
                choice = Choice(self.problem, self.network, near.rows, near.cols)
                hint = None if pairs is None else choice.mark(*pairs)
                found = choice.best(self.weights.at(near.rows, near.cols), hint, self._seconds())
            if found.chosen is not None and (pairs is None or found.value > value):
                pairs, value = (near.rows[found.chosen], near.cols[found.chosen]), found.value
            if found.status not in ("OPTIMAL", "INFEASIBLE"):
                left = survey.bound - grid * value
                return Step("open", self.relaxation, pairs, value, bound, survey, left, core, searched >= 0)
            searched, core = delta, len(near.rows)
            if everything and pairs is None:
                return Step("impossible", self.relaxation, None, 0, 0, None, core=core, searched=True)
            if everything:
                break
            wider = max(4 * delta, grid)
            delta = wider if pairs is None else min(wider, survey.bound - grid * value)
        left = survey.bound - grid * value
        return Step("proven", self.relaxation, pairs, value, value, survey, left, core, searched >= 0)

    def _late(self) -> bool:
        return self.deadline is not None and time.perf_counter() > self.deadline

    def _seconds(self) -> float | None:
        return None if self.deadline is None else self.deadline - time.perf_counter()
