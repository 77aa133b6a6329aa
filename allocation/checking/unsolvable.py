"""Whether a solution that says "no match obeys all rules" has a reason for it: duals that prove it, or rules of the problem
it names. For `verify`; shares no code with the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allocation.checking.duality import Possible
from allocation.problem import Pair, Problem
from allocation.solution import Proof, Solution


def wrong_refutation(problem: Problem, solution: Solution) -> Iterator[str]:
    """A fault for everything wrong with a solution of status INFEASIBLE."""
    if solution.pairs or solution.value or solution.bound or solution.gap:
        yield "where there is no match there are no pairs, values, bounds and gap"
    if solution.unmatched != list(range(problem.shape[0])):
        yield "unmatched is wrong"
    conflict, proofs = solution.certificate.conflict, solution.certificate.proofs
    if not conflict:
        yield "nothing says why there is no solution"
    broken = _clashing(problem)
    for rule in conflict:
        if not _names(problem, rule, broken):
            yield f"the conflict {rule!r} is no rule and no clash of pins of this problem"
    if proofs and proofs[-1].kind == "infeasible":
        yield from [] if broken else _not_proven(problem, proofs[-1], conflict)


def _clashing(problem: Problem) -> list[Pair]:
    """The pinned pairs that break a rule by themselves or with others: a second mentor, too few seats, not feasible."""
    rows, cols = Counter(i for i, _ in problem.pins), Counter(j for _, j in problem.pins)
    return [
        (i, j) for i, j in problem.pins if rows[i] > 1 or cols[j] > int(problem.seats[j]) or not problem.feasible[i, j]
    ]


def _names(problem: Problem, rule: str, broken: list[Pair]) -> bool:
    """Whether this is the label of a quota or speaks of one who is in a clash of pins."""
    mentees, mentors = problem.keys
    people = {f"mentee {mentees[i]} " for i, _ in broken} | {f"mentor {mentors[j]} " for _, j in broken}
    labels = set() if broken else {side.label for side in problem.sides}
    return rule in labels or any(one in rule for one in people)


def _not_proven(problem: Problem, proof: Proof, conflict: tuple[str, ...]) -> Iterator[str]:
    possible = Possible(problem)
    duals = possible.duals(proof)
    possible.tight(proof, duals, possible.able)
    most = int(min(possible.rows.sum(), possible.high.sum()))
    lowest = sum(factor * possible.terms.extremes(term)[0] for factor, term in proof.terms) * most
    if possible.bound(duals) != proof.bound or proof.bound >= proof.grid * lowest:
        yield "the duals do not prove that nothing obeys the rules"
    priced = {side.label for side, price in zip(problem.sides, proof.multipliers, strict=False) if price > 0}
    if priced != set(conflict):
        yield "the conflict is not the one that the duals prove"
