"""Stages as objectives: sums of weights over pairs, thresholds, or neither. Says what each asks for; solves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from allocation.measure import rank
from allocation.problem import Problem
from allocation.solution import Value
from allocation.solving.cover import Pairs
from allocation.solving.joined import Sum, joined
from allocation.solving.weights import Constant, Place, Table, Weights

JOINED_MOST = 12
"""Stages joined into one weight at most."""
Ranks = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Objective:
    """One thing to make best: a sum of `weights`, or the smallest entry of `table` among the pairs, or fewest blocking
    pairs."""

    stage: str
    weights: Weights | None = None
    table: npt.NDArray[Any] | None = None

    @property
    def term(self) -> str:
        """The name of the weights in a proof."""
        return f"{self.stage}#{self.weights.place}" if isinstance(self.weights, Place) else self.stage

    def then(self, pairs: Pairs) -> list[Objective]:
        """The sums that follow a threshold: fewest pairs of the worst rank, then of the second worst, and so on."""
        if self.stage != "rank_profile:generous" or self.table is None or not len(pairs[0]):
            return []
        worst = -int(self.table[pairs].min())
        return [Objective(self.stage, Place(-self.table, place, -1)) for place in range(worst, 1, -1)]


def objectives(problem: Problem) -> Iterator[Objective]:
    """The stages of a problem as objectives, in order."""
    for stage in problem.stages:
        match stage:
            case "matched":
                yield Objective(stage, Constant(problem.shape[1]))
            case "score":
                yield Objective(stage, Table(problem.scores))
            case "changes":
                yield Objective(stage, Table(kept(problem)))
            case "max_min":
                yield Objective(stage, table=problem.scores)
            case "rank_profile":
                places = ranks(problem)
                yield from (Objective(stage, Place(places, k)) for k in range(1, 1 + int(places.max(initial=0))))
            case "rank_profile:generous":
                yield Objective(stage, table=-ranks(problem))
            case _:
                yield Objective(stage)


def leading(todo: Iterable[Objective], most: int) -> tuple[Sum | None, int]:
    """As many sums at the head of the stages as fit into one weight, and how many those are."""
    sums: list[Weights] = []
    for objective in todo:
        if objective.weights is None or len(sums) == JOINED_MOST:
            break
        sums.append(objective.weights)
    return joined(sums, most) if sums else (None, 0)


def outlook(problem: Problem, stage: str, total: int | None) -> Value:
    """A bound in the terms of the stage: from the total of the free pairs' weights (not of ranks: see `reachable`), or
    without any search when None."""
    pins = len(problem.pins)
    match stage:
        case "matched":
            return min(problem.shape[0], int(problem.seats.sum())) if total is None else total + pins
        case "score":
            best = np.where(problem.feasible, problem.scores, 0).max(axis=1, initial=0)
            pinned = sum(int(problem.scores[pair]) for pair in problem.pins)
            return int(best.sum()) + min(0, pinned) if total is None else total + pinned
        case "changes":
            return 0 if total is None else len(set(problem.keep) - set(problem.pins)) - total
        case "max_min":
            return int(problem.scores[problem.feasible].max(initial=0)) if total is None else total
        case "blocking_pairs":
            return 0
        case _:
            return prospect(problem, stage, {}, most_free(problem))


def prospect(problem: Problem, stage: str, settled: Mapping[int, int], free: int) -> tuple[int, ...]:
    """The best rank profile still possible: pinned pairs as they are, `settled` free pairs by place, and all others up to
    `free` in the best place that is left."""
    profile = Counter(rank(problem, pair) for pair in problem.pins)
    profile.update(settled)
    best = 1 if stage == "rank_profile:generous" else 1 + max(settled, default=0)
    profile[best] += max(0, free - sum(settled.values()))
    return tuple(profile[place] for place in range(1, 1 + max((k for k in profile if profile[k]), default=0)))


def reachable(problem: Problem, objective: Objective, pairs: Pairs, total: int) -> Value:
    """What the stage of a sum may still reach when this sum reaches `total` and everything before it is as in `pairs`."""
    weights = objective.weights
    if not isinstance(weights, Place):
        return outlook(problem, objective.stage, total)
    free = len(pairs[0]) if weights.sign < 0 else most_free(problem)
    return prospect(
        problem, objective.stage, {**_settled(weights, pairs), weights.place: max(0, weights.sign * total)}, free
    )


def left_for(problem: Problem, objective: Objective, pairs: Pairs) -> int | None:
    """At most so many have the place that a sum of ranks counts, given the places before it; None: not such a sum."""
    weights = objective.weights
    if not isinstance(weights, Place) or weights.sign < 0:
        return None
    return most_free(problem) - sum(_settled(weights, pairs).values())


def _settled(weights: Place, pairs: Pairs) -> Counter[int]:
    """How many of these pairs have each of the places compared before this one."""
    got = Counter(weights.ranks[pairs].tolist())
    return Counter({k: got[k] for k in got if (k - weights.place) * weights.sign < 0})


def most_free(problem: Problem) -> int:
    """No match has more pairs beside the pinned ones."""
    return min(problem.shape[0], int(problem.seats.sum())) - len(problem.pins)


def kept(problem: Problem) -> npt.NDArray[np.bool_]:
    """Where the pairs of the earlier solution stand."""
    marks = np.zeros(problem.shape, bool)
    for pair in problem.keep:
        marks[pair] = True
    return marks


def ranks(problem: Problem) -> Ranks:
    """Every mentor's place in every mentee's order of feasible mentors (1 best, equal scores share a place; 0 not
    feasible)."""
    n, m = problem.shape
    places = np.zeros((n, m), np.int16 if m < 2**15 else np.int32)
    for i in range(n):
        able = np.flatnonzero(problem.feasible[i])
        falling = -problem.scores[i, able].astype(np.int64)
        places[i, able] = 1 + np.searchsorted(np.sort(falling), falling)
    return places
