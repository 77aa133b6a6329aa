"""OR-Library's assign100-800, as look-alikes: many ties, every optimum known from a solver that shares no code with ours.

The files themselves are not ours to ship: `python -m benchmarks.matching or-library` checks the published optima where
they lie.
"""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from allocation import solve_problem, verify
from allocation.problem import Problem
from tests.allocation.instances import OR_LIBRARY, an_assignment, assignment_in, balance
from tests.allocation.yardsticks import cheapest_with_quotas


@pytest.mark.parametrize("n", sorted(OR_LIBRARY))
def test_look_alikes_of_every_size_are_proven_at_the_value_scipy_finds(n):
    costs = an_assignment(n)
    problem = Problem.of(-costs)

    solution = solve_problem(problem)

    verdict = verify(problem, solution)
    assert (solution.status, -solution.value["score"]) == ("OPTIMAL", int(costs[linear_sum_assignment(costs)].sum()))
    assert (verdict.faults, verdict.by_search) == ((), ())


@pytest.mark.parametrize(("n", "seed"), [(100, 0), (100, 1), (150, 0), (150, 1), (200, 1)])
def test_look_alikes_under_seven_quotas_cost_what_an_exact_integer_programme_finds(n, seed):
    # With as many mentees as mentors every mentor is matched and no quota asks anything: a third of the mentees is away.
    costs = an_assignment(n, seed)[: 2 * n // 3]
    quotas = balance(n, len(costs), seed)
    problem = Problem.of(-costs, quotas=quotas)

    solution = solve_problem(problem)

    assert (solution.status, -solution.value["score"]) == ("OPTIMAL", cheapest_with_quotas(costs, quotas))
    assert verify(problem, solution)


def test_some_of_these_quotas_cost_something():
    costs = an_assignment(100)[:66]
    free = solve_problem(Problem.of(-costs)).value["score"]

    assert solve_problem(Problem.of(-costs, quotas=balance(100, 66, 0))).value["score"] < free


def test_a_file_of_the_library_is_read_whatever_its_line_breaks(tmp_path):
    file = tmp_path / "assign3.txt"
    file.write_text(" 3\n 1 2\n 3\n 4 5 6 7\n 8 9\n", encoding="ascii")

    assert np.array_equal(assignment_in(file), [[1, 2, 3], [4, 5, 6], [7, 8, 9]])


def test_a_file_cut_short_is_named(tmp_path):
    file = tmp_path / "assign3.txt"
    file.write_text("3\n1 2 3 4\n", encoding="ascii")

    with pytest.raises(ValueError, match=r"assign3\.txt holds 4 costs where 3 x 3 are needed"):
        assignment_in(file)
