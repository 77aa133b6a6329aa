"""Shortlists for self-choice, and meetings for a chemistry round before the final match. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from matching.candidates import Candidate, Terms
from matching.engine import solve_problem
from matching.keys import hashes, tie_weights
from matching.pairs import pool

People = Sequence[Candidate]


def shortlists(
    mentees: People, mentors: People, terms: Terms, most: int = 5, choosers: Literal["mentees", "mentors"] = "mentees"
) -> Mapping[str, tuple[str, ...]]:
    """For everybody who chooses the codes of the best possible partners, best first; equal scores by the keys.

    Mentors without a free seat choose nobody and cannot be chosen. What is ranked comes back as `Candidate.choices`.
    """
    problem = pool(mentees, mentors, terms).problem
    able = problem.feasible & (problem.seats > 0)
    ties = tie_weights(hashes("mentee", problem.keys[0])[:, None], hashes("mentor", problem.keys[1])[None, :], 20)
    tables, people, others = (problem.scores, ties, able), mentees, mentors
    if choosers == "mentors":
        tables, people, others = (problem.scores.T, ties.T, able.T), mentors, mentees
    found = {}
    for one, scores, ranks, possible in zip(people, *tables, strict=True):
        order = np.lexsort((ranks, scores))[::-1]
        found[one.code] = tuple(others[j].code for j in order.tolist() if possible[j])[:most]
    return found


def meetings(
    mentees: People, mentors: People, terms: Terms, each: int = 3, mentor_most: int = 3
) -> list[tuple[str, str]]:
    """A chemistry round: every mentee meets up to `each` mentors, no mentor more than `mentor_most` mentees; (mentor,
    mentee).

    Round by round the best match of those who have not met yet, so that nobody's third meeting costs another's first.
    Pairs pinned by the coordinator do not need to meet.
    """
    plain = replace(terms, pins=frozenset(), quotas=(), keep=None, stages=("matched", "score"))
    problem = pool(mentees, mentors, plain).problem
    able = problem.feasible & (problem.seats > 0)
    room = np.full(len(mentors), mentor_most, np.int64)
    pinned = {mentee for _, mentee in terms.pins}
    able[[one.code in pinned for one in mentees]] = False
    met: list[tuple[str, str]] = []
    for _ in range(each):
        found = solve_problem(replace(problem, feasible=able, seats=np.minimum(room, 1)))
        for i, j in found.pairs:
            able[i, j] = False
            room[j] -= 1
            met.append((mentors[j].code, mentees[i].code))
    return met
