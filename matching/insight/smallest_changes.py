"""Smallest changes: for somebody left over, the one thing that would let one more mentee be matched. Verified, not guessed.

A change is either one answer of the mentee (a language, the way to meet, a must) or one more seat with a mentor. That it
helps follows from alternating paths where no balance rule asks anything, and from solving anew where one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

import numpy as np

from allocation.clock import Deadline, late
from allocation.problem import Bools, Problem
from allocation.shortages import openings
from allocation.solution import Solution
from allocation.solved_anew import most_matched
from domain.careers import ACADEMIC_TRACKS, OTHER
from domain.match.findings import Change, Remedy
from matching.candidates import Candidate
from matching.constraints import WISHED, allowed
from matching.pool import Pool

EACH = 2
PEOPLE_MAX = 300
"""Of more people left over only the first so many are looked at."""
SOLVED_PAIRS_MAX = 60_000
"""Where balance rules ask something, changes are solved anew in tables up to this size and not told in larger ones."""
NAMED = 4


@dataclass(frozen=True)
class Variant:
    """The same person with one answer changed."""

    change: Change
    one: Candidate


def smallest_changes(asked: Pool, solution: Solution, deadline: Deadline = None) -> dict[str, tuple[Remedy, ...]]:
    """By mentee left over, at most two remedies: answers first, then seats. None where no single change helps; left out is
    whoever's changes could not all be tried, by the deadline or in so large a pool, and none of those tried helps.

    Told only where as many as possible are matched, which is what the first stage must ask.
    """
    problem = asked.problem
    most = solution.bound.get("matched")
    if solution.status == "INFEASIBLE" or problem.stages[:1] != ("matched",) or solution.value["matched"] != most:
        return {}
    left = [asked.mentees[i] for i in solution.unmatched[:PEOPLE_MAX]]
    open_seats = openings(problem, solution.pairs)
    found: dict[str, list[Remedy]] = {one.code: [] for one in left}
    spoken = sorted(set().union(*(one.languages for one in asked.mentors)) - {OTHER})
    for row in zip_longest(*(list(variants(one, spoken)) for one in left)):
        changed = [variant for variant in row if variant is not None]
        able = allowed([variant.one for variant in changed], asked.mentors, asked.terms)
        for variant, mentors in zip(changed, able & open_seats, strict=True):
            told = found[variant.one.code]
            if mentors.any() and len(told) < EACH and _confirmed(asked, solution, variant, mentors, deadline):
                told.append(_remedy(variant.change, mentors, asked))
    for one, i in zip(left, solution.unmatched, strict=False):
        if len(found[one.code]) < EACH:
            found[one.code] += _one_more_seat(asked, solution, i, deadline)
    # Nobody may be told that nothing would help while something is left to try.
    unsure = late(deadline) or (problem.sides and problem.scores.size > SOLVED_PAIRS_MAX)
    return {code: tuple(remedies[:EACH]) for code, remedies in found.items() if remedies or not unsure}


def variants(one: Candidate, spoken: Sequence[str]) -> Iterator[Variant]:
    """Everything a mentee could answer otherwise to be able to meet more mentors, the lightest first."""
    if one.format == "onsite":
        yield Variant(Change("online"), replace(one, format="either"))
    if one.format == "online" and one.city:
        yield Variant(Change("on_site", one.city), replace(one, format="either"))
    for name, words in WISHED.items():
        if one.wishes.get(name) == "must" and words(one):
            yield Variant(Change("no_must", name), replace(one, wishes={**one.wishes, name: "nice"}))
    if one.tracks and ACADEMIC_TRACKS.issuperset(one.tracks):
        others = tuple(sorted(set(range(1, 21)) - ACADEMIC_TRACKS))
        yield Variant(Change("beyond_academia"), replace(one, tracks=(*one.tracks, *others)))
    for language in spoken if one.languages else ():
        if language not in one.languages:
            yield Variant(Change("language", language), replace(one, languages=one.languages | {language}))


def _one_more_seat(asked: Pool, solution: Solution, i: int, deadline: Deadline) -> list[Remedy]:
    """With as many matched as possible, one more seat with any mentor this mentee may have is one more match; where
    balance rules ask something, each is tried until some help, and whoever has a free seat is of no help."""
    problem = asked.problem
    mentors: Bools = problem.feasible[i].copy()
    if problem.sides:
        taken = np.bincount([j for _, j in solution.pairs], minlength=len(mentors))
        full = np.flatnonzero(mentors & (taken >= problem.seats))
        helpful = list(islice((j for j in full if _more(_with_seat(problem, int(j)), solution, deadline)), NAMED))
        mentors[:] = False
        mentors[helpful] = True
    return [_remedy(Change("place"), mentors, asked)] if mentors.any() else []


def _with_seat(problem: Problem, mentor: int) -> Problem:
    seats = problem.seats.copy()
    seats[mentor] += 1
    return replace(problem, seats=seats)


def _confirmed(asked: Pool, solution: Solution, variant: Variant, mentors: Bools, deadline: Deadline) -> bool:
    problem = asked.problem
    if not problem.sides:
        return True
    i = next(i for i in solution.unmatched if asked.mentees[i].code == variant.one.code)
    feasible = problem.feasible.copy()
    feasible[i] |= mentors
    return _more(replace(problem, feasible=feasible), solution, deadline)


def _more(changed: Problem, solution: Solution, deadline: Deadline) -> bool:
    if changed.scores.size > SOLVED_PAIRS_MAX:
        return False
    found = most_matched(changed, deadline)
    return found is not None and found.least > len(solution.pairs)


def _remedy(change: Change, mentors: Bools, asked: Pool) -> Remedy:
    codes = [asked.mentors[j].code for j in np.flatnonzero(mentors)]
    return Remedy(change, tuple(codes[:NAMED]), len(codes))


__all__ = ["Variant", "smallest_changes", "variants"]
