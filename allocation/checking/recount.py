"""Recount: what a solution says of itself, counted anew from its pairs; for `verify`. Shares no code with the engine.

Bounds here hold for every match without any search, so that whoever claims no more than these needs no proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from allocation.problem import Pair, Problem
from allocation.solution import Solution, Value

FEWER_IS_BETTER = ("blocking_pairs", "changes")


def wrong_pairs(problem: Problem, solution: Solution) -> Iterator[str]:
    """A fault for every rule that the pairs of the solution break; pairs that are none at all come first and alone."""
    (n, m), pairs = problem.shape, solution.pairs
    if not all(isinstance(one, tuple) and len(one) == 2 and 0 <= one[0] < n and 0 <= one[1] < m for one in pairs):
        yield f"a pair is outside the table of {n} mentees and {m} mentors"
        return
    rows, load = [i for i, _ in pairs], np.zeros(m, np.int64)
    for _, j in pairs:
        load[j] += 1
    if len(set(rows)) < len(rows):
        yield "a mentee has two mentors"
    if (load > problem.seats).any():
        yield "a mentor has more mentees than seats"
    if not all(problem.feasible[pair] for pair in pairs):
        yield "a pair is not feasible"
    if not set(problem.pins) <= set(pairs):
        yield "a pinned pair is missing"
    if sorted([*rows, *solution.unmatched]) != list(range(n)):
        yield "unmatched is wrong"
    matched = np.zeros(n, bool)
    matched[rows] = True
    for side in problem.sides:
        reached = int(side.rows[matched].sum() + side.cols[load > 0].sum())
        if reached < side.least:
            yield f"quota {side.label} is missed by {side.least - reached}"


def wrong_claims(problem: Problem, solution: Solution) -> Iterator[str]:
    """A fault for every value, bound, gap or status that does not fit the pairs or the others; the pairs are right."""
    value, bound = solution.value, solution.bound
    if set(value) != set(problem.stages) or set(bound) != set(problem.stages):
        yield "values and bounds are not those of the stages asked for"
        return
    for stage in problem.stages:
        counted = worth(problem, stage, solution.pairs)
        if value[stage] != counted:
            yield f"the value of {stage} is {counted}, not {value[stage]}"
        elif not no_better(stage, value[stage], bound[stage]):
            yield f"the bound of {stage} is worse than its value"
    ahead = [stage for stage in problem.stages if value[stage] != bound[stage]]
    if ahead and solution.status == "OPTIMAL":
        yield f"{ahead[0]} is called optimal below its bound"
    if not ahead and solution.status == "FEASIBLE":
        yield "every bound is reached, which is optimal and not only feasible"
    if not _fits(solution.gap, *((value[ahead[0]], bound[ahead[0]]) if ahead else (0, 0))):
        yield f"the gap {solution.gap} is not the distance between value and bound"


def _fits(gap: int, value: Value, bound: Value) -> bool:
    if isinstance(value, int) and isinstance(bound, int):
        return gap == abs(bound - value)
    return gap >= 1


def worth(problem: Problem, stage: str, pairs: Sequence[Pair]) -> Value:
    """What these pairs are worth in one stage, in the terms of `Solution.value`."""
    match stage:
        case "matched":
            return len(pairs)
        case "score":
            return sum(int(problem.scores[pair]) for pair in pairs)
        case "changes":
            return len(set(problem.keep).difference(pairs))
        case "max_min":
            return min((int(problem.scores[pair]) for pair in set(pairs).difference(problem.pins)), default=None)
        case "blocking_pairs":
            return sum(blocking(problem, pairs))
        case _:
            return _profile(problem, pairs)


def _profile(problem: Problem, pairs: Sequence[Pair]) -> tuple[int, ...]:
    places: Counter[int] = Counter()
    for i, j in pairs:
        better = problem.feasible[i] & (problem.scores[i] > problem.scores[i, j])
        places[1 + int(better.sum())] += 1
    return tuple(places[k] for k in range(1, 1 + max(places, default=0)))


def blocking(problem: Problem, pairs: Sequence[Pair]) -> Iterator[int]:
    """How many mentors each mentee would rather have who would rather have this mentee too, or have a free seat."""
    given: dict[int, list[int]] = {j: [] for j in range(problem.shape[1])}
    own = dict(pairs)
    for i, j in pairs:
        given[j].append(int(problem.scores[i, j]))
    asked = np.array([_least(given[j], seats) for j, seats in enumerate(problem.seats.tolist())])
    for i, row in enumerate(problem.scores):
        has = row[own[i]] if i in own else -np.inf
        yield int((problem.feasible[i] & (row > has) & (row > asked)).sum())


def _least(scores: Sequence[int], seats: int) -> float:
    """What a mentee must surpass for this mentor to want it: anything for a free seat, nothing where there is none."""
    if not seats:
        return np.inf
    return min(scores) if len(scores) == seats else -np.inf


def no_better(stage: str, value: Value, bound: Value) -> bool:
    """Whether a value is no better than this bound of its stage; None as a bound excludes nothing."""
    if value is None or bound is None:
        return True
    if isinstance(value, int) and isinstance(bound, int):
        return value >= bound if stage in FEWER_IS_BETTER else value <= bound
    mine, other = ((one if isinstance(one, tuple) else ()) for one in (value, bound))
    places = list(zip_longest(mine, other, fillvalue=0))
    if stage == "rank_profile":
        return [one for one, _ in places] <= [one for _, one in places]
    # The first place of the generous profile is what the others leave over.
    last_first = places[:0:-1]
    return [one for one, _ in last_first] >= [one for _, one in last_first]


def without_proof(problem: Problem, stage: str) -> Value:
    """A bound that holds for every match: everybody free with the best possible pair, everybody's seats aside."""
    pinned = {i for i, _ in problem.pins}
    free = np.array([i not in pinned for i in range(problem.shape[0])], bool)
    able = problem.feasible & (problem.seats > 0)[None, :] & free[:, None]
    most = min(int(free.sum()), int(problem.seats.sum()) - len(problem.pins))
    match stage:
        case "matched":
            return len(problem.pins) + most
        case "score":
            best = np.where(able, problem.scores, 0).max(axis=1, initial=0)
            return int(best.sum()) + sum(int(problem.scores[pair]) for pair in problem.pins)
        case "max_min":
            return int(problem.scores[able].max()) if able.any() else None
        case "rank_profile" | "rank_profile:generous":
            given = _profile(problem, problem.pins) or (0,)
            return (given[0] + (most if stage == "rank_profile" else 0), *given[1:])
        case _:
            return 0
