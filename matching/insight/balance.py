"""Balance: what every balance rule asks, what the match reaches, what the rule costs, and what one more or less would
change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from matching.engine import solve_problem
from matching.insight.prices import moved, with_rules
from matching.insight.reached import Reached, together
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
class Balanced(Reached):
    """One side of a balance rule; a share stands as percent.

    `price`: points one more person costs at most, by the multiplier of the proof; None where it tells nothing.
    `without`, `one_less`, `one_more`: what would be gained without the rule, or with its number moved by one; None where
    nothing was solved. `words`: what the rule costs, in people before points; "" where that is not known.
    """

    price: float | None = None
    without: Gain | None = None
    one_less: Gain | None = None
    one_more: Gain | None = None
    words: str = ""


def balance(problem: Problem, solution: Solution, time_limit: float | None = None) -> list[Balanced]:
    """Every balance rule of a problem with a match; one entry for each of its numbers.

    Rules for at most as many as there are come last, those that are alike told together: nothing could break them, so
    nothing is solved for them. `time_limit` (seconds) holds for each match solved anew; what is not proven by then is not
    told.
    """
    found, idle = list[tuple[Balanced, Quota]](), list[Balanced]()
    for (quota, side), price in zip(_sides(problem), _prices(problem, solution), strict=True):
        told = replace(_told(problem, solution, quota, side), price=price)
        if side.rule == "at_most" and int(quota.members.sum()) <= -side.least:
            idle.append(_idle(told, quota))
        else:
            found.append((told, quota))
    if problem.scores.size > SOLVED_PAIRS_MAX or len(found) > SOLVED_RULES_MAX or solution.status != "OPTIMAL":
        return [*(one for one, _ in found), *together(idle)]
    return [*(_solved(problem, solution, one, quota, time_limit) for one, quota in found), *together(idle)]


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

    without = gain()
    one = replace(one, without=without, words=_cost(without) if without else "")
    if one.rule == "share_at_least":
        return one
    less = gain(moved(quota, -1)) if one.number else None
    return replace(one, one_less=less, one_more=gain(moved(quota, 1)))


def _idle(one: Balanced, quota: Quota) -> Balanced:
    """At most as many as there are: moving this number up changes nothing, nor does leaving it out."""
    if quota.at_least is not None or quota.share_at_least is not None:
        return replace(one, price=0.0)  # what the rule costs stands with its other number
    return replace(one, price=0.0, without=Gain(), one_more=Gain(), words=_cost(Gain()))


def _cost(without: Gain) -> str:
    """What a rule costs, by what would be gained without it."""
    if without.mentees > 0:
        return f"without this rule {without.mentees} more would be matched"
    if without.points > 0:
        return f"without this rule the pairs would have {without.points:g} points more in all"
    return "this rule costs nothing"


def _gain(problem: Problem, before: Solution, changed: Problem, time_limit: float | None) -> Gain | None:
    try:
        after = solve_problem(changed, time_limit)
    except TimeoutError:
        return None
    if after.status != "OPTIMAL":
        return Gain(possible=False) if after.status == "INFEASIBLE" else None
    points = sum(int(problem.scores[p]) for p in after.pairs) - sum(int(problem.scores[p]) for p in before.pairs)
    return Gain(len(after.pairs) - len(before.pairs), points / 100)
