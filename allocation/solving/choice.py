"""The pairs still possible as a yes/no programme for CP-SAT: seats, pins, quotas, values already won, blocking pairs.

Exact for whatever list of pairs it is given; that nothing outside the list can be better is proven elsewhere
(`relaxation`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from allocation.clock import Deadline, late, left, within
from allocation.problem import Bools, Ints, Problem
from allocation.solvers import Found, Row, search
from allocation.solving.network import Network
from allocation.solving.stability import Blocking

FLAGS_PER_SECOND = 2_000
"""Flags for blocking pairs that two shared cores write down in a second: more than fit into the time left are not begun."""


@dataclass(frozen=True, eq=False)
class Choice:
    """Pairs still possible (`rows[e]`, `cols[e]`, without the pinned ones) and the values that earlier stages have won.

    `won`: (weight per pair, least total). `blocking`: the most blocking pairs allowed, once that stage is done.
    """

    problem: Problem
    network: Network
    rows: Ints
    cols: Ints
    won: tuple[tuple[Ints, int], ...] = ()
    blocking: int | None = None

    def narrowed(self, kept: Bools) -> Choice:
        """Only the pairs marked, everything else as it was."""
        won = tuple((weights[kept], least) for weights, least in self.won)
        return replace(self, rows=self.rows[kept], cols=self.cols[kept], won=won)

    def winning(self, weights: Ints, least: int) -> Choice:
        """From now on these weights must reach this total."""
        return replace(self, won=(*self.won, (weights, least)))

    def mark(self, rows: Ints, cols: Ints) -> Bools:
        """Which of the possible pairs are among these."""
        count = self.problem.shape[1]
        return np.isin(self.rows * count + self.cols, rows * count + cols)

    def best(self, weights: Ints, hint: Bools | None = None, seconds: float | None = None) -> Found:
        """The best choice by these weights (one per possible pair)."""
        found = self._solve(weights, 0, hint, seconds)
        return replace(found, bound=max(found.value, min(found.bound, self._ceiling(weights))))

    def fewest_blocking(self, hint: Bools | None = None, seconds: float | None = None) -> Found:
        """The choice with the fewest blocking pairs; value and bound are their number, negative."""
        return self._solve(np.zeros(len(self.rows), np.int64), -1, hint, seconds)

    def highest(
        self, table: npt.NDArray[Any], pairs: tuple[Ints, Ints], deadline: Deadline
    ) -> tuple[Choice, tuple[Ints, Ints], int, int]:
        """The choice without the pairs below the highest threshold in this table, pairs that obey it, the threshold,
        and the highest one not excluded. `pairs` obey everything asked so far."""
        entries = table[self.rows, self.cols]
        steps = np.unique(entries[entries >= int(table[pairs].min())])
        low, high = 0, len(steps) - 1
        while low < high:
            place = (low + high + 1) // 2
            trial = self.narrowed(entries >= steps[place])
            found = trial.best(np.zeros(len(trial.rows), np.int64), seconds=left(deadline))
            if found.chosen is not None:
                pairs = trial.rows[found.chosen], trial.cols[found.chosen]
                low = int(np.searchsorted(steps, table[pairs].min()))
            elif found.status == "INFEASIBLE":
                high = place - 1
            else:
                break
        return self.narrowed(entries >= steps[low]), pairs, int(steps[low]), int(steps[high])

    def _solve(self, weights: Ints, price: int, hint: Bools | None, seconds: float | None) -> Found:
        deadline, network, count = within(seconds), self.network, len(self.rows)
        present = np.isin(np.arange(len(network.rows)), self.rows), np.isin(np.arange(len(network.low)), self.cols)
        if (network.must & ~present[0]).any() or ((network.low > 0) & ~present[1]).any():
            return Found("INFEASIBLE", None, 0, 0)
        used = {int(j): count + k for k, j in enumerate(self._counted_once(present[1]))}
        rows = [*self._seats(), *self._usage(used), *self._quotas(used), *self._won()]
        size = count + len(used)
        flags = NONE
        if price or self.blocking is not None:
            if seconds is not None and seconds * FLAGS_PER_SECOND < int(self.problem.feasible.sum()):
                return Found("UNKNOWN", None, 0, self._ceiling(weights))
            blocking = Blocking(self.problem, self.rows, self.cols, size, deadline)
            if late(deadline):
                return Found("UNKNOWN", None, 0, self._ceiling(weights))
            if hint is not None:
                hint = blocking.hint(np.append(hint, self._used(hint, used)))
            rows, flags, size = rows + blocking.rows, blocking.flags, blocking.size
            if self.blocking is not None:
                rows.append(Row(flags, np.ones(len(flags), np.int64), 0, self.blocking))
        objective = np.concatenate([weights, np.zeros(size - count, np.int64)])
        objective[flags] = price
        found = search(size, rows, objective, hint, left(deadline))
        return found if found.chosen is None else replace(found, chosen=found.chosen[:count])

    def _ceiling(self, weights: Ints) -> int:
        """What no choice can exceed: everybody has the best pair of their own."""
        best = np.zeros(len(self.network.rows), np.int64)
        np.maximum.at(best, self.rows, weights)
        return int(best.sum())

    def _counted_once(self, present: Bools) -> Ints:
        """Mentors with several seats in a quota: they need an unknown of their own, the others are counted by their
        pairs."""
        asked = np.zeros(len(present), bool)
        for side in self.network.sides:
            asked |= side.cols != 0
        return np.flatnonzero(asked & present & (self.network.high > 1))

    def _seats(self) -> Iterator[Row]:
        for places in places_by(self.rows):
            yield Row(places, _ones(places), int(self.network.must[self.rows[places[0]]]), 1)
        for places in places_by(self.cols):
            mentor = self.cols[places[0]]
            yield Row(places, _ones(places), int(self.network.low[mentor]), int(self.network.high[mentor]))

    def _usage(self, used: dict[int, int]) -> Iterator[Row]:
        """used(j) is yes exactly when mentor j has a mentee: quotas count people, not seats."""
        for places in places_by(self.cols):
            flag = used.get(int(self.cols[places[0]]))
            if flag is None:
                continue
            yield Row(np.append(places, flag), np.append(_ones(places), -1), 0, len(places))
            for place in places:
                yield Row(np.array([place, flag]), np.array([1, -1]), -1, 0)

    def _used(self, chosen: Bools, used: dict[int, int]) -> Bools:
        return np.isin(np.array(list(used), np.int64), self.cols[chosen])

    def allows(self, chosen: Bools) -> bool:
        """Whether these pairs (one mark per possible pair, nobody twice) obey all that is asked, blocking pairs
        aside."""
        network = self.network
        matched = np.isin(np.arange(len(network.rows)), self.rows[chosen])
        load = np.bincount(self.cols[chosen], minlength=len(network.low))
        return bool(
            matched[network.must].all()
            and (load >= network.low).all()
            and (load <= network.high).all()
            and all(int(side.rows[matched].sum() + side.cols[load > 0].sum()) >= side.least for side in network.sides)
            and all(int(weights[chosen].sum()) >= least for weights, least in self.won)
        )

    def _quotas(self, used: dict[int, int]) -> Iterator[Row]:
        mentors = np.array(list(used), np.int64)
        by_pair = ~np.isin(self.cols, mentors)
        places = np.arange(len(self.rows) + len(used))
        for side in self.network.sides:
            factors = np.concatenate([side.rows[self.rows] + side.cols[self.cols] * by_pair, side.cols[mentors]])
            needed = factors != 0
            yield Row(places[needed], factors[needed], side.least, int(np.abs(factors).sum()) + abs(side.least))

    def _won(self) -> Iterator[Row]:
        for weights, least in self.won:
            needed = np.flatnonzero(weights)
            yield Row(needed, weights[needed], least, int(np.abs(weights).sum()) + abs(least))


def _ones(places: Ints) -> Ints:
    return np.ones(len(places), np.int64)


NONE: Ints = np.zeros(0, np.int64)


def places_by(labels: Ints) -> list[Ints]:
    """The positions of every distinct label."""
    order = np.argsort(labels, kind="stable")
    return [places for places in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(places)]
