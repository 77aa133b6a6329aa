"""Thresholds: the worst pair as good as possible. Finds the highest value such that the network, without the pairs below,
still matches all it must and obeys the quotas. What is best within the threshold is left to the stages after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from allocation.problem import Ints, Problem
from allocation.solving.choice import Choice
from allocation.solving.climb import climb
from allocation.solving.closing import Step
from allocation.solving.cover import Pairs, cover, cover_all
from allocation.solving.first_pairs import first_pairs
from allocation.solving.joined import Sum
from allocation.solving.network import Network
from allocation.solving.pricing import Survey
from allocation.solving.refutation import refuted
from allocation.solving.relaxation import Relaxation
from allocation.solving.weights import Table, Weights

PRICE_BITS = 20
"""Multipliers are rounded to this many bits before they are tried on other thresholds."""
Entries = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Threshold:
    """The network (or choice) without the pairs below `value`, pairs that obey it, and the highest value not excluded.

    `step`: the climb that made the pairs best by `weights`, if any were asked for. `refuted`: duals that prove on the pairs
    above `value`, all weighing nothing, that no match obeys the quotas; None where none was needed or a search said so.
    """

    network: Network
    choice: Choice | None
    pairs: Pairs
    value: int
    bound: int
    step: Step | None = None
    weights: Sum | None = None
    refuted: Survey | None = None


def highest(
    problem: Problem,
    network: Network,
    choice: Choice | None,
    table: Entries,
    pairs: Pairs | None,
    deadline: float | None,
    then: Sum | None = None,
) -> Threshold | None:
    """Raise the least table entry among the matched pairs as far as everything won before allows.

    `pairs` obey all rules; None where it is not known whether any do, and then the answer is None if none do. `then`:
    weights by which the pairs within the threshold are to be best. TimeoutError: no pairs were found in time.
    """
    if pairs is not None and not len(pairs[0]):
        return Threshold(network, choice, pairs, 0, 0)
    if choice is not None and pairs is not None:
        kept, pairs, value, bound = choice.highest(table, pairs, deadline)
        return Threshold(network, kept, pairs, value, bound)
    if not network.able.any():
        return None
    return _Search(problem, network, table, pairs, deadline, then).run()


@dataclass(eq=False)
class _Search:
    """The search on one network. Places count the distinct values the threshold may have, from the lowest."""

    problem: Problem
    network: Network
    table: Entries
    pairs: Pairs | None
    deadline: float | None
    then: Sum | None
    step: Step | None = None
    refuted: dict[int, Survey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        entries = self.table[self.network.able]
        low = int(entries.min()) if self.pairs is None else int(self.table[self.pairs].min())
        self.steps = np.unique(entries[(entries >= low) & (entries <= self._ceiling())])
        self.few = _joined(first_pairs(self.network, Table(self.table)), self.pairs)
        self.entries = self.table[self.few]

    def run(self) -> Threshold | None:
        """Try the best without quotas first, which is rarely too high; then go down by what the failures prove."""
        low = -1 if self.pairs is None else 0
        high, back, found = self._without_quotas(), 0, False
        while low < high:
            place = (low + high + 1) // 2 if found else max(low + 1, high - back)
            step = self._climb(place)
            if step.pairs is not None:
                self.step, self.pairs, low, found = step, step.pairs, place, True
            elif step.status == "impossible":
                high = self._below(step, low, place)
                back = 2 * back + 1 if high == place - 1 else 0
            else:
                break
        if self.pairs is None:
            if high < 0:
                return None
            raise TimeoutError("The time was up before any match that obeys all rules was found: allow more time.")
        bound = int(self.steps[high])
        if low < high:
            # The time was up: the pairs may be better than what they were found for, and what they weigh is of no use.
            worst = int(self.table[self.pairs].min())
            return Threshold(self._above(int(np.searchsorted(self.steps, worst))), None, self.pairs, worst, bound)
        refuted = self.refuted.get(low + 1)
        return Threshold(self._above(low), None, self.pairs, bound, bound, self.step, self.then, refuted)

    def _ceiling(self) -> int:
        """What no threshold can exceed: everybody who must be matched has a pair as good."""
        best = np.where(self.network.able, self.table.astype(np.int64), np.iinfo(np.int64).min).max(axis=1)
        must = self.network.must
        return int(best[must].min()) if must.any() else int(best.max())

    def _above(self, place: int) -> Network:
        return replace(self.network, able=self.network.able & (self.table >= self.steps[place]))

    def _climb(self, place: int) -> Step:
        """The best match by the weights that follow (or any) among the pairs at or above this place."""
        warm = self._covered(place)
        network = self._above(place)
        weights: Weights = Table(self.table) if self.then is None else self.then
        if warm is None:
            return Step("impossible", Relaxation(network, weights), None, 0, 0, None)
        return climb(self.problem, network, weights, warm, self.deadline, any_will_do=self.then is None)

    # -- without quotas -----------------------------------------------------------------------------------------------

    def _without_quotas(self) -> int:
        """The last place at which everybody who must be matched can be, quotas aside; -1 without any.

        Few pairs find a good place cheaply; going through all of them is left to the few trials just above it.
        """
        count = len(self.steps)
        last = _last(-1, count - 1, lambda place: self._nearly(place) is not None)
        stride = 1
        while last + stride < count and self._covered(last + stride) is not None:
            last, stride = last + stride, 2 * stride
        return _last(last, min(last + stride, count) - 1, lambda place: self._covered(place) is not None)

    def _nearly(self, place: int) -> Pairs | None:
        kept = self.entries >= self.steps[place]
        return cover(self.network, self.few[0][kept], self.few[1][kept])

    def _covered(self, place: int) -> Pairs | None:
        return self._nearly(place) or cover_all(self.network, self.table >= self.steps[place])

    # -- with quotas --------------------------------------------------------------------------------------------------

    def _below(self, failed: Step, low: int, place: int) -> int:
        """The last place from `low` on, under the one that failed, that the same multipliers do not refute as well.

        One flow decides each; the first tries are near, because quotas rarely cost much.
        """
        if failed.survey is None:
            return place - 1
        multipliers = failed.survey.multipliers
        scaled = multipliers // max(1, int(multipliers.max(initial=0)) >> PRICE_BITS)
        if not self._refutes(scaled, place):
            return place - 1
        bad, stride = place, 1
        while bad > low + 1 and self._refutes(scaled, max(low + 1, bad - stride)):
            bad, stride = max(low + 1, bad - stride), 2 * stride
        return _last(max(low, bad - stride), bad - 1, lambda lower: not self._refutes(scaled, lower))

    def _refutes(self, multipliers: Ints, place: int) -> bool:
        """Whether quotas priced like this ask for more than any match of the pairs from this place on can give."""
        warm = self._covered(place)
        if warm is None:
            return True
        kept = self.entries >= self.steps[place]
        few = _joined((self.few[0][kept], self.few[1][kept]), warm)
        survey = refuted(self._above(place), multipliers, few, self.deadline)
        if survey is not None:
            self.refuted[place] = survey
        return survey is not None


def _joined(one: Pairs, other: Pairs | None) -> Pairs:
    return one if other is None else (np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]]))


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The last place that holds, when `low` does and every place before one that holds does too."""
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
