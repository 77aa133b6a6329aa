"""What the engine answers: pairs, values, bounds and the certificate. Holds results; computes and checks nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from allocation.problem import Ints, Pair

Status = Literal["OPTIMAL", "FEASIBLE", "INFEASIBLE"]
Value = int | tuple[int, ...] | None
ENDLESS = 2**60
"""Beyond every weight, price and slack; still a whole number of 64 bits that may be added to one of them."""


@dataclass(frozen=True, eq=False)
class Proof:
    """What proves one step of the solution, over all pairs that the steps before left possible.

    `all`: nobody who could be matched is left, so no proof is needed. `flow`: duals. The weight w of a pair is the sum
    of factor * term (`terms`; a rank profile's k-th place is "rank_profile#k"); times `grid`, `row_price` u (not below
    0 where a mentee may stay alone), `col_price` p and `multipliers` (one per quota side still asking, not below 0)
    satisfy u[i] + p[j] >= w[i, j] + quota terms for every possible pair, so that no solution is worth more than
    `bound`. `delta`: pairs with a larger reduced cost cannot be in a solution as good as this; `searched`: CP-SAT went
    through the `core` of the others. `threshold`: no match keeps all pairs above `value`. `search`: CP-SAT alone.
    `infeasible`: duals whose bound is below what any match is worth.
    """

    stages: tuple[str, ...]
    kind: Literal["all", "flow", "threshold", "search", "infeasible"]
    grid: int = 1
    terms: tuple[tuple[int, str], ...] = ()
    row_price: Ints | None = None
    col_price: Ints | None = None
    multipliers: tuple[int, ...] = ()
    value: int = 0
    bound: int = 0
    delta: int = 0
    core: int = 0
    searched: bool = False


@dataclass(frozen=True, eq=False)
class Certificate:
    """One proof per step, in the order in which the steps narrowed the choice; `conflict` names rules when there is no
    solution."""

    proofs: tuple[Proof, ...] = ()
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Solution:
    """The answer of `solve`.

    `value` and `bound` by stage name (rank profiles are tuples: how many got their first, second, ... wish; None where
    nothing is there to be worst). `gap`: how far the first unproven stage may be from its best, 0 when all are proven
    (profiles: in the first place compared that differs). `ties_broken`: of all the best these are the pairs that the keys
    choose, whatever the order of the input; False when that was not asked for or the time was up before.
    """

    pairs: list[Pair]
    unmatched: list[int]
    value: dict[str, Value]
    bound: dict[str, Value]
    gap: int
    status: Status
    certificate: Certificate
    timings: dict[str, float] = field(default_factory=dict)
    ties_broken: bool = True
