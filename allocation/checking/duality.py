"""What a certificate speaks about, told anew for `verify`: weights by name, quota sides, duals and what they prove.

Arithmetic on the whole table; shares no code with the engine that found the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from allocation.problem import Bools, Ints, Problem
from allocation.solution import Proof

BLOCK = 256
Asked = tuple[Ints, Ints, int]
"""What a quota side counts by mentee, by mentor, and how much it asks."""


class Terms:
    """Weights of pairs by the names that stand in proofs."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def weights(self, proof: Proof, rows: slice) -> Ints:
        """The weights a proof speaks of, of all pairs of these rows."""
        total = np.zeros((rows.stop - rows.start, self.problem.shape[1]), np.int64)
        for factor, term in proof.terms:
            total += factor * self._term(term, rows)
        return total

    def _term(self, term: str, rows: slice) -> Any:
        stage, _, place = term.partition("#")
        match stage:
            case "matched":
                return np.int64(1)
            case "score":
                return self.problem.scores[rows].astype(np.int64)
            case "changes":
                marks = np.zeros(self.problem.shape, np.int64)
                for pair in self.problem.keep:
                    marks[pair] = 1
                return marks[rows]
            case _:
                sign = 1 if stage == "rank_profile" else -1
                return sign * (self.ranks[rows] == int(place)).astype(np.int64)

    def extremes(self, term: str) -> tuple[int, int]:
        """The least and the most a pair can count in this term, nothing included."""
        if term == "score":
            return min(0, int(self.problem.scores.min(initial=0))), max(0, int(self.problem.scores.max(initial=0)))
        if term == "changes":
            return 0, int(bool(self.problem.keep))
        return (-1, 0) if "generous" in term else (0, 1)

    @cached_property
    def ranks(self) -> npt.NDArray[np.int64]:
        """Every mentor's place in every mentee's order, 0 where the pair is not feasible."""
        scores, feasible = self.problem.scores.astype(np.int64), self.problem.feasible
        places = np.zeros(scores.shape, np.int64)
        for i in range(len(scores)):
            able = np.sort(scores[i][feasible[i]])
            places[i] = np.where(feasible[i], 1 + len(able) - np.searchsorted(able, scores[i], side="right"), 0)
        return places


