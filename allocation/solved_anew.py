"""Solved anew: a changed problem, solved within the time that is left. What was not proven by then is not told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from allocation.clock import Deadline, late, left
from allocation.problem import Pair, Problem
from allocation.solution import Solution
from allocation.solving.engine import solve_problem


def in_the_time_left(problem: Problem, deadline: Deadline) -> Solution | None:
    """The best match in values and bounds; which of several equal ones it is, is left open. None: no time for one."""
    if late(deadline):
        return None
    try:
        return solve_problem(problem, left(deadline), ties=False)
    except TimeoutError:
        return None


@dataclass(frozen=True)
class Most:
    """How many can be matched at least and at most, the same where that is proven; a match of so many, and who is left
    then (rows)."""

    least: int
    most: int
    left: tuple[int, ...]
    pairs: tuple[Pair, ...]


def most_of(solution: Solution) -> Most:
    """What a match says of how many can be matched, where that was its first stage."""
    bound = solution.bound["matched"]
    assert isinstance(bound, int)
    return Most(len(solution.pairs), bound, tuple(solution.unmatched), tuple(solution.pairs))


def most_matched(problem: Problem, deadline: Deadline) -> Most | None:
    """As many as possible on these terms; None when no match keeps all rules, or none was found in time."""
    solution = in_the_time_left(replace(problem, stages=("matched",)), deadline)
    if solution is None or solution.status == "INFEASIBLE":
        return None
    return most_of(solution)
