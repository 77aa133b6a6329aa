"""verify finds what is wrong: a moved price, a better match hidden, a rule broken."""

from dataclasses import replace

import numpy as np
import pytest

from allocation import solve_problem, verify
from allocation.checking.recount import no_better, without_proof, worth
from allocation.problem import Problem
from allocation.solution import Certificate
from tests.allocation.instances import a_pool, a_problem, balance


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


def test_nothing_passes_as_best_without_a_proof():
    problem, solution = a_solved_problem()

    verdict = verify(problem, replace(solution, certificate=Certificate()))

    assert verdict.faults == (f"score is not proven to be {solution.bound['score']} at best",)


def test_a_proof_taken_from_anywhere_is_missed():
    for seed in range(40):
        problem = a_problem(seed, 6, 6)
        solution = solve_problem(problem)
        proofs = solution.certificate.proofs
        for k in range(len(proofs)):
            left = Certificate(proofs[:k] + proofs[k + 1 :], solution.certificate.conflict)
            needed = any(
                not no_better(stage, without_proof(problem, stage), bound)
                for stage, bound in solution.bound.items()
                if stage in proofs[k].stages
            )
            found = verify(problem, replace(solution, certificate=left))
            assert not needed or found.faults or found.by_search, (seed, k)


def test_a_pair_outside_the_table_is_told_in_words():
    problem, solution = a_solved_problem()

    verdict = verify(problem, replace(solution, pairs=[(0, 77), *solution.pairs[1:]]))

    assert verdict.faults == ("a pair is outside the table of 30 mentees and 40 mentors",)


LIES = {
    "status": {"status": "WONDERFUL"},
    "only feasible": {"status": "FEASIBLE"},
    "gap": {"gap": 99},
    "no values": {"value": {}, "bound": {}},
    "no pairs": {"pairs": None},
    "a pair of names": {"pairs": [("Ann", "Bob")]},
}


@pytest.mark.parametrize("lie", list(LIES))
def test_whatever_is_handed_in_comes_back_as_a_fault(lie):
    problem, solution = a_solved_problem()

    assert verify(problem, replace(solution, **LIES[lie])).faults


def test_a_conflict_made_up_is_a_fault():
    problem, solution = a_solved_problem()
    nobody = replace(solution, pairs=[], unmatched=list(range(30)), value={}, bound={}, status="INFEASIBLE")

    made_up = verify(problem, replace(nobody, certificate=Certificate((), ("full moon",))))
    nothing_said = verify(problem, replace(nobody, certificate=Certificate()))

    assert made_up.faults == ("the conflict 'full moon' is no rule and no clash of pins of this problem",)
    assert nothing_said.faults == ("nothing says why there is no solution",)


def test_two_mentors_pinned_to_one_mentee_are_a_conflict_that_needs_no_duals():
    problem = Problem.of([[1, 2]], pins=[(0, 0), (0, 1)])
    solution = solve_problem(problem)

    assert solution.status == "INFEASIBLE"
    assert verify(problem, solution).faults == ()


@pytest.mark.parametrize("first", ["score", "rank_profile", "max_min"])
def test_what_is_honestly_left_open_passes(first):
    scores = np.random.default_rng(3).integers(0, 1000, (400, 400))
    problem = Problem.of(scores, stages=("matched", first, "blocking_pairs"))
    solution = solve_problem(problem)

    verdict = verify(problem, solution)

    assert solution.status == "FEASIBLE"
    assert verdict.faults == ()
    assert verify(problem, replace(solution, bound={**solution.bound, "blocking_pairs": 1})).faults


def moved(value, by):
    """The same number, tuple or array with one number changed."""
    if isinstance(value, tuple):
        return (*value[:-1], value[-1] + by) if value else (by,)
    if isinstance(value, np.ndarray):
        other = value.copy()
        other[0] += by
        return other
    return by if value is None else value + by


def forgeries(problem, solution):
    """The solution with one number changed, anywhere it can matter; and where that was."""
    for stage in solution.value:
        for by in (-1, 1):
            yield (
                f"value {stage} {by}",
                replace(solution, value={**solution.value, stage: moved(solution.value[stage], by)}),
            )
            both = {
                part: {**getattr(solution, part), stage: moved(solution.value[stage], by)}
                for part in ("value", "bound")
            }
            yield f"both {stage} {by}", replace(solution, **both)
    yield "gap", replace(solution, gap=solution.gap + 1)
    proofs = solution.certificate.proofs
    for k, proof in enumerate(proofs):
        for name in ("value", "bound", "delta"):
            if proof.kind == "flow" or (name != "delta" and proof.kind != "infeasible"):
                for by in (-1, 1):
                    forged = replace(proof, **{name: moved(getattr(proof, name), by)})
                    yield f"{k} {name} {by}", with_proof(solution, k, forged)
        if proof.kind == "flow" and 0 not in {i for i, _ in problem.pins}:
            for by in (-1, 1):
                yield (
                    f"{k} row_price {by}",
                    with_proof(solution, k, replace(proof, row_price=moved(proof.row_price, by))),
                )


def with_proof(solution, k, proof):
    proofs = list(solution.certificate.proofs)
    proofs[k] = proof
    return replace(solution, certificate=Certificate(tuple(proofs), solution.certificate.conflict))


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_one_number_changed_anywhere_does_not_pass(start):
    for seed in range(start, start + 50):
        problem = a_problem(seed, 7, 7)
        solution = solve_problem(problem)
        for where, forged in forgeries(problem, solution):
            verdict = verify(problem, forged)
            assert verdict.faults or verdict.by_search, (seed, where)


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_another_match_under_the_same_certificate_passes_only_if_it_is_as_good(start):
    for seed in range(start, start + 50):
        problem = a_problem(seed, 7, 7)
        solution = solve_problem(problem)
        other = solve_problem(replace(problem, stages=()))
        if solution.status == "INFEASIBLE":
            continue
        worth_of = {stage: worth(problem, stage, other.pairs) for stage in problem.stages}
        forged = replace(solution, pairs=other.pairs, unmatched=other.unmatched, value=worth_of, bound=worth_of)
        verdict = verify(problem, forged)
        assert worth_of == solution.value or verdict.faults or verdict.by_search, seed
