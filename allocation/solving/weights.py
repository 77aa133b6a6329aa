"""Objectives as whole-number weights per pair, computed block by block: a stage or the tie-break. Several in one number:
`joined`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from allocation.keys import Hashes, hashes, tie_weights
from allocation.problem import Bools, Ints, Problem


class Weights(Protocol):
    """Weights of pairs; `span` bounds how far two matchings of n mentees may differ in total."""

    def block(self, rows: slice) -> Ints:
        """Weights of all pairs of these rows."""

    def at(self, rows: Ints, cols: Ints) -> Ints:
        """Weights of the listed pairs."""

    def extremes(self) -> tuple[int, int]:
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

    def extremes(self) -> tuple[int, int]:
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

    def extremes(self) -> tuple[int, int]:
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

    def extremes(self) -> tuple[int, int]:
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

    def extremes(self) -> tuple[int, int]:
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

    def extremes(self) -> tuple[int, int]:
        return 0, 2**self.bits

    def table32(self) -> None:
        return None


__all__ = ["Bools", "Constant", "Place", "Table", "Tie", "Weights", "Zero"]
