"""The pairs still possible as a yes/no programme for CP-SAT: seats, pins, quotas, values already won, blocking pairs.

Exact for whatever list of pairs it is given; that nothing outside the list can be better is proven elsewhere
(`relaxation`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from matching.network import Network
from matching.problem import Bools, Ints, Problem
from matching.solvers import Found, Row, search


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
        return self._solve(weights, 0, hint, seconds)

    def fewest_blocking(self, hint: Bools | None = None, seconds: float | None = None) -> Found:
        """The choice with the fewest blocking pairs; value and bound are their number, negative."""
        return self._solve(np.zeros(len(self.rows), np.int64), -1, hint, seconds)

    def _solve(self, weights: Ints, price: int, hint: Bools | None, seconds: float | None) -> Found:
        network, count = self.network, len(self.rows)
        present = np.isin(np.arange(len(network.rows)), self.rows), np.isin(np.arange(len(network.low)), self.cols)
        if (network.must & ~present[0]).any() or ((network.low > 0) & ~present[1]).any():
            return Found("INFEASIBLE", None, 0, 0)
        used = {int(j): count + k for k, j in enumerate(self._counted_once(present[1]))}
        rows = [*self._seats(), *self._usage(used), *self._quotas(used), *self._won()]
        size = count + len(used)
        flags = NONE
        if price or self.blocking is not None:
            stable = _Blocking(self, size)
            rows, flags, size = rows + stable.rows, stable.flags, stable.size
            if self.blocking is not None:
                rows.append(Row(flags, np.ones(len(flags), np.int64), 0, self.blocking))
        objective = np.concatenate([weights, np.zeros(size - count, np.int64)])
        objective[flags] = price
        found = search(size, rows, objective, hint, seconds)
        return found if found.chosen is None else replace(found, chosen=found.chosen[:count])

    def _counted_once(self, present: Bools) -> Ints:
        """Mentors with several seats in a quota: they need an unknown of their own, the others are counted by their
        pairs."""
        asked = np.zeros(len(present), bool)
        for side in self.network.sides:
            asked |= side.cols != 0
        return np.flatnonzero(asked & present & (self.network.high > 1))

    def _seats(self) -> Iterator[Row]:
        for places in groups(self.rows):
            yield Row(places, _ones(places), int(self.network.must[self.rows[places[0]]]), 1)
        for places in groups(self.cols):
            mentor = self.cols[places[0]]
            yield Row(places, _ones(places), int(self.network.low[mentor]), int(self.network.high[mentor]))

    def _usage(self, used: dict[int, int]) -> Iterator[Row]:
        """used(j) is yes exactly when mentor j has a mentee: quotas count people, not seats."""
        for places in groups(self.cols):
            flag = used.get(int(self.cols[places[0]]))
            if flag is None:
                continue
            yield Row(np.append(places, flag), np.append(_ones(places), -1), 0, len(places))
            for place in places:
                yield Row(np.array([place, flag]), np.array([1, -1]), -1, 0)

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


class _Blocking:
    """One flag per feasible pair that must be raised when both would rather have each other (see
    `measure.blocking_pairs`).

    With c seats: c*flag + c*[mentee has someone at least as good] + [how many mentees at least as good the mentor has]
    >= c.
    """

    def __init__(self, choice: Choice, size: int) -> None:
        problem = choice.problem
        self.rows: list[Row] = []
        by_row = {int(choice.rows[places[0]]): places for places in groups(choice.rows)}
        by_col = {int(choice.cols[places[0]]): places for places in groups(choice.cols)}
        own = {i: int(problem.scores[i, j]) for i, j in problem.pins}
        given = {j: [int(problem.scores[i, k]) for i, k in problem.pins if k == j] for _, j in problem.pins}
        value = problem.scores[choice.rows, choice.cols].astype(np.int64)
        flags = []
        for i, j in np.argwhere(problem.feasible & (problem.seats > 0)).tolist():
            seats, score = int(problem.seats[j]), int(problem.scores[i, j])
            least = seats - sum(other >= score for other in given.get(j, ()))
            if own.get(i, score - 1) >= score or least <= 0:
                continue
            mine, theirs = by_row.get(i, NONE), by_col.get(j, NONE)
            mine, theirs = mine[value[mine] >= score], theirs[value[theirs] >= score]
            places = np.unique(np.concatenate([mine, theirs]))
            factors = least * np.isin(places, mine).astype(np.int64) + np.isin(places, theirs)
            self.rows.append(Row(np.append(places, size), np.append(factors, least), least, int(factors.sum()) + least))
            flags.append(size)
            size += 1
        self.flags: Ints = np.array(flags, np.int64)
        self.size = size


def _ones(places: Ints) -> Ints:
    return np.ones(len(places), np.int64)


NONE: Ints = np.zeros(0, np.int64)


def groups(labels: Ints) -> list[Ints]:
    """The positions of every distinct label."""
    order = np.argsort(labels, kind="stable")
    return [places for places in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(places)]
