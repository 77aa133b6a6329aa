"""Shortlists for self-choice, and meetings for a chemistry round before the final match. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from allocation import solve_problem
from allocation.keys import hashes, tie_weights
from allocation.problem import Bools, Pair, Problem
from matching.candidates import Candidate, Terms
from matching.pool import pool

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
    mentee), best matches first.

    Everybody gets a first meeting before anybody gets a second, and there are as many as the rules allow. Pairs pinned by
    the coordinator do not need to meet.
    """
    plain = replace(terms, pins=frozenset(), quotas=(), keep=None, stages=("matched", "score"))
    # In an order by their keys, so that the answer does not depend on that of the lists.
    mentees, mentors = _by_key("mentee", mentees), _by_key("mentor", mentors)
    problem = pool(mentees, mentors, plain).problem
    able = problem.feasible & (problem.seats > 0)
    pinned = {mentee for _, mentee in terms.pins}
    able[[one.code in pinned for one in mentees]] = False
    plan = Timetable(problem, able, mentor_most)
    for wished in range(1, each + 1):
        plan.share_out(wished)
        plan.make_room(wished)
    return [(mentors[j].code, mentees[i].code) for i, j in plan.best_first()]


def _by_key(side: str, people: People) -> list[Candidate]:
    order = np.argsort(hashes(side, [one.code for one in people]), kind="stable")
    return [people[place] for place in order.tolist()]


class Timetable:
    """Who meets whom so far, and how many more mentees each mentor may meet."""

    def __init__(self, problem: Problem, able: Bools, mentor_most: int) -> None:
        self.problem, self.able = problem, able
        self.met = np.zeros(problem.shape, bool)
        self.room = np.full(problem.shape[1], mentor_most, np.int64)
        # A search that failed has seen all that leads out of these mentors; nothing ever will again.
        self.closed = np.zeros(problem.shape[1], bool)

    def share_out(self, wished: int) -> None:
        """The best match of those who have fewer meetings than wished, one a mentor at a time, until nobody finds one."""
        while found := solve_problem(self._open(wished)).pairs:
            for i, j in found:
                self.met[i, j] = True
                self.room[j] -= 1

    def _open(self, wished: int) -> Problem:
        short = self.met.sum(axis=1) < wished
        return replace(self.problem, feasible=self.able & ~self.met & short[:, None], seats=np.minimum(self.room, 1))

    def make_room(self, wished: int) -> None:
        """Whoever is still short takes a mentor from somebody who can have another one instead."""
        for i in np.flatnonzero(self.met.sum(axis=1) < wished).tolist():
            if chain := self._chain(i):
                for mentee, taken, given in chain:
                    self.met[mentee, taken] = True
                    if given is not None:
                        self.met[mentee, given] = False
                self.room[chain[0][1]] -= 1

    def _chain(self, start: int) -> list[tuple[int, int, int | None]]:
        """The shortest chain of changes after which `start` has one meeting more and nobody fewer, from its end: (mentee,
        mentor taken, mentor given up). Empty when there is none: then no later change can help `start` either."""
        taken_by: dict[int, int] = {}
        gives: dict[int, int | None] = {start: None}
        asking = [start]
        for i in asking:
            for j in self._others(i):
                if j in taken_by:
                    continue
                taken_by[j] = i
                if self.room[j]:
                    return _traced(j, taken_by, gives)
                for k in np.flatnonzero(self.met[:, j]).tolist():
                    if k not in gives:
                        gives[k] = j
                        asking.append(k)
        self.closed[list(taken_by)] = True
        return []

    def _others(self, i: int) -> list[int]:
        """Mentors whom a mentee could meet besides, best first."""
        able = np.flatnonzero(self.able[i] & ~self.met[i] & ~self.closed)
        best_first: list[int] = able[np.argsort(-self.problem.scores[i, able].astype(np.int64), kind="stable")].tolist()
        return best_first

    def best_first(self) -> list[Pair]:
        """The meetings by score; equal ones by the keys."""
        rows, cols = np.nonzero(self.met)
        order = np.argsort(-self.problem.scores[rows, cols].astype(np.int64), kind="stable")
        return list(zip(rows[order].tolist(), cols[order].tolist(), strict=True))


def _traced(
    mentor: int, taken_by: Mapping[int, int], gives: Mapping[int, int | None]
) -> list[tuple[int, int, int | None]]:
    """The chain that ends with this mentor, who has room."""
    chain, last = list[tuple[int, int, int | None]](), mentor
    while True:
        mentee = taken_by[last]
        given = gives[mentee]
        chain.append((mentee, last, given))
        if given is None:
            return chain
        last = given
