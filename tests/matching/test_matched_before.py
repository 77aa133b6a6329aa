"""Balance counts everybody who is or will be matched: those left over are matched on what the others leave to be kept."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from matching.candidates import Balance, Candidate, Terms
from matching.pairs import suggest
from tests.matching.worlds import WEIGHTS, some_people

WOMEN = frozenset({"woman"})


def woman(code: str, **more) -> Candidate:
    return Candidate(code, counts_as={"gender": "woman"}, **more)


def man(code: str) -> Candidate:
    return Candidate(code, counts_as={"gender": "man"})


def matched(mentors, before, **asked):
    """How many of two mentees left over are matched with these mentors, after those before; None where nothing may be."""
    rule = Balance("women", "gender", WOMEN, **asked)
    found = suggest(
        [Candidate("N1"), Candidate("N2")], mentors, Terms(WEIGHTS, quotas=(rule,), matched_before=((), before))
    )
    return (len(found.matches), [(row.reached, row.of) for row in found.balance]) if found.is_there else None


def test_whoever_is_matched_already_counts_for_at_least_so_many():
    assert matched([man("M3")], (), at_least=2) is None
    assert matched([man("M3")], (woman("M1"), woman("M2")), at_least=2) == (1, [(2, 3)])
    assert matched([man("M3")], (woman("M1"),), at_least=2) is None


def test_at_most_so_many_leaves_what_is_left_of_it():
    assert matched([woman("M3"), man("M4")], (woman("M1"),), at_most=1) == (1, [(1, 2)])
    assert matched([woman("M3")], (woman("M1"), woman("M2")), at_most=1) == (0, [(2, 2)])


def test_a_share_is_one_of_all_and_one_that_is_missed_is_asked_of_the_new_ones():
    assert matched([man("M3"), man("M4")], (woman("M1"), woman("M2")), share_at_least=0.5) == (2, [(2, 4)])
    assert matched([man("M3"), man("M4")], (woman("M1"),), share_at_least=0.5) == (1, [(1, 2)])
    assert matched([man("M3"), woman("M4")], (man("M1"), man("M2")), share_at_least=0.5) == (2, [(1, 4)])


def test_another_pair_of_somebody_matched_makes_no_more_of_them():
    again = woman("M1")

    assert matched([again], (again,), at_least=2) is None
    assert matched([again], (again,), at_least=1) == (1, [(1, 1)])
    assert matched([again], (again,), at_most=1) == (1, [(1, 1)])


@settings(max_examples=25, deadline=None)
@given(seed=integers(0, 10_000), least=integers(1, 4))
def test_matched_in_two_turns_a_rule_is_kept_over_all_or_the_refusal_names_it(seed, least):
    mentees, mentors = some_people(seed, 8, 7)
    rule = Balance("women", "gender", WOMEN, at_least=least)
    first = suggest(mentees[:4], mentors, Terms(WEIGHTS))
    there = {pair.mentor for pair in first.matches}
    before = tuple(one for one in mentors if one.code in there)
    taken = {code: sum(pair.mentor == code for pair in first.matches) for code in there}
    rest = [replace(one, capacity=one.capacity - taken.get(one.code, 0)) for one in mentors]
    rest = [one for one in rest if one.capacity > 0]

    second = suggest(mentees[4:], rest, Terms(WEIGHTS, quotas=(rule,), matched_before=((), before)))

    if second.is_there:
        everybody = there | {pair.mentor for pair in second.matches}
        assert sum(one.counts_as.get("gender") == "woman" for one in mentors if one.code in everybody) >= least
        (row,) = second.balance
        assert row.of == len(everybody)
    else:
        assert [clash.counted.label for clash in second.clashes] == ["women"]


@pytest.mark.parametrize("asked", [{"at_least": 1}, {"at_most": 2}, {"share_at_least": 0.5}])
def test_where_nobody_is_matched_before_all_is_as_ever(asked):
    people = [woman("M1"), man("M2")]

    assert matched(people, (), **asked) == (2, [(1, 2)])
