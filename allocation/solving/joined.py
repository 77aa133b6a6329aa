"""Several stages in one number: each earlier one multiplied by more than the later ones can ever add up to, so that their
totals cannot outweigh each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from allocation.problem import Ints
from allocation.solving.weights import Weights

WEIGHT_LIMIT = 2**42
"""Weights beyond this could overflow 64 bits once multiplied by grid and network size."""


@dataclass(frozen=True, eq=False)
class Sum:
    """Several weights, each with its factor."""

    parts: tuple[tuple[int, Weights], ...]

    def block(self, rows: slice) -> Ints:
        total = self.parts[0][1].block(rows)
        if self.parts[0][0] != 1:
            total *= self.parts[0][0]
        for factor, part in self.parts[1:]:
            total += factor * part.block(rows)
        return total

    def at(self, rows: Ints, cols: Ints) -> Ints:
        total = np.zeros(len(rows), np.int64)
        for factor, part in self.parts:
            total += factor * part.at(rows, cols)
        return total

    def extremes(self) -> tuple[int, int]:
        ends = [part.extremes() for _, part in self.parts]
        return (
            sum(factor * low for (factor, _), (low, _) in zip(self.parts, ends, strict=True)),
            sum(factor * high for (factor, _), (_, high) in zip(self.parts, ends, strict=True)),
        )

    def table32(self) -> npt.NDArray[Any] | None:
        return self.parts[0][1].table32() if len(self.parts) == 1 and self.parts[0][0] == 1 else None


def joined(stages: Sequence[Weights], pairs_most: int, limit: int = WEIGHT_LIMIT) -> tuple[Sum, int]:
    """As many leading stages as fit into one weight, and how many that are (at least one).

    Exact: with at most `pairs_most` pairs, stage k's total differs by at most pairs_most * (high - low) between two
    matchings.
    """
    for count in range(len(stages), 0, -1):
        parts: list[tuple[int, Weights]] = []
        factor, spread = 1, 0
        for stage in reversed(stages[:count]):
            low, high = stage.extremes()
            factor = spread + 1
            parts.append((factor, stage))
            spread += factor * max(1, pairs_most) * (high - low)
        whole = Sum(tuple(reversed(parts)))
        low, high = whole.extremes()
        if count == 1 or max(-low, high) <= limit:
            return whole, count
    raise ValueError("joined: there is no stage to join.")
