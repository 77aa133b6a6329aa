"""The engine against yardsticks that share no code with it. MATCHING_FUZZ multiplies the number of instances."""

import os

import pytest

from allocation import solve_problem, verify
from tests.allocation.instances import SUMS, a_problem, permuted
from tests.allocation.yardsticks import enumerated, obeys, solved_by_highs, worth_of

TIMES = int(os.environ.get("MATCHING_FUZZ", "1"))


@pytest.mark.parametrize("start", range(0, 1000 * TIMES, 100))
def test_tiny_problems_with_all_stages_reach_what_enumeration_finds(start):
    for seed in range(start, start + 100):
        problem = a_problem(seed, 4, 4)

        solution = solve_problem(problem)

        best = enumerated(problem)
        assert verify(problem, solution), seed
        if best is None:
            assert solution.status == "INFEASIBLE", seed
            continue
        assert solution.status == "OPTIMAL", seed
        assert obeys(problem, solution.pairs), seed
        assert [worth_of(problem, stage, solution.pairs) for stage in problem.stages] == best, seed


@pytest.mark.parametrize("start", range(0, 1000 * TIMES, 100))
def test_small_problems_reach_what_an_exact_integer_programme_finds(start):
    for seed in range(start, start + 100):
        problem = a_problem(seed, 12, 12, SUMS)
        if not problem.stages:
            continue

        solution = solve_problem(problem)

        best = solved_by_highs(problem)
        assert (best is None) == (solution.status == "INFEASIBLE"), seed
        if best is not None:
            assert [worth_of(problem, stage, solution.pairs) for stage in problem.stages] == best, seed


@pytest.mark.parametrize("start", range(0, 200 * TIMES, 50))
def test_the_order_of_the_people_changes_nothing(start):
    for seed in range(start, start + 50):
        problem = a_problem(seed, 6, 6)
        other, rows, cols = permuted(problem, seed)

        one, two = solve_problem(problem), solve_problem(other)

        assert sorted((int(rows[i]), int(cols[j])) for i, j in two.pairs) == one.pairs, seed
