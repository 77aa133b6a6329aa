"""Prices of people and of cuts at which no group is worth more than it costs: the bound of `groups`, by column
generation.

Chooses nothing. All numbers that a proof rests on are multiples of 1/GRID, so sums and comparisons are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from allocation.grouping.cliques import Floats, groups_above
from allocation.grouping.crowd import Crowd
from allocation.grouping.overlaps import broken, held, incidence
from allocation.problem import Ints
from allocation.solvers import packed

GRID = 1024
TRIED_AT_ONCE = 5_000
"""Groups followed while looking for some worth more than they cost; the proof that there are none follows all."""
FOLLOWED_MOST = 400_000
"""Beyond so many groups of one size on the way (some 200 MB) an enumeration is given up."""
PER_PERSON, LOOKED_AT = 12, 40
CUT_ROUNDS = 12


class GroupPrices:
    """Prices for a crowd, kept while groups and cuts are added. `total` bounds every packing's weight, less `alone` for
    everybody left out, as soon as `settle` said yes once."""

    def __init__(self, people: Crowd, late: Callable[[], bool]) -> None:
        self.people, self.late = people, late
        self.width = max(people.factors)
        self.groups: Ints = np.zeros((0, self.width), np.int64)
        self.weights: Ints = np.zeros(0, np.int64)
        self.cuts: Ints = np.zeros((0, 3), np.int64)
        self.shares: Floats = np.zeros(0)
        near = np.sort(people.ties, axis=1)[:, ::-1][:, : 2 * self.width]
        start = np.where(np.isfinite(near), near, 0).mean(axis=1) if people.n else np.zeros(0)
        self.each = _up(start * people.scale / 2 + np.where(people.themes != 0, people.themed, 0))
        self.of_cuts: Floats = np.zeros(0)

    @property
    def total(self) -> float:
        return float(self.each.sum() + self.of_cuts.sum())

    def settle(self) -> bool:
        """Add groups worth more than they cost and price anew until there are none; False when it got late before.

        Without cuts the smallest groups suffice: a larger one is the mean of those inside it, in people and in weight.
        """
        sizes = list(self.people.factors) if len(self.cuts) else [min(self.people.factors)]
        while True:
            found, gains, _ = self._above(sizes, 0.0, TRIED_AT_ONCE)
            if not (gains > 0).any():
                found, gains, whole = self._above(sizes, 0.0, FOLLOWED_MOST)
                if not whole:
                    return False
            better = gains > 0
            if not better.any() and not len(self.groups) and (self.each > -self.people.alone).any():
                # The first prices were too high for every group.
                self.each = np.full(self.people.n, -float(self.people.alone))
                continue
            if not better.any():
                return True
            if not self._add(found[better], gains[better]):
                # Only rounding is left: everybody pays a share of it more.
                self.each = self.each + _up(gains.max() / min(sizes))
                return True
            if self.late():
                return False
            self._price()

    def tighten(self) -> None:
        """Add cuts that the fractional packing breaks, as long as there are some and it is not late."""
        for _ in range(CUT_ROUNDS):
            new = broken(self.groups, self.shares, self.people.n, self.people.n) if len(self.groups) else self.cuts[:0]
            if self.late() or not len(new):
                return
            before = self.cuts, self.each, self.of_cuts, self.total
            self.cuts = np.concatenate([self.cuts, new])
            self._price()
            if not self.settle():
                self.cuts, self.each, self.of_cuts, _ = before
                return

    def within(self, lack: float) -> tuple[Ints, Floats, bool]:
        """All groups that cost at most `lack` more than they are worth, with that difference; False: not all of them."""
        found, gains, whole = self._above(list(self.people.factors), -lack, FOLLOWED_MOST)
        return found, -gains, whole

    def _above(self, sizes: list[int], least: float, most: int) -> tuple[Ints, Floats, bool]:
        blocks, gains, whole = [np.zeros((0, self.width), np.int64)], [np.zeros(0)], True
        for pairs, common, themed in self._kinds():
            for size in sizes:
                groups, sums, all_found = groups_above(pairs, common, size, least * (size - 1), most, self.late)
                padded = np.full((len(groups), self.width), self.people.n)
                padded[:, :size] = groups
                gain = sums / (size - 1) - held(padded, self.cuts, self.people.n) @ self.of_cuts
                enough = (gain >= least) & (self.people.has_theme(padded) == themed)
                blocks.append(padded[enough])
                gains.append(gain[enough])
                whole = whole and all_found
        return np.concatenate(blocks), np.concatenate(gains), whole

    def _kinds(self) -> Iterator[tuple[Floats, Ints, bool]]:
        """What pairs are worth beyond their prices and what a group must share: any group, and those with a theme, whose
        worth per person is a sum over pairs as well."""
        people = self.people
        pairs = people.scale * people.ties - self.each[:, None] - self.each[None, :]
        yield pairs, people.common[:, None], False
        if people.themed:
            yield pairs + 2 * people.themed, np.stack([people.common, people.themes], axis=1), True

    def _add(self, groups: Ints, gains: Floats) -> int:
        """Take the most promising groups of every person; says how many were new."""
        known = set(map(tuple, self.groups.tolist()))
        taken, best = np.zeros(self.people.n + 1, np.int64), []
        for group in groups[np.argsort(-gains, kind="stable")[: LOOKED_AT * self.people.n]].tolist():
            members = [person for person in group if person < self.people.n]
            if tuple(group) not in known and max(taken[members]) < PER_PERSON:
                taken[members] += 1
                best.append(group)
        new = np.array(best, np.int64).reshape(-1, self.width)
        self.groups = np.concatenate([self.groups, new])
        self.weights = np.concatenate([self.weights, self.people.weights(new)])
        return len(best)

    def _price(self) -> None:
        n = self.people.n
        rows = held(self.groups, self.cuts, n).T.astype(float)
        relaxed = packed(incidence(self.groups, n), rows, self.weights, self.people.alone)
        self.shares, self.each, self.of_cuts = (
            relaxed.shares, np.maximum(_up(relaxed.people), -self.people.alone), _up(np.maximum(relaxed.cuts, 0)),
        )  # fmt: skip


def _up(prices: Floats) -> Floats:
    rounded: Floats = np.ceil(prices * GRID) / GRID
    return rounded
