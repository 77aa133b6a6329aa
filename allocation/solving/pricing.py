"""Upper bounds over ALL possible pairs: prices of mentors and multipliers of quotas held against everything.

A bound holds whatever the prices are; good ones come from `relaxation`, whose flow knows only a core of pairs. All
numbers are whole: weights and multipliers stand times `grid`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from allocation.problem import Bools, Ints
from allocation.solution import ENDLESS
from allocation.solving.network import Network
from allocation.solving.weights import Weights

BLOCK_CELLS = 2**17
ENDLESS_32 = 2**30
LISTED_MOST = 64
"""Up to this many possible pairs per mentee are kept as a list instead of going through the whole table."""

_NONE: Ints = np.zeros(0, np.int64)


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


class Pricing:
    """One objective on one network, and what prices and multipliers prove about it."""

    def __init__(self, network: Network, weights: Weights, grid: int) -> None:
        self.network = network
        self.weights = weights
        self.grid = grid
        self.row_terms = _stacked([side.rows for side in network.sides], len(network.rows))
        self.col_terms = _stacked([side.cols for side in network.sides], len(network.low))
        self.least = np.array([side.least for side in network.sides], np.int64)
        self._weight_most = max(map(abs, weights.extremes()))
        self.listed: tuple[Ints, Ints, Ints] | None = None
        if int(network.able.sum()) <= LISTED_MOST * len(network.rows):
            rows, cols = np.nonzero(network.able)
            self.listed = rows, cols, weights.at(rows, cols)

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
