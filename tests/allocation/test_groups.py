"""Groups against every possibility enumerated, and what they promise."""

import os
from itertools import combinations
from math import lcm

import numpy as np
import pytest

from allocation import groups
from allocation.grouping.cliques import groups_above
from allocation.grouping.crowd import crowd_of
from allocation.grouping.first_groups import first_groups
from allocation.grouping.group_prices import GroupPrices
from allocation.grouping.overlaps import broken, held

TIMES = int(os.environ.get("MATCHING_FUZZ", "1"))
SIZES = ((3, 5), (2, 3), (2, 5), (4, 5), (3, 3), (4, 6))


def a_crowd(n: int, seed: int, able_share: float = 0.75, most: int = 20):
    rng = np.random.default_rng(seed)
    ties = rng.integers(0, most, (n, n))
    ties = np.maximum(ties, ties.T)
    able = rng.random((n, n)) < able_share
    able = able & able.T
    np.fill_diagonal(able, False)
    common = [
        frozenset(rng.choice(["en", "de", "cs"], int(rng.integers(1, 3)), replace=False).tolist()) for _ in range(n)
    ]
    return ties, able, common


def possible(ties, able, common, sizes):
    """Every group there could be, with its worth."""
    whole = lcm(*range(sizes[0] - 1, sizes[1]))
    return {
        group: whole // (size - 1) * int(sum(ties[a, b] for a, b in combinations(group, 2)))
        for size in range(sizes[0], sizes[1] + 1)
        for group in combinations(range(len(ties)), size)
        if all(able[a, b] for a, b in combinations(group, 2)) and frozenset.intersection(*(common[p] for p in group))
    }


def some_themes(n: int, seed: int):
    """Nobody asks for themes, few have one in common, or most have."""
    rng = np.random.default_rng(1000 + seed)
    kinds = (0, 8, 4)[seed % 3]
    if not kinds:
        return None
    return [frozenset(rng.choice(kinds, int(rng.integers(0, 4)), replace=False).astype(str).tolist()) for _ in range(n)]


def has_theme(group, themes):
    return bool(themes and frozenset.intersection(*(themes[p] for p in group)))


def best_packing(ties, able, common, sizes=(3, 5), themes=None):
    """Most people in groups, then most of them with a theme, then most worth, by trying every packing."""
    n = len(ties)
    ending = [[] for _ in range(n)]
    for group, value in possible(ties, able, common, sizes).items():
        themed = len(group) * has_theme(group, themes)
        ending[group[-1]].append((sum(1 << p for p in group), len(group), themed, value))
    best = {0: (0, 0, 0)}
    for people in range(1, 1 << n):
        last = people.bit_length() - 1
        options = [best[people ^ (1 << last)]]
        for mask, *more in ending[last]:
            if mask & people == mask:
                options.append(tuple(a + b for a, b in zip(best[people ^ mask], more, strict=True)))
        best[people] = max(options)
    return best[(1 << n) - 1]


@pytest.mark.parametrize("seed", range(60 * TIMES))
def test_small_classes_are_grouped_as_well_as_enumeration_can(seed):
    sizes = SIZES[seed % len(SIZES)]
    ties, able, common = a_crowd(3 + seed % 9, seed, (0.4, 0.75, 1.0)[seed % 3], (2, 20, 1000)[seed % 5 % 3])

    themes = some_themes(len(ties), seed)

    found = groups(ties, able, sizes, common, themes)

    covered, themed, value = best_packing(ties, able, common, sizes, themes)
    worth = possible(ties, able, common, sizes)
    assert (found.status, len(ties) - len(found.alone), found.themed, found.value) == (
        "OPTIMAL",
        covered,
        themed,
        value,
    )
    assert (len(ties) - found.alone_least, found.themed_most, found.bound, found.gap) == (covered, themed, value, 0)
    assert themed == sum(len(group) for group in found.groups if has_theme(group, themes))
    assert sum(worth[group] for group in found.groups) == value
    assert sorted([person for group in found.groups for person in group] + list(found.alone)) == list(range(len(ties)))


@pytest.mark.parametrize("seed", range(12 * TIMES))
def test_every_group_above_a_floor_is_found_once(seed):
    rng = np.random.default_rng(seed)
    n, size, least = 11, 2 + seed % 4, float(rng.integers(-25, 15))
    worth = rng.integers(-20, 12, (n, n)).astype(float)
    worth = np.maximum(worth, worth.T)
    worth[rng.random((n, n)) < 0.1] = -np.inf
    worth = np.minimum(worth, worth.T)
    np.fill_diagonal(worth, -np.inf)
    common = rng.integers(1, 8, (n, 1 + seed % 2))

    found, sums, whole = groups_above(worth, common, size, least, most=10_000)

    expected = {
        group: sum(worth[a, b] for a, b in combinations(group, 2))
        for group in combinations(range(n), size)
        if np.bitwise_and.reduce(common[list(group)]).all()
    }
    expected = {group: value for group, value in expected.items() if value >= least}
    assert whole
    assert len(found) == len(expected)
    assert dict(zip(map(tuple, found.tolist()), sums.tolist(), strict=True)) == expected


