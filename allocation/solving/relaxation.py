"""Quotas priced by multipliers, the rest a network flow on a core of pairs worth looking at.

One `Relaxation` is one objective on one network. `evaluate` solves the flow at given multipliers; `prices` recovers its
duals; `survey` (from `pricing`) holds these against ALL possible pairs, which proves a bound or finds the pairs the core
lacks. `multipliers` chooses where to evaluate, `climb` what to do with the result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocation.problem import Ints
from allocation.solution import ENDLESS
from allocation.solvers import flow
from allocation.solving.first_pairs import first_pairs
from allocation.solving.network import Network
from allocation.solving.pricing import Pricing
from allocation.solving.weights import Weights

GRID = 64


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


class Relaxation(Pricing):
    """Evaluates multipliers on a growing core of pairs."""

    def __init__(self, network: Network, weights: Weights, grid: int = GRID) -> None:
        super().__init__(network, weights, grid)
        self.core_rows = self.core_cols = self.core_weights = np.zeros(0, np.int64)
        self.flows = 0

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
        self.core_rows = self.core_cols = self.core_weights = np.zeros(0, np.int64)
        self.add(rows, cols)

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
