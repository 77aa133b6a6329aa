"""A match changed by hand: a swap undoes itself, and what is said of its rules is what every other check says."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from allocation.problem import Problem
from allocation.verified import best
from domain.match.arranging import changed, held, moves, pairs_of, swap
from matching.by_hand import by_hand
from matching.otherwise import against, others, plain, stands, worth
from matching.pairs import suggest
from matching.pool import pool
from tests.matching.worlds import some_people, terms

SEEDS = integers(0, 10_000)
FEW = settings(max_examples=25, deadline=None)


def a_match(seed):
    """Some people, terms, the pool by hand, and the best match of them."""
    people, asked_for = some_people(seed, 6, 5), terms(seed)
    found = suggest(*people, asked_for)
    return people, asked_for, plain(*people, asked_for), {pair.mentee: pair.mentor for pair in found.matches}


@FEW
@given(seed=SEEDS, one=integers(0, 5), other=integers(0, 5))
def test_a_swap_of_a_swap_is_the_match_before(seed, one, other):
    _, _, _, match = a_match(seed)
    both = f"N{one:02d}", f"N{other:02d}"

    after = changed(match, swap(match, *both))

    assert changed(after, swap(after, *both)) == match
    assert {mentee for mentee, _, _ in moves(match, after)} <= set(both)


@FEW
@given(seed=SEEDS)
def test_what_is_said_of_a_change_is_what_the_matchmaker_says_of_those_pairs(seed):
    people, asked_for, asked, match = a_match(seed)
    for mentee in asked.problem.keys[0]:
        for one in others(asked, match, mentee):
            after = changed(match, one.changes)
            found = by_hand(*people, replace(asked_for, pins=frozenset(pairs_of(after))))

            of_pairs = {clash for clash in one.breaks if clash.people}
            assert set(one.breaks) == set(against(asked, match, after))
            # The matchmaker counts balance once every pair may be.
            assert set(found.clashes) == (of_pairs or set(one.breaks) if after else of_pairs)
            assert bool(found.clashes) == (found.status == "INFEASIBLE")
            if not one.breaks:
                assert len(found.matches) == len(match) + one.matched


@FEW
@given(seed=SEEDS)
def test_a_change_costs_what_the_two_matches_differ_by(seed):
    _, _, asked, match = a_match(seed)
    for mentee in asked.problem.keys[0][:3]:
        for one in others(asked, match, mentee):
            before, after = worth(asked, match), worth(asked, changed(match, one.changes))

            assert one.points == pytest.approx(after.total - before.total, abs=0.11)
            assert one.matched == after.matched - before.matched


@FEW
@given(seed=SEEDS)
def test_a_pair_that_is_kept_is_in_the_next_match_or_the_refusal_names_it(seed):
    people, asked_for, asked, match = a_match(seed)
    for mentee in asked.problem.keys[0][:2]:
        for one in others(asked, match, mentee)[:4]:
            pins = held((), match, changed(match, one.changes))
            found = suggest(*people, replace(asked_for, pins=frozenset(pins)))
            if found.is_there:
                assert set(pins) <= {(pair.mentor, pair.mentee) for pair in found.matches}
            else:
                named = {code for clash in found.clashes for code in clash.people}
                balanced = any(clash.counted for clash in found.clashes)
                assert balanced or named & {code for pin in pins for code in pin}


@FEW
@given(seed=SEEDS)
def test_a_pair_that_is_ruled_out_never_comes_again(seed):
    people, asked_for, _, match = a_match(seed)
    out: set[tuple[str, str]] = set()
    for _ in range(3):
        out |= set(pairs_of(match))
        found = suggest(*people, replace(asked_for, forbidden=frozenset(out)))
        match = {pair.mentee: pair.mentor for pair in found.matches}

        assert not out & set(pairs_of(match))


def test_what_is_best_costs_something_to_have_otherwise():
    for seed in range(30):
        people, asked_for, asked, match = a_match(seed)
        problem: Problem = pool(*people, asked_for).problem
        if best(problem).status != "OPTIMAL":
            continue
        for one in others(asked, match, "N00"):
            assert one.breaks or one.matched < 0 or one.points <= 0, (seed, one)


def test_a_rule_may_be_broken_for_a_reason_but_balance_and_places_may_not():
    seen = set()
    for seed in range(60):
        _, _, asked, match = a_match(seed)
        for mentee in asked.problem.keys[0]:
            seen |= {(clash.rule, stands((clash,))) for one in others(asked, match, mentee) for clash in one.breaks}

    assert ("language", True) in seen
    assert ("balance", False) in seen
    assert {rule for rule, may in seen if not may} == {"balance"}
