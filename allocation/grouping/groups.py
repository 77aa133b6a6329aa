"""Peer groups: everybody in a group of three to five who may be together, as much in common as possible. Proven, or
with its gap.

Set packing by column generation with cuts: `group_prices` finds prices at which no group is worth more than it costs,
and thereby a bound. Then CP-SAT chooses among all groups that could be in a better answer than the one in hand.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from allocation.grouping.crowd import Crowd, crowd_of
from allocation.grouping.first_groups import first_groups
from allocation.grouping.group_prices import GRID, GroupPrices
from allocation.grouping.openness import Open, first_open
from allocation.grouping.overlaps import held, incidence
from allocation.problem import Ints
from allocation.solvers import Found, Row, search

NEAREST = 8
"""Groups per person among which the first answer is chosen."""
WIDER, MORE = 8, 4
"""How much further from the prices each next choice may look, and among how many times more groups."""
CHOSEN_AMONG_MOST = 60_000


@dataclass(frozen=True)
class Grouping:
    """Groups (places of people, ascending), people left alone, how many are in groups with a theme, the worth of all.

    `value` counts similarity, neutral to the size of a group (a person's mean tie to the others counts, whatever the
    size). No grouping leaves fewer people alone than `alone_least`; none that leaves as few has more than `themed_most`
    in groups with a theme; none with as many of these has more than `bound`.
    """

    groups: tuple[tuple[int, ...], ...]
    alone: tuple[int, ...]
    themed: int
    value: int
    alone_least: int
    themed_most: int
    bound: int
    status: Literal["OPTIMAL", "FEASIBLE"]

    @property
    def open(self) -> Open | None:
        """The first of the three that is not proven."""
        people = len(self.alone) + sum(map(len, self.groups))
        return first_open(
            (
                Open("alone", len(self.alone) - self.alone_least, people),
                Open("theme", self.themed_most - self.themed, people),
                Open("common", self.bound - self.value, self.bound),
            )
        )

    @property
    def gap(self) -> float:
        """How far the first of the three that is not proven may be from the best, as a share of what there is."""
        return self.open.share if self.open else 0.0


def groups(
    similarity: npt.ArrayLike,
    able: npt.ArrayLike,
    sizes: tuple[int, int] = (3, 5),
    common: Sequence[frozenset[str]] | None = None,
    themes: Sequence[frozenset[str]] | None = None,
    time_limit: float | None = None,
) -> Grouping:
    """As few people alone as possible, then as many as possible in groups with a theme, then the highest worth.

    `similarity`: whole numbers >= 0, symmetric (n, n); `able`: who may be together; `common`: what each person has
    (languages): a group needs one in common; `themes`: what each person would gather around (career tracks): a group has
    a theme when all share one. Where the two halves of a table differ, the higher similarity counts, and two may be
    together only if both halves say so. `sizes`: smallest and largest group, 2 to 12. `time_limit` in seconds: then the
    best found and honest bounds. ValueError: tables or sizes that do not fit, numbers too large.
    """
    return _Packing(crowd_of(similarity, able, sizes, common, themes), time_limit).solution()


class _Packing:
    """One crowd on its way to its groups. A packing is worth its groups' weights less `alone` for everybody
    left out, so that one more person in a group outweighs any gain in similarity."""

    def __init__(self, people: Crowd, time_limit: float | None) -> None:
        self.people, self.n = people, people.n
        self.started, self.limit = time.perf_counter(), time_limit

    def solution(self) -> Grouping:
        prices = GroupPrices(self.people, lambda: self._late(0.7))
        if prices.settle():
            prices.tighten()
            prices.late = self._late
            chosen, value, bound = self._reach(prices)
        else:
            chosen, value, bound = *self._first(prices), self.people.most
        return self._told(chosen, value, bound)

    def _told(self, chosen: Ints, value: int, bound: int) -> Grouping:
        """Worth and bound taken apart: both are less one `alone` for everybody left out, and hold one `themed` for
        everybody in a group with a theme."""
        people, n = self.people, self.n
        told = tuple(sorted(tuple(person for person in group if person < n) for group in chosen.tolist()))
        left = tuple(sorted(set(range(n)) - {person for group in told for person in group}))
        themed = int((chosen[people.has_theme(chosen)] < n).sum()) if people.themed else 0
        own = value + people.alone * len(left) - people.themed * themed
        alone_least = max(0, -(bound // people.alone))
        rest = bound + people.alone * len(left) if alone_least == len(left) else people.most
        themed_most = min(n - len(left), rest // people.themed) if people.themed else 0
        ceiling = max(own, min(people.similar, rest - people.themed * themed))
        status: Literal["OPTIMAL", "FEASIBLE"] = "OPTIMAL" if bound == value else "FEASIBLE"
        return Grouping(told, left, themed, own, alone_least, max(themed, themed_most), ceiling, status)

    def _reach(self, prices: GroupPrices) -> tuple[Ints, int, int]:
        """Choose among the groups that lack at most delta to their prices, wider and wider, until no group left out
        could matter: a packing with one of those is worth less than the bound by more than delta."""
        bound = int(prices.total // self.people.unit) * self.people.unit
        # The prices may come to a little more than the bound, which is rounded down.
        spare = prices.total - bound
        chosen, value = self._first(prices)
        before, delta, most = 0.0, float(self._enough(prices)), CHOSEN_AMONG_MOST
        while bound > value:
            near, reached = self._near(prices, before, delta, spare, most)
            if reached <= before or self._late():
                break
            found = self._chosen(prices, near, chosen)
            worth = found.value - self.people.alone * self.n
            everything = bound - value <= reached
            if found.chosen is not None and worth > value:
                chosen, value = near[found.chosen], worth
            if found.status == "OPTIMAL" and bound - value <= reached:
                bound = value
            elif everything:
                # Whatever is better than what was in hand consists of these groups: their bound holds for all.
                bound = max(value, min(bound, found.bound - self.people.alone * self.n))
            if found.status != "OPTIMAL":
                break
            before, delta = reached, min(WIDER * reached, float(bound - value))
            most = min(CHOSEN_AMONG_MOST, MORE * len(near))
        return chosen, value, bound

    def _near(self, prices: GroupPrices, before: float, delta: float, spare: float, most: int) -> tuple[Ints, float]:
        """The groups within delta of their prices, nearest first, and how far they are complete: less than delta when
        there are more than `most`."""
        groups, lacks, whole = prices.within(delta + spare)
        while not whole and delta > 1.2 * before and not self._late():
            delta = (delta + before) / 2
            groups, lacks, whole = prices.within(delta + spare)
        if not whole:
            return groups[:0], 0.0
        order = np.argsort(lacks, kind="stable")
        if len(order) > most:
            # Those as far away as the first left out may be missing.
            delta = float(lacks[order[most]]) - spare - 1 / GRID
        return groups[order[:most]], delta

    def _enough(self, prices: GroupPrices) -> int:
        """A lack within which there are some groups for everybody, if there are."""
        wanted, delta = NEAREST * max(1, self.n), self.people.unit
        furthest = int(2 * np.abs(prices.each).max(initial=0) * prices.width) + self.people.unit
        while True:
            _, lacks, whole = prices.within(delta)
            if len(lacks) >= wanted:
                return int(np.partition(lacks, wanted - 1)[wanted - 1]) + 1
            if not whole or delta >= furthest:
                return delta
            delta *= 2

    def _first(self, prices: GroupPrices) -> tuple[Ints, int]:
        """An answer without any search."""
        costs = np.append(prices.each, 0.0)[prices.groups].sum(axis=1) - prices.weights
        chosen = first_groups(self.people, prices.groups[np.argsort(costs, kind="stable")], prices.width)
        left = self.n - int((chosen < self.n).sum())
        return chosen, int(self.people.weights(chosen).sum()) - self.people.alone * left

    def _chosen(self, prices: GroupPrices, near: Ints, hint: Ints) -> Found:
        """The best packing by some of the groups, every cut stated as well: only one of its groups can take place."""
        in_hand = set(map(tuple, hint.tolist()))
        marks = np.array([tuple(group) in in_hand for group in near.tolist()], bool)
        members = incidence(near, self.n)
        places = np.split(members.indices.astype(np.int64), members.indptr[1:-1])
        places += [np.flatnonzero(line) for line in held(near, prices.cuts, self.n).T]
        rows = [Row(some, np.ones(len(some), np.int64), 0, 1) for some in places if len(some) > 1]
        weights = self.people.weights(near) + self.people.alone * (near < self.n).sum(axis=1)
        return search(len(near), rows, weights, marks, self._seconds(0.8))

    def _late(self, share: float = 1.0) -> bool:
        return self.limit is not None and time.perf_counter() - self.started > share * self.limit

    def _seconds(self, share: float) -> float | None:
        if self.limit is None:
            return None
        return share * max(0.0, self.limit - (time.perf_counter() - self.started))
