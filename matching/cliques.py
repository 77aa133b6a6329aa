"""All groups worth more than the prices of their members: exact pricing for `groups`, level by level with an upper
bound."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from matching.problem import Bools, Ints

Floats = npt.NDArray[np.float64]
CHUNK_CELLS = 2**20
PAIRS_FIRST, PAIRS_AT_ONCE = 16, 1024


def groups_above(
    similarity: Ints, able: Bools, common: Ints, prices: Floats, size: int, factor: int, bonus: int, least: float
) -> Iterator[tuple[Ints, Floats]]:
    """Blocks of groups of `size` whose weight minus prices exceeds `least`, with that difference; complete when
    exhausted.

    Weight = bonus * size + factor * sum of similarities of its pairs. `able` marks pairs who may be together, `common`
    holds what a person shares as bits: a group needs one bit in common. Splitting bonus and prices over a group's pairs
    makes it a sum over pairs.
    """
    n = len(prices)
    share = (bonus - prices) / (size - 1)
    worth = np.where(able, factor * similarity + share[:, None] + share[None, :], -np.inf)
    np.fill_diagonal(worth, -np.inf)
    if n < size:
        return
    reach = worth.max(axis=1)
    first, second = np.nonzero(np.triu(np.isfinite(worth) & ((common[:, None] & common[None, :]) != 0), 1))
    groups = np.stack([first, second], axis=1)
    values, bits = worth[first, second], common[first] & common[second]
    if size == 2:
        yield groups[values > least], values[values > least]
        return
    kept, ceilings = _promising(groups, values, worth, reach, size, least)
    order = kept[np.argsort(-ceilings[kept], kind="stable")]
    begin, step = 0, PAIRS_FIRST
    while begin < len(order):
        chosen = order[begin : begin + step]
        yield from _grown(groups[chosen], values[chosen], bits[chosen], worth, reach, common, size, least)
        begin, step = begin + step, min(2 * step, PAIRS_AT_ONCE)


def _grown(
    groups: Ints, values: Floats, bits: Ints, worth: Floats, reach: Floats, common: Ints, size: int, least: float
) -> Iterator[tuple[Ints, Floats]]:
    """Add one person (with a higher number) at a time; give up what cannot come above `least`."""
    n = len(worth)
    while groups.shape[1] < size and len(groups):
        left = size - groups.shape[1]
        step = max(1, CHUNK_CELLS // n)
        found: list[tuple[Ints, Floats, Ints]] = []
        for begin in range(0, len(groups), step):
            block = groups[begin : begin + step]
            gains = worth[block].sum(axis=1)
            gains[np.arange(n)[None, :] <= block[:, -1:]] = -np.inf
            shared = bits[begin : begin + step, None] & common[None, :]
            gains[shared == 0] = -np.inf
            ceiling = values[begin : begin + step, None] + gains
            if left > 1:
                # The one added brings its gain; each of the others at most its own gain and half its best tie to those
                # still to come.
                further = gains + 0.5 * (left - 1) * np.maximum(reach, 0)[None, :]
                best = -np.partition(-further, left - 2, axis=1)[:, : left - 1].sum(axis=1)
                ceiling = ceiling + 0.5 * (left - 1) * np.maximum(reach, 0)[None, :] + best[:, None]
            rows, cols = np.nonzero(ceiling > least)
            grown = np.concatenate([block[rows], cols[:, None]], axis=1)
            found.append((grown, values[begin + rows] + gains[rows, cols], shared[rows, cols]))
        groups = np.concatenate([part[0] for part in found])
        values = np.concatenate([part[1] for part in found])
        bits = np.concatenate([part[2] for part in found])
    if groups.shape[1] == size and len(groups):
        yield groups[values > least], values[values > least]


def _promising(
    groups: Ints, values: Floats, worth: Floats, reach: Floats, size: int, least: float
) -> tuple[Ints, Floats]:
    """Pairs that some group above `least` may contain, by the best that their remaining members could bring."""
    left = size - 2
    ties = np.sort(np.where(np.isfinite(worth), worth, -np.inf), axis=1)[:, ::-1]
    best = np.where(np.isfinite(ties[:, :left]), ties[:, :left], 0).sum(axis=1)
    ceilings = values + best[groups[:, 0]] + best[groups[:, 1]] + 0.5 * left * (left - 1) * max(0.0, float(reach.max()))
    return np.flatnonzero(ceilings > least), ceilings
