"""Circles: enough mentees or none, filled in the best way, honest when cut off."""

import numpy as np

from allocation import circles
from tests.allocation.instances import a_pool


def test_a_circle_has_enough_mentees_or_does_not_take_place():
    scores = np.array([[9, 1], [9, 1], [9, 8], [1, 7], [2, 7]])

    found = circles(scores)

    assert found.circles == ((0, (0, 1, 2, 3, 4)),) or sum(len(group) for _, group in found.circles) == 5
    assert (found.status, found.alone, found.open) == ("OPTIMAL", (), None)
    assert circles(scores[:2]).alone == (0, 1)


def test_circles_cut_off_claim_no_more_than_is_true():
    scores, feasible = a_pool(80, 25, seed=2)
    best = circles(scores, feasible)

    found = circles(scores, feasible, time_limit=0.0)

    assert best.open is None
    assert found.alone_least <= len(best.alone) <= len(found.alone)
    assert len(found.alone) > len(best.alone) or found.score <= best.score <= found.bound
    assert (found.open is None) == (found.status == "OPTIMAL")


def test_circles_fill_in_the_best_way():
    rng = np.random.default_rng(3)
    scores, feasible = rng.integers(0, 100, (9, 3)), rng.random((9, 3)) < 0.8

    found = circles(scores, feasible, sizes=(2, 4))

    best = (0, 0)
    for code in range(4**9):
        seats = [(code >> (2 * i)) & 3 for i in range(9)]
        load = [seats.count(j) for j in range(3)]
        if all(count == 0 or 2 <= count <= 4 for count in load) and all(
            j == 3 or feasible[i, j] for i, j in enumerate(seats)
        ):
            best = max(best, (sum(load), sum(int(scores[i, j]) for i, j in enumerate(seats) if j < 3)))
    assert (9 - len(found.alone), found.score) == best
