"""Benchmarks of the matching engine, each beside its yardstick in the same process: medians of five, never bare seconds.

    python -m benchmarks.matching                 the quick cases (a minute or two)
    python -m benchmarks.matching --all           the large ones as well (5000 x 7500), some ten minutes
    python -m benchmarks.matching quotas-1000     only the cases named

Yardstick: SciPy's linear_sum_assignment without any quota on the same scores. Every answer is verified before its time
counts. `or-library` checks the published optima of assign100.txt to assign800.txt in the folder that the environment
variable OR_LIBRARY names. Other solvers: `python -m benchmarks.rivals`.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from allocation import Quota, circles, solve_problem, verify
from allocation.prices import forcing_bounds
from allocation.problem import Problem
from allocation.rematch import after, rematch
from benchmarks.yardsticks import assignment_seconds, median, megabytes
from matching.candidates import Candidate
from matching.criteria import CRITERIA
from matching.scoring import score, stacked
from tests.allocation.instances import OR_LIBRARY, a_pool, an_assignment, assignment_in, balance, permuted
from tests.matching.worlds import someone

WORST_FIRST = ("matched", "max_min", "score")


def a_problem(mentees: int, quotas: bool = True, seed: int = 1, **more: object) -> Problem:
    """A pool with half as many mentors again, and the seven quotas if wanted."""
    mentors = mentees * 3 // 2
    scores, feasible = a_pool(mentees, mentors, seed=seed)
    return Problem.of(scores, feasible, quotas=balance(mentors, mentees, seed=seed) if quotas else (), **more)


def beside(problem: Problem) -> str:
    """Solve, verify, and state the ratio to the plain assignment."""
    solution = solve_problem(problem)
    verdict = verify(problem, solution)
    if not verdict:
        raise SystemExit(f"not verified: {verdict.faults}")
    plain = assignment_seconds(problem.scores, problem.feasible)
    ours = median(lambda: solve_problem(problem))
    how = "by duals" if not verdict.by_search else f"core search: {', '.join(verdict.by_search)}"
    return (
        f"{ours / plain:.2f} x assignment ({ours:.3f} s, {plain:.4f} s), {solution.status}, gap {solution.gap}, {how}"
    )


def with_memory(mentees: int) -> str:
    peak, _ = megabytes(a_problem, solve_problem, mentees)
    return f"{beside(a_problem(mentees))}, peak memory {peak:.0f} MB"


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
    seconds = time.perf_counter() - begun
    return f"{seconds:.1f} s, {solution.status}, gap {solution.gap} of {solution.value['score']}"


def once_more() -> str:
    problem = a_problem(1000)
    before = solve_problem(problem).pairs
    left = after(problem, before, gone_mentors=[before[0][1]])
    full, again = median(lambda: solve_problem(problem)), median(lambda: rematch(left))
    return f"{again / full:.2f} x a full solve ({again:.3f} s), {rematch(left).value['changes']} pairs change"


def people(count: int) -> tuple[list[Candidate], list[Candidate]]:
    rng = np.random.default_rng(0)
    mentees, mentors = ([someone(f"{side}{k}", rng) for k in range(count)] for side in "NM")
    return mentees, mentors


def scored(pool: tuple[list[Candidate], list[Candidate]]) -> np.ndarray:
    return score(*pool, EIGHT)


EIGHT = {criterion.name: 10 for criterion in CRITERIA[:8]}


def scoring() -> str:
    pool = people(5000)
    left, right = stacked(*pool, EIGHT)
    product, ours = median(lambda: (left @ right.T).astype(np.int16)), median(lambda: scored(pool))
    _, grown = megabytes(people, scored, 5000)
    yardstick = f"one float32 product of the same {left.shape[1]} features written in 16 bits"
    return f"{ours / product:.1f} x {yardstick} ({ours:.2f} s), peak +{grown:.0f} MB"


def explaining() -> str:
    problem = a_problem(1000)
    solution = solve_problem(problem)
    ours = median(lambda: forcing_bounds(problem, solution))
    plain = assignment_seconds(problem.scores, problem.feasible)
    return f"{ours / plain:.2f} x assignment ({ours:.4f} s) for {problem.scores.size} pairs"


def permutations() -> str:
    problem = a_problem(150)
    pairs, differ = solve_problem(problem).pairs, 0
    for seed in range(20):
        other, rows, cols = permuted(problem, seed)
        differ += sorted((int(rows[i]), int(cols[j])) for i, j in solve_problem(other).pairs) != pairs
    return f"{differ} of 20 orders of the input give other pairs"


def least_cost(costs: np.ndarray, name: str, known: int) -> float:
    """The ratio to SciPy's assignment; ends the program when the cost is not the one known."""
    problem = Problem.of(-costs)
    solution = solve_problem(problem)
    if -solution.value["score"] != known or not verify(problem, solution):
        raise SystemExit(f"{name}: {solution.value} is not the optimum {known}")
    return median(lambda: solve_problem(problem)) / median(lambda: linear_sum_assignment(costs))


