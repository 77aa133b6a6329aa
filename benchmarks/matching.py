"""Benchmarks of the matching engine, each beside its yardstick in the same process: medians and ratios, never bare
seconds.

    python -m benchmarks.matching                 the quick cases (a minute or two)
    python -m benchmarks.matching --all           the large ones as well (5000 x 7500, groups of 500)
    python -m benchmarks.matching quotas-1000     only the cases named

Yardstick: SciPy's linear_sum_assignment without any quota on the same scores. `munkres` and `matching` take part where
they are installed. Every answer is verified before its time counts.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.candidates import Candidate
from matching.certificate import verify
from matching.circles import circles
from matching.criteria import CRITERIA
from matching.engine import Quota, solve_problem
from matching.explain import forcing_bounds
from matching.groups import groups
from matching.problem import Problem
from matching.rematch import after, rematch
from matching.scoring import score
from tests.matching.instances import a_pool, an_assignment, balance, permuted

TIMES = 5


def median(run: Callable[[], object], times: int = TIMES) -> float:
    """Median seconds of so many runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def assignment_seconds(scores: np.ndarray, feasible: np.ndarray, times: int = TIMES) -> float:
    """SciPy's assignment on the same scores, no quotas, pairs that may not be at a high cost."""
    costs = np.where(feasible, scores, -(10**6)).astype(float)
    return median(lambda: linear_sum_assignment(costs, maximize=True), times)


def beside(problem: Problem, times: int = TIMES) -> str:
    """Solve, verify, and state the ratio to the plain assignment."""
    solution = solve_problem(problem)
    verdict = verify(problem, solution)
    if not verdict:
        raise SystemExit(f"not verified: {verdict.faults}")
    plain = assignment_seconds(problem.scores, problem.feasible, times)
    ours = median(lambda: solve_problem(problem), times)
    how = "by duals" if not verdict.by_search else f"core search: {', '.join(verdict.by_search)}"
    return (
        f"{ours:8.3f} s {ours / plain:7.2f} x assignment ({plain:.4f} s)  {solution.status}, gap {solution.gap}, {how}"
    )


