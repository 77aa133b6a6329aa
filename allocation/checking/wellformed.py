"""Whether a proof can be read at all: known names, sizes that fit the problem, numbers that cannot overflow 64 bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from allocation.problem import Problem
from allocation.solution import Proof

KINDS = ("all", "flow", "threshold", "search", "infeasible")
TERMS = ("matched", "score", "changes")
PROFILES = ("rank_profile", "rank_profile:generous")
LARGEST = 2**61
"""Prices, terms and weights of a proof must add up to less than this, so that whole numbers of 64 bits hold them."""


def unreadable(problem: Problem, proof: Proof) -> Iterator[str]:
    """A fault for everything that keeps the proof from being looked at."""
    if proof.kind not in KINDS:
        yield f"a proof of the unknown kind {proof.kind!r}"
    if not all(isinstance(x, int) for x in (proof.grid, proof.value, proof.bound, proof.delta, proof.core)):
        yield "a number of a proof is not whole"
    elif proof.grid < 1 or proof.delta < 0 or proof.core < 0:
        yield "grid, delta or core of a proof is too small"
    if not all(_known(problem, term) and isinstance(factor, int) and factor >= 1 for factor, term in proof.terms):
        yield "a term of a proof is unknown or has no factor above 0"
    elif proof.kind in ("flow", "infeasible") or proof.row_price is not None or proof.col_price is not None:
        yield from _prices(problem, proof)


def _known(problem: Problem, term: str) -> bool:
    stage, _, place = term.partition("#")
    if stage in PROFILES:
        return place.isdecimal() and 1 <= int(place) <= problem.shape[1]
    return term in TERMS


def _prices(problem: Problem, proof: Proof) -> Iterator[str]:
    for side, price, count in zip(("mentee", "mentor"), (proof.row_price, proof.col_price), problem.shape, strict=True):
        if not isinstance(price, np.ndarray) or price.shape != (count,) or price.dtype.kind not in "iu":
            yield f"a proof must have one whole price per {side}"
            return
    counted = [max(_most(side.rows), _most(side.cols)) for side in problem.sides] or [0]
    multipliers = sum(abs(int(x)) for x in proof.multipliers) * max(counted)
    weights = proof.grid * sum(factor for factor, _ in proof.terms) * max(1, _most(problem.scores.ravel()))
    if _most(proof.row_price) + _most(proof.col_price) + multipliers + weights >= LARGEST:
        yield "the numbers of a proof are too large to add up"


def _most(numbers: Iterable[int] | np.ndarray | None) -> int:
    array = np.asarray(numbers)
    return max(abs(int(array.max(initial=0))), abs(int(array.min(initial=0))))
