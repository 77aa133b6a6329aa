"""What a set of pairs is worth and which rules it breaks. Pure counting on the whole table; optimises nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from allocation.problem import Ints, Pair, Problem
from allocation.solution import Value


def stage_value(problem: Problem, stage: str, pairs: Sequence[Pair]) -> Value:
    """The value of one stage for these pairs, as `Solution.value` reports it."""
    match stage:
        case "matched":
            return len(pairs)
        case "score":
            return sum(int(problem.scores[pair]) for pair in pairs)
        case "changes":
            return len(set(problem.keep) - set(pairs))
        case "max_min":
            return min((int(problem.scores[pair]) for pair in set(pairs) - set(problem.pins)), default=None)
        case "blocking_pairs":
            return len(blocking_pairs(problem, pairs))
        case _:
            return profile(problem, pairs)


def rank(problem: Problem, pair: Pair) -> int:
    """The place of this mentor in the mentee's order of feasible mentors, 1 for the best; equal scores share a
    place."""
    i, j = pair
    return 1 + int(np.count_nonzero(problem.scores[i][problem.feasible[i]] > problem.scores[i, j]))


def profile(problem: Problem, pairs: Sequence[Pair]) -> tuple[int, ...]:
    """How many mentees got their first, second, ... choice, without trailing zeros."""
    counts = Counter(rank(problem, pair) for pair in pairs)
    return tuple(counts[place] for place in range(1, max(counts, default=0) + 1))


def blocking_pairs(problem: Problem, pairs: Iterable[Pair]) -> list[Pair]:
    """Feasible pairs who would both rather have each other: the mentee than the mentor found (or none), the mentor than
    the least of the mentees given (or than a free seat). Equal scores block nothing."""
    mentor_of = dict(pairs)
    n, m = problem.shape
    if not n or not m:
        return []
    lowest = np.iinfo(np.int64).min
    own = np.full(n, lowest)
    worst = np.full(m, np.iinfo(np.int64).max)
    load = np.zeros(m, np.int64)
    for i, j in mentor_of.items():
        own[i] = problem.scores[i, j]
        worst[j] = min(int(worst[j]), int(own[i]))
        load[j] += 1
    worst[load < problem.seats] = lowest
    worst[problem.seats == 0] = np.iinfo(np.int64).max
    found = problem.feasible & (problem.scores > own[:, None]) & (problem.scores > worst[None, :])
    return [(int(i), int(j)) for i, j in np.argwhere(found)]


def count_blocking(problem: Problem, free: tuple[Ints, Ints]) -> int:
    """How many pairs block these pairs (rows, columns) together with the pinned ones."""
    return len(blocking_pairs(problem, [*problem.pins, *zip(free[0].tolist(), free[1].tolist(), strict=True)]))


def broken(problem: Problem, pairs: Sequence[Pair]) -> Iterator[str]:
    """A sentence for every rule these pairs break; nothing when they are a solution."""
    for i, count in Counter(i for i, _ in pairs).items():
        if count > 1:
            yield f"mentee {problem.keys[0][i]} has {count} mentors"
    for j, count in Counter(j for _, j in pairs).items():
        if count > problem.seats[j]:
            yield f"mentor {problem.keys[1][j]} has {count} mentees and {problem.seats[j]} seats"
    for i, j in pairs:
        if not problem.feasible[i, j]:
            yield f"mentee {problem.keys[0][i]} and mentor {problem.keys[1][j]} may not be paired"
    for i, j in sorted(set(problem.pins) - set(pairs)):
        yield f"the pinned pair of mentee {problem.keys[0][i]} and mentor {problem.keys[1][j]} is missing"
    for side, reached in zip(problem.sides, activities(problem, pairs), strict=True):
        if reached < side.least:
            yield f"quota {side.label} ({side.rule}) is missed by {side.least - reached}"


def pin_conflicts(problem: Problem) -> list[str]:
    """A sentence for every pinned pair that breaks a rule by itself or together with another pin."""
    named = {f"quota {side.label} " for side in problem.sides}
    return [sentence for sentence in broken(problem, problem.pins) if not any(map(sentence.startswith, named))]


def activities(problem: Problem, pairs: Iterable[Pair]) -> list[int]:
    """The left-hand side of every side constraint, counted on distinct matched people."""
    chosen = list(pairs)
    rows: Ints = np.array(sorted({i for i, _ in chosen}), np.int64)
    cols: Ints = np.array(sorted({j for _, j in chosen}), np.int64)
    return [int(side.rows[rows].sum() + side.cols[cols].sum()) for side in problem.sides]
