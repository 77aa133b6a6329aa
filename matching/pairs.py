"""The face for the office: people and terms in, a proposal with reasons out. Solved in `verified`; approves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from allocation.problem import Pair
from allocation.solution import Solution
from domain.verdicts import BROKEN
from matching.candidates import Candidate, Match, Suggestion, Terms, Unmatched
from matching.constraints import held, seats_left
from matching.insight.conflict import conflict
from matching.insight.funnels import funnels, mentor_funnels
from matching.insight.kept import kept
from matching.insight.placed import Placed
from matching.pool import Pool, pool
from matching.scoring import reasons
from matching.verified import best

People = Sequence[Candidate]
EXPLAINED_PAIRS_MAX = 60_000
"""Contradictions are taken apart, by solving many times, in pools up to this many pairs."""


def suggest(mentees: People, mentors: People, terms: Terms) -> Suggestion:
    """The best match of a pool on these terms: pairs with reasons, people left over with what stood in the way.

    ValueError: two people with one code, a pinned or kept code that is not in the pool, a weight or stage nobody knows.
    """
    asked = pool(mentees, mentors, terms)
    return suggestion(asked, best(asked.problem, terms.time_limit))


def suggestion(asked: Pool, solution: Solution) -> Suggestion:
    """A solution of the pool's problem in words."""
    terms = asked.terms
    matches = tuple(explained(asked, pair) for pair in solution.pairs)
    taken = {match.mentor for match in matches}
    spare = [
        one
        for one in asked.mentors
        if one.code not in taken and not terms.taken.get(one.code) and seats_left(one, terms)
    ]
    left = [asked.mentees[i] for i in solution.unmatched]
    placed = Placed(asked.problem, solution.pairs)
    unused = mentor_funnels(spare, asked.mentees, terms, placed)
    return Suggestion(
        matches,
        tuple(
            Unmatched(one.code, why) for one, why in zip(left, funnels(left, asked.mentors, terms, placed), strict=True)
        ),
        tuple(Unmatched(one.code, why) for one, why in zip(spare, unused, strict=True)),
        solution.status,
        solution.value,
        solution.bound,
        solution.gap,
        _report(asked, solution, len(spare)),
    )


def explained(asked: Pool, pair: Pair) -> Match:
    """One pair with its score of 100 and its strongest reasons."""
    mentee, mentor = asked.mentees[pair[0]], asked.mentors[pair[1]]
    points, terms = int(asked.problem.scores[pair]) // 100, asked.terms
    although = [BROKEN[r.label] for r in held(terms, "nice") if r.broken([mentee], [mentor], terms)[0, 0]]
    told = (*reasons(mentee, mentor, terms.weights), *(f"although {words}" for words in although))
    return Match(mentor.code, mentee.code, points, told)


def _report(asked: Pool, solution: Solution, spare: int) -> dict[str, Any]:
    """Counts, values and labels only: no codes, no words of participants."""
    scores = [int(asked.problem.scores[pair]) // 100 for pair in solution.pairs]
    return {
        "mentees": len(asked.mentees),
        "mentors": len(asked.mentors),
        "seats": asked.problem.offered,
        "possible_pairs": int(asked.problem.feasible.sum()),
        "matched": len(solution.pairs),
        "unmatched": len(solution.unmatched),
        "spare_mentors": spare,
        "status": solution.status,
        "gap": solution.gap,
        "score_mean": round(sum(scores) / len(scores), 1) if scores else None,
        "score_min": min(scores, default=None),
        "stages": {
            stage: {"value": solution.value.get(stage), "bound": solution.bound.get(stage)}
            for stage in asked.problem.stages
        },
        "balance": [asdict(rule) for rule in kept(asked.problem, solution)],
        **conflict(asked, solution, EXPLAINED_PAIRS_MAX),
        "weights": dict(asked.terms.weights),
        "seconds": round(solution.timings.get("total", 0.0), 3),
    }
