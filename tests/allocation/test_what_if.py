"""What forcing, quotas, contradictions and shortages cost: bounds below exact answers, smallest sets, Hall sets."""

import numpy as np
import pytest

from allocation import Quota, solve_problem
from allocation.contradictions import contradiction
from allocation.prices import forcing, forcing_bounds, quota_moved, quota_prices
from allocation.problem import Problem
from allocation.rematch import after, frontier, rematch
from allocation.shortages import shortage
from tests.allocation.instances import a_pool, balance


def a_pilot(**more):
    scores, feasible = a_pool(15, 22, seed=8)
    return Problem.of(scores, feasible, quotas=balance(22, 15, seed=8), **more)


def test_forcing_any_pair_costs_at_least_its_bound_and_exactly_what_solving_anew_says():
    problem = a_pilot()
    solution = solve_problem(problem)
    bounds = forcing_bounds(problem, solution)

    assert all(bounds[pair] == 0 for pair in solution.pairs)
    for pair in [(0, 3), (2, 7), (5, 11), (9, 20), (14, 2)]:
        changes, forced = forcing(problem, pair, solution)
        if forced.status == "INFEASIBLE" or not problem.feasible[pair]:
            continue
        if forced.value["matched"] == solution.value["matched"] and bounds[pair] >= 0:
            assert solution.value["score"] - forced.value["score"] >= bounds[pair]
        assert [change.stage for change in changes] == ["matched", "score"]


def test_a_quota_that_binds_has_a_price_and_one_less_would_give_points():
    scores = np.array([[9, 9, 1, 1], [9, 8, 1, 2]])
    women = Quota("women", np.array([False, False, True, True]), at_least=1)
    problem = Problem.of(scores, quotas=[women])
    solution = solve_problem(problem)

    assert [(p.label, p.price > 0) for p in quota_prices(problem, solution)] == [("women", True)]
    fewer = {change.stage: change.after for change in quota_moved(problem, "women", -1, solution)}
    assert fewer["score"] == solution.value["score"] + 7


def test_the_smallest_contradiction_is_found_and_its_cheapest_ways_out():
    women = np.arange(8) < 4
    problem = Problem.of(
        np.ones((3, 8), int),
        quotas=[
            Quota("women", women, at_least=3),
            Quota("men", ~women, at_least=2),
            Quota("pharma", np.arange(8) % 2 == 0, at_least=1),
        ],
    )

    found = contradiction(problem)

    assert (set(found.labels), found.pins, found.smallest) == ({"women", "men"}, (), True)
    assert {(r.label, r.now, r.enough) for r in found.relaxations} == {("women", 3, 1), ("men", 2, 0)}
    assert contradiction(Problem.of(np.ones((2, 2), int))) is None


def test_those_who_compete_for_too_few_are_named():
    feasible = np.zeros((5, 4), bool)
    feasible[:3, 0] = feasible[3:, 1:] = True

    found = shortage(Problem.of(np.ones((5, 4), int), feasible))

    assert (found.mentees, found.mentors, found.seats, found.lacking) == ((0, 1, 2), (0,), 1, 2)


def test_after_a_drop_out_the_accepted_stay_and_the_fewest_others_move():
    problem = a_pilot()
    before = solve_problem(problem).pairs
    gone = before[4][1]
    accepted = [pair for pair in before[:3] if pair[1] != gone]

    left = after(problem, before, accepted=accepted, gone_mentors=[gone])
    again = rematch(left)
    offers = frontier(left)

    assert set(accepted) <= set(again.pairs)
    assert gone not in {j for _, j in again.pairs}
    assert again.status == "OPTIMAL"
    assert offers[0].changes == again.value["changes"]
    assert offers[0].score == again.value["score"]
    assert [offer.score for offer in offers] == sorted({offer.score for offer in offers})


@pytest.mark.parametrize("stages", [("matched", "score"), ("score",)])
def test_where_no_pair_has_points_forcing_one_costs_none(stages):
    problem = Problem.of(np.zeros((3, 3), np.int64), stages=stages)

    bounds = forcing_bounds(problem, solve_problem(problem))

    assert bounds.tolist() == [[0, 0, 0]] * 3


def test_bounds_for_forcing_are_refused_where_the_score_is_no_stage():
    problem = Problem.of([[1, 2]], stages=("matched",))

    with pytest.raises(ValueError, match="solve with the stage 'score'"):
        forcing_bounds(problem, solve_problem(problem))
