"""Fewest blocking pairs, beside a count and a deferred acceptance that share no code with the engine."""

import numpy as np
import pytest

from allocation import solve_problem, verify
from allocation.problem import Problem, Quota
from tests.allocation.instances import a_pool
from tests.allocation.yardsticks import blocking, gale_shapley


def strict_scores(mentees, mentors, seed):
    """No two pairs are equally good, so that there is one stable match."""
    return np.random.default_rng(seed).permutation(mentees * mentors).reshape(mentees, mentors)


@pytest.mark.parametrize(("mentees", "mentors", "seats"), [(60, 60, 1), (150, 150, 1), (40, 15, 2)])
def test_without_quotas_the_match_is_the_one_deferred_acceptance_settles_on(mentees, mentors, seats):
    feasible = np.random.default_rng(7).random((mentees, mentors)) < 0.6
    problem = Problem.of(
        strict_scores(mentees, mentors, 5), feasible, np.full(mentors, seats), stages=("blocking_pairs",)
    )

    solution = solve_problem(problem)

    assert (solution.status, solution.value["blocking_pairs"]) == ("OPTIMAL", 0)
    assert blocking(problem, solution.pairs) == 0
    assert solution.pairs == gale_shapley(problem)


def test_where_a_stable_match_leaves_nobody_out_it_is_found_among_those_of_everybody():
    problem = Problem.of(strict_scores(60, 60, 1), stages=("matched", "blocking_pairs", "score"))

    solution = solve_problem(problem)

    assert solution.value == {
        "matched": 60,
        "blocking_pairs": 0,
        "score": sum(int(problem.scores[pair]) for pair in gale_shapley(problem)),
    }


def test_matching_everybody_may_cost_stability_and_the_count_is_that_of_the_pairs():
    scores, feasible = a_pool(40, 40, seed=3)
    problem = Problem.of(scores, feasible, stages=("matched", "blocking_pairs"))

    solution = solve_problem(problem)

    assert len(gale_shapley(problem)) < solution.value["matched"]
    assert (solution.status, solution.value["blocking_pairs"]) == ("OPTIMAL", blocking(problem, solution.pairs))
    assert solution.value["blocking_pairs"] > 0
    assert verify(problem, solution)


def test_a_quota_may_cost_stability_as_well():
    problem = Problem.of(
        strict_scores(20, 30, 2),
        stages=("matched", "blocking_pairs"),
        quotas=[Quota("the last ten", np.arange(30) >= 20, at_least=10)],
    )

    solution = solve_problem(problem)

    assert (solution.status, solution.value["blocking_pairs"]) == ("OPTIMAL", blocking(problem, solution.pairs))
    assert solution.value["blocking_pairs"] > 0


def test_when_time_is_short_the_count_is_right_and_the_bound_honest():
    scores, feasible = a_pool(150, 150, seed=3)
    problem = Problem.of(scores, feasible, stages=("matched", "blocking_pairs", "score"))

    solution = solve_problem(problem, time_limit=4)

    count, bound = blocking(problem, solution.pairs), solution.bound["blocking_pairs"]
    assert solution.value["blocking_pairs"] == count
    assert count <= blocking(problem, solve_problem(Problem.of(scores, feasible)).pairs) // 2
    assert 0 <= bound <= count
    assert bound == count or solution.status == "FEASIBLE"
    assert verify(problem, solution)


def test_what_cannot_be_written_down_in_time_is_left_open_and_said_so():
    """Fewest blocking pairs are found at once; to keep them while the score is made best needs more time than there is."""
    random = np.random.default_rng(1)
    scores, feasible = random.integers(0, 10_000, (120, 180)), random.random((120, 180)) < 0.7
    problem = Problem.of(scores, feasible, stages=("matched", "blocking_pairs", "score"))

    solution = solve_problem(problem, 1.0)

    assert (solution.status, solution.value["blocking_pairs"]) == ("FEASIBLE", 0)
    assert solution.value["score"] < solution.bound["score"] < 1.05 * solution.value["score"]
    assert verify(problem, solution).faults == ()
