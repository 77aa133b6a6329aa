"""Thresholds: the worst pair as good as possible. Binary search over the values there are; each trial asks whether the
network, without the pairs below, still matches all it must."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.choice import Choice
from matching.core import first_pairs
from matching.cover import Pairs, cover, cover_all
from matching.network import Network
from matching.problem import Bools, Problem
from matching.step import climb
from matching.weights import Table


@dataclass(frozen=True, eq=False)
class Threshold:
    """The network (or choice) without the pairs below `value`, pairs that obey it, and the highest value not
    excluded."""

    network: Network
    choice: Choice | None
    pairs: Pairs
    value: int
    bound: int


def highest(
    problem: Problem,
    network: Network,
    choice: Choice | None,
    table: npt.NDArray[Any],
    pairs: Pairs,
    deadline: float | None,
) -> Threshold:
    """Raise the least table entry among the matched pairs as far as everything won before allows. `pairs` obey all
    rules."""
    if not len(pairs[0]):
        return Threshold(network, choice, pairs, 0, 0)
    if choice is not None:
        return _in_choice(network, choice, table, pairs, deadline)
    return _in_network(problem, network, table, pairs, deadline)


def _in_network(
    problem: Problem, network: Network, table: npt.NDArray[Any], pairs: Pairs, deadline: float | None
) -> Threshold:
    low = int(table[pairs].min())
    best = np.where(network.able, table, np.iinfo(np.int64).min).max(axis=1) if network.must.any() else None
    high = int(table[network.able].max()) if best is None else int(best[network.must].min())
    steps = np.unique(table[network.able & (table >= low) & (table <= high)])

    few = _joined(first_pairs(network, Table(table)), pairs)
    entries = table[few]

    def nearly(place: int) -> bool:
        kept = entries >= steps[place]
        return cover(network, few[0][kept], few[1][kept]) is not None

    def covered(place: int) -> Pairs | None:
        kept = entries >= steps[place]
        return cover(network, few[0][kept], few[1][kept]) or cover_all(network, table >= steps[place])

    # Few pairs find a good threshold cheaply; going through all of them is left to the few trials just above it.
    last = _last(len(steps), nearly)
    reach = 1
    while last + reach < len(steps) and covered(last + reach) is not None:
        last, reach = last + reach, 2 * reach
    last += _last(min(reach, len(steps) - last), _above(covered, last))
    found = pairs
    if network.sides:
        reached: dict[int, Pairs] = {0: pairs}

        def obeyed(place: int) -> bool:
            warm = covered(place)
            if warm is None:
                return False
            able = replace(network, able=network.able & (table >= steps[place]))
            step = climb(problem, able, Table(table), warm, deadline, any_will_do=True)
            if step.pairs is not None:
                reached[place] = step.pairs
            return step.pairs is not None

        # Quotas rarely cost anything here: try the best without them first.
        last = last if obeyed(last) else _last(last, obeyed)
        found = reached[last]
    value = int(steps[last]) if len(steps) else low
    able = replace(network, able=network.able & (table >= value))
    if not network.sides:
        warm = covered(last)
        assert warm is not None
        step = climb(problem, able, Table(table), warm, deadline, any_will_do=True)
        found = step.pairs or pairs
    return Threshold(able, None, found, value, value)


def _in_choice(
    network: Network, choice: Choice, table: npt.NDArray[Any], pairs: Pairs, deadline: float | None
) -> Threshold:
    entries = table[choice.rows, choice.cols]
    steps = np.unique(entries[entries >= int(table[pairs].min())])
    reached: dict[int, Pairs] = {0: pairs}

    def obeyed(place: int) -> bool:
        narrowed = choice.narrowed(entries >= steps[place])
        found = narrowed.best(np.zeros(len(narrowed.rows), np.int64))
        if found.chosen is not None:
            reached[place] = narrowed.rows[found.chosen], narrowed.cols[found.chosen]
        return found.chosen is not None

    last = _last(len(steps), obeyed)
    kept: Bools = entries >= steps[last]
    return Threshold(network, choice.narrowed(kept), reached[last], int(steps[last]), int(steps[last]))


def _joined(one: Pairs, other: Pairs) -> Pairs:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def _above(covered: Callable[[int], Pairs | None], start: int) -> Callable[[int], bool]:
    return lambda place: covered(start + place) is not None


def _last(count: int, holds: Callable[[int], bool]) -> int:
    """The last place that holds, when place 0 does and every place before one that holds does too."""
    low, high = 0, max(0, count - 1)
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
