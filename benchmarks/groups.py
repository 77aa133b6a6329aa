"""Benchmarks of peer groups: size, seconds, gap, proven or not; and the yardstick, a plain mixed-integer programme over
all groups, where it finishes.

    python -m benchmarks.groups               60, 200 and 500 people, with tracks as themes too, and the yardstick
    python -m benchmarks.groups 200 1000      other sizes, 60 seconds each
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from allocation import Grouping, groups

Words = list[frozenset[str]]
Class = tuple[np.ndarray, np.ndarray, Words, Words]
SECONDS_MOST = 60.0
SEEDS = (0, 1, 2)
BESIDE = 40


def a_class(n: int, seed: int) -> Class:
    """People with three ranked tracks, shared features, institutions in the way, and languages; similarity in few
    different numbers, which makes it hard."""
    rng = np.random.default_rng(seed)
    place = rng.integers(0, max(4, n // 8), n)
    tracks = np.array([rng.choice(20, 3, replace=False) for _ in range(n)])
    has = (rng.random((n, 30)) < 0.2).astype(int)
    ties = 6 * (has @ has.T)
    for k, points in enumerate((60, 30, 15)):
        ties += points * (tracks[:, k][:, None] == tracks[:, k][None, :])
    spoken = [frozenset({"en"} if rng.random() < 0.85 else ()) | {str(rng.integers(0, 3))} for _ in range(n)]
    wished = [frozenset(map(str, ranked)) for ranked in tracks.tolist()]
    return ties, place[:, None] != place[None, :], spoken, wished


def timed(people: Class, themed: bool, limit: float | None = SECONDS_MOST) -> tuple[Grouping, float]:
    ties, able, common, tracks = people
    begun = time.perf_counter()
    found = groups(ties, able, common=common, themes=tracks if themed else None, time_limit=limit)
    return found, time.perf_counter() - begun


def told(n: int, seed: int, themed: bool) -> str:
    found, seconds = timed(a_class(n, seed), themed)
    proven = "proven" if found.open is None else f"{found.open.aim} not proven"
    return (
        f"{seconds:.1f} s, gap {100 * found.gap:.3f} %, {proven}; {len(found.groups)} groups, {len(found.alone)} alone, "
        f"{found.themed} around a track"
    )


def beside_everything(n: int = BESIDE) -> str:
    """Ours and HiGHS over every possible group, as many people as possible and then the highest worth."""
    ties, able, common, _ = people = a_class(n, 0)
    begun = time.perf_counter()
    possible = [
        (group, 12 // (size - 1) * int(sum(ties[a, b] for a, b in combinations(group, 2))))
        for size in (3, 4, 5)
        for group in combinations(range(n), size)
        if all(able[a, b] for a, b in combinations(group, 2)) and frozenset.intersection(*(common[k] for k in group))
    ]
    first = 12 * n * int(ties.max())
    rows = np.concatenate([group for group, _ in possible])
    columns = np.repeat(np.arange(len(possible)), [len(group) for group, _ in possible])
    weights = np.array([worth + first * len(group) for group, worth in possible], float)
    answer = milp(
        -weights,
        constraints=LinearConstraint(csc_array((np.ones(len(rows)), (rows, columns)), shape=(n, len(possible))), ub=1),
        integrality=1,
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    plain = time.perf_counter() - begun
    found, ours = timed(people, themed=False, limit=None)
    if round(-answer.fun) != found.value + first * (n - len(found.alone)):
        raise SystemExit(f"{n} people: the values differ, {-answer.fun} and {found.value}.")
    return f"{ours / plain:.3f} x HiGHS over all {len(possible)} groups ({plain:.1f} s), same value"


def measure(sizes: tuple[int, ...] = (60, 200, 500)) -> Iterator[tuple[str, str]]:
    """What was measured and what came out, line by line."""
    yield f"peer groups of {BESIDE}", beside_everything()
    for n in sizes:
        for seed in SEEDS:
            yield f"peer groups of {n}, class {seed}", told(n, seed, themed=False)
            yield "the same around tracks", told(n, seed, themed=True)


if __name__ == "__main__":
    for what, figure in measure(tuple(map(int, sys.argv[1:])) or (60, 200, 500)):
        print(f"{what:28} {figure}", flush=True)
