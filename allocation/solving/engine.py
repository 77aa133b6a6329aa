"""solve: the best pairs by stages, proven. `stagewise` climbs the stages one after the other.

A stage is optimised within what the stages before left open; a last stage on the keys makes the answer independent of
the order of the input. `allocation/proofs.md` proves each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy.typing as npt

from allocation.inputs import seconds_in
from allocation.problem import Pair, Problem, Quota
from allocation.solution import Solution
from allocation.solving.stagewise import Stagewise

__all__ = ["Quota", "Solution", "solve", "solve_problem"]


def solve(
    scores: npt.ArrayLike,
    feasible: npt.ArrayLike | None = None,
    seats: npt.ArrayLike | None = None,
    *,
    pins: Iterable[Pair] = (),
    quotas: Iterable[Quota] = (),
    stages: Sequence[str] = ("matched", "score"),
    keep: Iterable[Pair] | None = None,
    keys: tuple[Sequence[str], Sequence[str]] | None = None,
    time_limit: float | None = None,
) -> Solution:
    """The best matching by `stages` in order, each within those before, ties broken by `keys`.

    `scores` (n mentees, m mentors), whole numbers, larger is better; `feasible` marks who may meet; `seats` per mentor
    (1 if left out); `pins` must be; `keep` are pairs to disturb least (stage `changes`); `time_limit` in seconds.
    ValueError: unusable input. TimeoutError: the time was up before any match that obeys all rules was found.
    """
    problem = Problem.of(scores, feasible, seats, pins=pins, quotas=quotas, stages=stages, keep=keep, keys=keys)
    return solve_problem(problem, time_limit)


def solve_problem(problem: Problem, time_limit: float | None = None, *, ties: bool = True) -> Solution:
    """`solve` for a problem already checked. Without `ties` any of the best will do: for whoever asks how many or how
    much, and not which."""
    return Stagewise(problem, seconds_in(time_limit), ties).solution()
