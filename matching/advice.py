"""Advice while recruiting: how many could be matched today, who could not and why, whom to look for. Orders nothing."""

from __future__ import annotations

from collections.abc import Sequence

from allocation.solution import Solution
from allocation.verified import best
from domain.match.facts import LeftOver, MatchResult
from domain.match.findings import Morning
from matching.candidates import Candidate, Terms
from matching.constraints import held
from matching.insight.funnels import funnels
from matching.insight.recruits import recruits
from matching.insight.smallest_changes import smallest_changes
from matching.pairs import counts, explained
from matching.pool import Pool, pool

People = Sequence[Candidate]


def morning(mentees: People, mentors: People, terms: Terms) -> Morning:
    """The morning's look: one match, what stands in the way of those left over, whom to look for."""
    asked = pool(mentees, mentors, terms)
    solution, found = in_time(asked)
    return Morning(
        found,
        taken(mentees, mentors, terms),
        tuple(recruits(mentees, mentors, terms)),
        smallest_changes(asked, solution) if solution else {},
    )


def in_time(asked: Pool) -> tuple[Solution | None, MatchResult]:
    """The best match of a pool, as a solution and as what it means. None and the status TIME_UP, with nobody matched, when
    none that keeps all rules was found in the time of the terms."""
    try:
        solution = best(asked.problem, asked.terms.time_limit)
    except TimeoutError:
        why = funnels(asked.mentees, asked.mentors, asked.terms)
        left = tuple(LeftOver(one.code, funnel) for one, funnel in zip(asked.mentees, why, strict=True))
        return None, MatchResult("TIME_UP", unmatched=left, **counts(asked))
    return solution, explained(asked, solution)


def taken(mentees: People, mentors: People, terms: Terms) -> dict[str, int]:
    """How many pairs each rule forbids, by its key; a pair that breaks two counts twice."""
    if not mentees or not mentors:
        return {}
    return {rule.key: int(rule.broken(mentees, mentors, terms).sum()) for rule in held(terms)}
