"""A class: people to be put into groups, as the arithmetic sees them; refuses tables and sizes that do not fit. Finds no
groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, lcm

import numpy as np
import numpy.typing as npt

from matching.grouping.cliques import Floats
from matching.problem import Bools, Ints

SIZE_MOST = 12
WORTH_MOST = 2**42
"""Sums up to here are exact on the grid of prices."""


@dataclass(frozen=True, eq=False)
class Class:
    """Who there is: ties (n, n) whole numbers, -inf where two may not be together; bits in common; group sizes; what one
    person alone costs, more than any gain in similarity.

    The weight of a group of k is factors[k] times the ties of its pairs. Groups are rows of people, filled up with n.
    """

    ties: Floats
    common: Ints
    factors: dict[int, int]
    alone: int
    most: int
    """No packing's groups weigh more."""
    unit: int
    """Weights come in steps of this, and so does the best."""

    @property
    def n(self) -> int:
        return len(self.ties)

    @property
    def scale(self) -> int:
        """What the tie of a pair counts beside the prices of both, in groups of any size."""
        size = min(self.factors)
        return self.factors[size] * (size - 1)

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
        return np.asarray(sums.astype(np.int64) * scale[(groups < self.n).sum(axis=1)])


def a_class(
    similarity: npt.ArrayLike, able: npt.ArrayLike, sizes: tuple[int, int], common: Sequence[frozenset[str]] | None
) -> Class:
    """The class of these tables, as `groups.groups` describes them. ValueError: one that does not fit."""
    ties, may = np.asarray(similarity), np.asarray(able)
    n = len(ties)
    if ties.shape != (n, n) or may.shape != (n, n) or may.dtype != np.bool_ or ties.dtype.kind not in "iu":
        raise ValueError("groups: similarity must be a square table of whole numbers, able one of truth values.")
    if n and ties.min() < 0:
        raise ValueError("groups: similarity must not be negative; add the same number to all of them.")
    if not 2 <= sizes[0] <= sizes[1] <= SIZE_MOST:
        raise ValueError(f"groups: sizes {sizes} must be the smallest and the largest, from 2 to {SIZE_MOST}.")
    if common is not None and len(common) != n:
        raise ValueError(f"groups: common is about {len(common)} people, similarity about {n}.")
    return _weighed(ties.astype(np.int64), may & may.T, sizes, _bits(common, n))


def _weighed(ties: Ints, able: Bools, sizes: tuple[int, int], bits: Ints) -> Class:
    able = able & ((bits[:, None] & bits[None, :]) != 0)
    np.fill_diagonal(able, False)
    ties = np.maximum(ties, ties.T)
    whole = lcm(*range(sizes[0] - 1, sizes[1]))
    factors = {size: whole // (size - 1) for size in range(sizes[0], sizes[1] + 1)}
    unit = max(1, gcd(*factors.values()) * int(np.gcd.reduce(ties[able], initial=0)))
    most = _most(np.where(able, ties, 0), factors)
    alone = unit * (1 + most // unit)
    if alone * max(1, len(ties)) > WORTH_MOST:
        raise ValueError("groups: these similarities are too large to add up exactly; scale them down.")
    return Class(np.where(able, ties.astype(float), -np.inf), bits, factors, alone, most, unit)


def _most(ties: Ints, factors: dict[int, int]) -> int:
    """A bound without any search: everybody in a group with the best ties."""
    best = np.sort(ties, axis=1)[:, ::-1]
    each = [factor * best[:, : size - 1].sum(axis=1) for size, factor in factors.items()]
    return int(np.max(each, axis=0).sum()) // 2 + 1


def _bits(common: Sequence[frozenset[str]] | None, n: int) -> Ints:
    if common is None:
        return np.ones(n, np.int64)
    words = sorted(set().union(*common))
    if len(words) > 62:
        raise ValueError(f"groups: {len(words)} different things to have in common are too many; at most 62.")
    place = {word: 1 << k for k, word in enumerate(words)}
    return np.array([sum(place[word] for word in own) for own in common], np.int64)
