"""Funnels: what each rule took away from the choice of somebody left over, in words. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from matching.candidates import Candidate, Terms
from matching.constraints import held, seats_left
from matching.problem import Bools

People = Sequence[Candidate]
Funnel = tuple[str, ...]
BLOCK = 256
"""So many people are looked at in one go, to keep memory flat."""


def funnel(mentee: Candidate, mentors: People, terms: Terms) -> Funnel:
    """What each rule took away from a mentee's choice, in words; the last sentence says what was left."""
    return funnels([mentee], mentors, terms)[0]


def funnels(mentees: People, mentors: People, terms: Terms) -> list[Funnel]:
    """The funnel of each of these mentees among all mentors."""
    free = [one for one in mentors if seats_left(one, terms)]
    if not free:
        return [(f"none of {len(mentors)} mentors has a free seat",) for _ in mentees]
    found: list[Funnel] = []
    for start in range(0, len(mentees), BLOCK):
        some = mentees[start : start + BLOCK]
        broken = [rule.broken(some, free, terms) for rule in held(terms)]
        found += [
            (_taking_part(len(free), "mentor"), *_steps([marks[k] for marks in broken], "mentor", terms))
            for k in range(len(some))
        ]
    return found


def mentor_funnels(mentors: People, mentees: People, terms: Terms) -> list[Funnel]:
    """The funnel of each of these mentors among all mentees."""
    found: list[Funnel] = []
    for start in range(0, len(mentors), BLOCK):
        some = mentors[start : start + BLOCK]
        broken = [rule.broken(mentees, some, terms) for rule in held(terms)]
        found += [
            (_taking_part(len(mentees), "mentee"), *_steps([marks[:, k] for marks in broken], "mentee", terms))
            for k in range(len(some))
        ]
    return found


def _taking_part(count: int, other: str) -> str:
    """The first sentence: before the match, whoever offers a seat or wants one."""
    return f"{count} {other}s take part" if count != 1 else f"1 {other} takes part"


def _steps(broken: list[Bools], other: str, terms: Terms) -> Iterable[str]:
    left = np.ones(len(broken[0]), bool)
    for rule, marks in zip(held(terms), broken, strict=True):
        count = int((left & marks).sum())
        left = left & ~marks
        if count:
            yield f"{count} {rule.taken}"
    count = int(left.sum())
    if count:
        yield (
            f"{count} would be possible, all better placed with others"
            if count > 1
            else f"1 {other} would be possible, better placed with another"
        )
    else:
        yield f"no {other} is left"
