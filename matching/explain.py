"""Why it is so and what would change it: forced pairs, quotas, contradictions, shortages. Works on problems; words for
people are in `advice`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np

from matching.engine import solve_problem
from matching.problem import Bools, Ints, Pair, Problem, Quota
from matching.relaxation import ENDLESS
from matching.solution import Proof, Solution, Value

SUBSETS_MAX = 2_000
"""So many small sets of rules are tried for the smallest contradiction before an irreducible one has to do."""


@dataclass(frozen=True)
class Change:
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


@dataclass(frozen=True)
class Relaxation:
    """One number that would resolve a contradiction if it alone were changed, and to what at the cheapest."""

    label: str
    rule: str
    now: float
    enough: float


@dataclass(frozen=True)
class Contradiction:
    """A smallest set of rules (labels of quotas, "pin: mentor and mentee" by their keys) that no match obeys together,
    and single changes that would do.

    `smallest`: no smaller set exists; else the set is irreducible, each rule in it is needed for the contradiction.
    """

    rules: tuple[str, ...]
    smallest: bool
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True)
class Shortage:
    """Mentees who compete for too few seats (Hall): all they may have are these mentors, with fewer seats than
    mentees."""

    mentees: tuple[int, ...]
    mentors: tuple[int, ...]
    seats: int

    @property
    def lacking(self) -> int:
        """So many of the mentees stay alone in every match."""
        return max(0, len(self.mentees) - self.seats)


def forcing_bounds(problem: Problem, solution: Solution) -> Ints:
    """For every pair at once: at least so many points of the score are lost if the pair must be; 0 for pairs that may
    cost nothing.

    From the duals of the last proof by score, shape (n, m); -1 where the pair is not possible or costs an earlier
    stage. ValueError when the solution has no such proof.
    """
    proof = next((p for p in reversed(solution.certificate.proofs) if p.terms and p.terms[-1] == (1, "score")), None)
    if proof is None or proof.row_price is None or proof.col_price is None:
        raise ValueError("forcing_bounds: the solution has no proof by score; solve with the stage 'score'.")
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


def _quota_terms(problem: Problem, solution: Solution, proof: Proof) -> Ints:
    """What the multipliers add for each mentee; nobody's being matched is open any more once everybody is matched."""
    everybody = any(p.kind == "all" for p in solution.certificate.proofs)
    total = np.zeros(problem.shape[0], np.int64)
    for side, price in zip(problem.sides, proof.multipliers, strict=False):
        total += 0 if everybody and len(problem.scores) <= int(problem.seats.sum()) else price * side.rows
    return total


def forcing(problem: Problem, pair: Pair, solution: Solution) -> tuple[list[Change], Solution]:
    """Exactly what forcing one pair changes in every stage, and the best match with it."""
    forced = solve_problem(replace(problem, pins=tuple(sorted({*problem.pins, pair}))))
    return _changes(solution, forced), forced


def quota_prices(problem: Problem, solution: Solution) -> list[QuotaPrice]:
    """The price of each quota side by its multiplier in the first proof by duals."""
    proof = next((p for p in solution.certificate.proofs if p.kind == "flow" and p.multipliers), None)
    prices = proof.multipliers if proof else (0,) * len(problem.sides)
    grid = proof.grid if proof else 1
    return [QuotaPrice(side.label, side.rule, price / grid) for side, price in zip(problem.sides, prices, strict=False)]


def quota_moved(problem: Problem, label: str, by: int, solution: Solution) -> list[Change]:
    """Exactly what one more (by=1) or one less (by=-1) in the numbers of a quota would change in every stage."""
    moved = [_moved(quota, by) if quota.label == label else quota for quota in problem.quotas]
    return _changes(solution, solve_problem(with_rules(problem, moved, problem.pins)))


def contradiction(problem: Problem) -> Contradiction | None:
    """Why nothing obeys all quotas and pins: a smallest set that contradicts itself, and the cheapest single changes.
    None when something does."""
    rules: list[Quota | Pair] = [*_single_rules(problem.quotas), *problem.pins]
    if _obeyed(problem, rules):
        return None
    core = _irreducible(problem, rules)
    smallest, core = _smallest(problem, rules, core)
    changes = [found for rule in core if isinstance(rule, Quota) for found in _cheapest(problem, rule)]
    return Contradiction(tuple(_name(rule, problem) for rule in core), smallest, tuple(changes))


