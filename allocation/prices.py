"""Prices: what forcing a pair or moving a quota would cost, bounded by duals for all pairs at once or solved exactly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from allocation.problem import Ints, Pair, Problem, Quota
from allocation.solution import ENDLESS, Proof, Solution, Value
from allocation.solving.engine import solve_problem


@dataclass(frozen=True)
class StageChange:
    """What a stage is worth now and what it would be worth; `after` is None when there would be no match at all."""

    stage: str
    before: Value
    after: Value


@dataclass(frozen=True)
class QuotaPrice:
    """What one more person of a quota costs at most, by its multiplier (points of the stages proven together; 0: it
    costs nothing)."""

    label: str
    rule: str
    price: float


def forcing_bounds(problem: Problem, solution: Solution) -> Ints:
    """For every pair at once: at least so many points of the score are lost if the pair must be; 0 for pairs that may
    cost nothing.

    From the duals of the last proof by score, shape (n, m); -1 where the pair is not possible or costs an earlier
    stage. ValueError when the solution has no such proof, because the score was no stage, rests on a search, or was
    proven together with a stage after it.
    """
    proof = next((p for p in reversed(solution.certificate.proofs) if _by_score(p)), None)
    if "score" not in solution.value:
        raise ValueError("forcing_bounds: the solution was not made best by score; solve with the stage 'score'.")
    if proof is None or proof.row_price is None or proof.col_price is None:
        raise ValueError("forcing_bounds: the score has no duals of its own to read; ask forcing for single pairs.")
    slack = proof.row_price[:, None] + proof.col_price[None, :] - proof.grid * problem.scores.astype(np.int64)
    earlier = sum(factor for factor, term in proof.terms if term == "matched")
    slack -= proof.grid * earlier + _quota_terms(problem, solution, proof)[:, None]
    left = proof.bound - proof.grid * proof.value
    losses: Ints = np.maximum(0, -((left - slack) // proof.grid))
    possible = problem.feasible & (problem.seats > 0)[None, :] & (slack >= 0)
    for i, j in problem.pins:
        possible[i] = False
        possible[i, j] = True
        losses[i, j] = 0
    return np.where(possible & (losses < (earlier or ENDLESS)), losses, -1)


def _by_score(proof: Proof) -> bool:
    """Whether a proof by duals counts points of the score; where all scores are 0 it has no terms left to name them."""
    if proof.kind != "flow" or "score" not in proof.stages:
        return False
    return not proof.terms or proof.terms[-1] == (1, "score")


def _quota_terms(problem: Problem, solution: Solution, proof: Proof) -> Ints:
    """What the multipliers add for each mentee; nobody's being matched is open any more once everybody is matched."""
    everybody = any(p.kind == "all" for p in solution.certificate.proofs)
    total = np.zeros(problem.shape[0], np.int64)
    for side, price in zip(problem.sides, proof.multipliers, strict=False):
        total += 0 if everybody and len(problem.scores) <= int(problem.seats.sum()) else price * side.rows
    return total


def forcing(problem: Problem, pair: Pair, solution: Solution) -> tuple[list[StageChange], Solution]:
    """Exactly what forcing one pair changes in every stage, and the best match with it."""
    forced = solve_problem(with_pair(problem, pair))
    return _changes(solution, forced), forced


def with_pair(problem: Problem, pair: Pair) -> Problem:
    """The same problem with one more pair that must be."""
    return replace(problem, pins=tuple(sorted({*problem.pins, pair})))


def quota_prices(problem: Problem, solution: Solution) -> list[QuotaPrice]:
    """The price of each quota side by its multiplier in the first proof by duals."""
    proof = next((p for p in solution.certificate.proofs if p.kind == "flow" and p.multipliers), None)
    prices = proof.multipliers if proof else (0,) * len(problem.sides)
    grid = proof.grid if proof else 1
    return [QuotaPrice(side.label, side.rule, price / grid) for side, price in zip(problem.sides, prices, strict=False)]


def quota_moved(problem: Problem, label: str, by: int, solution: Solution) -> list[StageChange]:
    """Exactly what one more (by=1) or one less (by=-1) in the numbers of a quota would change in every stage; shares stay
    as they are."""
    others = [moved(quota, by) if quota.label == label else quota for quota in problem.quotas]
    return _changes(solution, solve_problem(with_rules(problem, others, problem.pins)))


def with_rules(problem: Problem, quotas: Iterable[Quota], pins: Iterable[Pair]) -> Problem:
    """The same problem under other quotas and pins."""
    return Problem.of(
        problem.scores,
        problem.feasible,
        problem.seats,
        pins=pins,
        quotas=quotas,
        stages=problem.stages,
        keep=problem.keep,
        keys=problem.keys,
    )


def _changes(before: Solution, after: Solution) -> list[StageChange]:
    return [StageChange(stage, value, after.value.get(stage)) for stage, value in before.value.items()]


def moved(quota: Quota, by: int) -> Quota:
    """The quota with its numbers raised by so many; a share stays as it is."""
    least = None if quota.at_least is None else quota.at_least + by
    return replace(quota, at_least=least, at_most=None if quota.at_most is None else quota.at_most + by)
