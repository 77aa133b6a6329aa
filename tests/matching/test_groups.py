"""Groups and circles against every possibility enumerated, and what they promise."""

from itertools import combinations

import numpy as np
import pytest

from matching.circles import circles
from matching.groups import groups


def a_class(n: int, seed: int):
    rng = np.random.default_rng(seed)
    ties = rng.integers(0, 20, (n, n))
    ties = np.maximum(ties, ties.T)
    able = rng.random((n, n)) < 0.75
    able = able & able.T
    np.fill_diagonal(able, False)
    common = [
        frozenset(rng.choice(["en", "de", "cs"], int(rng.integers(1, 3)), replace=False).tolist()) for _ in range(n)
    ]
    return ties, able, common


def best_packing(ties, able, common, sizes=(3, 5)):
    """Most people in groups, then most worth, by trying every packing."""
    n = len(ties)
    worth = {}
    for size in range(sizes[0], sizes[1] + 1):
        for group in combinations(range(n), size):
            if all(able[a, b] for a, b in combinations(group, 2)) and frozenset.intersection(
                *(common[p] for p in group)
            ):
                worth[group] = 12 // (size - 1) * int(sum(ties[a, b] for a, b in combinations(group, 2)))
    best = {0: (0, 0)}
    for people in range(1, 1 << n):
        last = people.bit_length() - 1
        options = [best[people ^ (1 << last)]]
        for group, value in worth.items():
            mask = sum(1 << p for p in group)
            if group[-1] == last and mask & people == mask:
                covered, total = best[people ^ mask]
                options.append((covered + len(group), total + value))
        best[people] = max(options)
    return best[(1 << n) - 1]


@pytest.mark.parametrize("seed", range(12))
def test_small_classes_are_grouped_as_well_as_enumeration_can(seed):
    ties, able, common = a_class(4 + seed % 7, seed)

    found = groups(ties, able, common=common)

    covered, value = best_packing(ties, able, common)
    assert (found.status, len(ties) - len(found.alone), found.value, found.bound) == ("OPTIMAL", covered, value, value)
    for group in found.groups:
        assert 3 <= len(group) <= 5
        assert all(able[a, b] for a, b in combinations(group, 2))
        assert frozenset.intersection(*(common[p] for p in group))


def test_when_time_is_short_the_gap_is_stated():
    ties, able, common = a_class(60, 1)

    found = groups(ties, able, common=common, time_limit=0.2)

    assert found.value <= found.bound
    assert found.gap >= 0


def test_a_circle_has_enough_mentees_or_does_not_take_place():
    scores = np.array([[9, 1], [9, 1], [9, 8], [1, 7], [2, 7]])

    found = circles(scores)

    assert found.circles == ((0, (0, 1, 2, 3, 4)),) or sum(len(group) for _, group in found.circles) == 5
    assert (found.status, found.alone) == ("OPTIMAL", ())
    assert circles(scores[:2]).alone == (0, 1)


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
