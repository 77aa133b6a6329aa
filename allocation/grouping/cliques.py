"""All groups of a size whose pairs have enough worth in sum: exact enumeration for `group_prices`, person by person.

The mean pair of a group is worth no more than the mean pair without the person tied least to the others. So every
group above a mean grows from a smaller one above the same mean, and only those are kept: near the best prices there
are few. Each group is reached once, from itself without that person.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from allocation.problem import Ints

Floats = npt.NDArray[np.float64]
Level = tuple[Ints, Floats, Floats, Ints]
"""Groups (rows of people), the worth of each, every member's part in it, the bits of each kind that all share."""
CELLS_AT_ONCE = 2**20


def groups_above(
    worth: Floats, common: Ints, size: int, least: float, most: int, late: Callable[[], bool] = lambda: False
) -> tuple[Ints, Floats, bool]:
    """Groups of `size` (from 2 on) whose pairs are worth `least` or more in sum, these sums, and whether they are all.

    `worth`: symmetric (n, n), -inf on the diagonal and where two may not be together; `common`: (n, kinds), what a
    person shares of each kind, as bits; a group needs one bit of every kind in common. They are not all when more than
    `most` came up on the way, of which the best are kept, or when it got late.
    """
    mean = least / (size * (size - 1) / 2)
    # The quotient may be off in its last place: stay below it on the way, and be exact at the end.
    mean -= 1e-12 * (1 + abs(mean))
    level, whole = _cut(_pairs(worth, common, mean), most)
    for larger in range(3, size + 1):
        floor = least if larger == size else mean * (larger * (larger - 1) / 2)
        level, all_kept = _grown(level, worth, common, floor, most, late)
        whole = whole and all_kept
    groups, sums, _, _ = level
    enough = sums >= least
    return np.sort(groups[enough], axis=1), sums[enough], whole


def _pairs(worth: Floats, common: Ints, mean: float) -> Level:
    first, second = np.nonzero(np.triu((worth >= mean) & np.isfinite(worth), 1))
    shared = common[first] & common[second]
    some = (shared != 0).all(axis=1)
    first, second, shared = first[some], second[some], shared[some]
    sums = worth[first, second]
    return np.stack([first, second], axis=1), sums, np.stack([sums, sums], axis=1), shared


def _grown(
    level: Level, worth: Floats, common: Ints, floor: float, most: int, late: Callable[[], bool]
) -> tuple[Level, bool]:
    """Every group with one more person, who is tied least to the others, if worth the floor."""
    groups, sums, _, _ = level
    whole, step, size = True, max(1, CELLS_AT_ONCE // max(1, len(worth))), groups.shape[1]
    none = np.zeros((0, size + 1), np.int64), np.zeros((0, common.shape[1]), np.int64)
    empty = (none[0], np.zeros(0), none[0].astype(float), none[1])
    parts: list[Level] = [empty]
    for begin in range(0, len(groups), step):
        block = groups[begin : begin + step]
        gains = worth[block[:, 0]]
        for place in range(1, size):
            gains = gains + worth[block[:, place]]
        rows, added = np.nonzero(gains >= floor - sums[begin : begin + step, None])
        parts.append(_joined(level, begin + rows, added, gains[rows, added], worth, common))
        if sum(len(part[1]) for part in parts) > 2 * most:
            kept, _ = _cut(_together(parts), most)
            parts, whole = [kept], False
        if late():
            return _together(parts), False
    kept, all_kept = _cut(_together(parts), most)
    return kept, whole and all_kept


def _joined(level: Level, rows: Ints, added: Ints, gains: Floats, worth: Floats, common: Ints) -> Level:
    groups, sums, parts, bits = level
    ties = worth[groups[rows], added[:, None]]
    grown, shared = parts[rows] + ties, bits[rows] & common[added]
    least, gain = grown.min(axis=1), gains
    # Of several tied least, the one with the highest number comes last.
    rival = np.where(grown == gain[:, None], groups[rows], -1).max(axis=1)
    kept = (shared != 0).all(axis=1) & ((gain < least) | ((gain == least) & (added > rival)))
    return (
        np.concatenate([groups[rows[kept]], added[kept, None]], axis=1),
        sums[rows[kept]] + gain[kept],
        np.concatenate([grown[kept], gain[kept, None]], axis=1),
        shared[kept],
    )


def _together(parts: list[Level]) -> Level:
    groups, sums, shares, bits = (np.concatenate(column) for column in zip(*parts, strict=True))
    return groups, sums, shares, bits


def _cut(level: Level, most: int) -> tuple[Level, bool]:
    """The best groups of a level when there are too many."""
    groups, sums, shares, bits = level
    if len(sums) <= most:
        return level, True
    best = np.argsort(-sums, kind="stable")[:most]
    return (groups[best], sums[best], shares[best], bits[best]), False
