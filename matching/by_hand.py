"""By hand: the pairs a coordinator named, scored and explained, and checked by the same labelled rules as every match.

Solves nothing: whoever is not named stays without a partner, with the best mentors possible as a suggestion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from allocation.measure import activities
from allocation.problem import Pair
from matching.candidates import Candidate, Suggestion, Terms, Unmatched
from matching.constraints import check
from matching.pairs import explained
from matching.pool import Pool, pool
from matching.shortlist import shortlists
from matching.verified import named

People = Sequence[Candidate]
SUGGESTED = 3


def by_hand(mentees: People, mentors: People, terms: Terms) -> Suggestion:
    """The pins of these terms and nobody else. INFEASIBLE, with a label and codes for each rule they break.

    `status` is BY_HAND when they may stand: nothing was made best, so nothing is proven.
    """
    wrong = check(sorted(terms.pins), mentees, mentors, terms)
    asked = pool(mentees, mentors, replace(terms, pins=frozenset()) if wrong else terms)
    pairs = list(asked.problem.pins)
    wrong += _unbalanced(asked, pairs) if pairs else []
    if pairs and not wrong:
        named(asked.problem)  # counted once more by other means
    matches = () if wrong else tuple(explained(asked, pair) for pair in pairs)
    return Suggestion(
        matches,
        _left_over(asked, terms),
        tuple(Unmatched(one.code, ("in none of the pairs named",)) for one in _unnamed(mentors, terms)),
        "INFEASIBLE" if wrong else "BY_HAND",
        {},
        {},
        0,
        {"mentees": len(mentees), "mentors": len(mentors), "matched": len(matches), "conflict": wrong, "ways_out": []},
    )


def _unbalanced(asked: Pool, pairs: list[Pair]) -> list[str]:
    reached = zip(asked.problem.sides, activities(asked.problem, pairs), strict=True)
    return [f"{side.label} ({side.rule.replace('_', ' ')})" for side, amount in reached if amount < side.least]


def _left_over(asked: Pool, terms: Terms) -> tuple[Unmatched, ...]:
    """Everybody not named, each with the best mentors who still have a seat."""
    seats = Counter(terms.taken) + Counter(mentor for mentor, _ in terms.pins)
    rest = replace(terms, pins=frozenset(), taken=seats)
    free = shortlists(_unnamed(asked.mentees, terms), asked.mentors, rest, SUGGESTED)
    return tuple(
        Unmatched(code, (f"possible, best first: {', '.join(best)}" if best else "no mentor is left",))
        for code, best in free.items()
    )


def _unnamed(people: People, terms: Terms) -> list[Candidate]:
    named = {code for pair in terms.pins for code in pair}
    return [one for one in people if one.code not in named]
