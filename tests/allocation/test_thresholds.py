"""The worst pair as good as possible under quotas that forbid what would be possible without them."""

from dataclasses import replace

import numpy as np
import pytest

from allocation import solve_problem, verify
from allocation.problem import Problem
from allocation.solution import Certificate
from tests.allocation.instances import a_pool, balance
from tests.allocation.yardsticks import cheapest_with_quotas

WORST_FIRST = ("matched", "max_min", "score")


def pool_and_quotas(mentees, seed):
    scores, feasible = a_pool(mentees, mentees * 3 // 2, seed=seed)
    return scores, feasible, balance(mentees * 3 // 2, mentees, seed=seed)


def everybody_at_least(threshold, scores, feasible, quotas) -> bool:
    """Whether a match of everybody that obeys the quotas needs no pair below the threshold."""
    return cheapest_with_quotas(np.where(feasible & (scores >= threshold), 0, 1), quotas) == 0


@pytest.mark.parametrize(("mentees", "seed"), [(40, 0), (40, 8), (60, 5), (60, 9), (100, 2)])
def test_quotas_lower_the_worst_pair_exactly_as_far_as_they_must(mentees, seed):
    scores, feasible, quotas = pool_and_quotas(mentees, seed)
    free = solve_problem(Problem.of(scores, feasible, stages=("matched", "max_min"))).value["max_min"]
    problem = Problem.of(scores, feasible, quotas=quotas, stages=WORST_FIRST)

    solution = solve_problem(problem)

    worst = solution.value["max_min"]
    assert (solution.status, solution.value["matched"]) == ("OPTIMAL", mentees)
    assert worst < free
    assert everybody_at_least(worst, scores, feasible, quotas)
    assert not everybody_at_least(worst + 1, scores, feasible, quotas)


@pytest.mark.parametrize(("mentees", "seed"), [(60, 5), (100, 2)])
def test_duals_prove_that_no_higher_threshold_obeys_the_quotas(mentees, seed):
    scores, feasible, quotas = pool_and_quotas(mentees, seed)
    problem = Problem.of(scores, feasible, quotas=quotas, stages=WORST_FIRST)
    solution = solve_problem(problem)
    proofs = [
        replace(proof, row_price=None, col_price=None) if proof.kind == "threshold" else proof
        for proof in solution.certificate.proofs
    ]
    without_duals = replace(solution, certificate=Certificate(tuple(proofs)))

    assert (verify(problem, solution).faults, verify(problem, solution).by_search) == ((), ())
    assert verify(problem, without_duals).by_search == ("max_min",)


def test_the_score_within_the_threshold_is_that_of_a_pool_without_the_pairs_below():
    scores, feasible, quotas = pool_and_quotas(60, 5)
    solution = solve_problem(Problem.of(scores, feasible, quotas=quotas, stages=WORST_FIRST))

    above = Problem.of(scores, feasible & (scores >= solution.value["max_min"]), quotas=quotas)

    assert solve_problem(above).value["score"] == solution.value["score"]


def test_a_threshold_left_open_has_an_honest_bound():
    scores, feasible, quotas = pool_and_quotas(150, 2)
    problem = Problem.of(scores, feasible, quotas=quotas, stages=WORST_FIRST)
    best = solve_problem(problem).value
    honest = 0

    for seconds in (0.02, 0.05, 0.1, 0.2, 0.4, 5.0):
        try:
            hurried = solve_problem(problem, time_limit=seconds)
        except TimeoutError:
            continue
        assert verify(problem, hurried)
        assert hurried.value["matched"] <= best["matched"]
        if hurried.value["matched"] == best["matched"]:
            assert hurried.value["max_min"] <= best["max_min"] <= hurried.bound["max_min"]
            honest += 1

    assert honest
