"""Circles: one mentor, three to six mentees, or nobody. As many mentees seated as possible, then the best score; proven
or with its gap."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from allocation.grouping.openness import Open, first_open
from allocation.keys import hashes, tie_weights
from allocation.problem import Ints, Problem
from allocation.solvers import Row, search

TIE_BITS = 24


@dataclass(frozen=True)
class Circles:
    """Per opened circle its mentor (column) and mentees (rows); who has no seat, and the fewest for whom that may be
    so; the score, and a bound that none with as few can beat."""

    circles: tuple[tuple[int, tuple[int, ...]], ...]
    alone: tuple[int, ...]
    alone_least: int
    score: int
    bound: int
    status: Literal["OPTIMAL", "FEASIBLE"]

    @property
    def open(self) -> Open | None:
        """What is not proven of these circles."""
        people = len(self.alone) + sum(len(seated) for _, seated in self.circles)
        return first_open(
            (
                Open("alone", len(self.alone) - self.alone_least, people),
                Open("common", self.bound - self.score, self.bound),
            )
        )


def circles(
    scores: npt.ArrayLike,
    feasible: npt.ArrayLike | None = None,
    sizes: tuple[int, int] = (3, 6),
    keys: tuple[list[str], list[str]] | None = None,
    time_limit: float | None = None,
) -> Circles:
    """Seat mentees (rows) with mentors who would lead a circle (columns): each circle has `sizes[0]` to `sizes[1]` or
    does not take place. Ties are broken by `keys` as in `solve`. ValueError: unusable input."""
    problem = Problem.of(scores, feasible, keys=keys)
    if not 1 <= sizes[0] <= sizes[1]:
        raise ValueError(f"circles: sizes {sizes} must be the smallest and the largest circle.")
    return _seat(problem, sizes, None if time_limit is None else time.perf_counter() + time_limit)


def _seat(problem: Problem, sizes: tuple[int, int], deadline: float | None) -> Circles:
    n, m = problem.shape
    rows, cols = np.nonzero(problem.feasible)
    count = len(rows)
    limits = list(_limits(rows, cols, n, m, sizes))
    weighed = {
        "seated": np.ones(count, np.int64),
        "score": problem.scores[rows, cols].astype(np.int64),
        "ties": tie_weights(hashes("mentee", problem.keys[0])[rows], hashes("mentor", problem.keys[1])[cols], TIE_BITS),
    }
    chosen = np.zeros(count + m, bool)
    bounds = {"seated": n, "score": int(np.where(problem.feasible, problem.scores, 0).max(axis=1, initial=0).sum())}
    for aim, of_pairs in weighed.items():
        weights = np.concatenate([of_pairs, np.zeros(m, np.int64)])
        left = None if deadline is None else max(0.2, deadline - time.perf_counter())
        found = search(count + m, limits, weights, chosen if chosen.any() else None, left)
        if found.chosen is not None:
            chosen = found.chosen
        if aim in bounds:
            bounds[aim] = min(bounds[aim], found.bound)
        if found.status != "OPTIMAL":
            break
        needed = np.flatnonzero(weights)
        limits.append(Row(needed, weights[needed], found.value, int(np.abs(weights).sum()) + abs(found.value)))
    return _told(problem, rows[chosen[:count]], cols[chosen[:count]], bounds)


def _limits(rows: Ints, cols: Ints, n: int, m: int, sizes: tuple[int, int]) -> list[Row]:
    limits = []
    for i in range(n):
        places = np.flatnonzero(rows == i)
        limits.append(Row(places, np.ones(len(places), np.int64), 0, 1))
    for j in range(m):
        places, flag = np.flatnonzero(cols == j), len(rows) + j
        line = np.append(places, flag)
        seated = np.ones(len(places), np.int64)
        limits.append(Row(line, np.append(seated, -sizes[1]), -sizes[1], 0))
        limits.append(Row(line, np.append(seated, -sizes[0]), 0, len(places)))
        limits += [Row(np.array([place, flag]), np.array([1, -1]), -1, 0) for place in places]
    return limits


def _told(problem: Problem, rows: Ints, cols: Ints, bounds: dict[str, int]) -> Circles:
    opened = sorted(set(cols.tolist()))
    seated = tuple((j, tuple(sorted(rows[cols == j].tolist()))) for j in opened)
    alone = tuple(sorted(set(range(problem.shape[0])) - set(rows.tolist())))
    score = int(problem.scores[rows, cols].sum())
    least, bound = problem.shape[0] - bounds["seated"], max(score, bounds["score"])
    status: Literal["OPTIMAL", "FEASIBLE"] = "OPTIMAL" if (len(alone), score) == (least, bound) else "FEASIBLE"
    return Circles(seated, alone, least, score, bound, status)
