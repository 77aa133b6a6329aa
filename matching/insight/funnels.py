"""Funnels: what each rule took away from the choice of somebody left over, and what became of the rest. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocation.problem import Bools
from domain.match.facts import Funnel, Side
from matching.candidates import Candidate, Terms
from matching.constraints import held, seats_left
from matching.insight.places import Places

People = Sequence[Candidate]
BLOCK = 256
"""So many people are looked at in one go, to keep memory flat."""


def funnel(mentee: Candidate, mentors: People, terms: Terms, places: Places | None = None) -> Funnel:
    """What each rule took away from a mentee's choice, and what became of the rest."""
    return funnels([mentee], mentors, terms, places)[0]


def funnels(mentees: People, mentors: People, terms: Terms, places: Places | None = None) -> list[Funnel]:
    """The funnel of each of these mentees among all mentors with a free place; where a match stands, also why nobody
    possible was left."""
    cols = [col for col, one in enumerate(mentors) if seats_left(one, terms)]
    free = [mentors[col] for col in cols]
    if not free:
        return [Funnel("mentor", 0) for _ in mentees]
    rows = {code: row for row, code in enumerate(places.asked.problem.keys[0])} if places else {}
    found: list[Funnel] = []
    for start in range(0, len(mentees), BLOCK):
        some = mentees[start : start + BLOCK]
        broken = [rule.broken(some, free, terms) for rule in held(terms)]
        for k, one in enumerate(some):
            funnel, left = _taken("mentor", [marks[k] for marks in broken], len(free), terms)
            possible = [cols[place] for place in np.flatnonzero(left)]
            found.append(places.of_mentee(rows[one.code], possible, funnel) if places and possible else funnel)
    return found


def mentor_funnels(mentors: People, mentees: People, terms: Terms, places: Places | None = None) -> list[Funnel]:
    """The funnel of each of these mentors among all mentees."""
    cols = {code: col for col, code in enumerate(places.asked.problem.keys[1])} if places else {}
    found: list[Funnel] = []
    for start in range(0, len(mentors), BLOCK):
        some = mentors[start : start + BLOCK]
        broken = [rule.broken(mentees, some, terms) for rule in held(terms)]
        for k, one in enumerate(some):
            funnel, left = _taken("mentee", [marks[:, k] for marks in broken], len(mentees), terms)
            possible = np.flatnonzero(left).tolist()
            found.append(places.of_mentor(cols[one.code], possible, funnel) if places and possible else funnel)
    return found


def _taken(others: Side, broken: list[Bools], count: int, terms: Terms) -> tuple[Funnel, Bools]:
    """How many of so many others each rule took away, and who is left."""
    left, taken = np.ones(count, bool), list[tuple[str, int]]()
    for rule, marks in zip(held(terms), broken, strict=True):
        gone = int((left & marks).sum())
        left = left & ~marks
        if gone:
            taken.append((rule.key, gone))
    return Funnel(others, count, tuple(taken), int(left.sum())), left
