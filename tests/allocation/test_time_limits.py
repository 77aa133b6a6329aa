"""What is said of a match when the time was up: never more than is true, whatever moment the work was cut off at."""

import time
from contextlib import contextmanager
from itertools import count

import numpy as np
import pytest

from allocation import solve_problem, verify
from allocation.checking.recount import no_better
from allocation.clock import late
from allocation.problem import Problem, Quota
from allocation.solving.choice import Choice
from allocation.solving.cover import cover_all
from allocation.solving.network import Network
from allocation.solving.stability import Blocking
from tests.allocation.instances import a_pool, a_problem, balance, permuted

STAGES = ("max_min", "rank_profile", "rank_profile:generous", "score", "blocking_pairs", "changes")
MOMENTS = (0.5, 1, 2, 3, 5, 8, 13, 21, 34)


@contextmanager
def a_clock_that_ticks_when_looked_at(monkeypatch):
    """Every look takes a second: the time is up after so many looks, on any machine."""
    seconds = count()
    with monkeypatch.context() as patched:
        patched.setattr(time, "perf_counter", lambda: float(next(seconds)))
        yield


def cut_off(monkeypatch, problem, looks):
    """The answer when time is up after so many looks at the clock; None without any match."""
    with a_clock_that_ticks_when_looked_at(monkeypatch):
        try:
            return solve_problem(problem, looks)
        except TimeoutError:
            return None


