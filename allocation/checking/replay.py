"""Replay: go through the proofs of a certificate in their order, each on what those before have left possible.

For `verify`; arithmetic alone, shares no code with the engine.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from allocation.checking.duality import Possible, covers
from allocation.checking.recount import blocking, no_better, without_proof
from allocation.checking.totals import Totals, staged
from allocation.checking.wellformed import TERMS
from allocation.problem import Bools, Problem
from allocation.solution import Proof, Solution, Value


def replay(problem: Problem, solution: Solution, by_search: list[str]) -> list[str]:
    """The faults of the proofs of a solution whose pairs and values are right; stages that rest on a search are added to
    `by_search`. ValueError: a proof that cannot be followed."""
    run = _Replay(problem, solution, by_search)
    run.all()
    return run.faults


class _Replay:
    """`todo`: the names of terms still to be proven, in order. `open`: a proof left its stage unproven, so that none may
    follow; `proven`: bounds its duals prove. `flows`: what is left possible is still a network, as later duals need."""

    def __init__(self, problem: Problem, solution: Solution, by_search: list[str]) -> None:
        self.problem, self.solution = problem, solution
        self.faults: list[str] = []
        self.by_search = by_search
        self.proven: dict[str, Value] = {}
        self.open, self.flows = False, True
        self.possible = Possible(problem)
        self.free = np.array(sorted(set(solution.pairs).difference(problem.pins)), np.int64).reshape(-1, 2)
        self.totals = Totals(self.possible, self.free)
        self.todo = deque(term for stage in problem.stages for term in self._terms(stage))

    def all(self) -> None:
        """Every proof, then what none of them spoke of."""
        for proof in self.solution.certificate.proofs:
            self._need(not self.open, "a proof follows one that was left open")
            self._proof(proof)
        self._need(not self.open or self.solution.status == "FEASIBLE", "a proof leaves open what is called optimal")
        self._unproven()

    def _terms(self, stage: str) -> list[str]:
        if stage == "rank_profile":
            return [f"{stage}#{k}" for k in range(1, 1 + int(self.possible.terms.ranks.max(initial=0)))]
        return [stage]

    def _next(self, stages: tuple[str, ...], count: int) -> list[str]:
        """The names of what comes next, which must belong to these stages; ValueError when it does not."""
        names = [self.todo[k] for k in range(min(count, len(self.todo)))]
        if len(names) != count or tuple(dict.fromkeys(name.partition("#")[0] for name in names)) != stages:
            raise ValueError("the proofs do not follow the stages asked for")
        return names

    def _done(self, count: int) -> None:
        for _ in range(count):
            self.todo.popleft()

    def _unproven(self) -> None:
        """Whatever no proof spoke of may claim no more than what holds without any."""
        left = {name.partition("#")[0] for name in self.todo}
        for stage in self.problem.stages:
            bound = self.solution.bound[stage]
            if stage not in left or no_better(stage, without_proof(self.problem, stage), bound):
                continue
            if stage in self.proven and no_better(stage, self.proven[stage], bound):
                continue
            self._need(self.open and stage in self.by_search, f"{stage} is not proven to be {bound} at best")

    # -- proofs -------------------------------------------------------------------------------------------------------

    def _proof(self, proof: Proof) -> None:
        match proof.kind:
            case "all":
                self._everybody(proof)
            case "threshold":
                self._threshold(proof)
            case "flow" if self.flows:
                self._flow(proof)
            case "search":
                self._search(proof)
            case _:
                raise ValueError(f"a proof of the kind {proof.kind!r} cannot stand here")

    def _search(self, proof: Proof) -> None:
        """A search is believed; that it speaks of these pairs and of what comes next is checked."""
        (name,) = self._next(proof.stages, 1)
        self.flows = False
        self.by_search.append(proof.stages[0])
        if name == "blocking_pairs":
            reached = -sum(blocking(self.problem, self.solution.pairs))
        else:
            if "#" not in name and name not in TERMS:
                raise ValueError(f"{name} is no sum that could be searched for")
            reached = self.totals.weight([(1, name)])
        self._need(proof.value == reached, f"the pairs weigh {reached}, not {proof.value}")
        self._need(proof.bound >= proof.value, f"the search for {name} has a bound below its value")
        self._close(proof.bound == proof.value)

    def _close(self, closed: bool) -> None:
        self.open = not closed
        self._done(int(closed))

    def _everybody(self, proof: Proof) -> None:
        self._next(proof.stages, 1)
        possible = self.possible
        rows, seats = int(possible.rows.sum()), int(possible.high.sum())
        reached = proof.stages == ("matched",) and proof.value == proof.bound == len(self.free) == min(rows, seats)
        self._need(reached, "matched is not all there could be")
        self._done(1)
        if rows <= seats:
            possible.must |= possible.rows
        else:
            possible.low = possible.high.copy()

    def _flow(self, proof: Proof) -> None:
        """u, p and the multipliers are feasible, the bound is what they prove, and the value reaches it."""
        possible = self.possible
        names = self._speaks_of(proof)
        duals = possible.duals(proof)
        tight = possible.tight(proof, duals, possible.able)
        bound, weight = possible.bound(duals), self.totals.weight(proof.terms)
        left = bound - proof.grid * weight
        self._need(bound == proof.bound, f"the duals prove {bound}, not {proof.bound}")
        self._need(weight == proof.value, f"the pairs weigh {weight}, not {proof.value}")
        self._need(0 <= left == proof.delta, f"delta of {proof.stages} does not fit")
        self.faults += self.totals.small_factors(proof)
        if left < proof.grid:
            self._done(len(names))
        elif proof.searched and self._called_proven(proof):
            self.by_search.extend(proof.stages)
            self._done(len(names))
        else:
            self._left_open(proof, bound // proof.grid)
        if left or not possible.narrow(duals, tight):
            self.flows = False

    def _speaks_of(self, proof: Proof) -> list[str]:
        """What the proof is about: its terms, or, where all weigh nothing, what comes next and weighs nothing."""
        if proof.terms:
            names = self._next(proof.stages, len(proof.terms))
            self._need(names == [term for _, term in proof.terms], "the proofs do not follow the stages asked for")
            return names
        names = self._next(proof.stages, len(proof.stages))
        self._need(all(self.possible.terms.extremes(name) == (0, 0) for name in names), f"{proof.stages} is not proven")
        return names

    def _called_proven(self, proof: Proof) -> bool:
        """Whether the search is said to have ended: more is proven after it, or its stages stand at their bounds."""
        value, bound = self.solution.value, self.solution.bound
        return proof is not self.solution.certificate.proofs[-1] or all(value[s] == bound[s] for s in proof.stages)

    def _left_open(self, proof: Proof, bound: int) -> None:
        """The parts this bound proves are done, the first that may be better is not. An unfinished search may claim more."""
        count, name, total = self.totals.part_by_part(proof, bound)
        self._done(count)
        self.open = name is not None
        if name is not None:
            self.proven[name] = staged(self.problem, name, total)
            stage, _, place = name.partition("#")
            self.by_search.extend(proof.stages if proof.searched else [stage] if place else [])

    def _threshold(self, proof: Proof) -> None:
        """With only pairs above the bound, somebody who must be matched cannot be, or the quotas ask too much."""
        (stage,) = self._next(proof.stages, 1)
        possible, generous = self.possible, stage == "rank_profile:generous"
        self._need(generous or stage == "max_min", f"{stage} has no threshold")
        table = -possible.terms.ranks if generous else self.problem.scores
        worst = min((int(table[i, j]) for i, j in self.free.tolist()), default=0)
        self._need(worst == proof.value <= proof.bound, f"the worst pair is {worst}, not {proof.value}")
        if len(self.free):
            self._highest(proof, possible.able & (table > proof.bound))
            possible.able &= table >= proof.value
        self._close(proof.bound == proof.value)
        if generous and not self.open:
            self.todo.extendleft(f"{stage}#{place}" for place in range(2, 1 - worst))
        if self.open:
            self.proven[stage] = None if generous else proof.bound

    def _highest(self, proof: Proof, above: Bools) -> None:
        if not self.flows:
            self.by_search.extend(proof.stages)
        elif not covers(self.possible, above):
            return
        elif proof.row_price is not None:
            self._need(not proof.terms, f"the proof of {proof.stages[0]} weighs pairs")
            duals = self.possible.duals(proof)
            self.possible.tight(proof, duals, above)
            self._need(self.possible.bound(duals) < 0, f"the duals do not prove that {proof.stages} is highest")
        elif self.problem.sides:
            self.by_search.extend(proof.stages)
        else:
            self.faults.append(f"{proof.stages[0]} could be better")

    def _need(self, holds: bool, fault: str) -> None:
        if not holds and fault not in self.faults:
            self.faults.append(fault)
