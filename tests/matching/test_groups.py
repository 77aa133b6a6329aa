"""Groups and circles against every possibility enumerated, and what they promise."""

import os
from dataclasses import replace
from itertools import combinations
from math import lcm

import numpy as np
import pytest

from matching.candidates import Candidate
from matching.circles import circles
from matching.grouping import classes
from matching.grouping.cliques import groups_above
from matching.grouping.first_groups import first_groups
from matching.grouping.group_prices import GroupPrices
from matching.grouping.overlaps import broken, held
from matching.groups import groups
from matching.peers import peer_groups
from tests.matching.instances import a_pool

TIMES = int(os.environ.get("MATCHING_FUZZ", "1"))
SIZES = ((3, 5), (2, 3), (2, 5), (4, 5), (3, 3), (4, 6))


def a_class(n: int, seed: int, able_share: float = 0.75, most: int = 20):
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
    ties, able, common = a_class(3 + seed % 9, seed, (0.4, 0.75, 1.0)[seed % 3], (2, 20, 1000)[seed % 5 % 3])

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
    ties, able, common = a_class(11, 100 + seed, 0.9)
    themes = some_themes(11, seed)
    people = classes.a_class(ties, able, (3, 5), common, themes)
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
    ties, able, common = a_class(60, 1)
    order = np.random.default_rng(0).permutation(60)

    found = groups(ties, able, common=common)
    other = groups(ties[np.ix_(order, order)], able[np.ix_(order, order)], common=[common[k] for k in order])

    assert (found.status, found.alone, found.bound) == ("OPTIMAL", (), found.value)
    assert (other.status, other.value) == ("OPTIMAL", found.value)
    assert groups(ties, able, common=common) == found


@pytest.mark.parametrize("seconds", [0.0, 0.2, 1.0])
def test_when_time_is_short_the_groups_hold_and_the_gap_is_stated(seconds):
    ties, able, common = a_class(120, 1)

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
    people = classes.a_class(np.ones((7, 7), int), ~np.eye(7, dtype=bool), (3, 5), None)

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


def test_who_names_no_language_joins_any_group_and_a_language_of_ones_own_none():
    spoken = {"N1": {"en"}, "N2": {"EN "}, "N3": set(), "N4": {"de", "en"}, "N5": {"de"}, "N6": {"fi"}}
    people = [Candidate(code, frozenset(own), employer=f"lab {code}") for code, own in spoken.items()]

    found = peer_groups(people)

    assert found.status == "OPTIMAL"
    assert [(group.codes, group.languages) for group in found.groups] == [(("N1", "N2", "N3", "N4"), ("en",))]
    assert found.alone == ("N5", "N6")
    assert peer_groups([replace(one, languages=frozenset()) for one in people]).alone == ()


def test_one_track_for_all_comes_before_skills_in_common_and_nobody_alone_before_that():
    def peer(code, track, *skills):
        return Candidate(code, tracks=(track,), skills=skills, employer=f"lab {code}")

    tracks = [
        peer(f"N{k}", 9 if k < 3 else 15, *(("R", "SQL", "writing") if k % 2 else ("PCR", "NMR"))) for k in range(6)
    ]

    apart, short = peer_groups(tracks), peer_groups(tracks[:5])

    assert [(group.codes, group.track) for group in apart.groups] == [(("N0", "N1", "N2"), 9), (("N3", "N4", "N5"), 15)]
    assert (apart.on_track, apart.alone) == (6, ())
    assert (short.on_track, short.alone, len(short.groups)) == (0, (), 1)


def test_who_names_no_track_joins_any_group():
    people = [Candidate(f"N{k}", tracks=(9,) if k else (), employer=f"lab {k}") for k in range(3)]

    (group,) = peer_groups(people).groups

    assert (group.track, group.reason) == (9, "2 of 3 wish for: Science writing")


def test_a_hundred_languages_are_no_trouble():
    people = [
        Candidate(f"N{k}", frozenset({f"l{k // 2}", f"m{k // 3}", "en"}), employer=f"lab {k}") for k in range(100)
    ]

    assert peer_groups(people, time_limit=5).alone == ()


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
