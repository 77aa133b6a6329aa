"""The face for the office: people and terms in, a proposal with reasons out. Solves in `engine`; approves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import numpy as np

from allocation import solve_problem
from allocation.problem import Pair, Problem, Quota
from allocation.solution import Solution
from domain.careers import COMPANY_SIZES, GENDERS, SUB_SECTORS
from domain.known_names import organisation
from domain.text import folded
from domain.verdicts import BROKEN
from matching.candidates import Balance, Candidate, Match, Suggestion, Terms, Unmatched
from matching.constraints import ABSOLUTE, allowed, check, held, not_so_nice, seats_left
from matching.insight.conflict import conflict
from matching.insight.funnels import funnel, funnels, mentor_funnels
from matching.insight.kept import kept
from matching.insight.placed import Placed
from matching.parts import spellings
from matching.scoring import reasons, score

People = Sequence[Candidate]
A_NICE_RULE_COSTS = np.int16(2_000)
"""Hundredths of a point that a pair loses for each rule it breaks that is only nice to keep (own)."""
TRAITS = {"sub_sector": SUB_SECTORS, "company_size": COMPANY_SIZES, "gender": GENDERS}
"""What the values of a balance rule are called; an employer is called as most of its people write it."""
EXPLAINED_PAIRS_MAX = 60_000
"""Contradictions are taken apart, by solving many times, in pools up to this many pairs."""

__all__ = [
    "Balance",
    "Candidate",
    "Match",
    "Pool",
    "Suggestion",
    "Terms",
    "Unmatched",
    "check",
    "funnel",
    "pool",
    "suggest",
    "suggestion",
]


@dataclass(frozen=True, eq=False)
class Pool:
    """Mentees, mentors and terms together with the problem they pose."""

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    terms: Terms
    problem: Problem


def suggest(mentees: People, mentors: People, terms: Terms) -> Suggestion:
    """The best match of a pool on these terms: pairs with reasons, people left over with what stood in the way.

    ValueError: two people with one code, a pinned or kept code that is not in the pool, a weight or stage nobody knows.
    """
    asked = pool(mentees, mentors, terms)
    return suggestion(asked, solve_problem(asked.problem, terms.time_limit))


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


def pool(mentees: People, mentors: People, terms: Terms) -> Pool:
    """The problem a pool poses: scores by the criteria, possible pairs by the rules, seats, pins, balance."""
    rows, cols = _places("mentees", mentees), _places("mentors", mentors)
    able = allowed(mentees, mentors, terms)
    for row, col in _pairs("pins", terms.pins, rows, cols) if terms.pins_stand else ():
        able[row, col] = not any(rule.broken([mentees[row]], [mentors[col]], terms)[0, 0] for rule in ABSOLUTE)
    scores = score(mentees, mentors, terms.weights)
    if held(terms, "nice"):
        scores = np.maximum(scores - A_NICE_RULE_COSTS * not_so_nice(mentees, mentors, terms), 0)
    problem = Problem.of(
        scores,
        able,
        [seats_left(one, terms) for one in mentors] or np.zeros(0, np.int64),
        pins=_pairs("pins", terms.pins, rows, cols),
        quotas=[quota for balance in terms.quotas for quota in _quotas(balance, mentees, mentors)],
        stages=terms.stages,
        keep=_pairs("keep", terms.keep or (), rows, cols),
        keys=([one.code for one in mentees], [one.code for one in mentors]),
    )
    return Pool(tuple(mentees), tuple(mentors), terms, problem)


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


def _places(side: str, people: People) -> dict[str, int]:
    places = {one.code: place for place, one in enumerate(people)}
    if len(places) != len(people):
        raise ValueError(f"{side}: two people have the same code; each needs one of their own.")
    return places


def _pairs(name: str, pairs: Iterable[tuple[str, str]], rows: dict[str, int], cols: dict[str, int]) -> list[Pair]:
    found = []
    for mentor, mentee in pairs:
        if mentor not in cols or mentee not in rows:
            raise ValueError(
                f"{name}: {mentor} and {mentee} are not both in the pool; codes stand as (mentor, mentee)."
            )
        found.append((rows[mentee], cols[mentor]))
    return found


def _quotas(balance: Balance, mentees: People, mentors: People) -> list[Quota]:
    people = mentors if balance.on == "mentors" else mentees
    same = organisation if balance.trait == "employer" else folded
    told = [_traits(one, balance.trait) for one in people]
    traits = [frozenset(map(same, words)) for words in told]
    written = spellings(chain.from_iterable(told), same) | TRAITS.get(balance.trait, {})
    each = [(f"{balance.label}: {written[value]}", frozenset({value})) for value in sorted(frozenset().union(*traits))]
    return [
        Quota(
            label,
            np.array([bool(own & wanted) for own in traits], bool),
            balance.on,
            balance.at_least,
            balance.at_most,
            balance.share_at_least,
        )
        for label, wanted in ([(balance.label, frozenset(map(same, balance.values)))] if balance.values else each)
    ]


def _traits(one: Candidate, trait: str) -> list[str]:
    value = one.employer if trait == "employer" else one.counts_as.get(trait, "")
    return [word for word in ([value] if isinstance(value, str) else value) if word.strip()]
