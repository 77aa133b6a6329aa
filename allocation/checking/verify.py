"""verify: an independent look at a solution. Counts rules and values anew and checks every proof with arithmetic alone.

Shares no code with the engine but the classes that carry the numbers. What rests on a search by CP-SAT, not on duals,
is named; what is called proven and has no proof is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allocation.checking.recount import wrong_claims, wrong_pairs
from allocation.checking.replay import replay
from allocation.checking.unsolvable import wrong_refutation
from allocation.checking.wellformed import unreadable
from allocation.problem import Problem
from allocation.solution import Solution

STATUSES = ("OPTIMAL", "FEASIBLE", "INFEASIBLE")


@dataclass(frozen=True)
class Verdict:
    """`faults`: what is wrong, empty for a correct solution. `by_search`: stages whose optimality rests on a completed
    search of a core instead of duals."""

    faults: tuple[str, ...]
    by_search: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.faults


def verify(problem: Problem, solution: Solution) -> Verdict:
    """Check pairs, values, bounds and certificate of a solution of this problem.

    Whatever is handed in, what is wrong with it comes back as faults and never as an exception.
    """
    faults: list[str] = []
    by_search: list[str] = []
    try:
        for looked_at in _looks(problem, solution, by_search):
            faults += looked_at
            if faults:
                break
    except ValueError as fault:
        faults.append(str(fault))
    except (TypeError, KeyError, IndexError, AttributeError, ArithmeticError) as unread:
        faults.append(f"the solution cannot be read: {unread}")
    return Verdict(tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(by_search)))


def _looks(problem: Problem, solution: Solution, by_search: list[str]) -> Iterator[Iterable[str]]:
    """One look after the other, each of use only where those before found nothing; `by_search` is added to."""
    proofs = solution.certificate.proofs
    if solution.status not in STATUSES:
        yield [f"the status {solution.status!r} is unknown"]
    yield [fault for proof in proofs for fault in unreadable(problem, proof)]
    if solution.status == "INFEASIBLE":
        by_search.extend([] if proofs and proofs[-1].kind == "infeasible" else ["infeasible"])
        yield wrong_refutation(problem, solution)
        return
    yield wrong_pairs(problem, solution)
    yield wrong_claims(problem, solution)
    yield replay(problem, solution, by_search)
