"""Balance: what every balance rule asks, what the match reaches, what the rule costs, and what one more or less would
change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from allocation.clock import Deadline
from allocation.inputs import share_in
from allocation.problem import Problem, Quota, Side
from allocation.solution import Solution
from matching.insight.again import in_the_time_left
from matching.insight.reached import Reached, together

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
    `without`, `one_less`, `one_more`: what would be gained without the rule, or with its number moved by one (of a share:
    with one person less or more than it asks); None where nothing was solved. `words`: what the rule costs, in people
    before points; "" where that is not known.
    """

    price: float | None = None
    without: Gain | None = None
    one_less: Gain | None = None
    one_more: Gain | None = None
    words: str = ""


def balance(problem: Problem, solution: Solution, deadline: Deadline = None) -> list[Balanced]:
    """Every balance rule of a problem with a match; one entry for each of its numbers.

    Rules for at most as many as there are come last, those that are alike told together: nothing could break them, so
    nothing is solved for them. What is not proven by the deadline is not told.
    """
    found, idle = list[tuple[Balanced, Quota, Side]](), list[Balanced]()
    for (quota, side), price in zip(_sides(problem), _prices(problem, solution), strict=True):
        told = replace(_told(problem, solution, quota, side), price=price)
        if side.rule == "at_most" and int(quota.members.sum()) <= -side.least:
            idle.append(_idle(told))
        else:
            found.append((told, quota, side))
    if problem.scores.size > SOLVED_PAIRS_MAX or len(found) > SOLVED_RULES_MAX or solution.status != "OPTIMAL":
        return [*(one for one, _, _ in found), *together(idle)]
    return [*(_solved(problem, solution, one, quota, side, deadline) for one, quota, side in found), *together(idle)]


def without_balance(problem: Problem, solution: Solution, deadline: Deadline = None) -> Gain | None:
    """What all balance rules together cost: what would be gained without any; None where there are none or no time."""
    return _gain(problem, solution, replace(problem, quotas=(), sides=()), deadline) if problem.sides else None


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


def _solved(
    problem: Problem, solution: Solution, one: Balanced, quota: Quota, side: Side, deadline: Deadline
) -> Balanced:
    def gain(*sides: Side) -> Gain | None:
        rules = tuple(other for own in problem.sides for other in (sides if own is side else (own,)))
        return _gain(problem, solution, replace(problem, sides=rules), deadline)

    def by(people: int) -> Gain | None:
        # A share counts each of its people as often as its denominator says.
        person = share_in("share", quota.share_at_least).denominator if one.rule == "share_at_least" else 1
        return gain(replace(side, least=side.least + (-people if one.rule == "at_most" else people) * person))

    without = gain()
    words = _cost(without) if without else ""
    return replace(one, without=without, one_less=by(-1) if one.number else None, one_more=by(1), words=words)


def _idle(one: Balanced) -> Balanced:
    """At most as many as there are: moving this number up changes nothing, nor does leaving it out."""
    return replace(one, price=0.0, without=Gain(), one_more=Gain(), words=_cost(Gain()))


def _cost(without: Gain) -> str:
    """What a rule costs, by what would be gained without it."""
    if without.mentees > 0:
        return f"without this rule {without.mentees} more would be matched"
    if without.points > 0:
        return f"without this rule the pairs would have {without.points:g} points more in all"
    return "this rule costs nothing"


def _gain(problem: Problem, before: Solution, changed: Problem, deadline: Deadline) -> Gain | None:
    after = in_the_time_left(changed, deadline)
    if after is None or after.status == "FEASIBLE":
        return None
    if after.status == "INFEASIBLE":
        return Gain(possible=False)
    points = sum(int(problem.scores[p]) for p in after.pairs) - sum(int(problem.scores[p]) for p in before.pairs)
    return Gain(len(after.pairs) - len(before.pairs), points / 100)
