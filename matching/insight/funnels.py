"""Funnels: what each rule took away from the choice of somebody left over, in words. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.problem import Bools
from matching.candidates import Candidate, Terms
from matching.constraints import held, seats_left
from matching.insight.placed import Placed

People = Sequence[Candidate]
Funnel = tuple[str, ...]
BLOCK = 256
"""So many people are looked at in one go, to keep memory flat."""


def funnel(mentee: Candidate, mentors: People, terms: Terms, placed: Placed | None = None) -> Funnel:
    """What each rule took away from a mentee's choice, in words; the last sentences say what became of the rest."""
    return funnels([mentee], mentors, terms, placed)[0]


def funnels(mentees: People, mentors: People, terms: Terms, placed: Placed | None = None) -> list[Funnel]:
    """The funnel of each of these mentees among all mentors; why nobody possible was left, where a match stands."""
    cols = [col for col, one in enumerate(mentors) if seats_left(one, terms)]
    free = [mentors[col] for col in cols]
    if not free:
        return [("no mentor has a free place",) for _ in mentees]
    rows = {code: row for row, code in enumerate(placed.problem.keys[0])} if placed else {}
    found: list[Funnel] = []
    for start in range(0, len(mentees), BLOCK):
        some = mentees[start : start + BLOCK]
        broken = [rule.broken(some, free, terms) for rule in held(terms)]
        for k, one in enumerate(some):
            steps, left = _steps([marks[k] for marks in broken], "mentor", terms)
            possible = [cols[place] for place in np.flatnonzero(left)]
            rest = placed.mentee(rows[one.code], possible) if placed and possible else _left(len(possible), "mentor")
            found.append((_taking_part(len(free), "mentor"), *steps, *rest))
    return found


def mentor_funnels(mentors: People, mentees: People, terms: Terms, placed: Placed | None = None) -> list[Funnel]:
    """The funnel of each of these mentors among all mentees."""
    cols = {code: col for col, code in enumerate(placed.problem.keys[1])} if placed else {}
    found: list[Funnel] = []
    for start in range(0, len(mentors), BLOCK):
        some = mentors[start : start + BLOCK]
        broken = [rule.broken(mentees, some, terms) for rule in held(terms)]
        for k, one in enumerate(some):
            steps, left = _steps([marks[:, k] for marks in broken], "mentee", terms)
            possible = np.flatnonzero(left).tolist()
            rest = placed.mentor(cols[one.code], possible) if placed and possible else _left(len(possible), "mentee")
            found.append((_taking_part(len(mentees), "mentee"), *steps, *rest))
    return found


def _taking_part(count: int, other: str) -> str:
    """The first sentence: before the match, whoever offers a seat or wants one."""
    return f"{count} {other}s take part" if count != 1 else f"1 {other} takes part"


def _steps(broken: list[Bools], other: str, terms: Terms) -> tuple[list[str], Bools]:
    """What each rule took away, and who is left."""
    left, said = np.ones(len(broken[0]), bool), []
    for rule, marks in zip(held(terms), broken, strict=True):
        count = int((left & marks).sum())
        left = left & ~marks
        if count:
            said.append(f"{count}: {rule.taken}")
    return said, left


def _left(count: int, other: str) -> tuple[str]:
    """The end of a funnel when nothing is known of a match."""
    if not count:
        return (f"no {other} is left",)
    return (f"1 {other} would be possible" if count == 1 else f"{count} {other}s would be possible",)
