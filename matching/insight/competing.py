"""Competing: who competes for too few places, by codes. Found on arrays by allocation/shortages.py."""

from __future__ import annotations

from allocation.problem import Problem
from allocation.shortages import shortage
from domain.match.findings import Competition


def competition(problem: Problem) -> Competition | None:
    """The same by codes; those for whom there is nobody at all stand apart."""
    short = shortage(problem)
    if short is None:
        return None
    able = problem.feasible & (problem.seats > 0)
    mentees, mentors = problem.keys
    nobody = tuple(mentees[i] for i in short.mentees if not able[i].any())
    return Competition(
        tuple(mentees[i] for i in short.mentees if able[i].any()),
        tuple(mentors[j] for j in short.mentors),
        short.seats,
        short.lacking - len(nobody),
        nobody,
    )
