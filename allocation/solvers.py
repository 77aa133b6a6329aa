"""The one untyped edge: OR-Tools (network flow, CP-SAT) and SciPy (linear programmes) behind plain arrays and whole
numbers.

No other file imports ortools. Each function loads the solver it needs: together they take most of a second, which whoever
only states a problem should not pay. CP-SAT runs with one worker and `max_lp`, the only setting that proves such cores (its
own portfolio of one or two workers has no full linear relaxation) and repeats itself exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from allocation.clock import late, left, within
from allocation.problem import Bools, Ints

Terms = tuple[Ints, Ints]
"""Positions and whole-number factors of a linear expression."""


@dataclass(frozen=True, eq=False)
class Row:
    """least <= sum(factor[k] * x[place[k]]) <= most, over yes/no unknowns."""

    places: Ints
    factors: Ints
    least: int
    most: int


@dataclass(frozen=True, eq=False)
class Found:
    """CP-SAT's answer: the unknowns (None without a solution), the value, and a bound that no solution beats."""

    status: Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN"]
    chosen: Bools | None
    value: int
    bound: int


def search(count: int, rows: Sequence[Row], weights: Ints, hint: Bools | None, seconds: float | None) -> Found:
    """Maximise weights over `count` yes/no unknowns subject to `rows`, proven unless the seconds run out (they count from
    here, so that building a large model takes its part); a hint may be shorter."""
    from ortools.sat.python import cp_model

    deadline, model, weighted_sum = within(seconds), cp_model.CpModel(), cp_model.LinearExpr.weighted_sum
    ceiling = int(weights[weights > 0].sum())
    if late(deadline):
        return Found("UNKNOWN", None, 0, ceiling)
    unknowns = [model.new_bool_var("") for _ in range(count)]
    for row in rows:
        if late(deadline):
            return Found("UNKNOWN", None, 0, ceiling)
        _add(model, weighted_sum, [unknowns[k] for k in row.places], row)
    if weights.any():
        model.maximize(weighted_sum(unknowns, weights.tolist()))
    if hint is not None:
        for unknown, value in zip(unknowns, hint.tolist(), strict=False):
            model.add_hint(unknown, value)
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.subsolvers.extend(["max_lp"])
    solver.parameters.random_seed = 1
    seconds = left(deadline)
    if seconds is not None:
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
    status = solver.status_name(solver.solve(model))
    if status not in ("OPTIMAL", "FEASIBLE"):
        return Found("INFEASIBLE" if status == "INFEASIBLE" else "UNKNOWN", None, 0, ceiling)
    chosen = np.fromiter((solver.boolean_value(unknown) for unknown in unknowns), bool, count)
    value = int(weights[chosen].sum())
    # The bound comes back as a float: widen it by what a float of this size may have lost.
    bound = (
        value if status == "OPTIMAL" else min(ceiling, int(solver.best_objective_bound + 1e-6 + abs(value) * 1e-15) + 1)
    )
    return Found("OPTIMAL" if bound <= value else "FEASIBLE", chosen, value, max(bound, value))


def _add(model: Any, weighted_sum: Any, unknowns: list[Any], row: Row) -> None:
    if bool((row.factors == 1).all()) and row.most == 1 and row.least in (0, 1):
        (model.add_exactly_one if row.least else model.add_at_most_one)(unknowns)
        return
    model.add_linear_constraint(weighted_sum(unknowns, row.factors.tolist()), row.least, row.most)


def flow(tails: Ints, heads: Ints, capacities: Ints, costs: Ints, supplies: Ints) -> Ints | None:
    """The cheapest flow that meets all supplies (negative: demands), per arc; None when there is none."""
    from ortools.graph.python import min_cost_flow

    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)
    network.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = network.solve()
    if status == network.OPTIMAL:
        return np.asarray(network.flows(np.arange(len(tails))), np.int64)
    if status == network.INFEASIBLE:
        return None
    raise OverflowError(f"the network solver refuses these costs ({status}): scale the scores down.")


def minimise(
    costs: Sequence[float], matrix: Any, limits: Any, box: Sequence[tuple[float, float]]
) -> list[float] | None:
    """A small linear programme, matrix @ x <= limits inside the box, by GLOP; None when it has no solution."""
    from ortools.linear_solver import pywraplp

    solver: Any = pywraplp.Solver.CreateSolver("GLOP")
    unknowns = [solver.NumVar(low, high, "") for low, high in box]
    for line, limit in zip(matrix.tolist(), limits.tolist(), strict=True):
        row = solver.Constraint(-solver.infinity(), limit)
        for unknown, factor in zip(unknowns, line, strict=True):
            row.SetCoefficient(unknown, factor)
    goal = solver.Objective()
    for unknown, cost in zip(unknowns, costs, strict=True):
        goal.SetCoefficient(unknown, cost)
    goal.SetMinimization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    return [unknown.solution_value() for unknown in unknowns]


def largest_matching(rows: Ints, cols: Ints, shape: tuple[int, int]) -> Ints:
    """A largest matching of the listed pairs (Hopcroft and Karp): each row's column, -1 without one."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    graph = csr_array((np.ones(len(rows), np.int8), (rows, cols)), shape=shape)
    return np.asarray(maximum_bipartite_matching(graph, perm_type="column"), np.int64)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The best fractional packing: how much of every group, what a person costs, and what each cut costs."""

    shares: npt.NDArray[np.float64]
    people: npt.NDArray[np.float64]
    cuts: npt.NDArray[np.float64]


def packed(members: Any, within: Any, weights: Ints, alone: int) -> Relaxed:
    """Pack weighted groups in fractions: everybody (a row of `members`) in one group or alone at the cost `alone`, and
    of the groups in each row of `within` at most one."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    count, columns = members.shape
    costs = np.concatenate([-weights.astype(float), np.full(count, float(alone))])
    answer: Any = linprog(
        costs,
        A_eq=hstack([members, eye_array(count)], format="csr"),
        b_eq=np.ones(count),
        A_ub=hstack([within, csr_array((within.shape[0], count))], format="csr") if within.shape[0] else None,
        b_ub=np.ones(within.shape[0]) if within.shape[0] else None,
        bounds=(0, None),
        method="highs",
    )
    prices, cut_prices = -np.asarray(answer.eqlin.marginals, float), -np.asarray(answer.ineqlin.marginals, float)
    return Relaxed(np.asarray(answer.x, float)[:columns], prices, cut_prices[: within.shape[0]])
