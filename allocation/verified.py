"""Verified: the best match of a problem, looked at once more by a calculation that shares nothing with the solver.

For whoever shows a match to people as the best one: what does not stand up is a defect of ours, and is raised.
"""

from __future__ import annotations

from dataclasses import replace

from allocation.checking.verify import verify
from allocation.problem import Pair, Problem
from allocation.solution import Certificate, Solution
from allocation.solving.engine import solve_problem


class Unverified(Exception):
    """A match that the second calculation does not agree with. `faults` say how; they name rules by number, since their
    labels may say something about people."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def best(problem: Problem, time_limit: float | None = None) -> Solution:
    """The best match. TimeoutError: none that keeps all rules was found in time. Unverified: it does not stand up."""
    return _looked_at(problem, solve_problem(problem, time_limit))


def named(problem: Problem) -> Solution:
    """The pinned pairs and nobody else, as somebody named them: nothing was made best, so nothing is proven but that they
    keep every rule. Unverified: they do not."""
    plain = replace(problem, stages=())
    pairs: list[Pair] = sorted(problem.pins)
    left = sorted(set(range(problem.shape[0])) - {i for i, _ in pairs})
    return _looked_at(plain, Solution(pairs, left, {}, {}, 0, "OPTIMAL", Certificate()))


def _looked_at(problem: Problem, solution: Solution) -> Solution:
    if faults := verify(problem, solution).faults:
        raise Unverified(tuple(_numbered(problem, fault) for fault in faults))
    return solution


def _numbered(problem: Problem, fault: str) -> str:
    for number, side in enumerate(problem.sides, start=1):
        fault = fault.replace(f"quota {side.label} ", f"balance rule {number} ").replace(repr(side.label), f"{number}")
    return fault
