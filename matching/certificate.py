"""verify: an independent look at a solution. Counts rules and values anew and checks every proof with arithmetic alone.

Shares no code with the engine but the classes that carry the numbers. What rests on a search by CP-SAT, not on duals,
is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.problem import Bools, Ints, Problem
from matching.solution import Proof, Solution

BLOCK = 256


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
    check.all()
    return Verdict(tuple(check.faults), tuple(dict.fromkeys(check.by_search)))


class _Check:
    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.faults: list[str] = []
        self.by_search: list[str] = []
        self.flows = True
        n, m = problem.shape
        self.able = problem.feasible.copy()
        self.rows, self.must = np.ones(n, bool), np.zeros(n, bool)
        self.low, self.high = np.zeros(m, np.int64), problem.seats.copy()
        self.used = np.zeros(m, bool)
        self.exact: list[tuple[Ints, Ints, int]] = []
        for i, j in problem.pins:
            self.rows[i], self.used[j] = False, True
            self.high[j] -= 1
            self.able[i] = False
        self.able[:, self.high <= 0] = False
        self.done = ~self.rows
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

    # -- proofs
    # ---------------------------------------------------------------------------------------------------------

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
        rows, seats = int(self.rows.sum()), int(self.high.sum())
        self._need(proof.value == len(self.free) == min(rows, seats), "matched is not all there could be")
        if rows <= seats:
            self.must |= self.rows
        else:
            self.low = self.high.copy()

    def _flow(self, proof: Proof) -> None:
        """u, p and the multipliers are feasible, the bound is what they prove, and the value reaches it."""
        u, p, prices = proof.row_price, proof.col_price, np.array(proof.multipliers, np.int64)
        assert u is not None
        assert p is not None
        sides = self._sides()
        self._need(len(sides) == len(prices) and bool((prices >= 0).all()), "a multiplier is negative or missing")
        if self.faults:
            return
        by_row = sum((x * rows for x, (rows, _, _) in zip(prices, sides, strict=True)), np.zeros(len(u), np.int64))
        gain = sum((x * cols for x, (_, cols, _) in zip(prices, sides, strict=True)), np.zeros(len(p), np.int64))
        slack_free = self._slack(proof, u, p, by_row)
        bound = self._bound(u, p, prices, gain, sides)
        weight = int(sum(self._weights(proof, slice(i, i + 1))[0, j] for i, j in self.free.tolist()))
        self._need(bound == proof.bound, f"the duals prove {bound}, not {proof.bound}")
        self._need(weight == proof.value, f"the pairs weigh {weight}, not {proof.value}")
        if self.solution.status == "OPTIMAL":
            left = bound - proof.grid * weight
            self._need(left < proof.grid or proof.searched, f"{proof.stages} is not proven")
            self._need(0 <= left <= max(proof.delta, proof.grid - 1), f"delta of {proof.stages} does not fit")
            if left >= proof.grid:
                self.by_search.extend(proof.stages)
            self._factors(proof)
            if left or not self._complementary(u, p, gain, slack_free, prices, sides):
                self.flows = False

    def _slack(self, proof: Proof, u: Ints, p: Ints, by_row: Ints) -> Bools:
        """Marks possible pairs without slack; a pair with negative slack is a fault."""
        tight = np.zeros_like(self.able)
        self._need(bool((u[self.rows & ~self.must] >= 0).all()), "a price of a mentee who may stay alone is negative")
        for start in range(0, len(u) if len(p) else 0, BLOCK):
            rows = slice(start, min(len(u), start + BLOCK))
            slack = (u - by_row)[rows, None] + p[None, :] - proof.grid * self._weights(proof, rows)
            self._need(not bool((slack < 0)[self.able[rows]].any()), "a possible pair has negative reduced cost")
            tight[rows] = self.able[rows] & (slack == 0)
        return tight

    def _bound(self, u: Ints, p: Ints, prices: Ints, gain: Ints, sides: list[tuple[Ints, Ints, int]]) -> int:
        total = sum(int(x) for x in u[self.rows])
        for j in range(len(p)):
            seats, low, extra = int(self.high[j]), int(self.low[j]), int(gain[j])
            gains = [0] * seats
            if extra > 0 and seats:
                gains[0] = extra
            elif extra < 0:
                gains = [-((-extra) // seats)] * seats if seats else []
            total += low * int(p[j]) + sum(gains[:low])
            total += sum(max(0, gains[k] + int(p[j])) for k in range(low, seats))
        return total - sum(int(x) * least for x, (_, _, least) in zip(prices, sides, strict=True))

    def _complementary(
        self, u: Ints, p: Ints, gain: Ints, tight: Bools, prices: Ints, sides: list[tuple[Ints, Ints, int]]
    ) -> bool:
        """Narrow to all matchings as good as this one; False when they are no network (a loss spread over several
        seats)."""
        spread = -((-gain) // np.maximum(self.high, 1))
        first, further = np.where(gain >= 0, gain, spread) + p, np.where(gain >= 0, 0, spread) + p
        low, high = self.low.copy(), self.high.copy()
        for j in np.flatnonzero(self.high > self.low).tolist():
            if low[j] == 0:
                if first[j] < 0:
                    high[j] = 0
                elif first[j] > 0:
                    low[j] = 1
            if high[j] > max(low[j], 1):
                if further[j] < 0:
                    high[j] = max(low[j], 1)
                elif further[j] > 0:
                    low[j] = high[j]
        if bool(((gain < 0) & (self.high > 1) & (low != high)).any()):
            return False
        self.exact += [(-r, -c, -least) for x, (r, c, least) in zip(prices, sides, strict=True) if x > 0]
        self.able, self.low, self.high = tight, low, high
        self.must = self.must | (self.rows & (u > 0))
        return True

    def _factors(self, proof: Proof) -> None:
        """Joined stages are lexicographic: each factor exceeds what the later ones can add up to."""
        pairs, spread = max(1, int(min(self.rows.sum(), self.high.sum()))), 0
        for factor, term in reversed(proof.terms):
            self._need(factor > spread, f"the factor of {term} is too small")
            low, high = self._reach(term)
            spread += factor * pairs * (high - low)

    def _reach(self, term: str) -> tuple[int, int]:
        """The least and the most a pair can count in this term, nothing included."""
        if term == "score":
            return min(0, int(self.problem.scores.min(initial=0))), max(0, int(self.problem.scores.max(initial=0)))
        if term == "changes":
            return 0, int(bool(self.problem.keep))
        return (-1, 0) if "generous" in term else (0, 1)

    def _threshold(self, proof: Proof) -> None:
        """With only pairs above the value, somebody who must be matched cannot be."""
        table = self.problem.scores if proof.stages == ("max_min",) else -self._ranks()
        worst = min((int(table[i, j]) for i, j in self.free.tolist()), default=proof.value)
        self._need(worst == proof.value, f"the worst pair is {worst}, not {proof.value}")
        if len(self.free) and self._covers(self.able & (table > proof.value)):
            if self.problem.sides:
                self.by_search.extend(proof.stages)
            else:
                self.faults.append(f"{proof.stages[0]} could be better")
        self.able &= table >= proof.value

    def _covers(self, able: Bools) -> bool:
        rows, cols = np.nonzero(able & self.must[:, None])
        if _largest(rows, cols, self.high, self.must) < int(self.must.sum()):
            return False
        rows, cols = np.nonzero(able & (self.low > 0)[None, :])
        return _largest(rows, cols, self.low, self.rows) == int(self.low.sum())

    # -- what the proofs speak about --------------------------------------------------------------------------------

    def _sides(self) -> list[tuple[Ints, Ints, int]]:
        """Quota sides, with people certain to be matched counted in advance; then those that have become equalities."""
        certain, used = self.must | self.done, self.used | (self.low > 0)
        sides = [(side.rows, side.cols, side.least) for side in self.problem.sides]
        counted = []
        for rows, cols, least in [*sides, *self.exact]:
            left = least - int(rows[certain].sum()) - int(cols[used].sum())
            counted.append((np.where(certain, 0, rows), np.where(used, 0, cols), left))
        return counted

    def _weights(self, proof: Proof, rows: slice) -> Ints:
        total = np.zeros((rows.stop - rows.start, self.problem.shape[1]), np.int64)
        for factor, term in proof.terms:
            total += factor * self._term(term, rows)
        return total

    def _term(self, term: str, rows: slice) -> Any:
        stage, _, place = term.partition("#")
        match stage:
            case "matched":
                return np.int64(1)
            case "score":
                return self.problem.scores[rows].astype(np.int64)
            case "changes":
                marks = np.zeros(self.problem.shape, np.int64)
                for pair in self.problem.keep:
                    marks[pair] = 1
                return marks[rows]
            case _:
                sign = 1 if stage == "rank_profile" else -1
                return sign * (self._ranks()[rows] == int(place)).astype(np.int64)

    def _ranks(self) -> npt.NDArray[np.int64]:
        if not hasattr(self, "_places"):
            scores, feasible = self.problem.scores.astype(np.int64), self.problem.feasible
            places = np.zeros(scores.shape, np.int64)
            for i in range(len(scores)):
                able = np.sort(scores[i][feasible[i]])
                places[i] = np.where(feasible[i], 1 + len(able) - np.searchsorted(able, scores[i], side="right"), 0)
            self._places = places
        return self._places

    def _infeasible(self) -> None:
        proofs = self.solution.certificate.proofs
        if not proofs or proofs[-1].kind != "infeasible":
            self._need(bool(self.solution.certificate.conflict), "nothing says why there is no solution")
            self.by_search.append("infeasible")
            return
        proof = proofs[-1]
        u, p, prices = proof.row_price, proof.col_price, np.array(proof.multipliers, np.int64)
        assert u is not None
        assert p is not None
        sides = self._sides()
        by_row = sum((x * rows for x, (rows, _, _) in zip(prices, sides, strict=True)), np.zeros(len(u), np.int64))
        gain = sum((x * cols for x, (_, cols, _) in zip(prices, sides, strict=True)), np.zeros(len(p), np.int64))
        self._need(bool((prices >= 0).all()), "a multiplier is negative")
        self._slack(proof, u, p, by_row)
        bound = self._bound(u, p, prices, gain, sides)
        lowest = sum(factor * self._reach(term)[0] for factor, term in proof.terms)
        lowest *= int(min(self.rows.sum(), self.high.sum()))
        self._need(bound < proof.grid * lowest, "the duals do not prove that nothing obeys the rules")

    def _need(self, holds: bool, fault: str) -> None:
        if not holds and fault not in self.faults:
            self.faults.append(fault)


def _largest(rows: Ints, cols: Ints, seats: Ints, people: Bools) -> int:
    """The size of a largest matching with these seats."""
    if not len(rows):
        return 0
    begins = np.concatenate([[0], np.cumsum(seats)])
    chairs = [
        (i, c) for i, j in zip(rows.tolist(), cols.tolist(), strict=True) for c in range(begins[j], begins[j + 1])
    ]
    pairs = np.array(chairs, np.int64).reshape(-1, 2)
    graph = csr_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(people), int(begins[-1])))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
