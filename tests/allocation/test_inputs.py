"""What cannot be used is refused in a sentence that names the argument; what can be read in one way only is accepted."""

from fractions import Fraction

import numpy as np
import pytest

from allocation import solve, solve_problem, verify
from allocation.problem import Problem, Quota

SCORES = [[5, 3], [4, 1]]
WOMEN = [True, False]
REFUSED = {
    "pins that are no pairs": ({"pins": [5]}, "pins must hold pairs"),
    "pins of three": ({"pins": [(1, 2, 3)]}, "pins must hold pairs"),
    "pins between two people": ({"pins": [(0.7, 1.2)]}, "pins must hold pairs"),
    "keep by name": ({"keep": [("Ann", "Bob")]}, "keep must hold pairs"),
    "keys of one side": ({"keys": (["a", "b"],)}, "keys must be two lists"),
    "stages as one word": ({"stages": "score"}, "stages must be a list"),
    "quotas that are none": ({"quotas": ["women"]}, "quotas must be a list of Quota"),
    "one quota and no list": ({"quotas": Quota("women", WOMEN, at_least=1)}, "quotas must be a list of Quota"),
    "part of a person": ({"quotas": [Quota("women", WOMEN, at_least=1.7)]}, "'women': at_least must be a whole"),
    "at most as text": ({"quotas": [Quota("women", WOMEN, at_most="two")]}, "'women': at_most must be a whole"),
    "more than mankind": ({"quotas": [Quota("women", WOMEN, at_least=10**30)]}, "at_least must lie between"),
    "a share in words": ({"quotas": [Quota("women", WOMEN, share_at_least="half")]}, "share_at_least must be a number"),
    "no share at all": (
        {"quotas": [Quota("women", WOMEN, share_at_least=float("nan"))]},
        "share_at_least must be a nu",
    ),
    "more than all": ({"quotas": [Quota("women", WOMEN, share_at_least=1.5)]}, "share_at_least must be a number"),
    "a share too fine": ({"quotas": [Quota("women", WOMEN, share_at_least=Fraction(1, 20_001))]}, "10000 parts"),
    "uneven members": ({"quotas": [Quota("women", [[True], []], at_least=1)]}, "members must be 2 truth values"),
    "uneven seats": ({"seats": [[1], []]}, "seats must hold 2 whole numbers"),
    "uneven feasible": ({"feasible": [[True], []]}, "feasible must be a bool array"),
    "a time that is no number": ({"time_limit": float("nan")}, "time_limit must be a number of seconds above 0"),
    "a time that is over": ({"time_limit": -1}, "time_limit must be a number of seconds above 0"),
    "no time at all": ({"time_limit": 0}, "time_limit must be a number of seconds above 0"),
    "a time in words": ({"time_limit": "x"}, "time_limit must be a number of seconds above 0"),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_what_cannot_be_used_is_refused_in_words(case):
    arguments, words = REFUSED[case]

    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        solve(SCORES, **arguments)


def test_scores_of_uneven_rows_are_refused_in_words():
    with pytest.raises(ValueError, match="scores must be a table whose rows are equally long"):
        solve([[1, 2], [3]])


def test_no_pins_and_nothing_to_keep_may_be_said_with_none():
    assert solve(SCORES, pins=None, keep=None).pairs == solve(SCORES).pairs == [(0, 1), (1, 0)]


def test_a_table_without_mentors_is_a_table():
    assert solve([[], []]).unmatched == [0, 1]


@pytest.mark.parametrize("seats", [10**9, 10**18, 2**64 - 1])
def test_a_mentor_with_seats_without_end_takes_everybody(seats):
    problem = Problem.of([[5, 9], [4, 8], [1, 2]], seats=np.array([0, seats], np.uint64))

    solution = solve_problem(problem)

    assert solution.pairs == [(0, 1), (1, 1), (2, 1)]
    assert verify(problem, solution).faults == ()


def test_the_seats_offered_are_told_as_they_were_given():
    problem = Problem.of(SCORES, seats=[7, 1])

    assert (problem.offered, problem.seats.tolist()) == (8, [2, 1])
