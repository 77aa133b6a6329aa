"""A crowd: people to be put into groups, as the arithmetic sees them; refuses tables and sizes that do not fit. Finds no
groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, lcm

import numpy as np
import numpy.typing as npt

from allocation.grouping.cliques import Floats
from allocation.problem import Bools, Ints

SIZE_MOST = 12
BITS = 62
WORTH_MOST = 2**42
"""Sums up to here are exact on the grid of prices."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """Who there is: ties (n, n) whole numbers, -inf where two may not be together; bits in common; bits of themes; group
    sizes; what one person alone costs, more than any gain.

    The weight of a group of k is factors[k] times the ties of its pairs, and `themed` more for each of its people if all
    share a theme: more than any gain in similarity. Groups are rows of people, filled up with n.
    """

    ties: Floats
    common: Ints
    themes: Ints
    factors: dict[int, int]
    themed: int
    alone: int
    similar: int
    """No packing's groups are worth more, themes aside."""
    unit: int
    """Weights come in steps of this, and so does the best."""

    @property
    def most(self) -> int:
        """No packing's groups weigh more."""
        return self.similar + self.themed * self.n

    @property
    def n(self) -> int:
        return len(self.ties)

    @property
    def scale(self) -> int:
        """What the tie of a pair counts beside the prices of both, in groups of any size."""
        size = min(self.factors)
        return self.factors[size] * (size - 1)

    def has_theme(self, groups: Ints) -> Bools:
        """Which groups have a theme that all share."""
        return np.asarray(np.bitwise_and.reduce(np.append(self.themes, -1)[groups], axis=1) != 0)

    def weights(self, groups: Ints) -> Ints:
        """The weight of every group."""
        padded = np.zeros((self.n + 1, self.n + 1))
        padded[:-1, :-1] = np.where(np.isfinite(self.ties), self.ties, 0)
        sums = np.zeros(len(groups))
        for a in range(groups.shape[1]):
            for b in range(a):
                sums += padded[groups[:, a], groups[:, b]]
        scale = np.zeros(max(self.factors) + 1, np.int64)
        scale[list(self.factors)] = list(self.factors.values())
        sizes = (groups < self.n).sum(axis=1)
        return np.asarray(sums.astype(np.int64) * scale[sizes] + self.themed * sizes * self.has_theme(groups))


def crowd_of(
    similarity: npt.ArrayLike,
    able: npt.ArrayLike,
    sizes: tuple[int, int],
    common: Sequence[frozenset[str]] | None,
    themes: Sequence[frozenset[str]] | None = None,
) -> Crowd:
    """The crowd of these tables, as `groups` describes them. ValueError: one that does not fit."""
    ties, may = np.asarray(similarity), np.asarray(able)
    n = len(ties)
    if ties.shape != (n, n) or may.shape != (n, n) or may.dtype != np.bool_ or ties.dtype.kind not in "iu":
        raise ValueError("groups: similarity must be a square table of whole numbers, able one of truth values.")
    if n and ties.min() < 0:
        raise ValueError("groups: similarity must not be negative; add the same number to all of them.")
    if not 2 <= sizes[0] <= sizes[1] <= SIZE_MOST:
        raise ValueError(f"groups: sizes {sizes} must be the smallest and the largest, from 2 to {SIZE_MOST}.")
    shared = _bits("common", [frozenset({"all"})] * n if common is None else common, n)
    topics = _bits("themes", [frozenset()] * n if themes is None else themes, n)
    return _weighed(ties.astype(np.int64), may & may.T, sizes, shared, topics)


def _weighed(ties: Ints, able: Bools, sizes: tuple[int, int], bits: Ints, themes: Ints) -> Crowd:
    able = able & ((bits[:, None] & bits[None, :]) != 0)
    np.fill_diagonal(able, False)
    ties = np.maximum(ties, ties.T)
    whole = lcm(*range(sizes[0] - 1, sizes[1]))
    factors = {size: whole // (size - 1) for size in range(sizes[0], sizes[1] + 1)}
    unit = max(1, gcd(*factors.values()) * int(np.gcd.reduce(ties[able], initial=0)))
    similar = _similar(np.where(able, ties, 0), factors)
    themed = unit * (1 + similar // unit) if themes.any() else 0
    alone = unit * (1 + (similar + themed * len(ties)) // unit)
    if alone * max(1, len(ties)) > WORTH_MOST:
        raise ValueError("groups: these similarities are too large to add up exactly; scale them down.")
    return Crowd(np.where(able, ties.astype(float), -np.inf), bits, themes, factors, themed, alone, similar, unit)


def _similar(ties: Ints, factors: dict[int, int]) -> int:
    """A bound without any search: everybody in a group with the best ties."""
    best = np.sort(ties, axis=1)[:, ::-1]
    each = [factor * best[:, : size - 1].sum(axis=1) for size, factor in factors.items()]
    return int(np.max(each, axis=0).sum()) // 2 + 1


def _bits(name: str, own: Sequence[frozenset[str]], n: int) -> Ints:
    if len(own) != n:
        raise ValueError(f"groups: {name} is about {len(own)} people, similarity about {n}.")
    words = sorted(set().union(*own))
    if len(words) > BITS:
        raise ValueError(f"groups: {name} has {len(words)} different things, which are too many; at most {BITS}.")
    place = {word: 1 << k for k, word in enumerate(words)}
    return np.array([sum(place[word] for word in some) for some in own], np.int64)
