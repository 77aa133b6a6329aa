"""Peer groups: everybody in a group of three to five who may be together, as much in common as possible. Proven, or
with its gap.

Set packing by column generation: a linear programme over the groups found so far prices people; `cliques` finds every
group worth more than its people; when there is none, the prices prove a bound. Then CP-SAT chooses among all groups
that could be in a better answer than the one in hand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

from matching.cliques import Floats, groups_above
from matching.problem import Bools, Ints
from matching.solvers import Row, packing_prices, search

PER_PERSON = 12
LEAST = 1e-6
FOUND_MOST = 20_000
NEAREST = 40
COLUMNS_MAX = 400_000
GRID = 64
_NO_VALUES: Floats = np.zeros(0)


@dataclass(frozen=True)
class Grouping:
    """Groups (places of people, ascending), people left alone, the worth of all and a bound nobody can beat.

    `value` counts similarity, neutral to the size of a group (a person's mean tie to the others counts, whatever the
    size).
    """

    groups: tuple[tuple[int, ...], ...]
    alone: tuple[int, ...]
    value: int
    bound: int
    status: Literal["OPTIMAL", "FEASIBLE"]

    @property
    def gap(self) -> float:
        """How far the value may be below the best, as a share of the bound."""
        return 0.0 if self.status == "OPTIMAL" else (self.bound - self.value) / max(1, self.bound)


def groups(
    similarity: npt.ArrayLike,
    able: npt.ArrayLike,
    sizes: tuple[int, int] = (3, 5),
    common: Sequence[frozenset[str]] | None = None,
    time_limit: float | None = None,
) -> Grouping:
    """As few people alone as possible, then the highest worth.

    `similarity`: whole numbers >= 0, symmetric (n, n); `able`: who may be together; `common`: what each person has
    (languages): a group needs one in common. `sizes`: smallest and largest group. ValueError: tables that do not fit.
    """
    ties, may = np.asarray(similarity), np.asarray(able)
    n = len(ties)
    if ties.shape != (n, n) or may.shape != (n, n) or may.dtype != np.bool_ or ties.dtype.kind not in "iu":
        raise ValueError("groups: similarity must be a square table of whole numbers, able one of truth values.")
    if not 2 <= sizes[0] <= sizes[1]:
        raise ValueError(f"groups: sizes {sizes} must be the smallest and the largest, from 2 on.")
    return _Packing(ties.astype(np.int64), may & may.T, sizes, common, time_limit).solution()


class _Packing:
    def __init__(
        self,
        ties: Ints,
        able: Bools,
        sizes: tuple[int, int],
        common: Sequence[frozenset[str]] | None,
        time_limit: float | None,
    ) -> None:
        self.n = len(ties)
        self.ties = np.maximum(ties, ties.T)
        self.able = able
        np.fill_diagonal(self.able, False)
        self.sizes = range(sizes[0], sizes[1] + 1)
        self.factors = {size: lcm(*(k - 1 for k in self.sizes)) // (size - 1) for size in self.sizes}
        self.common = _bits(common, self.n)
        self.started, self.limit = time.perf_counter(), time_limit
        most = max(self.factors.values()) * int(self.ties.max(initial=0)) * (sizes[1] - 1)
        # One more person in a group outweighs any gain in similarity.
        self.bonus = 1 + most * max(1, self.n)
        self.columns: dict[tuple[int, ...], int] = {}

    def solution(self) -> Grouping:
        prices, bound, complete = self._prices()
        if complete:
            chosen, value, proven = self._reach(prices, bound)
        else:
            chosen, value, proven = *self._choose(self._nearest(prices)), False
        covered = sum(map(len, chosen))
        alone = sorted(set(range(self.n)) - {person for group in chosen for person in group})
        own = value - self.bonus * covered
        best = own if proven else max(own, min(bound - self.bonus * covered, self._worst()))
        return Grouping(tuple(sorted(chosen)), tuple(alone), own, best, "OPTIMAL" if proven else "FEASIBLE")

    def _prices(self) -> tuple[Floats, int, bool]:
        """Prices of people such that no group is worth more than its members, and the bound that is their sum; False
        when the time was up before there were any.

        When no group exceeds its prices by more than `least`, raising everybody's price by a share of it makes them
        such. With a time limit, pricing ends when that costs less than a thousandth, or after seven tenths of the time.
        """
        least = float(max(self.factors.values()) * int(self.ties.max(initial=0)) * self.sizes[-1])
        self.columns.update(self._weighed(self._greedy()))
        prices, safe = self._priced(), np.zeros(0)
        while not self._late(0.7):
            # Ask for groups far above their prices first: there are few, and later prices make the others dear.
            found = self._above(prices, least, FOUND_MOST, 0.7)
            if any(len(block) for block, _ in found):
                if not self._add(found):
                    raise ArithmeticError("groups: a group already known is priced as new.")
                prices = self._priced()
                continue
            if self._late(0.7):
                break
            lift = np.ceil(least / self.sizes[0] * GRID) / GRID if least > LEAST else 0.0
            safe = prices + lift
            worth = float(prices.sum()) - self.bonus * self.n
            if least == LEAST or (self.limit is not None and self.n * lift < worth / 1_000):
                break
            least = least / 10 if least > 1 else LEAST
        if not len(safe) and self.n:
            return prices, self.bonus * self.n + self._worst(), False
        return safe, int(np.floor(safe.sum())), True

    def _priced(self) -> Floats:
        if not self.columns:
            return np.zeros(self.n)
        prices = packing_prices(self.n, list(self.columns), list(self.columns.values()))
        rounded: Floats = np.ceil(np.maximum(prices, 0) * GRID) / GRID
        return rounded

    def _reach(self, prices: Floats, bound: int) -> tuple[list[tuple[int, ...]], int, bool]:
        """Choose among the groups whose lack is at most delta, wider and wider, until no group left out could
        matter."""
        ceiling = float(np.ceil(prices * GRID).sum() / GRID)
        delta = max(1, (bound - self.bonus * (bound // self.bonus)) // 2_000) if bound else 0
        chosen, value = self._choose(self._nearest(prices))
        if value == bound:
            return chosen, value, True
        while True:
            near = self._above(prices, -(delta + ceiling - bound) - 1e-6, None)
            count = sum(len(block) for block, _ in near)
            if self._late() or count > COLUMNS_MAX:
                return chosen, value, False
            groups = [tuple(group) for block, _ in near for group in block.tolist()]
            self.columns.update(self._weighed(near))
            found, worth, complete = self._chosen(groups, chosen)
            if worth > value:
                chosen, value = found, worth
            if complete and bound - value <= delta:
                return chosen, value, True
            if not complete or self._late():
                return chosen, value, False
            delta = min(max(4 * delta, 1), bound - value)

    def _greedy(self) -> list[tuple[Ints, Floats]]:
        """Groups to begin with: around every person the nearest others, each able to join those already there."""
        found: dict[int, list[list[int]]] = {}
        near = np.argsort(-self.ties, axis=1, kind="stable")
        for person in range(self.n):
            for skipped in range(4):
                group, bits, able = [person], int(self.common[person]), self.able[person].copy()
                for other in near[person, skipped:].tolist():
                    if able[other] and bits & int(self.common[other]) and len(group) < self.sizes[-1]:
                        group.append(other)
                        bits &= int(self.common[other])
                        able &= self.able[other]
                        if len(group) in self.sizes:
                            found.setdefault(len(group), []).append(sorted(group))
        return [(np.array(groups, np.int64), _NO_VALUES) for groups in found.values()]

    def _nearest(self, prices: Floats) -> list[tuple[int, ...]]:
        """The groups known that lack least to their prices, some for everybody."""
        return sorted(self.columns, key=lambda group: self._lack(group, prices))[: NEAREST * self.n]

    def _lack(self, group: tuple[int, ...], prices: Floats) -> float:
        return float(prices[list(group)].sum()) - self.columns[group]

    def _above(self, prices: Floats, least: float, most: int | None, share: float = 1.0) -> list[tuple[Ints, Floats]]:
        found: list[tuple[Ints, Floats]] = []
        for size in self.sizes:
            count = 0
            for block, values in groups_above(
                self.ties, self.able, self.common, prices, size, self.factors[size], self.bonus, least
            ):
                found.append((block, values))
                count += len(block)
                if (most is not None and count > most) or count > COLUMNS_MAX or self._late(share):
                    break
        return found

    def _add(self, found: list[tuple[Ints, Floats]]) -> int:
        """Take the most promising groups of every person; says how many were new."""
        before = len(self.columns)
        for block, values in found:
            taken = np.zeros(self.n, np.int64)
            best = []
            for row in np.argsort(-values, kind="stable")[: PER_PERSON * self.n].tolist():
                group = block[row]
                if (taken[group] < PER_PERSON).all():
                    taken[group] += 1
                    best.append(group)
            self.columns.update(self._weighed([(np.array(best, np.int64), values)]) if best else ())
        return len(self.columns) - before

    def _weighed(self, found: list[tuple[Ints, Floats]]) -> Iterator[tuple[tuple[int, ...], int]]:
        for block, _ in found:
            size = block.shape[1]
            pairs = sum(self.ties[block[:, a], block[:, b]] for a in range(size) for b in range(a + 1, size))
            weights = self.bonus * size + self.factors[size] * np.asarray(pairs)
            yield from zip(map(tuple, block.tolist()), weights.tolist(), strict=True)

    def _choose(self, groups: list[tuple[int, ...]]) -> tuple[list[tuple[int, ...]], int]:
        chosen, value, _ = self._chosen(groups, [])
        return chosen, value

    def _chosen(
        self, groups: list[tuple[int, ...]], hint: list[tuple[int, ...]]
    ) -> tuple[list[tuple[int, ...]], int, bool]:
        if not groups:
            return [], 0, True
        weights, in_hand = np.array([self.columns[group] for group in groups], np.int64), set(hint)
        marks = np.array([group in in_hand for group in groups], bool) if hint else None
        found = search(len(groups), self._rows(groups), weights, marks, self._seconds(0.8))
        if found.chosen is None:
            return [], 0, False
        return [groups[k] for k in np.flatnonzero(found.chosen)], found.value, found.status == "OPTIMAL"

    def _rows(self, groups: list[tuple[int, ...]]) -> list[Row]:
        places: list[list[int]] = [[] for _ in range(self.n)]
        for k, group in enumerate(groups):
            for person in group:
                places[person].append(k)
        return [Row(np.array(p, np.int64), np.ones(len(p), np.int64), 0, 1) for p in places if len(p) > 1]

    def _worst(self) -> int:
        """A bound without any search: everybody in a group with the best ties."""
        best = np.sort(np.where(self.able, self.ties, 0), axis=1)[:, ::-1].astype(np.int64)
        mean = [self.factors[k] * best[:, : k - 1].sum(axis=1) for k in self.sizes]
        return int(np.max(mean, axis=0).sum()) // 2 + 1

    def _late(self, share: float = 1.0) -> bool:
        return self.limit is not None and time.perf_counter() - self.started > share * self.limit

    def _seconds(self, share: float) -> float | None:
        if self.limit is None:
            return None
        return max(0.5, share * (self.limit - (time.perf_counter() - self.started)))


def _bits(common: Sequence[frozenset[str]] | None, n: int) -> Ints:
    if common is None:
        return np.ones(n, np.int64)
    words = sorted(set().union(*common))
    if len(words) > 62:
        raise ValueError(f"groups: {len(words)} different things to have in common are too many; at most 62.")
    place = {word: 1 << k for k, word in enumerate(words)}
    return np.array([sum(place[word] for word in own) for own in common], np.int64)