def shortage(problem: Problem) -> Shortage | None:
    """Who competes for whom when not everybody can be matched, quotas aside; None when everybody can."""
    plain = replace(problem, quotas=(), sides=(), stages=("matched",), pins=())
    solution = solve_problem(plain)
    if not solution.unmatched:
        return None
    able: Bools = problem.feasible & (problem.seats > 0)
    mentor = np.full(problem.shape[0], -1)
    for i, j in solution.pairs:
        mentor[i] = j
    rows = np.array([i in set(solution.unmatched) for i in range(len(mentor))], bool)
    while True:
        cols = able[rows].any(axis=0)
        wider: Bools = rows | ((mentor >= 0) & cols[mentor])
        if (wider == rows).all():
            break
        rows = wider
    return Shortage(
        tuple(np.flatnonzero(rows).tolist()), tuple(np.flatnonzero(cols).tolist()), int(problem.seats[cols].sum())
    )


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


def _changes(before: Solution, after: Solution) -> list[Change]:
    return [Change(stage, value, after.value.get(stage)) for stage, value in before.value.items()]


def _moved(quota: Quota, by: int) -> Quota:
    least = None if quota.at_least is None else quota.at_least + by
    return replace(quota, at_least=least, at_most=None if quota.at_most is None else quota.at_most + by)


def _single_rules(quotas: Sequence[Quota]) -> Iterator[Quota]:
    for quota in quotas:
        if quota.at_least is not None:
            yield replace(quota, at_most=None, share_at_least=None)
        if quota.at_most is not None:
            yield replace(quota, at_least=None, share_at_least=None)
        if quota.share_at_least is not None:
            yield replace(quota, at_least=None, at_most=None)


def _obeyed(problem: Problem, rules: Iterable[Quota | Pair]) -> bool:
    chosen = list(rules)
    quotas = [rule for rule in chosen if isinstance(rule, Quota)]
    pins = [rule for rule in chosen if not isinstance(rule, Quota)]
    return solve_problem(replace(with_rules(problem, quotas, pins), stages=())).status != "INFEASIBLE"


def _irreducible(problem: Problem, rules: list[Quota | Pair]) -> list[Quota | Pair]:
    """Leave out one rule after the other while the rest still contradicts itself."""
    core = list(rules)
    for rule in rules:
        fewer = [one for one in core if one is not rule]
        if not _obeyed(problem, fewer):
            core = fewer
    return core


def _smallest(problem: Problem, rules: list[Quota | Pair], core: list[Quota | Pair]) -> tuple[bool, list[Quota | Pair]]:
    for size in range(1, len(core)):
        if comb(len(rules), size) > SUBSETS_MAX:
            return False, core
        for few in combinations(rules, size):
            if not _obeyed(problem, few):
                return True, list(few)
    return True, core


def _cheapest(problem: Problem, rule: Quota) -> Iterator[Relaxation]:
    """The smallest change of this rule alone that leaves a match, by bisection: whatever obeys a rule obeys a looser
    one."""
    others: list[Quota | Pair] = [one for one in _single_rules(problem.quotas) if not _same(one, rule)] + [
        *problem.pins
    ]

    def enough(number: int) -> bool:
        return _obeyed(problem, [*others, _numbered(rule, number)])

    if rule.at_least is not None and enough(0):
        yield Relaxation(rule.label, "at_least", rule.at_least, _bisect(0, rule.at_least, enough))
    elif rule.at_most is not None and enough(len(rule.members)):
        most = -_bisect(-len(rule.members), -rule.at_most, lambda number: enough(-number))
        yield Relaxation(rule.label, "at_most", rule.at_most, most)
    elif rule.share_at_least is not None and enough(0):
        percent = _bisect(0, int(100 * float(rule.share_at_least)) + 1, enough)
        yield Relaxation(rule.label, "share_at_least", float(rule.share_at_least), percent / 100)


def _same(one: Quota, other: Quota) -> bool:
    return (one.label, one.at_least, one.at_most, one.share_at_least) == (
        other.label,
        other.at_least,
        other.at_most,
        other.share_at_least,
    ) and bool((one.members == other.members).all())


def _numbered(rule: Quota, number: int) -> Quota:
    if rule.at_least is not None:
        return replace(rule, at_least=number)
    if rule.at_most is not None:
        return replace(rule, at_most=number)
    return replace(rule, share_at_least=number / 100)


def _bisect(good: int, bad: int, holds: Callable[[int], bool]) -> int:
    """The largest number below `bad` that holds; `good` does."""
    while bad - good > 1:
        middle = (good + bad) // 2
        if holds(middle):
            good = middle
        else:
            bad = middle
    return good


def _name(rule: Quota | Pair, problem: Problem) -> str:
    if isinstance(rule, Quota):
        return rule.label
    return f"pin: {problem.keys[1][rule[1]]} and {problem.keys[0][rule[0]]}"


__all__ = [
    "Bools",
    "Change",
    "Contradiction",
    "QuotaPrice",
    "Relaxation",
    "Shortage",
    "contradiction",
    "forcing",
    "forcing_bounds",
    "quota_moved",
    "quota_prices",
    "shortage",
]
