"""A match that a second calculation does not agree with is shown to nobody, however it came to be."""

from dataclasses import replace

import pytest

import allocation
import allocation.verified
import matching.by_hand
from allocation.verified import Unverified
from domain.lifecycles import ProposalState
from office.match.looks import offers, one_mentee
from office.match.pool import pool_page
from office.match.what_if import NOT_VERIFIED, CannotTell, solved
from office.round import play_round
from tests.builders import MONDAY, days
from tests.office.offices import an_office
from tests.pools import a_pool, with_proposal


def two_pairs_swapped(problem, *_, **__):
    """An answer that keeps every rule and is called the best, but is not."""
    true = allocation.solve_problem(problem)
    (one, mine), (other, yours), *rest = true.pairs
    return replace(true, pairs=sorted([(one, yours), (other, mine), *rest]))


def a_rule_broken(problem, *_, **__):
    """An answer with a pair that may not be, in place of one that may."""
    true = allocation.solve_problem(problem)
    row = next(i for i, able in enumerate(problem.feasible.tolist()) if not all(able))
    col = problem.feasible[row].tolist().index(False)
    return replace(true, pairs=sorted([pair for pair in true.pairs if pair[0] != row] + [(row, col)]))


def called_better(problem, *_, **__):
    """The right pairs, and a value that they are not worth."""
    true = allocation.solve_problem(problem)
    return replace(true, value=true.value | {"score": true.value["score"] + 100})


@pytest.fixture(params=[two_pairs_swapped, a_rule_broken, called_better], ids=lambda wrong: wrong.__name__)
def a_wrong_answer(request, monkeypatch):
    monkeypatch.setattr(allocation.verified, "solve_problem", request.param)


def in_an_office(office, cohort):
    office.store.create(cohort)
    return cohort.code


@pytest.mark.usefixtures("a_wrong_answer")
def test_such_a_proposal_has_failed_and_is_a_case(tmp_path):
    office = an_office(tmp_path)
    cohort = a_pool()
    code = in_an_office(office, cohort)
    office.clock.move_to(cohort.milestones.matching_on + days(3.5))

    play_round(office, code)

    after = office.store.load(code)
    assert [(p.state, p.failure, p.result) for p in after.proposals.values()] == [
        (ProposalState.FAILED, "Unverified", None)
    ]
    assert [(case.matter, case.about) for case in after.escalations.values()] == [("failed_match", "match-1")]


def test_pairs_by_hand_are_counted_once_more(tmp_path, monkeypatch):
    monkeypatch.setattr(matching.by_hand, "check", lambda *_: [])
    order = {"pins": (("M01", "N03"),), "by_hand": True}  # N03 speaks German only

    proposal = with_proposal(a_pool(), an_office(tmp_path), **order).proposals["match-1"]

    assert (proposal.state, proposal.failure) == (ProposalState.FAILED, "Unverified")


@pytest.mark.parametrize(
    "look",
    [solved, lambda cohort: solved(cohort, {"topics": 10}), lambda cohort: one_mentee(cohort, "N01"), offers],
    ids=["today", "other weights", "one mentee", "fewer changes"],
)
def test_the_desk_says_so_instead(tmp_path, monkeypatch, look):
    cohort = with_proposal(a_pool(), an_office(tmp_path))
    monkeypatch.setattr(allocation.verified, "solve_problem", two_pairs_swapped)

    with pytest.raises(CannotTell, match=NOT_VERIFIED):
        look(cohort)


def test_what_one_mentor_would_cost_is_looked_at_too(monkeypatch):
    true = allocation.solve_problem
    monkeypatch.setattr(
        allocation.verified, "solve_problem", lambda p, *more: (two_pairs_swapped if p.pins else true)(p, *more)
    )

    with pytest.raises(CannotTell, match=NOT_VERIFIED):
        one_mentee(a_pool(), "N01")


@pytest.mark.usefixtures("a_wrong_answer")
def test_the_dashboard_says_so_instead():
    assert pool_page(a_pool(), MONDAY) == f"# pilot-27: nothing to tell today\n\n{NOT_VERIFIED}"


def test_what_is_wrong_is_told_without_the_words_of_a_coordinator():

    from matching.candidates import Balance, Candidate, Terms
    from matching.pool import pool

    rule = Balance("wives of Dr. No", "gender", frozenset({"woman"}), at_least=1)
    woman, man = Candidate("M1", counts_as={"gender": "woman"}), Candidate("M2", skills=frozenset({"pcr"}))
    problem = pool(
        [Candidate("N1", skills=frozenset({"pcr"}))], [woman, man], Terms({"skills": 1}, quotas=(rule,))
    ).problem
    wrong = replace(allocation.solve_problem(problem), pairs=[(0, 1)])

    with pytest.raises(Unverified) as told:
        allocation.verified._looked_at(problem, wrong)
    assert told.value.faults == ("balance rule 1 is missed by 1",)
