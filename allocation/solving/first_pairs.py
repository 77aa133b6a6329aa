"""The pairs to begin with: the best few of every mentee and of every mentor. Only speed depends on them, never the
result."""

from __future__ import annotations

import numpy as np

from allocation.problem import Ints
from allocation.solving.network import Network
from allocation.solving.weights import Weights

BY_ROW = 8
BY_COLUMN = 2
BLOCK_ROWS = 256


def first_pairs(network: Network, weights: Weights) -> tuple[Ints, Ints]:
    """The `BY_ROW` best pairs of every mentee, and of every mentor the best in each block of mentees."""
    n, m = network.able.shape
    found: list[tuple[Ints, Ints]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for start in range(0, n if m else 0, BLOCK_ROWS):
        rows = slice(start, min(n, start + BLOCK_ROWS))
        able = network.able[rows]
        # Equal weights are told apart by a fixed pattern, else everybody would begin with the same few mentors.
        pattern = (np.arange(rows.start, rows.stop) * 193)[:, None] + (np.arange(m) * 37)[None, :]
        worth = np.where(able, weights.block(rows) * 256 + (pattern & 255), np.iinfo(np.int64).min)
        by_row, by_column = min(BY_ROW, m), min(BY_COLUMN, rows.stop - rows.start)
        good = worth >= np.partition(worth, m - by_row, axis=1)[:, m - by_row, None]
        good |= worth >= np.partition(worth, len(worth) - by_column, axis=0)[None, len(worth) - by_column]
        near = np.flatnonzero(good & able)
        found.append((near // m + start, near % m))
    rows_found, cols_found = zip(*found, strict=True)
    return np.concatenate(rows_found), np.concatenate(cols_found)
