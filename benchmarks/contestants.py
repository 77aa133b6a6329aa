"""One solver on one stored problem, alone in its process: prints its time, the yardstick's time and what it found, as JSON.

Started by `benchmarks.rivals` as a plain script outside the project's folder, because a package named `matching` is
among the solvers. Every solver gets the scores as it likes them before the clock starts, and the same clock for the rest.
"""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

Pairs = list[tuple[int, int]]
Run = Callable[[], tuple[Pairs, bool]]
"""Solves the prepared problem; says whether the solver proves its pairs best."""
NEVER = 10**6
"""The cost of a pair that may not be, for solvers that know no such thing."""


def scipy(case: dict[str, np.ndarray], seconds: float) -> Run:
    costs = np.where(case["feasible"], case["scores"].astype(float), -NEVER)

    def run() -> tuple[Pairs, bool]:
        rows, cols = linear_sum_assignment(costs, maximize=True)
        return list(zip(rows.tolist(), cols.tolist(), strict=True)), True

    return run


def ours(case: dict[str, np.ndarray], seconds: float) -> Run:
    from allocation import Quota, solve

    rules = zip(case["members"], case["least"].tolist(), strict=True)
    quotas = [Quota(f"quota {k}", members, at_least=least) for k, (members, least) in enumerate(rules)]

    def run() -> tuple[Pairs, bool]:
        found = solve(case["scores"], case["feasible"], quotas=quotas, time_limit=seconds)
        return found.pairs, found.status == "OPTIMAL"

    return run


def munkres(case: dict[str, np.ndarray], seconds: float) -> Run:
    from munkres import Munkres

    costs = np.where(case["feasible"], -case["scores"].astype(int), NEVER).tolist()
    return lambda: (Munkres().compute(costs), True)


def gale_shapley(case: dict[str, np.ndarray], seconds: float) -> Run:
    from matching.games import HospitalResident

    scores, feasible = case["scores"].astype(int), case["feasible"]

    def ranked(table: np.ndarray, able: np.ndarray) -> dict[int, list[int]]:
        orders = np.argsort(-table, axis=1, kind="stable")
        return {i: [j for j in order.tolist() if able[i, j]] for i, order in enumerate(orders) if able[i].any()}

    mentees, mentors = ranked(scores, feasible), ranked(scores.T, feasible.T)

    def run() -> tuple[Pairs, bool]:
        game = HospitalResident.create_from_dictionaries(mentees, mentors, dict.fromkeys(mentors, 1))
        found = game.solve()
        return [(mentee.name, mentor.name) for mentor, given in found.items() for mentee in given], False

    return run


def cp_sat(case: dict[str, np.ndarray], seconds: float) -> Run:
    from ortools.sat.python import cp_model

    scores, (rows, cols) = case["scores"].astype(int), np.nonzero(case["feasible"])

    def run() -> tuple[Pairs, bool]:
        model = cp_model.CpModel()
        chosen = [model.new_bool_var("") for _ in rows]
        for labels in (rows, cols):
            order = np.argsort(labels, kind="stable")
            for places in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
                model.add_at_most_one(chosen[k] for k in places)
        for members, least in zip(case["members"], case["least"].tolist(), strict=True):
            model.add(sum(chosen[k] for k in np.flatnonzero(members[cols])) >= least)
        more = int(scores.max()) * len(scores) + 1
        model.maximize(cp_model.LinearExpr.weighted_sum(chosen, (more + scores[rows, cols]).tolist()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 2, seconds
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return [], False
        taken = [k for k, one in enumerate(chosen) if solver.boolean_value(one)]
        return list(zip(rows[taken].tolist(), cols[taken].tolist(), strict=True)), status == cp_model.OPTIMAL

    return run


CONTESTANTS = {"scipy": scipy, "ours": ours, "munkres": munkres, "gale-shapley": gale_shapley, "cp-sat": cp_sat}


def seconds_of(run: Callable[[], object]) -> float:
    """Median of five runs, or the first one where it takes long."""
    taken = []
    while not taken or (len(taken) < 5 and taken[0] < 2):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def report(name: str, file: Path, seconds: float) -> None:
    case = dict(np.load(file))
    run, yardstick = CONTESTANTS[name](case, seconds), scipy(case, seconds)
    found: list[tuple[Pairs, bool]] = []
    ours_or_theirs = seconds_of(lambda: found.append(run()))
    pairs = [pair for pair in found[-1][0] if case["feasible"][pair]]
    print(
        json.dumps(
            {
                "seconds": ours_or_theirs,
                "ratio": ours_or_theirs / seconds_of(yardstick),
                "matched": len(pairs),
                "score": int(sum(int(case["scores"][pair]) for pair in pairs)),
                "proven": found[-1][1],
            }
        )
    )


if __name__ == "__main__":
    # The Gale-Shapley package copies its players recursively, one inside the other.
    sys.setrecursionlimit(1_000_000)
    threading.stack_size(512 * 2**20)
    thread = threading.Thread(target=report, args=(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
    thread.start()
    thread.join()
