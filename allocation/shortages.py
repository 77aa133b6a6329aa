"""Shortages: who competes for whom when not everybody can be matched, and who could still take somebody.

Counts seats and possible pairs, pins included; balance rules are left aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocation.problem import Bools, Ints, Pair, Problem
from allocation.solving.engine import solve_problem


@dataclass(frozen=True)
class Shortage:
    """Mentees who compete for too few seats (Hall): all they may have are these mentors, with fewer seats than
    mentees. One more seat with any of these mentors lets one more mentee be matched."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    seats: int

    @property
    def lacking(self) -> int:
        """So many of the mentees stay alone in every match."""
        return max(0, len(self.mentees) - self.seats)


def shortage(problem: Problem) -> Shortage | None:
    """Who competes for whom when not everybody can be matched, quotas aside; None when everybody can, or when the pins
    contradict each other."""
    solution = solve_problem(replace(problem, quotas=(), sides=(), stages=("matched",)))
    if not solution.unmatched or solution.status == "INFEASIBLE":
        return None
    able, mentor = _free_pairs(problem), _mentor_of(problem, solution.pairs)
    rows: Bools = np.asarray(mentor < 0)
    while True:
        cols: Bools = np.asarray(able[rows].any(axis=0))
        wider = rows.copy()
        wider[mentor >= 0] |= cols[mentor[mentor >= 0]]
        if (wider == rows).all():
            break
        rows = wider
    return Shortage(
        tuple(np.flatnonzero(rows).tolist()), tuple(np.flatnonzero(cols).tolist()), int(problem.seats[cols].sum())
    )


def openings(problem: Problem, pairs: Sequence[Pair]) -> Bools:
    """Mentors (m,) who could take one more mentee and leave everybody matched: a free seat, or one of theirs may move to
    somebody who can. With as many matched as possible, a mentee left over may have none of them."""
    able, mentor = _free_pairs(problem), _mentor_of(problem, pairs)
    used = np.bincount(mentor[mentor >= 0], minlength=problem.shape[1])
    can: Bools = used < problem.seats
    pinned = {i for i, _ in problem.pins}
    movable = np.array([k for k, j in enumerate(mentor.tolist()) if j >= 0 and k not in pinned], np.int64)
    while True:
        wider = can.copy()
        wider[mentor[movable[able[movable][:, can].any(axis=1)]]] = True
        if (wider == can).all():
            return can
        can = wider


def _free_pairs(problem: Problem) -> Bools:
    """Possible pairs with mentors who have seats; for a pinned mentee only the pin."""
    able: Bools = problem.feasible & (problem.seats > 0)
    for i, j in problem.pins:
        able[i] = False
        able[i, j] = True
    return able


def _mentor_of(problem: Problem, pairs: Sequence[Pair]) -> Ints:
    """The mentor of every mentee, -1 for those left over."""
    mentor = np.full(problem.shape[0], -1)
    for i, j in pairs:
        mentor[i] = j
    return mentor
