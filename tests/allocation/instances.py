"""Random problems for fuzzing and look-alikes of published ones. Everything from a seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from allocation.problem import Problem, Quota

SUMS = ("matched", "score", "changes")
ALL = ("matched", "max_min", "rank_profile", "rank_profile:generous", "score", "blocking_pairs", "changes")


def a_problem(seed: int, mentees: int, mentors: int, known=ALL) -> Problem:
    """A small problem with some of everything: seats, pins, quotas of all kinds, stages in any lawful order."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, mentees + 1)), int(rng.integers(1, mentors + 1))
    top = int(rng.choice([1, 4, 30, 1000]))
    scores = rng.integers(-top // 3 if rng.random() < 0.3 else 0, top + 1, (n, m))
    feasible = rng.random((n, m)) < rng.choice([0.4, 0.7, 1.0])
    seats = rng.integers(0, 4, m) if rng.random() < 0.5 else np.ones(m, np.int64)
    quotas = [a_quota(rng, k, n, m) for k in range(int(rng.integers(0, 4)))]
    able = np.argwhere(feasible & (seats > 0)[None, :])
    pins = able[rng.integers(0, len(able), int(rng.random() < 0.3))] if len(able) else []
    keep = [(i, int(rng.integers(0, m))) for i in range(n) if rng.random() < 0.5]
    return Problem.of(
        scores,
        feasible,
        seats,
        pins=[tuple(pair) for pair in np.asarray(pins).tolist()],
        quotas=quotas,
        stages=some_stages(rng, known),
        keep=keep,
    )


def a_quota(rng, number: int, n: int, m: int) -> Quota:
    on = "mentees" if rng.random() < 0.3 else "mentors"
    count = n if on == "mentees" else m
    members = rng.random(count) < 0.5
    likely = max(0, int(rng.binomial(min(n, m), 0.3)))
    match rng.integers(0, 4):
        case 0:
            return Quota(f"q{number}", members, on, at_most=likely)
        case 1:
            return Quota(f"q{number}", members, on, share_at_least=float(rng.choice([0.2, 0.3, 0.5, 0.75])))
        case _:
            return Quota(f"q{number}", members, on, at_least=likely)


def some_stages(rng, known) -> tuple[str, ...]:
    wanted = [stage for stage in rng.permutation(list(known)).tolist() if rng.random() < 0.5]
    if not {"max_min", "rank_profile:generous"}.isdisjoint(wanted) or rng.random() < 0.6:
        wanted = ["matched", *(stage for stage in wanted if stage != "matched")]
    return tuple(wanted)


def permuted(problem: Problem, seed: int) -> tuple[Problem, np.ndarray, np.ndarray]:
    """The same problem with its people in another order, and the orders."""
    rng = np.random.default_rng(seed)
    p, q = (rng.permutation(count) for count in problem.shape)
    row, col = np.argsort(p), np.argsort(q)
    quotas = [
        Quota(x.label, x.members[p if x.on == "mentees" else q], x.on, x.at_least, x.at_most, x.share_at_least)
        for x in problem.quotas
    ]
    other = Problem.of(
        problem.scores[np.ix_(p, q)],
        problem.feasible[np.ix_(p, q)],
        problem.seats[q],
        pins=[(row[i], col[j]) for i, j in problem.pins],
        quotas=quotas,
        stages=problem.stages,
        keep=[(row[i], col[j]) for i, j in problem.keep],
        keys=([problem.keys[0][i] for i in p], [problem.keys[1][j] for j in q]),
    )
    return other, p, q


def a_pool(mentees: int, mentors: int, seed: int, top: int = 10_000):
    """Scores and mask shaped like those of a programme: common features, popular mentors, languages and employers in
    the way."""
    rng = np.random.default_rng(seed)
    wants = (rng.random((mentees, 40)) < 0.2) * rng.integers(1, 4, 40)
    offers = rng.random((mentors, 40)) < 0.25
    shared = wants @ offers.T.astype(np.int64)
    mix = 0.6 * shared / max(1, shared.max()) + 0.25 * rng.random(mentors) + 0.15 * rng.random((mentees, mentors))
    language = np.equal.outer(rng.integers(0, 4, mentees), rng.integers(0, 4, mentors))
    feasible = language | (rng.random((mentees, 1)) < 0.3) | (rng.random(mentors) < 0.3)
    feasible &= ~np.equal.outer(rng.integers(0, 20, mentees), rng.integers(0, 20, mentors))
    return np.clip(top * mix, 0, top).astype(np.int16), feasible


def balance(mentors: int, mentees: int, seed: int) -> list[Quota]:
    """Seven balance rules on the mentors: women, and a least number for each of six sub-sectors."""
    rng = np.random.default_rng(seed + 7)
    women = rng.random(mentors) < 0.4
    sector = rng.choice(6, mentors, p=[0.3, 0.25, 0.2, 0.1, 0.1, 0.05])
    least = [0.2, 0.2, 0.18, 0.1, 0.1, 0.06]
    rules = [Quota("women", women, at_least=min(mentees // 2, int(0.85 * women.sum())))]
    for k in range(6):
        members = sector == k
        rules.append(Quota(f"sector {k}", members, at_least=min(int(0.9 * members.sum()), int(mentees * least[k]))))
    return rules


def an_assignment(n: int, seed: int = 0) -> np.ndarray:
    """Costs like those of OR-Library's assign100-800: uniform whole numbers 1-100, hence many ties."""
    return np.random.default_rng(seed).integers(1, 101, (n, n))


OR_LIBRARY = {100: 305, 200: 475, 300: 626, 400: 804, 500: 991, 600: 1176, 700: 1362, 800: 1552}
"""The published optima of OR-Library's assignment problems assign100-800 by size."""


def assignment_in(file: Path) -> np.ndarray:
    """The costs in a file of OR-Library's format: n, then n x n numbers, wherever the lines break.

    ValueError when the file holds too many or too few.
    """
    n, *costs = map(int, file.read_text(encoding="ascii").split())
    if len(costs) != n * n:
        raise ValueError(f"{file.name} holds {len(costs)} costs where {n} x {n} are needed: fetch it again.")
    return np.array(costs).reshape(n, n)
