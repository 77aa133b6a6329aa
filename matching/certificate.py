"""verify: an independent look at a solution. Counts rules and values anew and checks every proof with arithmetic alone.

Shares no code with the engine but the classes that carry the numbers. What rests on a search by CP-SAT, not on duals,
is named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.duality import Possible, largest
from matching.problem import Bools, Problem
from matching.solution import Proof, Solution


@dataclass(frozen=True)
class Verdict:
    """`faults`: what is wrong, empty for a correct solution. `by_search`: stages whose optimality rests on a completed
    search of a core instead of duals."""

    faults: tuple[str, ...]
    by_search: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.faults


def verify(problem: Problem, solution: Solution) -> Verdict:
    """Check pairs, values, bounds and certificate of a solution of this problem."""
    check = _Check(problem, solution)
    try:
        check.all()
    except ValueError as fault:
        check.faults.append(str(fault))
    return Verdict(tuple(check.faults), tuple(dict.fromkeys(check.by_search)))


class _Check:
    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.possible = Possible(problem)
        self.faults: list[str] = []
        self.by_search: list[str] = []
        self.flows = True
        """Whether what is left possible is still a network, so that later proofs by duals can be followed."""
        self.free = np.array([p for p in solution.pairs if p not in set(problem.pins)], np.int64).reshape(-1, 2)

    def all(self) -> None:
        solution = self.solution
        if solution.status == "INFEASIBLE":
            self._infeasible()
            return
        self._pairs()
        self._values()
        if self.faults:
            return
        for proof in solution.certificate.proofs:
            self._proof(proof)

    # -- pairs and values ---------------------------------------------------------------------------------------------

    def _pairs(self) -> None:
        problem, pairs = self.problem, self.solution.pairs
        rows = [i for i, _ in pairs]
        load = np.bincount([j for _, j in pairs], minlength=problem.shape[1])
        self._need(len(set(rows)) == len(rows), "a mentee has two mentors")
        self._need(bool((load <= problem.seats).all()), "a mentor has more mentees than seats")
        self._need(all(problem.feasible[pair] for pair in pairs), "a pair is not feasible")
        self._need(set(problem.pins) <= set(pairs), "a pinned pair is missing")
        self._need(sorted([*rows, *self.solution.unmatched]) == list(range(problem.shape[0])), "unmatched is wrong")
        matched, used = np.zeros(problem.shape[0], bool), load > 0
        matched[rows] = True
        for side in problem.sides:
            reached = int(side.rows[matched].sum() + side.cols[used].sum())
            self._need(reached >= side.least, f"quota {side.label} is missed by {side.least - reached}")

    def _values(self) -> None:
        solution, pairs = self.solution, self.solution.pairs
        wanted = {
            "matched": len(pairs),
            "score": sum(int(self.problem.scores[pair]) for pair in pairs),
            "changes": len(set(self.problem.keep) - set(pairs)),
        }
        for stage, value in solution.value.items():
            if stage in wanted:
                self._need(value == wanted[stage], f"the value of {stage} is {wanted[stage]}, not {value}")
            if solution.status == "OPTIMAL":
                self._need(solution.bound[stage] == value, f"{stage} is called optimal below its bound")

    # -- proofs -------------------------------------------------------------------------------------------------------

    def _proof(self, proof: Proof) -> None:
        match proof.kind:
            case "all":
                self._everybody(proof)
            case "flow" if self.flows:
                self._flow(proof)
            case "threshold" if self.flows:
                self._threshold(proof)
            case _:
                self.flows = False
                self.by_search.extend(proof.stages)

    def _everybody(self, proof: Proof) -> None:
        possible = self.possible
        rows, seats = int(possible.rows.sum()), int(possible.high.sum())
        self._need(proof.value == len(self.free) == min(rows, seats), "matched is not all there could be")
        if rows <= seats:
            possible.must |= possible.rows
        else:
            possible.low = possible.high.copy()

    def _flow(self, proof: Proof) -> None:
        """u, p and the multipliers are feasible, the bound is what they prove, and the value reaches it."""
        possible = self.possible
        duals = possible.duals(proof)
        tight = possible.tight(proof, duals, possible.able)
        bound = possible.bound(duals)
        weight = int(sum(possible.terms.weights(proof, slice(i, i + 1))[0, j] for i, j in self.free.tolist()))
        self._need(bound == proof.bound, f"the duals prove {bound}, not {proof.bound}")
        self._need(weight == proof.value, f"the pairs weigh {weight}, not {proof.value}")
        if self.solution.status == "OPTIMAL":
            left = bound - proof.grid * weight
            self._need(left < proof.grid or proof.searched, f"{proof.stages} is not proven")
            self._need(0 <= left <= max(proof.delta, proof.grid - 1), f"delta of {proof.stages} does not fit")
            if left >= proof.grid:
                self.by_search.extend(proof.stages)
            self._factors(proof)
            if left or not possible.narrow(duals, tight):
                self.flows = False

    def _factors(self, proof: Proof) -> None:
        """Joined stages are lexicographic: each factor exceeds what the later ones can add up to."""
        spread = 0
        for factor, term in reversed(proof.terms):
            self._need(factor > spread, f"the factor of {term} is too small")
            low, high = self.possible.terms.reach(term)
            spread += factor * max(1, self._pairs_most()) * (high - low)

    def _pairs_most(self) -> int:
        return int(min(self.possible.rows.sum(), self.possible.high.sum()))

    def _threshold(self, proof: Proof) -> None:
        """With only pairs above the value, somebody who must be matched cannot be, or the quotas ask too much."""
        possible = self.possible
        table = self.problem.scores if proof.stages == ("max_min",) else -possible.terms.ranks
        worst = min((int(table[i, j]) for i, j in self.free.tolist()), default=proof.value)
        self._need(worst == proof.value, f"the worst pair is {worst}, not {proof.value}")
        above = possible.able & (table > proof.value)
        if len(self.free) and self._covers(above):
            if proof.row_price is not None:
                duals = possible.duals(proof)
                possible.tight(proof, duals, above)
                self._need(possible.bound(duals) < 0, f"the duals do not prove that {proof.stages} is highest")
            elif self.problem.sides:
                self.by_search.extend(proof.stages)
            else:
                self.faults.append(f"{proof.stages[0]} could be better")
        possible.able &= table >= proof.value

    def _covers(self, able: Bools) -> bool:
        possible = self.possible
        rows, cols = np.nonzero(able & possible.must[:, None])
        if largest(rows, cols, possible.high, possible.must) < int(possible.must.sum()):
            return False
        rows, cols = np.nonzero(able & (possible.low > 0)[None, :])
        return largest(rows, cols, possible.low, possible.rows) == int(possible.low.sum())

    def _infeasible(self) -> None:
        proofs = self.solution.certificate.proofs
        if not proofs or proofs[-1].kind != "infeasible":
            self._need(bool(self.solution.certificate.conflict), "nothing says why there is no solution")
            self.by_search.append("infeasible")
            return
        proof, possible = proofs[-1], self.possible
        duals = possible.duals(proof)
        possible.tight(proof, duals, possible.able)
        lowest = sum(factor * possible.terms.reach(term)[0] for factor, term in proof.terms) * self._pairs_most()
        self._need(possible.bound(duals) < proof.grid * lowest, "the duals do not prove that nothing obeys the rules")

    def _need(self, holds: bool, fault: str) -> None:
        if not holds and fault not in self.faults:
            self.faults.append(fault)
