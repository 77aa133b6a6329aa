"""The engine's promises: lexicographic stages, quotas on distinct people, pins, time limits, one answer for every
order."""

import numpy as np
import pytest

from allocation import Quota, solve, solve_problem, verify
from allocation.measure import blocking_pairs
from allocation.problem import Problem
from tests.allocation.instances import a_pool, balance, permuted


def test_as_many_as_possible_come_before_the_best_score():
    scores = np.array([[100, 1], [100, 0]])
    feasible = np.array([[True, True], [True, False]])

    assert solve(scores, feasible).pairs == [(0, 1), (1, 0)]
    assert solve(scores, feasible, stages=("score", "matched")).value == {"score": 101, "matched": 2}
    assert solve(np.array([[5, -9]]), stages=("score",)).pairs == [(0, 0)]


def test_nobody_to_match_is_a_solution():
    for shape in ((0, 0), (0, 3), (3, 0)):
        solution = solve(np.zeros(shape, int))
        assert (solution.pairs, solution.status, len(solution.unmatched)) == ([], "OPTIMAL", shape[0])


def test_a_quota_counts_mentors_not_their_seats():
    scores = np.array([[9, 1, 1], [9, 1, 1], [9, 1, 1]])

    solution = solve(scores, seats=[3, 1, 1], quotas=[Quota("two mentors", np.array([True] * 3), at_least=2)])

    assert solution.value == {"matched": 3, "score": 19}
    assert len({j for _, j in solution.pairs}) == 2


def test_a_share_holds_of_those_matched():
    scores = np.array([[9, 8, 1, 1]] * 4)
    women = np.array([False, False, True, True])

    half = solve(scores, quotas=[Quota("women", women, share_at_least=0.6)])

    assert (half.value["matched"], half.status) == (3, "OPTIMAL")


def test_a_pinned_pair_stays_and_a_forbidden_pin_is_named():
    scores, feasible = np.array([[1, 9], [9, 1]]), np.array([[True, True], [True, False]])

    assert solve(scores, feasible, pins=[(0, 0)], stages=("score",)).pairs == [(0, 0)]
    clash = solve(scores, feasible, pins=[(1, 1)], keys=(["N1", "N2"], ["M1", "M2"]))
    assert clash.status == "INFEASIBLE"
    assert clash.certificate.conflict == ("mentee N2 and mentor M2 may not be paired",)


def test_quotas_that_contradict_each_other_are_named():
    scores = np.ones((4, 6), int)
    women = np.arange(6) < 3

    solution = solve(
        scores,
        quotas=[
            Quota("many women", women, at_least=3),
            Quota("few women", women, at_most=2),
            Quota("anything", ~women, at_most=6),
        ],
    )

    assert solution.status == "INFEASIBLE"
    assert set(solution.certificate.conflict) == {"many women", "few women"}
    assert verify(
        Problem.of(
            scores,
            quotas=[
                Quota("many women", women, at_least=3),
                Quota("few women", women, at_most=2),
                Quota("anything", ~women, at_most=6),
            ],
        ),
        solution,
    )


def test_the_worst_pair_is_made_better_before_the_sum():
    scores = np.array([[100, 50], [60, 5]])

    assert solve(scores).value["score"] == 110
    assert solve(np.array([[100, 40], [55, 5]]), stages=("matched", "max_min", "score")).value["max_min"] == 40


def test_the_fewest_changes_come_where_their_stage_stands():
    scores = np.array([[10, 9, 0], [9, 10, 0], [0, 0, 10]])
    keep = [(0, 1), (1, 0), (2, 2)]

    assert solve(scores, keep=keep, stages=("matched", "changes", "score")).pairs == keep
    assert solve(scores, keep=keep, stages=("matched", "score", "changes")).value["changes"] == 2


def test_blocking_pairs_are_counted_and_made_fewest():
    scores, feasible = a_pool(20, 25, seed=3)
    problem = Problem.of(scores, feasible, stages=("matched", "blocking_pairs", "score"))

    stable = solve_problem(problem)

    assert stable.value["blocking_pairs"] == len(blocking_pairs(problem, stable.pairs))
    assert stable.value["blocking_pairs"] <= len(blocking_pairs(problem, solve(scores, feasible).pairs))


def test_a_realistic_pool_with_seven_quotas_is_proven_over_all_pairs_by_duals():
    scores, feasible = a_pool(150, 225, seed=1)
    problem = Problem.of(scores, feasible, quotas=balance(225, 150, seed=1))

    solution = solve_problem(problem)

    assert (solution.status, solution.value["matched"], solution.gap) == ("OPTIMAL", 150, 0)
    assert verify(problem, solution)


def test_twenty_orders_of_the_people_give_the_same_pairs():
    scores, feasible = a_pool(60, 80, seed=2, top=20)
    problem = Problem.of(scores, feasible, quotas=balance(80, 60, seed=2))
    pairs = solve_problem(problem).pairs

    for seed in range(20):
        other, rows, cols = permuted(problem, seed)
        assert sorted((int(rows[i]), int(cols[j])) for i, j in solve_problem(other).pairs) == pairs


def test_when_time_is_short_the_bound_is_honest():
    scores, feasible = a_pool(300, 400, seed=4)
    problem = Problem.of(scores, feasible, quotas=balance(400, 300, seed=4))
    best = solve_problem(problem).value["score"]

    try:
        hurried = solve_problem(problem, time_limit=0.05)
    except TimeoutError:
        return

    assert hurried.value["matched"] <= 300
    if hurried.value["matched"] == 300:
        assert hurried.value["score"] <= best <= hurried.bound["score"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"scores": np.ones((2, 2))}, "whole numbers"),
        ({"scores": np.ones((2, 2), int), "feasible": np.ones((2, 3), bool)}, "feasible must be"),
        ({"scores": np.ones((2, 2), int), "seats": [1, -1]}, "seats"),
        ({"scores": np.ones((2, 2), int), "pins": [(0, 2)]}, "outside the table"),
        ({"scores": np.ones((2, 2), int), "stages": ("luck",)}, "'luck' is unknown"),
        ({"scores": np.ones((2, 2), int), "stages": ("max_min",)}, "needs 'matched' before"),
        ({"scores": np.ones((2, 2), int), "keys": (["a", "a"], ["b", "c"])}, "different keys"),
        ({"scores": np.ones((2, 2), int), "quotas": [Quota("w", np.array([True]))]}, "quota 'w'"),
        ({"scores": np.full((2, 2), 10**8)}, "scale them down"),
    ],
)
def test_bad_input_is_named_in_one_sentence(wrong, says):
    with pytest.raises(ValueError, match=says):
        solve(**wrong)


def test_a_crowd_of_nearly_equal_pairs_hides_no_better_one():
    scores, feasible = a_pool(300, 300, seed=3)
    steep = np.rint(10**7 * (scores / scores.max()) ** 32).astype(np.int64)
    problem = Problem.of(steep, feasible)

    solution = solve_problem(problem, time_limit=60)

    assert (solution.status, verify(problem, solution).faults) == ("OPTIMAL", ())
