"""Yardsticks for the engine that share no code with it: every matching enumerated, and SciPy's mixed-integer solver
(HiGHS)."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, kron, vstack

from allocation.problem import Problem, Quota


def enumerated(problem: Problem):
    """The best stage values over all matchings of a tiny problem, in the order of its stages; None when no matching
    obeys."""
    n, m = problem.shape
    best = None
    for mentors in product(range(-1, m), repeat=n):
        pairs = [(i, j) for i, j in enumerate(mentors) if j >= 0]
        if obeys(problem, pairs):
            worth = [worth_of(problem, stage, pairs) for stage in problem.stages]
            if best is None or worth > best:
                best = worth
    return best


def obeys(problem: Problem, pairs) -> bool:
    load = Counter(j for _, j in pairs)
    if any(load[j] > problem.seats[j] for j in load) or not set(problem.pins) <= set(pairs):
        return False
    if not all(problem.feasible[pair] for pair in pairs):
        return False
    for quota in problem.quotas:
        matched = {i for i, _ in pairs} if quota.on == "mentees" else set(load)
        count = sum(bool(quota.members[k]) for k in matched)
        if quota.at_least is not None and count < quota.at_least:
            return False
        if quota.at_most is not None and count > quota.at_most:
            return False
        if quota.share_at_least is not None and count < Fraction(str(quota.share_at_least)) * len(matched):
            return False
    return True


def worth_of(problem: Problem, stage: str, pairs):
    """Larger is better; comparable between matchings that share the values of the stages before."""
    scores = problem.scores
    match stage:
        case "matched":
            return len(pairs)
        case "score":
            return sum(int(scores[pair]) for pair in pairs)
        case "changes":
            return len(set(pairs) & set(problem.keep))
        case "max_min":
            free = [int(scores[pair]) for pair in pairs if pair not in problem.pins]
            return min(free, default=10**9)
        case "blocking_pairs":
            return -blocking(problem, pairs)
        case "rank_profile":
            return places(problem, pairs)
        case _:
            return [-count for count in reversed(places(problem, pairs))]


def places(problem: Problem, pairs) -> list[int]:
    counts = [0] * problem.shape[1]
    for i, j in pairs:
        better = [
            k for k in range(problem.shape[1]) if problem.feasible[i, k] and problem.scores[i, k] > problem.scores[i, j]
        ]
        counts[len(better)] += 1
    return counts


def blocking(problem: Problem, pairs) -> int:
    mentor, mentees = dict(pairs), {}
    for i, j in pairs:
        mentees.setdefault(j, []).append(i)
    count = 0
    for i, j in product(*map(range, problem.shape)):
        score = problem.scores[i, j]
        if not problem.feasible[i, j] or not problem.seats[j]:
            continue
        wants = i not in mentor or score > problem.scores[i, mentor[i]]
        given = mentees.get(j, [])
        wanted = len(given) < problem.seats[j] or any(score > problem.scores[k, j] for k in given)
        count += wants and wanted
    return count


def solved_by_highs(problem: Problem):
    """The values of the stages that are plain sums, one integer programme per stage; None when HiGHS finds no
    matching."""
    rows, cols = np.nonzero(problem.feasible)
    n, m, count = *problem.shape, len(rows)
    table, low, high = [], [], []

    def add(places, factors, least, most):
        line = np.zeros(count + m)
        line[places] = factors
        table.append(line)
        low.append(least)
        high.append(most)

    for i in range(n):
        add(np.flatnonzero(rows == i), 1, -np.inf, 1)
    for j in range(m):
        mine = np.flatnonzero(cols == j)
        line = np.append(mine, count + j)
        add(line, np.append(np.ones(len(mine)), -problem.seats[j]), -np.inf, 0)
        add(line, np.append(np.ones(len(mine)), -1), 0, np.inf)
    for i, j in problem.pins:
        place = np.flatnonzero((rows == i) & (cols == j))
        add(place, 1, 1, 1)
        if not len(place):
            return None
    for quota in problem.quotas:
        members = np.asarray(quota.members, float)
        for least, most, part in (
            (quota.at_least, None, members),
            (None, quota.at_most, members),
            (0 if quota.share_at_least is not None else None, None, members - float(quota.share_at_least or 0)),
        ):
            if least is None and most is None:
                continue
            line = np.zeros(count + m)
            if quota.on == "mentees":
                line[:count] = part[rows]
            else:
                line[count:] = part
            table.append(line)
            low.append(-np.inf if least is None else least - 1e-9)
            high.append(np.inf if most is None else most)
    weights = {"matched": np.ones(count), "score": problem.scores[rows, cols].astype(float)}
    weights["changes"] = np.array(
        [(i, j) in problem.keep for i, j in zip(rows.tolist(), cols.tolist(), strict=True)], float
    )
    values = []
    for stage in problem.stages:
        goal = np.concatenate([weights[stage], np.zeros(m)])
        found = milp(
            -goal,
            integrality=np.ones(count + m),
            bounds=(0, 1),
            constraints=LinearConstraint(csr_array(np.array(table)), low, high),
            options={"mip_rel_gap": 0},
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        values.append(round(-found.fun))
        table.append(goal)
        low.append(values[-1] - 1e-6)
        high.append(np.inf)
    return values


def cheapest_with_quotas(costs, quotas: list[Quota]) -> int:
    """The least cost at which every mentee has a mentor of one seat and the quotas (`at_least`, mentors) hold."""
    n, m = costs.shape
    used = kron(np.ones((1, n)), eye_array(m))
    members = csr_array(np.array([quota.members for quota in quotas], float))
    low = [*np.ones(n), *np.zeros(m), *(quota.at_least for quota in quotas)]
    high = [*np.ones(n + m), *(m for _ in quotas)]
    found = milp(
        costs.ravel().astype(float),
        integrality=np.ones(n * m),
        bounds=(0, 1),
        constraints=LinearConstraint(
            vstack([kron(eye_array(n), np.ones((1, m))), used, members @ used]).tocsr(), low, high
        ),
        options={"mip_rel_gap": 0},
    )
    assert found.status == 0, found.message
    return round(found.fun)


def gale_shapley(problem: Problem) -> list[tuple[int, int]]:
    """The pairs on which deferred acceptance settles: mentees ask, best mentor first; mentors keep the best so far."""
    scores, kept = problem.scores, {}
    asking = list(range(problem.shape[0]))
    wishes = {i: [j for j in np.argsort(-scores[i]).tolist() if problem.feasible[i, j]][::-1] for i in asking}
    while asking:
        i = asking.pop()
        while wishes[i]:
            j = wishes[i].pop()
            kept.setdefault(j, []).append(i)
            if len(kept[j]) <= problem.seats[j]:
                break
            least = min(kept[j], key=lambda k: scores[k, j])
            kept[j].remove(least)
            if least != i:
                asking.append(least)
                break
    return sorted((i, j) for j, mentees in kept.items() for i in mentees)


def most_even_meetings(possible, each: int, mentor_most: int) -> list[int]:
    """How many meetings each mentee can have, fewest first, when a first for anybody comes before a second for others."""
    n, m = possible.shape
    pays = np.tile(np.arange(each, 0, -1), n)  # a mentee's k-th meeting is worth less than another's one before it
    counted = kron(eye_array(n), np.ones((1, m))), -kron(eye_array(n), np.ones((1, each)))
    of_mentors = kron(np.ones((1, n)), eye_array(m)), csr_array((m, n * each))
    found = milp(
        np.concatenate([np.zeros(n * m), -pays]),
        constraints=[
            LinearConstraint(hstack(counted), 0, 0),
            LinearConstraint(hstack(of_mentors), -np.inf, mentor_most),
        ],
        bounds=Bounds(0, np.concatenate([possible.ravel().astype(int), np.ones(n * each)])),
        integrality=np.ones(n * m + n * each),
    )
    return sorted(np.rint(found.x[: n * m]).astype(int).reshape(n, m).sum(axis=1).tolist())
