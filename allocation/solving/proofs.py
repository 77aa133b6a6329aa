"""Steps and pairs as the answer carries them: proofs of a certificate, rules in conflict, values, bounds, the gap.
Optimises nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from allocation.measure import stage_value
from allocation.problem import Problem
from allocation.solution import Certificate, Proof, Solution, Status, Value
from allocation.solving.closing import Step
from allocation.solving.cover import Pairs
from allocation.solving.stages import outlook
from allocation.solving.thresholds import Threshold


def step_proof(step: Step, names: tuple[str, ...], terms: tuple[tuple[int, str], ...]) -> Proof:
    """What proves a step: its duals, or the search that went through everything."""
    survey = step.survey
    if survey is None:
        return Proof(names, "search", value=step.value, bound=step.bound, core=step.core, searched=True)
    return Proof(
        names,
        "infeasible" if step.status == "impossible" else "flow",
        step.relaxation.grid,
        terms if step.relaxation.weights.extremes() != (0, 0) else (),
        survey.u,
        survey.p,
        tuple(survey.multipliers.tolist()),
        step.value,
        survey.bound,
        step.delta,
        step.core,
        step.searched,
    )


def threshold_proof(stage: str, found: Threshold) -> Proof:
    """What proves a threshold: with duals where quotas stand against a higher one."""
    survey = found.refuted
    if survey is None:
        return Proof((stage,), "threshold", value=found.value, bound=found.bound)
    multipliers = tuple(survey.multipliers.tolist())
    return Proof((stage,), "threshold", 1, (), survey.u, survey.p, multipliers, found.value, found.bound)


def conflict(step: Step) -> tuple[str, ...]:
    """The labels of the quotas whose multipliers prove the contradiction; all of them where a search found it."""
    sides = step.relaxation.network.sides
    if step.survey is None:
        return tuple(dict.fromkeys(side.label for side in sides))
    asked = [side.label for side, price in zip(sides, step.survey.multipliers, strict=True) if price > 0]
    return tuple(dict.fromkeys(asked))


def no_answer(problem: Problem, proofs: Sequence[Proof], rules: tuple[str, ...], timings: dict[str, float]) -> Solution:
    """Nothing obeys all rules."""
    certificate = Certificate(tuple(proofs), rules)
    return Solution([], list(range(problem.shape[0])), {}, {}, 0, "INFEASIBLE", certificate, timings)


def answer(
    problem: Problem,
    free: Pairs,
    proofs: Sequence[Proof],
    bounds: Mapping[str, Value],
    ties_broken: bool,
    timings: dict[str, float],
) -> Solution:
    """The pairs found (`free` without the pinned ones) with values and bounds: `bounds` has that of the first stage left
    open, those after it are unproven as well."""
    pairs = sorted([*problem.pins, *zip(free[0].tolist(), free[1].tolist(), strict=True)])
    matched = {i for i, _ in pairs}
    unmatched = [i for i in range(problem.shape[0]) if i not in matched]
    value = {stage: stage_value(problem, stage, pairs) for stage in problem.stages}
    bound, unproven = dict(value), False
    for stage in problem.stages:
        if unproven:
            bound[stage] = _named(stage, value[stage], outlook(problem, stage, None))
        elif stage in bounds:
            bound[stage], unproven = _named(stage, value[stage], bounds[stage]), True
    status: Status = "OPTIMAL" if bound == value else "FEASIBLE"
    certificate = Certificate(tuple(proofs))
    return Solution(pairs, unmatched, value, bound, _gap(value, bound), status, certificate, timings, ties_broken)


def _named(stage: str, value: Value, bound: Value) -> Value:
    """The bound, or the value where these say the same: generous profiles are compared from the second place on."""
    if stage == "rank_profile:generous" and isinstance(value, tuple) and isinstance(bound, tuple):
        return value if value[1:] == bound[1:] else bound
    return bound


def _gap(value: Mapping[str, Value], bound: Mapping[str, Value]) -> int:
    """The distance in the first stage that is not proven; of profiles in the first place compared that differs."""
    for stage, reached in value.items():
        best = bound[stage]
        if best == reached:
            continue
        if isinstance(best, tuple) and isinstance(reached, tuple):
            places = [abs(one - other) for one, other in zip_longest(best, reached, fillvalue=0)]
            places = places[:0:-1] if stage == "rank_profile:generous" else places
            return next(filter(None, places))
        return abs(best - reached) if isinstance(best, int) and isinstance(reached, int) else 1
    return 0
