"""Objectives as whole-number weights per pair, computed block by block: a stage, several stages in one number, or the
tie-break.

Several stages become one when their totals cannot outweigh each other: each earlier stage is multiplied by more than
the later ones can ever add up to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matching.keys import Hashes, hashes, tie_weights
from matching.problem import Bools, Ints, Problem

WEIGHT_LIMIT = 2**42
"""Weights beyond this could overflow 64 bits once multiplied by grid and network size."""


class Weights(Protocol):
    """Weights of pairs; `span` bounds how far two matchings of n mentees may differ in total."""

    def block(self, rows: slice) -> Ints:
        """Weights of all pairs of these rows."""

    def at(self, rows: Ints, cols: Ints) -> Ints:
        """Weights of the listed pairs."""

    def reach(self) -> tuple[int, int]:
        """The smallest and the largest weight a pair may have, zero included."""

    def table32(self) -> npt.NDArray[Any] | None:
        """The table behind the weights, where they are nothing but a table."""


@dataclass(frozen=True, eq=False)
class Zero:
    """No pair counts anything: only the rules speak."""

    count: int

    def block(self, rows: slice) -> Ints:
        return np.zeros((rows.stop - rows.start, self.count), np.int64)

    def at(self, rows: Ints, cols: Ints) -> Ints:
        return np.zeros(len(rows), np.int64)

    def reach(self) -> tuple[int, int]:
        return 0, 0

    def table32(self) -> None:
        return None


@dataclass(frozen=True, eq=False)
class Constant:
    """Every pair counts one."""

    count: int

    def block(self, rows: slice) -> Ints:
        return np.ones((rows.stop - rows.start, self.count), np.int64)

    def at(self, rows: Ints, cols: Ints) -> Ints:
        return np.ones(len(rows), np.int64)

    def reach(self) -> tuple[int, int]:
        return 0, 1

    def table32(self) -> None:
        return None


@dataclass(frozen=True, eq=False)
class Table:
    """Weights in a table of whole numbers, or of marks that count one (or minus one with `sign`)."""

    table: npt.NDArray[Any]
    sign: int = 1

    def block(self, rows: slice) -> Ints:
        block: Ints = self.table[rows].astype(np.int64)
        return block if self.sign == 1 else -block

    def at(self, rows: Ints, cols: Ints) -> Ints:
        listed: Ints = self.table[rows, cols].astype(np.int64)
        return listed if self.sign == 1 else -listed

    def reach(self) -> tuple[int, int]:
        if not self.table.size:
            return 0, 0
        ends = self.sign * int(self.table.min()), self.sign * int(self.table.max())
        return min(0, *ends), max(0, *ends)

    def table32(self) -> npt.NDArray[Any] | None:
        return self.table if self.sign == 1 else None


@dataclass(frozen=True, eq=False)
class Place:
    """One for pairs of this rank (minus one with `sign`)."""

    ranks: npt.NDArray[Any]
    place: int
    sign: int = 1

    def block(self, rows: slice) -> Ints:
        marks: Ints = np.where(self.ranks[rows] == self.place, np.int64(self.sign), np.int64(0))
        return marks

    def at(self, rows: Ints, cols: Ints) -> Ints:
        marks: Ints = np.where(self.ranks[rows, cols] == self.place, np.int64(self.sign), np.int64(0))
        return marks

    def reach(self) -> tuple[int, int]:
        return min(0, self.sign), max(0, self.sign)

    def table32(self) -> None:
        return None


@dataclass(frozen=True, eq=False)
class Tie:
    """Pseudo-random weights from the keys (see `keys`)."""

    mentees: Hashes
    mentors: Hashes
    bits: int

    @classmethod
    def of(cls, problem: Problem, bits: int) -> Tie:
        return cls(hashes("mentee", problem.keys[0]), hashes("mentor", problem.keys[1]), bits)

    def block(self, rows: slice) -> Ints:
        return tie_weights(self.mentees[rows, None], self.mentors[None, :], self.bits)

    def at(self, rows: Ints, cols: Ints) -> Ints:
        return tie_weights(self.mentees[rows], self.mentors[cols], self.bits)

    def reach(self) -> tuple[int, int]:
        return 0, 2**self.bits

    def table32(self) -> None:
        return None


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

    def reach(self) -> tuple[int, int]:
        ends = [part.reach() for _, part in self.parts]
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
            low, high = stage.reach()
            factor = spread + 1
            parts.append((factor, stage))
            spread += factor * max(1, pairs_most) * (high - low)
        whole = Sum(tuple(reversed(parts)))
        low, high = whole.reach()
        if count == 1 or max(-low, high) <= limit:
            return whole, count
    raise ValueError("joined: there is no stage to join.")


__all__ = ["Bools", "Constant", "Place", "Sum", "Table", "Tie", "Weights", "Zero", "joined"]
