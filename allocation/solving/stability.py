"""Blocking pairs inside a yes/no programme: flags that must be raised where two would rather have each other, and a match
to begin with that is nearly stable. What a blocking pair is stands in `measure.blocking_pairs`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from allocation.clock import Deadline, late
from allocation.problem import Bools, Ints, Problem
from allocation.solvers import Row
from allocation.solving.weights import Table


class Blocking:
    """One flag per feasible pair, to be added to a programme of `size` unknowns over the pairs (rows[e], cols[e]).

    With c seats: c*flag + c*[mentee has someone at least as good] + [how many mentees at least as good the mentor has]
    >= c. Of no use, and perhaps incomplete, once the deadline is over.
    """

    def __init__(self, problem: Problem, rows: Ints, cols: Ints, size: int, deadline: Deadline) -> None:
        self.rows: list[Row] = []
        by_row = {i: np.flatnonzero(rows == i) for i in np.unique(rows).tolist()}
        by_col = {j: np.flatnonzero(cols == j) for j in np.unique(cols).tolist()}
        own = {i: int(problem.scores[i, j]) for i, j in problem.pins}
        given = {j: [int(problem.scores[i, k]) for i, k in problem.pins if k == j] for _, j in problem.pins}
        value, nobody = problem.scores[rows, cols].astype(np.int64), np.zeros(0, np.int64)
        for i, j in np.argwhere(problem.feasible & (problem.seats > 0)).tolist():
            if late(deadline):
                break
            score = int(problem.scores[i, j])
            least = int(problem.seats[j]) - sum(other >= score for other in given.get(j, ()))
            if own.get(i, score - 1) >= score or least <= 0:
                continue
            mine, theirs = by_row.get(i, nobody), by_col.get(j, nobody)
            mine, theirs = mine[value[mine] >= score], theirs[value[theirs] >= score]
            places = np.unique(np.concatenate([mine, theirs]))
            factors = least * np.isin(places, mine).astype(np.int64) + np.isin(places, theirs)
            flag = size + len(self.rows)
            self.rows.append(Row(np.append(places, flag), np.append(factors, least), least, int(factors.sum()) + least))
        self.flags: Ints = np.arange(size, size + len(self.rows))
        self.size = size + len(self.rows)

    def hint(self, chosen: Bools) -> Bools:
        """A whole answer from the unknowns chosen: every flag as they raise it."""
        raised = [int(row.factors[:-1] @ chosen[row.places[:-1]]) < row.least for row in self.rows]
        return np.append(chosen, np.array(raised, bool))


def stable(problem: Problem, rows: Ints, cols: Ints) -> Bools:
    """Which of the listed pairs a match without blocking pairs takes: the best pair of all, then the best of the rest.

    Both sides see the same scores, so whoever could take a better pair away has taken it. Neither who must be matched
    nor quotas are looked at.
    """
    taken, seats = {i for i, _ in problem.pins}, problem.seats.tolist()
    for _, j in problem.pins:
        seats[j] -= 1
    chosen = np.zeros(len(rows), bool)
    for place in np.argsort(-problem.scores[rows, cols].astype(np.int64), kind="stable").tolist():
        i, j = int(rows[place]), int(cols[place])
        if i not in taken and seats[j] > 0:
            taken.add(i)
            seats[j] -= 1
            chosen[place] = True
    return chosen


STEEPEST = 10**6
POWERS = (4, 8, 16)


def steep(problem: Problem) -> Iterator[Table]:
    """Weights that rise ever more steeply with the score: their best matches leave few good pairs apart."""
    scores = problem.scores.astype(float)
    low, high = float(scores.min(initial=0)), float(scores.max(initial=1))
    for power in POWERS:
        yield Table(np.rint(STEEPEST * ((scores - low) / (high - low)) ** power).astype(np.int64))