def look_alikes() -> str:
    worst = 0.0
    for n in OR_LIBRARY:
        costs = an_assignment(n)
        worst = max(worst, least_cost(costs, f"look-alike {n}", int(costs[linear_sum_assignment(costs)].sum())))
    return f"values agree for n = 100..800; at most {worst:.1f} x assignment"


def or_library() -> str:
    folder = Path(os.environ.get("OR_LIBRARY", ""))
    files = {n: folder / f"assign{n}.txt" for n in OR_LIBRARY if (folder / f"assign{n}.txt").is_file()}
    if "OR_LIBRARY" not in os.environ or not files:
        return "left out: put assign100.txt to assign800.txt into a folder and name it in OR_LIBRARY"
    ratios = [least_cost(assignment_in(file), file.name, OR_LIBRARY[n]) for n, file in files.items()]
    return f"published optima reached for {', '.join(map(str, files))}; at most {max(ratios):.1f} x assignment"


def seats_in_circles() -> str:
    scores, feasible = a_pool(60, 15, seed=2)
    begun = time.perf_counter()
    found = circles(scores, feasible, time_limit=30)
    seconds = time.perf_counter() - begun
    return f"{seconds:.2f} s, {found.status}, {len(found.circles)} circles, {len(found.alone)} alone"


QUICK: dict[str, Callable[[], str]] = {
    "plain-1000": lambda: beside(a_problem(1000, quotas=False)),
    "quotas-150": lambda: beside(a_problem(150)),
    "quotas-1000": lambda: beside(a_problem(1000)),
    "max-min-1000": lambda: beside(a_problem(1000, quotas=False, stages=WORST_FIRST)),
    "max-min-quotas-1000": lambda: beside(a_problem(1000, stages=WORST_FIRST)),
    "max-min-costly-1000": lambda: beside(a_problem(1000, seed=5, stages=WORST_FIRST)),
    "rematch-1000": once_more,
    "explain-1000": explaining,
    "look-alikes": look_alikes,
    "or-library": or_library,
    "permutations": permutations,
    "scoring-5000": scoring,
    "circles-60": seats_in_circles,
}
LARGE: dict[str, Callable[[], str]] = {
    "plain-3000": lambda: beside(a_problem(3000, quotas=False)),
    "square-3000": lambda: beside(Problem.of(*a_pool(3000, 3000, seed=1))),
    "square-5000": lambda: beside(Problem.of(*a_pool(5000, 5000, seed=1))),
    "plain-5000": lambda: beside(a_problem(5000, quotas=False)),
    "quotas-3000": lambda: beside(a_problem(3000)),
    "quotas-5000": lambda: with_memory(5000),
    "crossing-1000": crossing_quotas,
}


def measure() -> Iterator[tuple[str, str]]:
    """For `python -m benchmarks`: the quick cases, each with its figure beside its yardstick."""
    for name, case in QUICK.items():
        yield f"matching: {name}", case()


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
        print(f"{name:20} {case()}", flush=True)


if __name__ == "__main__":
    main()
