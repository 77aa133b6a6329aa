"""Advice while recruiting: how many could be matched today, who could not and why, whom to look for. Orders nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allocation.solution import Solution
from matching.candidates import Candidate, Suggestion, Terms, Unmatched
from matching.constraints import held
from matching.insight.funnels import funnels
from matching.insight.proof_words import sentence
from matching.insight.recruits import recruits
from matching.insight.smallest_changes import Remedy, smallest_changes
from matching.pairs import suggestion
from matching.pool import Pool, pool
from matching.verified import best

People = Sequence[Candidate]


@dataclass(frozen=True)
class Morning:
    """One look at a pool: the match as it would be today, and its numbers as plain JSON values.

    `numbers["why"]` holds the funnel of every mentee left over, by code, `numbers["would_help"]` the changes after any
    of which one more could be matched, with the mentors' codes; everything else in it is free of personal data.
    """

    found: Suggestion
    numbers: dict[str, Any]
    sentence: str
    """What is proven about this match, or how far it may be from the best."""


def morning(mentees: People, mentors: People, terms: Terms) -> Morning:
    """The morning's look: one match, what stands in the way of those left over, whom to look for."""
    asked = pool(mentees, mentors, terms)
    solution, found = in_time(asked)
    return Morning(
        found,
        {
            "mentees": len(mentees),
            "mentors": len(mentors),
            "seats": asked.problem.offered,
            "could_be_matched": len(found.matches),
            "proven": found.status == "OPTIMAL",
            "possible_pairs_taken_by": taken(mentees, mentors, terms),
            "conflict": found.report.get("conflict", []),
            "ways_out": found.report.get("ways_out", []),
            "look_for": [recruit.sentence for recruit in recruits(mentees, mentors, terms)],
            "why": {one.code: list(one.why) for one in found.unmatched},
            "would_help": _would_help(asked, solution),
        },
        sentence(solution, asked.problem),
    )


def _would_help(asked: Pool, solution: Solution | None) -> dict[str, list[str]]:
    changes = smallest_changes(asked, solution) if solution else {}
    return {
        code: [f"one more could be matched {one.words}: {_some(one)}" for one in ways] for code, ways in changes.items()
    }


def _some(remedy: Remedy) -> str:
    """The mentors who make it so, by code."""
    named, more = ", ".join(remedy.mentors), remedy.count - len(remedy.mentors)
    return f"{named} and {more} more" if more else named


def in_time(asked: Pool) -> tuple[Solution | None, Suggestion]:
    """The best match of a pool, as a solution and in words. None and the status TIME_UP, with nobody matched, when none
    that keeps all rules was found in the time of the terms."""
    try:
        solution = best(asked.problem, asked.terms.time_limit)
    except TimeoutError:
        why = funnels(asked.mentees, asked.mentors, asked.terms)
        left = tuple(Unmatched(one.code, words) for one, words in zip(asked.mentees, why, strict=True))
        return None, Suggestion((), left, (), "TIME_UP", {}, {}, 0, {})
    return solution, suggestion(asked, solution)


def taken(mentees: People, mentors: People, terms: Terms) -> dict[str, int]:
    """How many pairs each rule forbids, by its label; a pair that breaks two counts twice."""
    if not mentees or not mentors:
        return {}
    return {rule.label: int(rule.broken(mentees, mentors, terms).sum()) for rule in held(terms)}
