"""The face for the office: people and terms in, the match with its reasons out. Solved in `verified`; approves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allocation.problem import Pair
from allocation.solution import Solution
from allocation.verified import best
from domain.match.facts import Although, Funnel, LeftOver, MatchResult, ProposedPair
from matching.candidates import Candidate, Terms
from matching.constraints import held, seats_left
from matching.insight.balance_reached import balance_reached
from matching.insight.clashes import clashes
from matching.insight.funnels import funnels, mentor_funnels
from matching.insight.places import Places
from matching.pool import Pool, pool
from matching.scoring import reasons

People = Sequence[Candidate]
EXPLAINED_PAIRS_MAX = 60_000
"""Contradictions are taken apart, by solving many times, in pools up to this many pairs."""


def suggest(mentees: People, mentors: People, terms: Terms) -> MatchResult:
    """The best match of a pool on these terms: pairs with reasons, people left over with what stood in the way.

    ValueError: two people with one code, a pinned or kept code that is not in the pool, a weight or stage nobody knows.
    """
    asked = pool(mentees, mentors, terms)
    return explained(asked, best(asked.problem, terms.time_limit))


def explained(asked: Pool, solution: Solution) -> MatchResult:
    """What a solution of the pool's problem means for its people."""
    terms, places = asked.terms, Places(asked, solution.pairs)
    matches = tuple(proposed(asked, pair) for pair in solution.pairs)
    taken = {match.mentor for match in matches}
    left = [asked.mentees[i] for i in solution.unmatched]
    spare = [
        one
        for one in asked.mentors
        if one.code not in taken and not terms.taken.get(one.code) and seats_left(one, terms)
    ]
    found, ways_out = clashes(asked, solution, EXPLAINED_PAIRS_MAX)
    return MatchResult(
        solution.status,
        matches,
        _left_over(left, funnels(left, asked.mentors, terms, places)),
        _left_over(spare, mentor_funnels(spare, asked.mentees, terms, places)),
        solution.value,
        solution.bound,
        solution.gap,
        tuple(balance_reached(asked, solution)),
        found,
        ways_out,
        **counts(asked),
    )


def proposed(asked: Pool, pair: Pair) -> ProposedPair:
    """One pair with its score of 100, its strongest reasons, and the rules it breaks although they are nice to keep."""
    mentee, mentor = asked.mentees[pair[0]], asked.mentors[pair[1]]
    points, terms = int(asked.problem.scores[pair]) // 100, asked.terms
    broken = [Although(r.key) for r in held(terms, "nice") if r.broken([mentee], [mentor], terms)[0, 0]]
    return ProposedPair(mentor.code, mentee.code, points, (*reasons(mentee, mentor, terms.weights), *broken))


def counts(asked: Pool) -> dict[str, Any]:
    """What every answer says of a pool and its terms: counts and weights, no codes."""
    problem = asked.problem
    return {
        "mentees": len(asked.mentees),
        "mentors": len(asked.mentors),
        "places": problem.offered,
        "possible_pairs": int((problem.feasible & (problem.seats > 0)).sum()),
        "fixed": bool(problem.pins),
        "weights": dict(asked.terms.weights),
    }


def _left_over(people: People, why: Sequence[Funnel]) -> tuple[LeftOver, ...]:
    return tuple(LeftOver(one.code, funnel) for one, funnel in zip(people, why, strict=True))
