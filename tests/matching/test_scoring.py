"""The table of a whole pool holds, pair by pair, what the criteria say of the pair alone."""

import numpy as np
import pytest

from matching.candidates import Candidate
from matching.criteria import CRITERIA
from matching.parts import FULL
from matching.scoring import BLOCK, WEIGHTS_MAX, score
from tests.matching.worlds import someone


def alone(mentee, mentor, weights) -> int:
    """One pair's score by the definition of the criteria, in Python's own numbers."""
    points = 0
    for criterion in CRITERIA:
        for part in criterion.parts:
            left, right = part.left(mentee), part.right(mentor)
            shared = sum(int(left[word] * right[word]) for word in left.keys() & right.keys())
            points += weights[criterion.name] * (shared if part.most is None else min(shared, part.most(mentee)))
    return points // sum(weights.values())


@pytest.mark.parametrize("seed", range(3))
def test_the_table_of_a_pool_is_what_every_pair_scores_alone(seed):
    rng = np.random.default_rng(seed)
    mentees = [someone(f"N{k}", rng) for k in range(BLOCK + 12)]
    mentors = [someone(f"M{k}", rng) for k in range(20)]
    weights = {criterion.name: int(rng.integers(0, 40)) for criterion in CRITERIA}

    table = score(mentees, mentors, weights)

    assert table.tolist() == [[alone(one, other, weights) for other in mentors] for one in mentees]
    assert len(np.unique(table)) > 100


def test_the_largest_weights_are_still_exact():
    rng = np.random.default_rng(9)
    mentees, mentors = [someone(f"N{k}", rng) for k in range(30)], [someone(f"M{k}", rng) for k in range(30)]
    weights = {criterion.name: 1 for criterion in CRITERIA} | {"tracks": 801, "free_times": 857}

    assert score(mentees, mentors, weights).tolist() == [
        [alone(one, other, weights) for other in mentors] for one in mentees
    ]


def test_no_quotient_that_can_occur_is_rounded_up():
    """A float32 quotient is cut to a whole number; the nearest miss is one below a multiple of the divisor."""
    quotients = np.arange(1, FULL + 1)

    def cut(total):
        return ((quotients * total - 1).astype(np.float32) / np.float32(total)).astype(np.int16)

    assert [total for total in range(1, WEIGHTS_MAX + 1) if (cut(total) != quotients - 1).any()] == []


def test_a_pool_may_be_weighed_by_free_times_alone():
    mentees = [Candidate("N1", free_times=("monday", "friday")), Candidate("N2", free_times=("monday",))]
    mentors = [Candidate("M1", free_times=("monday", "friday", "sunday")), Candidate("M2")]

    assert score(mentees, mentors, {"free_times": 3}).tolist() == [[FULL, 0], [FULL // 2, 0]]
