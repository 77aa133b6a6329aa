"""verify finds what is wrong: a moved price, a better match hidden, a rule broken."""

from dataclasses import replace

import numpy as np

from matching.certificate import verify
from matching.engine import solve_problem
from matching.problem import Problem
from matching.solution import Certificate
from tests.matching.instances import a_pool, balance


def a_solved_problem():
    scores, feasible = a_pool(30, 40, seed=5)
    problem = Problem.of(scores, feasible, quotas=balance(40, 30, seed=5))
    return problem, solve_problem(problem)


def test_a_solution_of_the_engine_passes():
    problem, solution = a_solved_problem()

    assert verify(problem, solution).faults == ()


def test_two_swapped_mentors_do_not_pass():
    problem, solution = a_solved_problem()
    (i, a), (k, b), *rest = solution.pairs
    swapped = replace(solution, pairs=sorted([(i, b), (k, a), *rest]))

    assert verify(problem, swapped).faults


def test_a_price_moved_by_one_does_not_pass():
    problem, solution = a_solved_problem()
    proofs = list(solution.certificate.proofs)
    prices = proofs[-1].row_price.copy()
    prices[0] -= 1
    proofs[-1] = replace(proofs[-1], row_price=prices)

    assert verify(problem, replace(solution, certificate=Certificate(tuple(proofs)))).faults


def test_a_better_score_elsewhere_does_not_pass():
    problem, solution = a_solved_problem()
    scores = problem.scores.copy()
    scores[0, np.flatnonzero(problem.feasible[0])[0]] += 20_000

    assert verify(replace(problem, scores=scores), solution).faults


def test_a_match_that_leaves_someone_alone_does_not_pass():
    problem, solution = a_solved_problem()
    fewer = replace(solution, pairs=solution.pairs[1:], unmatched=[solution.pairs[0][0], *solution.unmatched])

    assert verify(problem, fewer).faults
