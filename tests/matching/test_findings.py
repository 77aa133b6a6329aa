"""What a report says of a match: alternatives, balance, contradictions, the proof; each against solving anew."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from allocation import Quota, solve_problem
from allocation.contradictions import contradiction
from allocation.problem import Problem
from allocation.rematch import frontier
from domain.match.facts import Asked, Clash, Counted
from domain.match.words.balance import cost, counted
from domain.match.words.clashes import clash, way_out
from domain.match.words.proof import proof
from matching.candidates import Balance, Candidate, Terms
from matching.insight.alternatives import alternatives
from matching.insight.balance_prices import balance_prices, without_balance
from matching.insight.balance_reached import balance_reached
from matching.insight.clashes import clashes
from matching.insight.findings import findings
from matching.pairs import explained, suggest
from matching.pool import pool
from tests.allocation.instances import a_problem
from tests.matching.worlds import WEIGHTS, some_people, terms


def with_pin(asked, mentor, mentee):
    return pool(asked.mentees, asked.mentors, replace(asked.terms, pins=frozenset({(mentor, mentee)})))


@pytest.mark.parametrize("seed", range(8))
def test_an_alternative_costs_what_pinning_it_costs(seed):
    mentees, mentors = some_people(seed, 10, 9)
    asked = pool(mentees, mentors, Terms(WEIGHTS))
    solution = solve_problem(asked.problem)
    points = solution.value["score"] / 100

    for mentee, others in alternatives(asked, solution).items():
        for other in others:
            pinned = solve_problem(
                pool(mentees, mentors, replace(asked.terms, pins=frozenset({(other.mentor, mentee)}))).problem
            )
            assert other.exact
            assert other.points == pytest.approx(points - pinned.value["score"] / 100)
            assert other.fewer == len(solution.pairs) - len(pinned.pairs)


def test_in_a_large_pool_the_cost_of_an_alternative_is_at_least_what_the_proof_says():
    mentees, mentors = some_people(3, 60, 60)
    asked = pool(mentees, mentors, Terms(WEIGHTS))
    solution = solve_problem(asked.problem)
    told = [(mentee, other) for mentee, others in alternatives(asked, solution).items() for other in others]

    bounded = [(mentee, other) for mentee, other in told if other.points is not None]
    assert len(bounded) > 20
    for mentee, other in bounded[:12]:
        pinned = solve_problem(
            pool(mentees, mentors, replace(asked.terms, pins=frozenset({(other.mentor, mentee)}))).problem
        )
        assert not other.exact
        assert pinned.value["matched"] < solution.value["matched"] or (
            solution.value["score"] - pinned.value["score"] >= 100 * other.points - 1e-6
        )


def test_a_balance_rule_says_what_it_costs_and_what_one_more_or_less_would_change():
    mentees = [Candidate(f"N{k}", skills=frozenset({"pcr"})) for k in range(2)]
    men = [Candidate(f"M{k}", skills=frozenset({"pcr"}), counts_as={"gender": "man"}) for k in range(2)]
    women = [Candidate(f"M{k}", counts_as={"gender": "woman"}) for k in (2, 3)]
    rule = Balance("women", "gender", frozenset({"woman"}), at_least=1)
    asked = pool(mentees, [*men, *women], Terms({"skills": 1}, quotas=(rule,)))

    (one,) = balance_prices(asked, solve_problem(asked.problem))

    assert (one.asked, one.reached, one.of) == (Asked("at_least", 1), 1, 2)
    assert (one.without.points, one.one_less.points, one.one_more.points) == (100, 100, -100)


@pytest.mark.parametrize("seed", range(40))
def test_a_rule_that_costs_nothing_by_the_proof_costs_nothing(seed):
    asked = pool(*some_people(seed, 10, 7 + seed % 6), terms(seed))
    solution = solve_problem(asked.problem)

    for one in balance_prices(asked, solution) if solution.status == "OPTIMAL" else ():
        if one.price == 0:
            assert (one.without.mentees, one.without.points) == (0, 0)


def test_rules_that_nothing_could_break_are_told_together_after_the_others():
    mentors = [Candidate(f"M{k}", employer=f"House {k // 2}") for k in range(3)]
    asked = pool([Candidate("N1")], mentors, Terms(WEIGHTS, quotas=(Balance("employer", "employer", at_most=1),)))

    solution = solve_problem(asked.problem)
    for told in (balance_prices(asked, solution), balance_reached(asked, solution)):
        assert [counted(one.counted) for one in told] == ["employer: House 0", "employer: House 1"]
    idle = balance_prices(asked, solution)[-1]
    assert (idle.reached <= idle.asked.number == 1, idle.without.points) == (True, 0)
    assert cost(idle.without) == "this rule costs nothing"


def test_of_many_rules_that_nothing_could_break_the_fullest_stands_for_all():
    mentors = [Candidate(f"M{k}", employer=f"House {k}") for k in range(5)]
    quotas = (Balance("houses", "employer", at_most=2), Balance("all", "employer", frozenset({"House 1"}), at_most=3))
    asked = pool([Candidate("N1")], mentors, Terms(WEIGHTS, quotas=quotas))

    told = balance_prices(asked, solve_problem(asked.problem))

    assert [(counted(one.counted), one.asked) for one in told] == [
        ("all", Asked("at_most", 3)),
        ("houses: each of 5", Asked("at_most", 2)),
    ]
    assert told[1].reached == 1


def test_a_share_that_costs_somebody_a_mentor_says_so_in_people():
    mentors = [Candidate("M1", counts_as={"gender": "woman"}), *(Candidate(f"M{k}") for k in (2, 3, 4))]
    rule = Balance("women", "gender", frozenset({"woman"}), share_at_least=0.5)
    asked = pool([Candidate(f"N{k}") for k in range(4)], mentors, Terms(WEIGHTS, quotas=(rule,)))

    (one,) = balance_prices(asked, solve_problem(asked.problem))

    assert (one.of, one.price, cost(one.without)) == (2, None, "without this rule 2 more would be matched")


def test_a_share_says_what_one_person_more_or_less_would_change():
    women = [Candidate(f"M{k}", counts_as={"gender": "woman"}) for k in (1, 2)]
    men = [Candidate(f"M{k}") for k in (3, 4, 5)]
    rule = Balance("women", "gender", frozenset({"woman"}), share_at_least=0.5)
    asked = pool([Candidate(f"N{k}") for k in range(5)], [*women, *men], Terms(WEIGHTS, quotas=(rule,)))

    (one,) = balance_prices(asked, solve_problem(asked.problem))

    assert (one.of, one.without.mentees, one.one_less.mentees, one.one_more.mentees) == (4, 1, 1, -2)


def test_all_balance_rules_together_cost_what_leaving_them_out_gains():
    mentors = [Candidate(f"M{k}", employer="House", counts_as={"gender": "man"}) for k in range(4)]
    rules = (Balance("house", "employer", at_most=2), Balance("men", "gender", frozenset({"man"}), at_most=1))
    asked = pool([Candidate(f"N{k}") for k in range(4)], mentors, Terms(WEIGHTS, quotas=rules))
    solution = solve_problem(asked.problem)

    assert (len(solution.pairs), without_balance(asked.problem, solution).mentees) == (1, 3)
    assert without_balance(replace(asked.problem, quotas=(), sides=()), solution) is None


def test_a_report_without_time_leaves_out_what_has_to_be_solved_and_says_so():
    mentors = [Candidate(f"M{k}", employer="House") for k in range(4)]
    asked = pool(
        [Candidate(f"N{k}") for k in range(4)], mentors, Terms(WEIGHTS, quotas=(Balance("h", "employer", at_most=2),))
    )
    solution = solve_problem(asked.problem)

    whole, hurried = (findings(asked, solution, explained(asked, solution), seconds) for seconds in (None, 1e-6))

    assert (whole.cut_short, hurried.cut_short) == (False, True)
    assert (whole.balance[0].without.mentees, hurried.balance[0].without) == (2, None)
    assert {one.exact for about in hurried.pairs.values() for one in about.alternatives} == {False}
    assert (len(hurried.result.unmatched), hurried.would_help) == (2, {})


def test_a_fixed_pair_that_stands_against_a_rule_says_which():
    asked = pool([Candidate("N1", employer="House")], [Candidate("M1", employer="House")],
                 Terms(WEIGHTS, pins=frozenset({("M1", "N1")}), pins_stand=True))  # fmt: skip
    solution = solve_problem(asked.problem)

    (about,) = findings(asked, solution, explained(asked, solution)).pairs.values()

    assert (about.pinned, about.breaks) == (True, ("employer",))


def test_one_more_than_there_are_leaves_no_match():
    mentors = [Candidate("M1", counts_as={"gender": "woman"}), Candidate("M2")]
    rule = Balance("women", "gender", frozenset({"woman"}), at_least=1)
    asked = pool([Candidate("N1"), Candidate("N2")], mentors, Terms(WEIGHTS, quotas=(rule,)))

    (one,) = balance_prices(asked, solve_problem(asked.problem))

    assert (one.one_more.possible, one.without.possible) == (False, True)


def test_several_contradictions_are_resolved_together():
    women, pharma = np.arange(6) < 2, np.arange(6) == 5
    rules = [Quota("women", women, at_least=4), Quota("pharma", pharma, at_least=3)]

    found = contradiction(Problem.of(np.ones((6, 6), int), quotas=rules))

    assert found.relaxations == ()
    assert {(way.label, way.now, way.enough) for way in found.together} == {("women", 4, 2), ("pharma", 3, 1)}


@pytest.mark.parametrize("seed", range(60))
def test_the_changes_that_do_together_leave_a_match(seed):
    problem = replace(a_problem(seed, 5, 5), pins=(), stages=("matched",))
    found = contradiction(problem)

    for way in found.together if found else ():
        eased = [
            replace(quota, **{way.rule: way.enough if way.rule == "share_at_least" else int(way.enough)})
            if quota.label == way.label
            else quota
            for quota in problem.quotas
        ]
        problem = Problem.of(problem.scores, problem.feasible, problem.seats, quotas=eased, stages=problem.stages)
    if found and found.together:
        assert solve_problem(problem).status == "OPTIMAL"


def every_match(problem):
    """All sets of pairs of a small problem that keep seats and possible pairs."""
    n, m = problem.shape
    for choice in product([None, *range(m)], repeat=n):
        pairs = [(i, j) for i, j in enumerate(choice) if j is not None]
        loads = np.bincount([j for _, j in pairs], minlength=m)
        if all(problem.feasible[pair] for pair in pairs) and (loads <= problem.seats).all():
            yield pairs


@pytest.mark.parametrize("seed", range(30))
def test_the_frontier_is_the_upper_hull_of_all_matches_with_as_many_pairs(seed):
    rng = np.random.default_rng(seed)
    n, m = 4, 4
    problem = Problem.of(
        rng.integers(0, 12, (n, m)),
        rng.random((n, m)) < 0.8,
        rng.integers(1, 3, m),
        keep=[(i, int(rng.integers(0, m))) for i in range(n)],
    )
    most = max(len(pairs) for pairs in every_match(problem))
    best: dict[int, int] = {}
    for pairs in every_match(problem):
        if len(pairs) == most:
            changes = len(set(problem.keep) - set(pairs))
            best[changes] = max(best.get(changes, -1), sum(int(problem.scores[pair]) for pair in pairs))

    found = {offer.changes: offer.score for offer in frontier(problem)}

    assert found.items() <= best.items()
    assert set(found) >= {changes for changes in best if is_a_corner(changes, best)}
    assert set(found) <= {
        changes for changes in best if changes <= min(c for c, score in best.items() if score == max(best.values()))
    }


def is_a_corner(changes, best):
    """Some worth of a kept pair makes this number of changes better than every other."""
    return any(
        all((best[changes] - best[other]) * 60 > worth * (changes - other) for other in best if other != changes)
        for worth in range(1, 60 * 50)
    )


def test_a_report_of_a_match_holds_everything_and_names_nobody():
    mentees, mentors = some_people(5, 8, 6)
    asked = pool(mentees, mentors, terms(2))
    solution = solve_problem(asked.problem)

    told = findings(asked, solution, explained(asked, solution))

    assert len(told.result.matches) + len(told.result.unmatched) == 8
    assert set(told.pairs) == {match.mentee for match in told.result.matches}
    assert set(told.pairs[told.result.matches[0].mentee].marks) >= set(WEIGHTS)
    assert told.checked_again


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        (
            ("matched", "score"),
            "gives more mentees a mentor; of those that do as well, none has a higher score in all",
        ),
        (("matched", "max_min"), "none has a better weakest pair"),
        ((), "Every rule is kept; nothing was to be made best."),
    ],
    ids=["score", "weakest", "nothing"],
)
def test_the_proof_is_told_in_one_sentence(stages, words):
    asked = pool([Candidate("N1")], [Candidate("M1")], Terms(WEIGHTS, pins=frozenset({("M1", "N1")}), stages=stages))

    assert words in proof(explained(asked, solve_problem(asked.problem)))


def test_what_is_in_conflict_is_told_with_a_way_out_for_several_rules():
    rules = (
        Balance("women", "gender", frozenset({"woman"}), at_least=1),
        Balance("men", "gender", frozenset({"man"}), at_least=1),
    )

    found = suggest(
        [Candidate("N1"), Candidate("N2")], [Candidate("M1"), Candidate("M2")], Terms(WEIGHTS, quotas=rules)
    )

    assert set(way_out(found.ways_out[0]).split(", together with ")) == {
        "men: at least 1; it would do to leave it out",
        "women: at least 1; it would do to leave it out",
    }


def test_a_conflict_says_what_each_rule_asks_and_shares_as_percent():
    women = {"gender": "woman"}
    rules = (
        Balance("women", "gender", frozenset({"woman"}), share_at_least=Fraction(3, 5)),
        Balance("men", "gender", frozenset({"man"}), at_least=2, at_most=5),
    )
    mentors = [Candidate(f"M{n}", counts_as=women if n < 2 else {"gender": "man"}) for n in range(4)]

    found = suggest([Candidate(f"N{n}") for n in range(3)], mentors, Terms(WEIGHTS, quotas=rules))

    assert sorted(clash(one, str) for one in found.clashes) == ["men: at least 2 and at most 5", "women: at least 60 %"]
    assert sorted(map(way_out, found.ways_out)) == [
        "men: at least 2; at least 1 would do",
        "women: at least 60 %; at least 33 % would do",
    ]


def test_in_a_large_pool_the_rules_that_the_proof_names_say_what_they_ask_too():
    women = Balance("women", "gender", frozenset({"woman"}), at_least=1)
    asked = pool([Candidate("N1")], [Candidate("M1")], Terms(WEIGHTS, quotas=(women,)))

    told = clashes(asked, solve_problem(asked.problem), explained_pairs_max=0)

    assert told == ((Clash("balance", counted=Counted("women", "gender"), asked=(Asked("at_least", 1),)),), ())


@pytest.mark.parametrize(("women", "status"), [(0, "OPTIMAL"), (1, "INFEASIBLE")])
def test_what_was_found_is_checked_again_also_where_there_is_no_match(women, status):
    wanted = Balance("women", "gender", frozenset({"woman"}), at_least=women)
    asked = pool([Candidate("N1")], [Candidate("M1")], Terms(WEIGHTS, quotas=(wanted,)))
    solution = solve_problem(asked.problem)

    told = findings(asked, solution, explained(asked, solution))

    assert (told.result.status, told.checked_again) == (status, True)
