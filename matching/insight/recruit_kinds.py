"""Recruit kinds: what a mentor must have to help those left over, and the kind that helps most, balance aside. Makes no
brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from allocation import solve_problem
from allocation.problem import Bools, Problem
from allocation.shortages import Shortage, shortage
from domain.careers import OTHER
from domain.match.findings import Profile, Recruit
from matching.candidates import Candidate, Terms
from matching.constraints import allowed
from matching.pool import pool

People = Sequence[Candidate]
KINDS_MAX = 60
"""So many kinds of mentors are tried for one sentence, those most wished for first."""
COUNTED = ("gender", "sub_sector", "company_size", "employer_type")
"""What a recruit counts as in balance rules."""
NO_LANGUAGE = "none"
"""A recruit of whom no language is asked must not count as one who speaks every language."""


def such(recruit: Recruit, number: int = 0) -> list[Candidate]:
    """The mentors a recruitment brief asks for, no better than its words: the pool plus these keeps what it promises."""
    asked = dict(recruit.profile)
    one = Candidate(
        "recruit",
        languages=frozenset({asked.get("language", NO_LANGUAGE)}),
        format="onsite" if "city" in asked else "online",
        city=asked.get("city", ""),
        employer=asked.get("employer", ""),
        tracks=(int(asked["track"]),) if "track" in asked else (),
        profession=asked.get("profession", ""),
        sub_sectors=frozenset({asked["sub_sector"]} if "sub_sector" in asked else ()),
        company_size=asked.get("company_size", ""),
        employer_types=frozenset({asked["employer_type"]} if "employer_type" in asked else ()),
        counts_as={trait: asked[trait] for trait in COUNTED if trait in asked},
    )
    return [replace(one, code=f"recruit {number + 1}.{k + 1}") for k in range(recruit.count)]


def most_helpful(mentees: People, mentors: People, terms: Terms) -> Recruit | None:
    """The kind of mentor that lets most be matched, balance aside; of equals, the one most of those left over wish
    for."""
    plain = replace(terms, quotas=(), stages=("matched",), keep=None)
    problem = pool(mentees, mentors, plain).problem
    short = shortage(problem)
    if short is None:
        return None
    pinned = {mentee for _, mentee in terms.pins}
    competing = [mentees[i] for i in short.mentees]
    wishes = Counter(kind for one in competing if one.code not in pinned for kind in dict.fromkeys(asked_of(one)))
    best: Recruit | None = None
    for kind, _ in sorted(wishes.items(), key=lambda item: (-item[1], item[0]))[:KINDS_MAX]:
        (recruit,) = such(Recruit(1, 0, kind))
        fitting = allowed(competing, [recruit], terms)[:, 0] & np.array([one.code not in pinned for one in competing])
        if min(short.lacking, int(fitting.sum())) > (best.count if best else 0):
            gained = _gained(problem, short, fitting)
            if gained > (best.count if best else 0):
                best = Recruit(gained, gained, kind)
    return best


def _gained(problem: Problem, short: Shortage, fitting: Bools) -> int:
    """How many more are matched with as many such mentors as are lacking: only those who compete can gain."""
    rows, cols = np.array(short.mentees), np.array(short.mentors, np.int64)
    able = problem.feasible[np.ix_(rows, cols)]
    for i, j in problem.pins:
        if i in short.mentees:
            able[short.mentees.index(i)] = cols == j
    wider = np.column_stack([able, fitting])
    seats = [*problem.seats[cols].tolist(), short.lacking]
    solution = solve_problem(Problem.of(np.zeros(wider.shape, np.int64), wider, seats, stages=("matched",)), ties=False)
    return len(solution.pairs) - (len(rows) - short.lacking)


def asked_of(one: Candidate) -> Iterator[Profile]:
    """What a mentor for this mentee must have, once for every language."""
    musts = [
        (name, word)
        for name, word in (
            ("profession", one.profession),
            ("sub_sector", min(one.sub_sectors, default="")),
            ("company_size", one.company_size),
            ("employer_type", min(one.employer_types, default="")),
        )
        if one.wishes.get(name) == "must" and word
    ]
    meeting = [("city", one.city)] if one.format == "onsite" else [("online", "yes")]
    track = [("track", str(one.tracks[0]))] if one.tracks else []
    for language in sorted(one.languages - {OTHER}) or [""]:
        spoken = [("language", language)] if language else []
        yield tuple(item for item in [*track, *spoken, *meeting, *musts] if item[1])
