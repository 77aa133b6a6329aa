"""Balance prices: what every balance rule costs, and what one more or less would change, by the proof or solved anew."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from allocation.clock import Deadline
from allocation.inputs import share_in
from allocation.problem import Problem, Quota, Side
from allocation.solution import Solution
from allocation.solved_anew import in_the_time_left
from domain.match.facts import Asked
from domain.match.findings import Gain, Weighted
from matching.insight.balance_reached import counted, is_idle, numbers, together
from matching.pool import Pool

SOLVED_PAIRS_MAX, SOLVED_RULES_MAX = 60_000, 12
"""Beyond so many pairs or rules only the multipliers tell a price; nothing is solved anew."""


def balance_prices(asked: Pool, solution: Solution, deadline: Deadline = None) -> list[Weighted]:
    """Every balance rule of a pool with a match; one row for each of its numbers.

    Rules for at most as many as there are come last, those that are alike told together: nothing could break them, so
    nothing is solved for them. What is not proven by the deadline is not told.
    """
    problem, found, idle = asked.problem, list[tuple[Weighted, Quota, Side]](), list[Weighted]()
    rules = zip(numbers(problem.quotas), problem.sides, _prices(problem, solution), strict=True)
    for (quota, number), side, price in rules:
        row = replace(_row(asked, solution, quota, number), price=price)
        if is_idle(quota, number):
            # Moving this number up changes nothing, nor does leaving it out.
            idle.append(replace(row, price=0.0, without=Gain(), one_more=Gain()))
        else:
            found.append((row, quota, side))
    if problem.scores.size > SOLVED_PAIRS_MAX or len(found) > SOLVED_RULES_MAX or solution.status != "OPTIMAL":
        return [*(row for row, _, _ in found), *together(idle)]
    return [*(_solved(problem, solution, row, quota, side, deadline) for row, quota, side in found), *together(idle)]


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


def _row(asked: Pool, solution: Solution, quota: Quota, number: Asked) -> Weighted:
    matched = {i for i, _ in solution.pairs} if quota.on == "mentees" else {j for _, j in solution.pairs}
    return Weighted(asked.counted[quota.label], quota.on, number, *counted(quota, matched))


def _solved(
    problem: Problem, solution: Solution, row: Weighted, quota: Quota, side: Side, deadline: Deadline
) -> Weighted:
    def gain(*sides: Side) -> Gain | None:
        rules = tuple(other for own in problem.sides for other in (sides if own is side else (own,)))
        return _gain(problem, solution, replace(problem, sides=rules), deadline)

    def by(people: int) -> Gain | None:
        # A share counts each of its people as often as its denominator says.
        person = share_in("share", quota.share_at_least).denominator if row.asked.rule == "share_at_least" else 1
        return gain(replace(side, least=side.least + (-people if row.asked.rule == "at_most" else people) * person))

    return replace(row, without=gain(), one_less=by(-1) if row.asked.number else None, one_more=by(1))


def _gain(problem: Problem, before: Solution, changed: Problem, deadline: Deadline) -> Gain | None:
    after = in_the_time_left(changed, deadline)
    if after is None or after.status == "FEASIBLE":
        return None
    if after.status == "INFEASIBLE":
        return Gain(possible=False)
    points = sum(int(problem.scores[p]) for p in after.pairs) - sum(int(problem.scores[p]) for p in before.pairs)
    return Gain(len(after.pairs) - len(before.pairs), points / 100)
