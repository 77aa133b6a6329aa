"""Totals: what the pairs that are not pinned weigh in the terms of a proof, and what a bound on joined terms says of each.

For `replay`; arithmetic alone, shares no code with the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from allocation.checking.duality import Possible
from allocation.problem import Ints, Problem
from allocation.solution import Proof, Value


class Totals:
    """Sums over the free pairs (shape (k, 2)) within what is possible when they are asked for."""

    def __init__(self, possible: Possible, free: Ints) -> None:
        self.possible, self.free = possible, free

    def weight(self, terms: Sequence[tuple[int, str]]) -> int:
        """What the pairs weigh in the sum of factor * term."""
        proof, columns = Proof((), "flow", terms=tuple(terms)), (1, self.possible.problem.shape[1])
        rows = ((i, j, self.possible.terms.weights(proof, slice(i, i + 1))) for i, j in self.free.tolist())
        return sum(int(np.broadcast_to(row, columns)[0, j]) for i, j, row in rows)

    def most(self) -> int:
        """No match has more free pairs than this."""
        return int(min(self.possible.rows.sum(), self.possible.high.sum()))

    def small_factors(self, proof: Proof) -> Iterator[str]:
        """A fault for every factor that the later terms could outweigh: joined stages are lexicographic."""
        spread = 0
        for factor, term in reversed(proof.terms):
            if factor <= spread:
                yield f"the factor of {term} is too small"
            low, high = self.possible.terms.extremes(term)
            spread += factor * max(1, self.most()) * (high - low)

    def part_by_part(self, proof: Proof, bound: int) -> tuple[int, str | None, int]:
        """How many of the joined terms this bound proves, each given that those before are at their best; the first that
        may be better (None: there is none) and its bound."""
        for k, (factor, name) in enumerate(proof.terms):
            rest = sum(f * self.most() * self.possible.terms.extremes(other)[0] for f, other in proof.terms[k + 1 :])
            reachable, got = (bound - rest) // factor, self.weight([(1, name)])
            if reachable > got:
                return k, name, reachable
            bound -= factor * got
        return len(proof.terms), None, 0


def staged(problem: Problem, stage: str, total: int) -> Value:
    """A bound on the total of the free pairs in the terms of its stage; None for a place of a profile."""
    pins = problem.pins
    match stage:
        case "matched":
            return len(pins) + total
        case "score":
            return sum(int(problem.scores[pair]) for pair in pins) + total
        case "changes":
            return len(set(problem.keep).difference(pins)) - total
        case _:
            return None
