"""Cuts for packing groups: of all groups that hold two or more of the same three people at most one can take place.

These subset-row inequalities forbid what fractions of groups like best (three groups by halves around three people).
Finds those a fractional packing breaks; prices and choices are made elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from allocation.grouping.cliques import Floats
from allocation.problem import Bools, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BROKEN_BY = 1e-3
LEAST_SHARE = 1e-6


def incidence(groups: Ints, n: int) -> csr_array:
    """Who is in which group: (n, groups), from rows of people filled up with n."""
    from scipy.sparse import csr_array

    columns, places = np.nonzero(groups < n)
    return csr_array((np.ones(len(columns)), (groups[columns, places], columns)), shape=(n, len(groups)))


def held(groups: Ints, cuts: Ints, n: int) -> Bools:
    """Which groups (rows) hold at least two of the three people of each cut (columns)."""
    counts = np.zeros((len(groups), len(cuts)), np.int8)
    marks = np.zeros((n + 1, len(cuts)), np.int8)
    for place in range(3):
        marks[cuts[:, place], np.arange(len(cuts))] = 1
    for place in range(groups.shape[1]):
        counts += marks[groups[:, place]]
    return counts >= 2


def broken(groups: Ints, shares: Floats, n: int, most: int) -> Ints:
    """The threes of people whose cut the fractional packing breaks, worst first, rows of three."""
    used = np.flatnonzero(shares > LEAST_SHARE)
    members = incidence(groups[used], n).toarray()
    together = (members * shares[used]) @ members.T
    np.fill_diagonal(together, 0.0)
    first, second = np.nonzero(np.triu(together > 0, 1))
    # Of three people, two pairs at least are together somewhere: add to every such pair everybody else.
    triples = _threes(first, second, together)
    if not len(triples):
        return triples
    one, two, three = triples.T
    sums = together[one, two] + together[one, three] + together[two, three]
    # A group that holds all three was counted by each of its pairs.
    sums -= 2 * ((members[one] * members[two] * members[three]) @ shares[used])
    worst = np.argsort(-sums, kind="stable")[:most]
    found: Ints = triples[worst[sums[worst] > 1 + BROKEN_BY]]
    return found


def _threes(first: Ints, second: Ints, together: Floats) -> Ints:
    found = [np.zeros((0, 3), np.int64)]
    for one, two in zip(first.tolist(), second.tolist(), strict=True):
        sums = together[one] + together[two] + together[one, two]
        others = np.flatnonzero((sums > 1 + BROKEN_BY) & (together[one] + together[two] > 0))
        others = others[(others != one) & (others != two)]
        found.append(np.stack([np.full(len(others), one), np.full(len(others), two), others], axis=1))
    different: Ints = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    return different
