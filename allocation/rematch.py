"""After a decline or a drop-out: accepted pairs stay, the rest is solved anew with the fewest changes, or along the
frontier of changes against score. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from allocation.problem import Pair, Problem
from allocation.solution import Solution
from allocation.verified import best


@dataclass(frozen=True)
class Offer:
    """One point of the frontier: so many earlier pairs given up, for this score."""

    changes: int
    score: int
    pairs: tuple[Pair, ...]


def after(
    problem: Problem,
    before: Iterable[Pair],
    *,
    accepted: Iterable[Pair] = (),
    refused: Iterable[Pair] = (),
    gone_mentees: Iterable[int] = (),
    gone_mentors: Iterable[int] = (),
) -> Problem:
    """The problem that is left: people gone and pairs refused are not possible any more, accepted pairs are pinned, all
    other earlier pairs are to be kept where possible. Quotas keep asking; accepted pairs with people gone are no longer
    pinned."""
    feasible = problem.feasible.copy()
    feasible[list(gone_mentees)] = False
    feasible[:, list(gone_mentors)] = False
    for pair in refused:
        feasible[pair] = False
    pins = {pair for pair in {*problem.pins, *accepted} if feasible[pair]}
    keep = tuple(sorted(pair for pair in set(before) if feasible[pair]))
    return replace(problem, feasible=feasible, pins=tuple(sorted(pins)), keep=keep)


def rematch(problem: Problem, time_limit: float | None = None) -> Solution:
    """As many matched as possible, of these matches the one that changes fewest earlier pairs, of these the best score;
    proven."""
    others = [stage for stage in problem.stages if stage not in ("matched", "changes", "score")]
    return best(replace(problem, stages=("matched", "changes", *others, "score")), time_limit)


def frontier(problem: Problem, most: int = 12) -> list[Offer]:
    """The offers between fewest changes and best score that are best for some worth of a kept pair, by changes; at most
    `most`.

    Each is proven: no match with as many changes has a better score. Every corner of the convex hull of changes against
    score is found while there are at most `most` (tests compare with all matches of small problems); offers inside the
    hull are not listed.
    """
    fewest = _offer(problem, best(replace(problem, stages=("matched", "changes", "score"))))
    top = _offer(problem, best(replace(problem, stages=("matched", "score", "changes"))))
    found = {fewest.changes: fewest, top.changes: top}
    open_ends = [(fewest, top)]
    while open_ends and len(found) < most:
        left, right = open_ends.pop(0)
        if right.changes - left.changes < 2:
            continue
        middle = _between(problem, left, right)
        if middle.changes in found:
            continue
        found[middle.changes] = middle
        open_ends += [(left, middle), (middle, right)]
    return [found[changes] for changes in sorted(found)]


def _between(problem: Problem, left: Offer, right: Offer) -> Offer:
    """The best match when a kept pair is worth just what it costs between two offers (all in whole numbers)."""
    steps = right.changes - left.changes
    worth = right.score - left.score
    scores = problem.scores.astype(np.int64) * steps
    for pair in problem.keep:
        scores[pair] += worth
    weighed = replace(problem, scores=scores, stages=("matched", "score"))
    return _offer(problem, best(weighed))


def _offer(problem: Problem, solution: Solution) -> Offer:
    pairs = tuple(solution.pairs)
    return Offer(len(set(problem.keep) - set(pairs)), sum(int(problem.scores[pair]) for pair in pairs), pairs)
