"""Upper bounds: quotas priced by multipliers, the rest a network flow on a core of pairs worth looking at.

One `Relaxation` is one objective on one network. `evaluate` solves the flow at given multipliers; `prices` recovers its
duals; `survey` holds these against ALL possible pairs, which proves a bound or finds the pairs the core lacks.
`multipliers` chooses where to evaluate, `engine` what to do with the result. All numbers are whole: weights and
multipliers stand times `grid`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.core import first_pairs
from matching.network import Network
from matching.problem import Bools, Ints
from matching.solvers import flow
from matching.weights import Weights

GRID = 64
BLOCK_CELLS = 2**17
ENDLESS = 2**60
ENDLESS_32 = 2**30
LISTED_MOST = 64
"""Up to this many possible pairs per mentee are kept as a list instead of going through the whole table."""


_NONE: Ints = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Point:
    """The best flow on the core at `multipliers`: chosen pairs, what it is worth with the quota terms, its slope in the
    multipliers."""

    multipliers: Ints
    rows: Ints
    cols: Ints
    worth: int
    slope: Ints
    value: int
    satisfied: bool


@dataclass(frozen=True, eq=False)
class Survey:
    """Feasible duals over all possible pairs, the bound they prove, and the pairs close to being used (`slack` =
    reduced cost)."""

    multipliers: Ints
    u: Ints
    p: Ints
    bound: int
    rows: Ints
    cols: Ints
    slack: Ints


class Relaxation:
    """Evaluates multipliers on a growing core of pairs."""

    def __init__(self, network: Network, weights: Weights, grid: int = GRID) -> None:
        self.network = network
        self.weights = weights
        self.grid = grid
        self.row_terms = _stacked([side.rows for side in network.sides], len(network.rows))
        self.col_terms = _stacked([side.cols for side in network.sides], len(network.low))
        self.least = np.array([side.least for side in network.sides], np.int64)
        self.core_rows = self.core_cols = self.core_weights = np.zeros(0, np.int64)
        self.flows = 0
        self._weight_most = max(map(abs, weights.reach()))
        self.listed: tuple[Ints, Ints, Ints] | None = None
        if int(network.able.sum()) <= LISTED_MOST * len(network.rows):
            rows, cols = np.nonzero(network.able)
            self.listed = rows, cols, weights.at(rows, cols)

    def first_pairs(self) -> tuple[Ints, Ints]:
        """The pairs to begin with: all of them where they are few."""
        return self.listed[:2] if self.listed else first_pairs(self.network, self.weights)

    def add(self, rows: Ints, cols: Ints) -> bool:
        """Take pairs into the core; False when they were all there."""
        m = self.network.able.shape[1]
        new = np.setdiff1d(rows * m + cols, self.core_rows * m + self.core_cols)
        if not len(new):
            return False
        weights = self.weights.at(new // m, new % m)
        order = np.argsort(np.concatenate([self.core_cols, new % m]), kind="stable")
        self.core_rows = np.concatenate([self.core_rows, new // m])[order]
        self.core_cols = np.concatenate([self.core_cols, new % m])[order]
        self.core_weights = np.concatenate([self.core_weights, weights])[order]
        return True

    def restart(self, rows: Ints, cols: Ints) -> None:
        """Forget the core and begin again with these pairs."""
        self.core_rows = self.core_cols = self.core_weights = _NONE
        self.add(rows, cols)

    def zero(self) -> Ints:
        """No multiplier at all."""
        return np.zeros(len(self.least), np.int64)

    def seat_gains(self, multipliers: Ints) -> tuple[Ints, Ints]:
        """What the quotas add to a mentor's first seat and to each further one.

        A gain counts once, with the first seat. A loss is spread over all seats: the smallest concave function that is
        never below "lost once, if used at all", so that the bound holds and the flow stays a flow.
        """
        gain = multipliers @ self.col_terms
        spread = -((-gain) // np.maximum(self.network.high, 1))
        return np.where(gain >= 0, gain, spread), np.where(gain >= 0, 0, spread)

    def evaluate(self, multipliers: Ints) -> Point | None:
        """The best flow on the core; None when the core cannot match all who must be."""
        network, rows, cols = self.network, self.core_rows, self.core_cols
        n, m = network.able.shape
        first, further = self.seat_gains(multipliers)
        value = self.grid * self.core_weights + (multipliers @ self.row_terms)[rows]
        loose = np.flatnonzero(network.rows & ~network.must)
        single = np.flatnonzero((network.low == 0) & (network.high > 0))
        spare = network.high - np.maximum(network.low, 1)
        several = np.flatnonzero(spare > 0)
        sink = np.full(len(loose) + len(single) + len(several), n + m)
        tails = np.concatenate([rows, loose, n + single, n + several])
        heads = np.concatenate([n + cols, sink])
        room = np.concatenate([np.ones(len(rows) + len(loose) + len(single), np.int64), spare[several]])
        costs = np.concatenate([-value, np.zeros(len(loose), np.int64), -first[single], -further[several]])
        supplies = np.concatenate([network.rows.astype(np.int64), -network.low, [0]])
        supplies[-1] = -int(supplies.sum())
        self.flows += 1
        flows = flow(tails, heads, room, costs, supplies)
        if flows is None:
            return None
        chosen = np.flatnonzero(flows[: len(rows)])
        return self._point(multipliers, chosen, -int(flows @ costs) - int(multipliers @ self.least))

    def _point(self, multipliers: Ints, chosen: Ints, worth: int) -> Point:
        rows, cols = self.core_rows[chosen], self.core_cols[chosen]
        load = np.bincount(cols, minlength=len(self.network.low))
        # A mentor whose terms are a loss is seen by the flow only in part, as far as the seats are filled.
        seen = np.where(multipliers @ self.col_terms >= 0, load > 0, load / np.maximum(self.network.high, 1))
        by_rows = self.row_terms[:, rows].sum(axis=1) - self.least
        satisfied = bool((by_rows + self.col_terms @ (load > 0) >= 0).all())
        value = int(self.core_weights[chosen].sum())
        return Point(multipliers, rows, cols, worth, by_rows + self.col_terms @ seen, value, satisfied)

    def prices(self, point: Point) -> Ints:
        """Prices of mentors that make the point's flow optimal on the core: longest paths in its residual network."""
        network, m = self.network, self.network.able.shape[1]
        value = self.grid * self.core_weights + (point.multipliers @ self.row_terms)[self.core_rows]
        first, further = self.seat_gains(point.multipliers)
        mate, own = np.full(len(network.rows), m), np.zeros(len(network.rows), np.int64)
        mate[point.rows] = point.cols
        own[point.rows] = self.grid * self.weights.at(point.rows, point.cols)
        own[point.rows] += (point.multipliers @ self.row_terms)[point.rows]
        load = np.bincount(point.cols, minlength=m)
        filled = np.where(load == 1, -first, -further)
        start = np.where(load > network.low, filled, np.where(network.low > 0, -ENDLESS, -first))
        # An unmatched mentee has price 0 (entry m of the prices stays 0): what a pair offers then is its whole value.
        lift = value - own[self.core_rows]
        source = mate[self.core_rows]
        heads, begins = np.unique(self.core_cols, return_index=True)
        p = np.append(start, 0)
        for _ in range(m + 2):
            offered = np.maximum.reduceat(lift + p[source], begins) if len(begins) else p[:0]
            better = offered > p[heads]
            if not better.any():
                break
            p[heads[better]] = offered[better]
        else:
            raise ArithmeticError("prices do not settle: the flow on the core is not optimal.")
        return self._lifted(p, mate, own, value, load, further)[:m]

    def _lifted(self, p: Ints, mate: Ints, own: Ints, value: Ints, load: Ints, further: Ints) -> Ints:
        """Raise together the prices no chain of pairs holds up, as far as the other constraints allow, so that they
        stay near."""
        network = self.network
        adrift = p < -ENDLESS // 2
        if not adrift.any():
            return p
        inner = adrift[:-1]
        room = [np.array([ENDLESS])]
        unfilled = inner & (load < network.high)
        room.append((-further - p[:-1])[unfilled])
        held = (mate < len(inner)) & np.append(inner, False)[mate]
        room.append((own - p[mate])[held & ~network.must])
        away = held[self.core_rows] & ~inner[self.core_cols]
        rows = self.core_rows[away]
        room.append(own[rows] - value[away] + p[self.core_cols[away]] - p[mate[rows]])
        lift = min(int(part.min()) for part in room if len(part))
        p[adrift] += min(lift, -int(p[adrift].max())) if lift == ENDLESS else lift
        return p

    def survey(self, multipliers: Ints, p: Ints, within: int, most: int | None = None) -> Survey:
        """Hold prices against all possible pairs: the mentees' prices that fit, the bound, and the pairs with slack <=
        within.

        `most` pairs per mentee at most, if given (which ones depends on a fixed pattern); without it the list is
        complete.
        """
        if self.listed:
            return self._survey_list(self.listed, multipliers, p, within)
        m = self.network.able.shape[1]
        u = self._lowest_u()
        gain = multipliers @ self.row_terms
        found: list[tuple[Ints, Ints, Ints]] = []
        for rows, worth, endless in self._blocks(p):
            top = worth.max(axis=1).astype(np.int64)
            top = np.maximum(np.where(top > -endless, top + gain[rows], -ENDLESS), u[rows])
            u[rows] = top
            bare = top - gain[rows]
            close = worth >= np.maximum(bare - within, 1 - endless).astype(worth.dtype)[:, None]
            if most is not None and m > most and int(np.count_nonzero(close)) > most * len(close):
                pattern = np.where(close, worth - ((np.arange(m) * 37 + rows.start * 193) & 255), -endless)
                close &= pattern >= np.partition(pattern, m - most, axis=1)[:, m - most, None]
            near = np.flatnonzero(close)
            found.append((near // m + rows.start, near % m, bare[near // m] - worth.ravel()[near]))
        parts = zip((_NONE, _NONE, _NONE), *found, strict=True)
        core_rows, core_cols, slack = (np.concatenate(part) for part in parts)
        return Survey(multipliers, u, p, self.bound(multipliers, u, p), core_rows, core_cols, slack)

    def _survey_list(self, listed: tuple[Ints, Ints, Ints], multipliers: Ints, p: Ints, within: int) -> Survey:
        rows, cols, weights = listed
        u = self._lowest_u()
        worth = self.grid * weights - p[cols] + (multipliers @ self.row_terms)[rows]
        if len(rows):
            begins = np.flatnonzero(np.diff(rows, prepend=-1))
            u[rows[begins]] = np.maximum(u[rows[begins]], np.maximum.reduceat(worth, begins))
        slack = u[rows] - worth
        near = slack <= within
        return Survey(multipliers, u, p, self.bound(multipliers, u, p), rows[near], cols[near], slack[near])

    def _lowest_u(self) -> Ints:
        """Whoever may stay alone asks for nothing; who must be matched may even pay."""
        return np.where(self.network.must, -ENDLESS, 0)

    def tight(self, survey: Survey) -> Bools:
        """All possible pairs without slack."""
        able = np.zeros_like(self.network.able)
        if self.listed:
            exact = self._survey_list(self.listed, survey.multipliers, survey.p, 0)
            able[exact.rows, exact.cols] = True
            return able
        bare = survey.u - survey.multipliers @ self.row_terms
        for rows, worth, _ in self._blocks(survey.p):
            able[rows] = worth == bare[rows, None]
        return able & self.network.able

    def _blocks(self, p: Ints) -> Iterator[tuple[slice, npt.NDArray[Any], int]]:
        """Grid times weight minus the mentor's price, a few mentees at a time; pairs that are not possible stand at the
        third number, negative. In 32 bits where everything fits: half the memory to go through."""
        n, m = self.network.able.shape
        step = max(1, BLOCK_CELLS // max(1, m))
        table, endless = None, ENDLESS
        if n and m and self.grid * self._weight_most < ENDLESS_32 // 4 and int(np.abs(p).max()) < ENDLESS_32 // 4:
            table, endless, p = self.weights.table32(), ENDLESS_32, p.astype(np.int32)
        if table is None:
            endless = ENDLESS
        for start in range(0, n if m else 0, step):
            rows = slice(start, min(n, start + step))
            worth: npt.NDArray[Any] = self.weights.block(rows) if table is None else table[rows].astype(np.int32)
            worth *= self.grid
            worth -= p
            worth[~self.network.able[rows]] = -endless
            yield rows, worth, endless

    def bound(self, multipliers: Ints, u: Ints, p: Ints) -> int:
        """What feasible duals prove: no flow, hence no match that obeys the quotas, is worth more (times grid)."""
        network = self.network
        first, further = self.seat_gains(multipliers)
        single = (network.low == 0) & (network.high > 0)
        spare = np.maximum(0, network.high - np.maximum(network.low, 1))
        seats = (
            int(network.low @ p) + int(np.maximum(0, first + p)[single].sum()) + int(spare @ np.maximum(0, further + p))
        )
        return int(u[network.rows].sum()) + seats - int(multipliers @ self.least)

    def narrowed(self, survey: Survey) -> Network | None:
        """The network of all optimal matches, when the bound is reached exactly (complementary slackness).

        None when a mentor with several seats carries a loss that the flow saw only in part: then it is no network any
        more.
        """
        network = self.network
        first, further = self.seat_gains(survey.multipliers)
        low, high = network.low.copy(), network.high.copy()
        first_slack, further_slack = first + survey.p, further + survey.p
        open_first = (low == 0) & (high > 0)
        high[open_first & (first_slack < 0)] = 0
        low[open_first & (first_slack > 0)] = 1
        more = high > np.maximum(low, 1)
        high[more & (further_slack < 0)] = np.maximum(low, 1)[more & (further_slack < 0)]
        filled = more & (further_slack > 0)
        low[filled] = high[filled]
        loss = (survey.multipliers @ self.col_terms < 0) & (network.high > 1) & (low != high)
        if loss.any():
            return None
        must = network.rows & (survey.u > 0)
        return network.narrowed(self.tight(survey), must, low, high, survey.multipliers > 0)


def _stacked(lines: list[Ints], width: int) -> Ints:
    return np.array(lines, np.int64).reshape(len(lines), width)
