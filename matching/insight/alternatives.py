"""Alternatives: for every pair of a match the next best mentors, and what having one of them would cost everybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.clock import Deadline
from allocation.prices import forcing_bounds, with_pair
from allocation.problem import Ints, Pair
from allocation.solution import Solution
from allocation.solved_anew import in_the_time_left
from domain.match.findings import Alternative
from matching.pool import Pool

EACH = 2
EXACT_PAIRS_MAX = 2_500
"""Up to so many places in the table every alternative is solved exactly; in larger pools the duals bound its cost."""


def alternatives(
    asked: Pool, solution: Solution, each: int = EACH, deadline: Deadline = None
) -> dict[str, tuple[Alternative, ...]]:
    """By mentee, the mentors with the highest scores besides the one found; nothing for pinned pairs. After the deadline
    only what the duals tell."""
    problem = asked.problem
    small = problem.scores.size <= EXACT_PAIRS_MAX and solution.status == "OPTIMAL"
    bounds = _bounds(asked, solution)
    pinned = {i for i, _ in problem.pins}
    return {
        asked.mentees[i].code: tuple(
            (_solved(asked, solution, (i, other), deadline) if small else None) or _bounded(asked, bounds, (i, other))
            for other in next_best(asked, i, j)[:each]
        )
        for i, j in solution.pairs
        if i not in pinned
    }


def by_the_proof(asked: Pool, solution: Solution, each: int = EACH) -> dict[str, tuple[Alternative, ...]]:
    """The same without solving anything, for who cannot wait; nothing at all where the proof tells no costs."""
    bounds = _bounds(asked, solution)
    if bounds is None:
        return {}
    pinned = {i for i, _ in asked.problem.pins}
    return {
        asked.mentees[i].code: tuple(_bounded(asked, bounds, (i, other)) for other in next_best(asked, i, j)[:each])
        for i, j in solution.pairs
        if i not in pinned
    }


def next_best(asked: Pool, mentee: int, mentor: int) -> Sequence[int]:
    """The other mentors a mentee may have (columns), by score; equal ones by code."""
    problem = asked.problem
    able = np.flatnonzero(problem.feasible[mentee] & (problem.seats > 0))
    others = (int(j) for j in able if j != mentor)
    return sorted(others, key=lambda j: (-int(problem.scores[mentee, j]), asked.mentors[j].code))


def _solved(asked: Pool, solution: Solution, pair: Pair, deadline: Deadline) -> Alternative | None:
    """What the pair costs exactly; None where the time is too short to tell."""
    mentor, score = asked.mentors[pair[1]].code, int(asked.problem.scores[pair]) // 100
    forced = in_the_time_left(with_pair(asked.problem, pair), deadline)
    if forced is None or forced.status == "FEASIBLE":
        return None
    if forced.status == "INFEASIBLE":
        return Alternative(mentor, score, True, possible=False)
    before, after = dict(solution.pairs), dict(forced.pairs)
    moved = {i for i in before.keys() | after.keys() if before.get(i) != after.get(i)} - {pair[0]}
    return Alternative(
        mentor,
        score,
        True,
        points=(_total(asked, solution) - _total(asked, forced)) / 100,
        fewer=len(before) - len(after),
        given_up=len(set(asked.problem.keep) & set(solution.pairs)) - len(set(asked.problem.keep) & set(forced.pairs)),
        others=len(moved),
    )


def _bounded(asked: Pool, bounds: Ints | None, pair: Pair) -> Alternative:
    mentor, score = asked.mentors[pair[1]].code, int(asked.problem.scores[pair]) // 100
    if bounds is None or bounds[pair] < 0:
        return Alternative(mentor, score, False)
    return Alternative(mentor, score, False, points=int(bounds[pair]) / 100)


def _bounds(asked: Pool, solution: Solution) -> Ints | None:
    try:
        return forcing_bounds(asked.problem, solution)
    except ValueError:
        return None  # no stage was proven by score, so there are no duals to tell


def _total(asked: Pool, solution: Solution) -> int:
    return sum(int(asked.problem.scores[pair]) for pair in solution.pairs)
