"""Balance: what every balance rule asks, what the match reaches, what the rule costs, and what one more or less would
change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from matching.engine import solve_problem
from matching.insight.prices import moved, with_rules
from matching.problem import Problem, Quota, Side
from matching.solution import Solution

SOLVED_PAIRS_MAX, SOLVED_RULES_MAX = 60_000, 12
"""Beyond so many pairs or rules only the multipliers tell a price; nothing is solved anew."""


@dataclass(frozen=True)
class Gain:
    """So many more mentees would be matched, and so many points more reached in all (both may be negative);
    `possible` is False when no match would keep all rules."""

    mentees: int = 0
    points: float = 0.0
    possible: bool = True


@dataclass(frozen=True)
class Balanced:
    """One side of a balance rule. `rule` is at_least, at_most or share_at_least, `number` what it asks (a share as
    percent), `reached` how many of the `of` matched people count.

    `price`: points one more person costs at most, by the multiplier of the proof; None where it tells nothing.
    `without`, `one_less`, `one_more`: what would be gained without the rule, or with its number moved by one; None where
    nothing was solved.
    """

    label: str
    on: str
    rule: str
    number: float
    reached: int
    of: int
    price: float | None = None
    without: Gain | None = None
    one_less: Gain | None = None
    one_more: Gain | None = None


def balance(problem: Problem, solution: Solution, time_limit: float | None = None) -> list[Balanced]:
    """Every balance rule that could ask something of a problem with a match; one entry for each of its numbers.

    Left out are rules for at most as many as there are: nothing could break them. `time_limit` (seconds) holds for each
    match solved anew; what is not proven by then is not told.
    """
    found = [
        (replace(_told(problem, solution, quota, side), price=price), quota)
        for (quota, side), price in zip(_sides(problem), _prices(problem, solution), strict=True)
        if side.rule != "at_most" or int(quota.members.sum()) > -side.least
    ]
    if problem.scores.size > SOLVED_PAIRS_MAX or len(found) > SOLVED_RULES_MAX or solution.status != "OPTIMAL":
        return [one for one, _ in found]
    return [_solved(problem, solution, one, quota, time_limit) for one, quota in found]


def _prices(problem: Problem, solution: Solution) -> list[float | None]:
    """What the multipliers of the proof by score tell, in points: nothing where a rule also costs matches, where it asks
    for a share, or where duals alone do not prove the score."""
    proofs = (p for p in reversed(solution.certificate.proofs) if p.kind == "flow" and p.terms[-1:] == ((1, "score"),))
    proof = next(proofs, None)
    if proof is None or len(proof.multipliers) != len(problem.sides) or proof.bound // proof.grid > proof.value:
        return [None] * len(problem.sides)
    return [
        0.0
        if not price
        else None
        if len(proof.terms) > 1 or side.rule == "share_at_least"
        else _points(price / proof.grid)
        for price, side in zip(proof.multipliers, problem.sides, strict=True)
    ]


def _points(hundredths: float) -> float:
    return ceil(hundredths) / 100


def _sides(problem: Problem) -> Iterator[tuple[Quota, Side]]:
    """Every side with the quota it is one of: a quota has a side for each number given, in this order."""
    sides = iter(problem.sides)
    for quota in problem.quotas:
        for number in (quota.at_least, quota.at_most, quota.share_at_least):
            if number is not None:
                yield quota, next(sides)


def _told(problem: Problem, solution: Solution, quota: Quota, side: Side) -> Balanced:
    matched = {i for i, _ in solution.pairs} if quota.on == "mentees" else {j for _, j in solution.pairs}
    asked = getattr(quota, side.rule)
    number = round(100 * float(asked), 1) if side.rule == "share_at_least" else int(asked)
    reached = sum(bool(quota.members[k]) for k in matched)
    return Balanced(quota.label, quota.on, side.rule, number, reached, len(matched))


def _solved(problem: Problem, solution: Solution, one: Balanced, quota: Quota, time_limit: float | None) -> Balanced:
    def gain(*instead: Quota) -> Gain | None:
        rules = [other for rule in problem.quotas for other in (instead if rule is quota else (rule,))]
        return _gain(problem, solution, with_rules(problem, rules, problem.pins), time_limit)

    if one.rule == "share_at_least":
        return replace(one, without=gain())
    less = gain(moved(quota, -1)) if one.number else None
    return replace(one, without=gain(), one_less=less, one_more=gain(moved(quota, 1)))


def _gain(problem: Problem, before: Solution, changed: Problem, time_limit: float | None) -> Gain | None:
    try:
        after = solve_problem(changed, time_limit)
    except TimeoutError:
        return None
    if after.status != "OPTIMAL":
        return Gain(possible=False) if after.status == "INFEASIBLE" else None
    points = sum(int(problem.scores[p]) for p in after.pairs) - sum(int(problem.scores[p]) for p in before.pairs)
    return Gain(len(after.pairs) - len(before.pairs), points / 100)
