"""Conflict: the rules that no match keeps together, what each asks now, and the changes that would do: in words, by codes.

What stands against what is found in `contradictions`; names are laid over the codes where this is shown.
"""

from __future__ import annotations

from allocation.problem import Problem
from allocation.solution import Solution
from domain.reached import asks_for
from matching.constraints import check
from matching.insight.contradictions import Relaxation, contradiction
from matching.pool import Pool


def conflict(asked: Pool, solution: Solution, explained_pairs_max: int) -> dict[str, list[str]]:
    """`conflict`: the rules that contradict each other, "women: at least 10"; of pins the rules these break, "language: M01
    and N02". `ways_out`: single changes that would resolve it. Larger pools get the rules that the proof names."""
    problem = asked.problem
    broken_by_pins = check(sorted(asked.terms.pins), asked.mentees, asked.mentors, asked.terms)
    if solution.status == "INFEASIBLE" and broken_by_pins:
        return {"conflict": broken_by_pins, "ways_out": []}
    small = solution.status == "INFEASIBLE" and problem.scores.size <= explained_pairs_max
    found = contradiction(problem) if small else None
    if found is None:
        return {"conflict": _told(problem, solution.certificate.conflict), "ways_out": []}
    ways = [_way_out(way) for way in found.relaxations] or [", together with ".join(map(_way_out, found.together))]
    return {"conflict": _told(problem, found.rules), "ways_out": [way for way in ways if way]}


def _told(problem: Problem, labels: tuple[str, ...]) -> list[str]:
    """Each label with what its rule asks now; pins as they are."""
    asked: dict[str, list[str]] = {}
    for quota in problem.quotas:
        for rule in ("at_least", "at_most", "share_at_least"):
            number = getattr(quota, rule)
            if number is not None:
                asked.setdefault(quota.label, []).append(asks_for(rule, number))
    return [f"{label}: {' and '.join(asked[label])}" if label in asked else label for label in labels]


def _way_out(way: Relaxation) -> str:
    enough = f"{asks_for(way.rule, way.enough)} would do" if way.enough else "it would do to leave it out"
    return f"{way.label}: {asks_for(way.rule, way.now)}; {enough}"