def a_tight_problem(seed):
    """Some tens of people, quotas that stand against each other, two or three stages."""
    random = np.random.default_rng(seed)
    n, m = int(random.integers(3, 25)), int(random.integers(3, 30))
    most = max(2, min(n, m) // 3)
    quotas = [
        Quota(f"q{k}", random.random(m) < 0.4, at_least=int(random.integers(1, most)))
        for k in range(int(random.integers(0, 7)))
    ]
    return Problem.of(
        random.integers(0, random.choice([4, 1000]), (n, m)),
        random.random((n, m)) < 0.5,
        random.integers(1, 3, m),
        quotas=quotas,
        stages=("matched", *random.permutation(STAGES)[:3].tolist()),
        keep=[(i, i) for i in range(min(n, m))],
    )


def first_difference(problem, hurried, best):
    return next((stage for stage in problem.stages if hurried.value[stage] != best.value[stage]), None)


@pytest.mark.parametrize("start", range(0, 60, 10))
def test_whenever_the_time_is_up_status_values_and_bounds_are_true(start, monkeypatch):
    open_ones = 0
    for seed in range(start, start + 10):
        problem = a_tight_problem(seed) if seed % 2 else a_problem(seed, 6, 6)
        best = solve_problem(problem)
        for looks in MOMENTS:
            hurried = cut_off(monkeypatch, problem, looks)
            if hurried is None:
                continue
            where = (seed, looks)
            assert (hurried.status == "INFEASIBLE") == (best.status == "INFEASIBLE"), where
            assert verify(problem, hurried).faults == (), where
            if best.status == "INFEASIBLE":
                continue
            open_ones += hurried.status == "FEASIBLE"
            worse = first_difference(problem, hurried, best)
            assert (hurried.status == "OPTIMAL") == (hurried.value == hurried.bound) == (hurried.gap == 0), where
            assert hurried.status == "FEASIBLE" or worse is None, where
            assert worse is None or hurried.bound[worse] != hurried.value[worse], where
            for stage in problem.stages:
                assert no_better(stage, best.value[stage], hurried.bound[stage]), (where, stage)
                if hurried.value[stage] != best.value[stage]:
                    break
            assert not hurried.ties_broken or hurried.pairs == best.pairs, where
    assert open_ones


def test_a_threshold_cut_off_under_quotas_is_open_and_not_the_highest(monkeypatch):
    scores, feasible = a_pool(60, 90, seed=5)
    problem = Problem.of(scores, feasible, quotas=balance(90, 60, seed=5), stages=("matched", "max_min", "score"))
    best = solve_problem(problem)
    below = 0

    for looks in range(1, 120, 6):
        hurried = cut_off(monkeypatch, problem, looks)
        if hurried is not None and hurried.value["matched"] == 60:
            assert hurried.value["max_min"] <= best.value["max_min"] <= hurried.bound["max_min"], looks
            assert hurried.status == "FEASIBLE" or hurried.value == best.value, looks
            below += hurried.value["max_min"] < best.value["max_min"]

    assert below


def test_a_tie_break_cut_off_is_visible_and_a_finished_one_ignores_the_order(monkeypatch):
    random = np.random.default_rng(1)
    scores, feasible = random.integers(0, 5, (30, 45)), random.random((30, 45)) < 0.5
    quotas = [Quota(f"g{k}", random.random(45) < 0.5, at_least=15) for k in range(4)]
    problem = Problem.of(scores, feasible, quotas=quotas)
    whole, (other, rows, cols) = solve_problem(problem), permuted(problem, 3)

    turned = solve_problem(other)
    answers = [cut_off(monkeypatch, problem, looks) for looks in range(1, 30)]

    assert (whole.ties_broken, turned.ties_broken) == (True, True)
    assert sorted((int(rows[i]), int(cols[j])) for i, j in turned.pairs) == whole.pairs
    optimal = [answer for answer in answers if answer is not None and answer.status == "OPTIMAL"]
    assert {answer.ties_broken for answer in optimal} == {True, False}
    assert all(answer.pairs == whole.pairs for answer in optimal if answer.ties_broken)


def test_whoever_asks_for_no_tie_break_is_told_that_there_was_none():
    assert not solve_problem(Problem.of([[1, 1]]), ties=False).ties_broken


def test_a_profile_left_open_says_how_many_wishes_more_there_could_be(monkeypatch):
    random = np.random.default_rng(4)
    scores, quota = random.integers(0, 1000, (20, 20)), Quota("few", np.arange(20) < 6, at_most=3)
    problem = Problem.of(scores, seats=np.full(20, 2), quotas=[quota], stages=("matched", "rank_profile"))
    best = solve_problem(problem).value["rank_profile"]

    hurried = next(one for looks in range(1, 99) if (one := cut_off(monkeypatch, problem, looks)) is not None)

    reached, bound = hurried.value["rank_profile"], hurried.bound["rank_profile"]
    assert hurried.status == "FEASIBLE"
    assert reached <= best <= bound
    assert hurried.gap == next(abs(one - two) for one, two in zip(reached, bound, strict=False) if one != two)


def test_flags_for_blocking_pairs_are_not_written_down_once_the_time_is_up():
    scores, feasible = a_pool(40, 40, seed=3)
    problem = Problem.of(scores, feasible, stages=("matched", "blocking_pairs"))
    rows, cols = np.nonzero(feasible)

    assert Blocking(problem, rows, cols, len(rows), deadline=time.perf_counter()).rows == []
    assert len(Blocking(problem, rows, cols, len(rows), deadline=None).rows) == len(rows)


def test_a_search_without_time_claims_no_more_than_everybodys_best_pair():
    scores, feasible = a_pool(40, 60, seed=3)
    problem = Problem.of(scores, feasible)
    rows, cols = np.nonzero(feasible)
    choice = Choice(problem, Network.of(problem), rows, cols)

    found = choice.best(scores[rows, cols].astype(np.int64), seconds=0)

    assert (found.status, found.chosen) == ("UNKNOWN", None)
    assert found.bound == int(np.where(feasible, scores, 0).max(axis=1).sum())


def test_a_deadline_is_over_at_its_moment_and_none_never():
    assert late(time.perf_counter())
    assert not late(None)


def test_a_mentor_with_a_seat_for_everybody_on_earth_is_matched_without_counting_chairs():
    network = Network.of(Problem.of(np.ones((3, 2), int)))
    wide = np.array([10**12, 10**12])

    found = cover_all(Network(network.able, network.rows, network.rows, network.low, wide, network.opened, ()))

    assert found is not None
    assert sorted(found[0].tolist()) == [0, 1, 2]
