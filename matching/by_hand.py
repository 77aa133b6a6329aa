"""By hand: the pairs a coordinator named, scored and explained, and checked by the same rules as every match.

Solves nothing: whoever is not named stays without a partner, with the best mentors possible as a suggestion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from allocation.verified import named
from domain.match.facts import ByHand, LeftOver, MatchResult
from matching.candidates import Candidate, Terms
from matching.constraints import check
from matching.insight.clashes import unbalanced
from matching.pairs import counts, proposed
from matching.pool import Pool, pool
from matching.shortlist import shortlists

People = Sequence[Candidate]
SUGGESTED = 3


def by_hand(mentees: People, mentors: People, terms: Terms) -> MatchResult:
    """The pins of these terms and nobody else. INFEASIBLE, with what clashes, when they break rules.

    `status` is BY_HAND when they may stand: nothing was made best, so nothing is proven.
    """
    wrong = check(sorted(terms.pins), mentees, mentors, terms)
    asked = pool(mentees, mentors, replace(terms, pins=frozenset()) if wrong else terms)
    pairs = list(asked.problem.pins)
    wrong += unbalanced(asked, pairs) if pairs else []
    if pairs and not wrong:
        named(asked.problem)  # counted once more by other means
    spare = tuple(LeftOver(one.code, ByHand(None)) for one in _unnamed(mentors, terms))
    return MatchResult(
        "INFEASIBLE" if wrong else "BY_HAND",
        () if wrong else tuple(proposed(asked, pair) for pair in pairs),
        _left_over(asked, terms),
        spare,
        clashes=tuple(wrong),
        **counts(asked),
    )


def _left_over(asked: Pool, terms: Terms) -> tuple[LeftOver, ...]:
    """Everybody not named, each with the best mentors who still have a seat."""
    seats = Counter(terms.taken) + Counter(mentor for mentor, _ in terms.pins)
    rest = replace(terms, pins=frozenset(), taken=seats)
    free = shortlists(_unnamed(asked.mentees, terms), asked.mentors, rest, SUGGESTED)
    return tuple(LeftOver(code, ByHand(best)) for code, best in free.items())


def _unnamed(people: People, terms: Terms) -> list[Candidate]:
    named = {code for pair in terms.pins for code in pair}
    return [one for one in people if one.code not in named]
