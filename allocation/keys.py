"""Tie-breaking by identity: a pseudo-random weight for every pair that depends on the two keys alone, never on their
order."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from allocation.problem import Ints

Hashes = npt.NDArray[np.uint64]


def hashes(side: str, keys: Sequence[str]) -> Hashes:
    """One 64-bit number per key; the side keeps a mentee and a mentor of the same key apart."""
    digests = b"".join(blake2b(f"{side}\0{key}".encode(), digest_size=8).digest() for key in keys)
    return np.frombuffer(digests, np.dtype("<u8")).astype(np.uint64)


def tie_weights(rows: Hashes, cols: Hashes, bits: int, turn: int = 0) -> Ints:
    """A weight of `bits` bits per pair (arrays broadcast); another `turn` gives independent weights (splitmix64's
    finaliser)."""
    with np.errstate(over="ignore"):
        z = rows ^ (cols * np.uint64(0x9E3779B97F4A7C15) + np.uint64(turn))
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    weights: Ints = (z >> np.uint64(64 - bits)).astype(np.int64)
    return weights