def a_problem(mentees: int, quotas: bool = True, **more: object) -> Problem:
    scores, feasible = a_pool(mentees, mentees * 3 // 2, seed=1)
    return Problem.of(scores, feasible, quotas=balance(mentees * 3 // 2, mentees, seed=1) if quotas else (), **more)


def crossing(mentees: int, count: int = 20) -> Problem:
    """Quotas on random, crossing halves of the mentors, each a little above what comes by itself."""
    problem = a_problem(mentees, quotas=False)
    rng, m = np.random.default_rng(3), problem.shape[1]
    used = {j for _, j in solve_problem(problem).pairs}
    rules = []
    for k in range(count):
        members = rng.random(m) < 0.3
        comes = sum(bool(members[j]) for j in used)
        rules.append(Quota(f"crossing {k}", members, at_least=comes + max(1, comes // 50)))
    return Problem.of(problem.scores, problem.feasible, quotas=rules)


def crossing_quotas() -> str:
    problem = crossing(1000)
    begun = time.perf_counter()
    solution = solve_problem(problem, time_limit=30)
    return f"{time.perf_counter() - begun:8.2f} s  {solution.status}, gap {solution.gap}"


def once_more() -> str:
    problem = a_problem(1000)
    before = solve_problem(problem).pairs
    left = after(problem, before, gone_mentors=[before[0][1]])
    full = median(lambda: solve_problem(problem), 3)
    again = median(lambda: rematch(left), 3)
    changes = rematch(left).value["changes"]
    return f"{again:8.3f} s {again / full:7.2f} x a full solve, {changes} pairs change"


def scoring() -> str:
    rng = np.random.default_rng(0)
    words = [f"word {k}" for k in range(60)]

    def someone(code: str) -> Candidate:
        some = frozenset(rng.choice(words, 5, replace=False).tolist())
        return Candidate(
            code, frozenset({"en"}), tracks=tuple(rng.choice(20, 3, replace=False).tolist()), topics=some, skills=some,
            goals=some, interests=some, needs=frozenset({"explore"}), roles=frozenset({"adviser"}), free_times=some,
            sub_sectors=frozenset({"pharma"}), wishes={"sub_sector": "nice"},
        )  # fmt: skip

    mentees, mentors = ([someone(f"{side}{k}") for k in range(5000)] for side in "NM")
    weights = {criterion.name: 10 for criterion in CRITERIA[:8]}
    left, right = (rng.random((5000, 120)).astype(np.float32) for _ in range(2))
    product = median(lambda: (left @ right.T).astype(np.int16), 3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = median(lambda: score(mentees, mentors, weights), 3)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return (
        f"{ours:8.2f} s {ours / product:7.2f} x one float32 product with 120 features, peak +{max(0.0, grown):.0f} MB"
    )


def explaining() -> str:
    problem = a_problem(1000)
    solution = solve_problem(problem)
    ours = median(lambda: forcing_bounds(problem, solution))
    plain = assignment_seconds(problem.scores, problem.feasible)
    return f"{ours:8.4f} s {ours / plain:7.2f} x assignment, for {problem.scores.size} pairs"


def permutations() -> str:
    problem = a_problem(150)
    pairs, differ = solve_problem(problem).pairs, 0
    for seed in range(20):
        other, rows, cols = permuted(problem, seed)
        differ += sorted((int(rows[i]), int(cols[j])) for i, j in solve_problem(other).pairs) != pairs
    return f"{differ} of 20 orders of the input give other pairs"


def look_alikes() -> str:
    worst = 0.0
    for n in (100, 200, 300, 400, 500, 600, 700, 800):
        costs = an_assignment(n)
        plain = median(lambda costs=costs: linear_sum_assignment(costs), 3)
        solution = solve_problem(Problem.of(-costs))
        rows, cols = linear_sum_assignment(costs)
        if -int(costs[rows, cols].sum()) != solution.value["score"]:
            raise SystemExit(f"assign{n}: {solution.value} is not SciPy's value")
        worst = max(worst, median(lambda costs=costs: solve_problem(Problem.of(-costs)), 3) / plain)
    return f"values agree for n = 100..800; at most {worst:.1f} x assignment"


def a_class(n: int) -> tuple[np.ndarray, np.ndarray, list[frozenset[str]]]:
    """People with three ranked tracks, shared features, institutions in the way, and languages."""
    rng = np.random.default_rng(0)
    place = rng.integers(0, max(4, n // 8), n)
    tracks = np.array([rng.choice(20, 3, replace=False) for _ in range(n)])
    has = (rng.random((n, 30)) < 0.2).astype(int)
    ties = 6 * (has @ has.T)
    for k, points in enumerate((60, 30, 15)):
        ties += points * (tracks[:, k][:, None] == tracks[:, k][None, :])
    spoken = [frozenset({"en"} if rng.random() < 0.85 else ()) | {str(rng.integers(0, 3))} for _ in range(n)]
    return ties, place[:, None] != place[None, :], spoken


def peers(n: int, limit: float) -> str:
    ties, able, common = a_class(n)
    begun = time.perf_counter()
    found = groups(ties, able, common=common, time_limit=limit)
    seconds = time.perf_counter() - begun
    counts = f"{len(found.groups)} groups, {len(found.alone)} alone"
    return f"{seconds:8.2f} s  {found.status}, gap {100 * found.gap:.3f} %, {counts}"


def seats_in_circles() -> str:
    scores, feasible = a_pool(60, 15, seed=2)
    begun = time.perf_counter()
    found = circles(scores, feasible, time_limit=30)
    return (
        f"{time.perf_counter() - begun:8.2f} s  {found.status}, {len(found.circles)} circles, {len(found.alone)} alone"
    )


def others() -> str:
    """munkres and matching, where installed, on 150 x 150; CP-SAT on the whole problem stands in
    measured-matching.md."""
    said = []
    scores, feasible = a_pool(150, 150, seed=1)
    ours = median(lambda: solve_problem(Problem.of(scores, feasible)))
    try:
        munkres = importlib.import_module("munkres")
        costs = np.where(feasible, 10_000 - scores.astype(int), 10**6).tolist()
        theirs = median(lambda: munkres.Munkres().compute(costs), 1)
        said.append(f"munkres {theirs / ours:.0f} x ours")
    except ImportError:
        said.append("munkres not installed")
    try:
        games = importlib.import_module("matching.games")
        said.append(f"matching {games.__name__} present")
    except ImportError:
        said.append("the package 'matching' not installed (its name is this room's)")
    return f"{ours:8.3f} s  " + "; ".join(said)


QUICK: dict[str, Callable[[], str]] = {
    "plain-1000": lambda: beside(a_problem(1000, quotas=False)),
    "quotas-150": lambda: beside(a_problem(150)),
    "quotas-1000": lambda: beside(a_problem(1000)),
    "max-min-1000": lambda: beside(a_problem(1000, quotas=False, stages=("matched", "max_min", "score"))),
    "rematch-1000": once_more,
    "explain-1000": explaining,
    "look-alikes": look_alikes,
    "permutations": permutations,
    "scoring-5000": scoring,
    "peers-60": lambda: peers(60, 30),
    "circles-60": seats_in_circles,
    "others-150": others,
}
LARGE: dict[str, Callable[[], str]] = {
    "plain-3000": lambda: beside(a_problem(3000, quotas=False), 3),
    "square-3000": lambda: beside(Problem.of(*a_pool(3000, 3000, seed=1)), 1),
    "plain-5000": lambda: beside(a_problem(5000, quotas=False), 1),
    "quotas-3000": lambda: beside(a_problem(3000), 1),
    "quotas-5000": lambda: beside(a_problem(5000), 1),
    "crossing-1000": crossing_quotas,
    "peers-200": lambda: peers(200, 60),
    "peers-500": lambda: peers(500, 60),
}


def chosen(names: list[str], everything: bool) -> Iterator[tuple[str, Callable[[], str]]]:
    cases = QUICK | LARGE
    for name in names or (cases if everything else QUICK):
        if name not in cases:
            raise SystemExit(f"There is no case {name!r}; there are {', '.join(cases)}.")
        yield name, cases[name]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    for name, case in chosen(given.names, given.all):
        print(f"{name:14} {case()}", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'':14} peak memory of this process with its yardsticks: {peak} MB")


if __name__ == "__main__":
    main()