def test_too_many_groups_are_cut_to_the_best_and_said_so():
    worth = np.ones((12, 12))
    worth[:3, :3] += 5
    np.fill_diagonal(worth, -np.inf)

    found, sums, whole = groups_above(worth, np.ones((12, 1), np.int64), 3, 0.0, most=40)

    assert (len(found), whole, found[0].tolist(), sums[0]) == (40, False, [0, 1, 2], 18)


@pytest.mark.parametrize("seed", range(8 * TIMES))
def test_at_the_prices_no_group_is_worth_more_than_it_costs_and_their_sum_is_a_bound(seed):
    ties, able, common = a_crowd(11, 100 + seed, 0.9)
    themes = some_themes(11, seed)
    people = crowd_of(ties, able, (3, 5), common, themes)
    prices = GroupPrices(people, lambda: False)

    assert prices.settle()
    loose = prices.total
    prices.tighten()

    covered, themed, value = best_packing(ties, able, common, themes=themes)
    assert loose >= prices.total >= value + people.themed * themed - people.alone * (11 - covered)
    assert prices.each.min() >= -people.alone
    for group, similar in possible(ties, able, common, (3, 5)).items():
        worth = similar + people.themed * len(group) * has_theme(group, themes)
        row = np.array([list(group) + [11] * (5 - len(group))])
        assert worth <= prices.each[list(group)].sum() + (held(row, prices.cuts, 11) @ prices.of_cuts)[0]


def test_three_halves_around_three_people_break_a_cut():
    halves = np.array([[0, 1, 3], [1, 2, 4], [0, 2, 5], [6, 7, 8]])

    cuts = broken(halves, np.array([0.5, 0.5, 0.5, 1.0]), 9, most=5)

    assert cuts.tolist() == [[0, 1, 2]]
    assert held(halves, cuts, 9)[:, 0].tolist() == [True, True, True, False]


def test_a_class_of_sixty_is_proven_whatever_the_order():
    ties, able, common = a_crowd(60, 1)
    order = np.random.default_rng(0).permutation(60)

    found = groups(ties, able, common=common)
    other = groups(ties[np.ix_(order, order)], able[np.ix_(order, order)], common=[common[k] for k in order])

    assert (found.status, found.alone, found.bound) == ("OPTIMAL", (), found.value)
    assert (other.status, other.value) == ("OPTIMAL", found.value)
    assert groups(ties, able, common=common) == found


@pytest.mark.parametrize("seconds", [0.0, 0.2, 1.0])
def test_when_time_is_short_the_groups_hold_and_the_gap_is_stated(seconds):
    ties, able, common = a_crowd(120, 1)

    found = groups(ties, able, common=common, time_limit=seconds)

    best = groups(ties, able, common=common)
    assert best.status == "OPTIMAL"
    assert len(found.alone) < 12
    assert found.alone_least == 0
    assert found.alone or found.value <= best.value <= found.bound
    short = (len(found.alone), 120) if found.alone else (found.bound - found.value, found.bound)
    assert found.gap == pytest.approx(short[0] / short[1])
    for group in found.groups:
        assert 3 <= len(group) <= 5
        assert all(able[a, b] for a, b in combinations(group, 2))
        assert frozenset.intersection(*(common[p] for p in group))


def test_without_any_search_people_left_over_join_groups_with_room():
    people = crowd_of(np.ones((7, 7), int), ~np.eye(7, dtype=bool), (3, 5), None)

    assert first_groups(people, np.array([[0, 1, 2, 7, 7], [1, 2, 3, 7, 7]]), 5).tolist() == [
        [0, 1, 2, 6, 7],
        [3, 4, 5, 7, 7],
    ]


def test_nobody_and_people_with_nobody_to_meet_are_no_trouble():
    nobody, ties = np.zeros((0, 0), int), np.ones((4, 4), int)

    assert groups(nobody, nobody.astype(bool)).groups == ()
    assert groups(ties, np.zeros((4, 4), bool)).alone == (0, 1, 2, 3)
    assert groups(ties, np.ones((4, 4), bool), common=[frozenset()] * 4).alone == (0, 1, 2, 3)
    assert groups(ties, np.ones((4, 4), bool)).groups == ((0, 1, 2, 3),)


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("square table", {"similarity": np.ones((2, 3), int)}),
        ("square table", {"similarity": np.ones((4, 4))}),
        ("truth values", {"able": np.ones((4, 4), int)}),
        ("negative", {"similarity": -np.ones((4, 4), int)}),
        ("from 2 to 12", {"sizes": (1, 3)}),
        ("from 2 to 12", {"sizes": (5, 3)}),
        ("from 2 to 12", {"sizes": (3, 40)}),
        ("about 1 people", {"common": [frozenset({"en"})]}),
        ("at most 62", {"common": [frozenset(str(20 * k + j) for j in range(20)) for k in range(4)]}),
        ("scale them down", {"similarity": np.full((4, 4), 10**12)}),
    ],
)
def test_tables_that_do_not_fit_are_refused_in_words(said, given):
    fitting = {"similarity": np.ones((4, 4), int), "able": np.ones((4, 4), bool)}

    with pytest.raises(ValueError, match=said):
        groups(**(fitting | given))