@dataclass(frozen=True, eq=False)
class Duals:
    """The prices of a proof beside the sides they price: `by_row` and `gain` are the quota terms per mentee and
    mentor."""

    u: Ints
    p: Ints
    prices: Ints
    sides: list[Asked]
    by_row: Ints
    gain: Ints

    def spread(self, high: Ints) -> tuple[Ints, Ints]:
        """What the quotas add to a mentor's first seat and to each further one; a loss is spread over all seats."""
        loss = -((-self.gain) // np.maximum(high, 1))
        return np.where(self.gain >= 0, self.gain, loss), np.where(self.gain >= 0, 0, loss)


class Possible:
    """What the proofs looked at so far have left possible: pairs, who must be matched, seats, quotas met exactly."""

    def __init__(self, problem: Problem) -> None:
        n, m = problem.shape
        self.problem, self.terms = problem, Terms(problem)
        self.able = problem.feasible.copy()
        self.rows, self.must = np.ones(n, bool), np.zeros(n, bool)
        self.low, self.high = np.zeros(m, np.int64), problem.seats.copy()
        self.used = np.zeros(m, bool)
        self.exact: list[Asked] = []
        for i, j in problem.pins:
            self.rows[i], self.used[j] = False, True
            self.high[j] -= 1
            self.able[i] = False
        self.able[:, self.high <= 0] = False
        self.done = ~self.rows

    def sides(self) -> list[Asked]:
        """Quota sides, with people certain to be matched counted in advance; then those that have become equalities."""
        certain, used = self.must | self.done, self.used | (self.low > 0)
        counted = []
        for rows, cols, least in [*((s.rows, s.cols, s.least) for s in self.problem.sides), *self.exact]:
            left = least - int(rows[certain].sum()) - int(cols[used].sum())
            counted.append((np.where(certain, 0, rows), np.where(used, 0, cols), left))
        return counted

    def duals(self, proof: Proof) -> Duals:
        """The prices of a proof; ValueError with the fault when there is not one price, none below zero, per side."""
        u, p, prices, sides = proof.row_price, proof.col_price, np.array(proof.multipliers, np.int64), self.sides()
        assert u is not None
        assert p is not None
        if len(sides) != len(prices) or bool((prices < 0).any()):
            raise ValueError("a multiplier is negative or missing")
        if bool((u[self.rows & ~self.must] < 0).any()):
            raise ValueError("a price of a mentee who may stay alone is negative")
        by_row = sum((x * rows for x, (rows, _, _) in zip(prices, sides, strict=True)), np.zeros(len(u), np.int64))
        gain = sum((x * cols for x, (_, cols, _) in zip(prices, sides, strict=True)), np.zeros(len(p), np.int64))
        return Duals(u, p, prices, sides, by_row, gain)

    def tight(self, proof: Proof, duals: Duals, able: Bools) -> Bools:
        """Marks these pairs where they have no slack; ValueError when one has negative slack."""
        tight = np.zeros_like(able)
        for start in range(0, len(duals.u) if len(duals.p) else 0, BLOCK):
            rows = slice(start, min(len(duals.u), start + BLOCK))
            bare = (duals.u - duals.by_row)[rows, None] + duals.p[None, :]
            slack = bare - proof.grid * self.terms.weights(proof, rows)
            if bool((slack < 0)[able[rows]].any()):
                raise ValueError("a possible pair has negative reduced cost")
            tight[rows] = able[rows] & (slack == 0)
        return tight

    def bound(self, duals: Duals) -> int:
        """What the prices prove in Python's whole numbers: nothing that obeys the quotas is worth more (times grid)."""
        total = sum(int(x) for x in duals.u[self.rows])
        for j, price in enumerate(duals.p.tolist()):
            seats, low, extra = int(self.high[j]), int(self.low[j]), int(duals.gain[j])
            gains = [0] * seats
            if extra > 0 and seats:
                gains[0] = extra
            elif extra < 0:
                gains = [-((-extra) // seats)] * seats if seats else []
            total += low * price + sum(gains[:low])
            total += sum(max(0, gains[k] + price) for k in range(low, seats))
        return total - sum(int(x) * least for x, (_, _, least) in zip(duals.prices, duals.sides, strict=True))

    def narrow(self, duals: Duals, tight: Bools) -> bool:
        """Narrow to all matchings as good as this one (complementary slackness); False when they are no network (a loss
        spread over several seats)."""
        first, further = (part + duals.p for part in duals.spread(self.high))
        low, high = self.low.copy(), self.high.copy()
        for j in np.flatnonzero(self.high > self.low).tolist():
            if low[j] == 0:
                if first[j] < 0:
                    high[j] = 0
                elif first[j] > 0:
                    low[j] = 1
            if high[j] > max(low[j], 1):
                if further[j] < 0:
                    high[j] = max(low[j], 1)
                elif further[j] > 0:
                    low[j] = high[j]
        if bool(((duals.gain < 0) & (self.high > 1) & (low != high)).any()):
            return False
        priced = zip(duals.prices, duals.sides, strict=True)
        self.exact += [(-rows, -cols, -least) for x, (rows, cols, least) in priced if x > 0]
        self.able, self.low, self.high = tight, low, high
        self.must = self.must | (self.rows & (duals.u > 0))
        return True


def covers(possible: Possible, able: Bools) -> bool:
    """Whether these pairs can match all who must be and fill all seats that must be: two largest matchings decide."""
    rows, cols = np.nonzero(able & possible.must[:, None])
    if _largest(rows, cols, possible.high, possible.must) < int(possible.must.sum()):
        return False
    rows, cols = np.nonzero(able & (possible.low > 0)[None, :])
    return _largest(rows, cols, possible.low, possible.rows) == int(possible.low.sum())


def _largest(rows: Ints, cols: Ints, seats: Ints, people: Bools) -> int:
    """The size of a largest matching with these seats."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if not len(rows):
        return 0
    begins = np.concatenate([[0], np.cumsum(seats)])
    chairs = [
        (i, c) for i, j in zip(rows.tolist(), cols.tolist(), strict=True) for c in range(begins[j], begins[j + 1])
    ]
    pairs = np.array(chairs, np.int64).reshape(-1, 2)
    graph = csr_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(people), int(begins[-1])))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
