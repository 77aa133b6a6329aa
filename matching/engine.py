"""solve: the best pairs by stages, proven. Orders the steps; how a step is proven stands in `step` and its neighbours.

A stage is optimised within what the stages before left open; a last stage on the keys makes the answer independent of
the order of the input. `docs/matching.md` proves each step.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from matching.choice import NONE, Choice
from matching.core import first_pairs
from matching.cover import Pairs, cover, cover_all
from matching.measure import pin_conflicts, stage_value
from matching.network import Network
from matching.problem import Pair, Problem, Quota
from matching.solution import Certificate, Proof, Solution, Status, Value
from matching.solvers import Found
from matching.stages import Objective, objectives, outlook
from matching.step import Step, climb
from matching.thresholds import Threshold, highest
from matching.weights import Sum, Table, Tie, Weights, joined

TIE_BITS_FLOW = 40
TIE_BITS_SEARCH = 32
TIE_SEARCH_PAIRS_MAX = 30_000
BLOCKING_PAIRS_MAX = 150_000
"""Possible pairs up to which fewest blocking pairs are searched for; beyond, they are counted and left open."""
JOINED_MOST = 12

__all__ = ["Quota", "Solution", "solve", "solve_problem"]


def solve(
    scores: npt.ArrayLike,
    feasible: npt.ArrayLike | None = None,
    seats: npt.ArrayLike | None = None,
    *,
    pins: Iterable[Pair] = (),
    quotas: Iterable[Quota] = (),
    stages: Sequence[str] = ("matched", "score"),
    keep: Iterable[Pair] | None = None,
    keys: tuple[Sequence[str], Sequence[str]] | None = None,
    time_limit: float | None = None,
) -> Solution:
    """The best matching by `stages` in order, each within those before, ties broken by `keys`.

    `scores` (n mentees, m mentors), whole numbers, larger is better; `feasible` marks who may meet; `seats` per mentor
    (1 if left out); `pins` must be; `keep` are pairs to disturb least (stage `changes`); `time_limit` in seconds.
    ValueError: unusable input. TimeoutError: the time was up before any match that obeys all rules was found.
    """
    problem = Problem.of(scores, feasible, seats, pins=pins, quotas=quotas, stages=stages, keep=keep, keys=keys)
    return solve_problem(problem, time_limit)


def solve_problem(problem: Problem, time_limit: float | None = None) -> Solution:
    """`solve` for a problem already checked."""
    return _Run(problem, time_limit).solution()


class _Impossible(Exception):
    """No match obeys all rules; the labels say which contradict each other."""

    def __init__(self, conflict: Sequence[str]) -> None:
        self.conflict = tuple(conflict)


class _Run:
    """One run over the stages: what is still possible (a network, or else a choice), the best pairs, bounds, proofs."""

    def __init__(self, problem: Problem, time_limit: float | None) -> None:
        self.problem = problem
        self.started = time.perf_counter()
        self.deadline = None if time_limit is None else self.started + time_limit
        self.choice: Choice | None = None
        self.pairs: Pairs = (NONE, NONE)
        self.bound: dict[str, Value] = {}
        self.proofs: list[Proof] = []
        self.timings: dict[str, float] = {}
        self.open = False

    def solution(self) -> Solution:
        """Go through the stages; stop narrowing at the first one left unproven."""
        try:
            conflicts = pin_conflicts(self.problem)
            if conflicts:
                raise _Impossible(conflicts)
            self.network = Network.of(self.problem)
            self._climb_all(deque(objectives(self.problem)))
        except _Impossible as found:
            return self._answer("INFEASIBLE", found.conflict)
        return self._answer("FEASIBLE" if self.open else "OPTIMAL")

    def _climb_all(self, todo: deque[Objective]) -> None:
        if not self._match_all(todo) and not self._is_sum(todo):
            self._begin(self.network, (NONE, NONE))
        while todo and not self.open:
            begun, stage = time.perf_counter(), todo[0].stage
            if self._is_sum(todo):
                for _ in range(self._sum(self._leading_sums(todo))):
                    todo.popleft()
            else:
                self._narrow(todo.popleft(), todo)
            self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - begun
        if not self.open:
            begun = time.perf_counter()
            self._break_ties()
            self.timings["tie-break"] = time.perf_counter() - begun

    @staticmethod
    def _is_sum(todo: deque[Objective]) -> bool:
        return bool(todo) and todo[0].weights is not None

    @staticmethod
    def _leading_sums(todo: deque[Objective]) -> list[Objective]:
        leading: list[Objective] = []
        for objective in todo:
            if objective.weights is None or len(leading) == JOINED_MOST:
                break
            leading.append(objective)
        return leading

    # -- stages that are sums over pairs ------------------------------------------------------------------------------

    def _match_all(self, todo: deque[Objective]) -> bool:
        """Where everybody, or every seat, can be matched, `matched` needs no climbing: say so and do the next stages
        within it."""
        network = self.network
        if not todo or todo[0].stage != "matched":
            return False
        most = int(min(network.rows.sum(), network.high.sum()))
        if most == int(network.rows.sum()):
            certain = network.narrowed(network.able, network.rows, network.low, network.high)
        else:
            certain = network.narrowed(network.able, network.must, network.high, network.high)
        rest = deque(list(todo)[1:])
        sums = self._leading_sums(rest)
        weights, count = joined([_weights(objective) for objective in sums], most) if sums else (None, 0)
        first = first_pairs(certain, weights or Table(self.problem.scores))
        warm = cover(certain, *first) or cover_all(certain)
        if warm is None:
            return False
        if weights is None:
            if not self._begin(certain, warm):
                return False
            self.network = certain
        else:
            step = climb(self.problem, certain, weights, warm, self.deadline, first=first)
            if step.pairs is None:
                return False
        self.proofs.append(Proof(("matched",), "all", value=most, bound=most))
        if weights is not None:
            self._take(step, sums[:count], weights)
        for _ in range(1 + count):
            todo.popleft()
        return True

    def _begin(self, network: Network, warm: Pairs) -> bool:
        """Any match that obeys all rules, to have one in hand for stages that are no sums; says whether there is
        one."""
        step = climb(self.problem, network, Table(self.problem.scores), warm, self.deadline, any_will_do=True)
        if step.pairs is not None:
            self.pairs = step.pairs
        elif network is self.network:
            self.proofs.append(_proof(step, (), ((1, "score"),)))
            self._refuse(step)
        return step.pairs is not None

    def _sum(self, sums: list[Objective]) -> int:
        """Climb by as many stages at once as fit into one weight; says how many those were."""
        if self.choice is not None:
            self._search(self.choice, sums[0])
            return 1
        most = int(min(self.network.rows.sum(), self.network.high.sum()))
        weights, count = joined([_weights(objective) for objective in sums], most)
        step = climb(self.problem, self.network, weights, self.pairs, self.deadline)
        self._take(step, sums[:count], weights)
        return count

    def _take(self, step: Step, sums: list[Objective], weights: Sum) -> None:
        terms = tuple((factor, one.term) for one, (factor, _) in zip(sums, weights.parts, strict=True))
        self.proofs.append(_proof(step, tuple(dict.fromkeys(one.stage for one in sums)), terms))
        if step.status == "impossible":
            raise _Impossible(_conflict(step))
        if step.pairs is None:
            raise TimeoutError(
                "The time was up before any match that obeys all rules was found: allow more, or ease a quota."
            )
        self.pairs = step.pairs
        if step.status == "open":
            self.open = True
            self._leave_open(step, sums, weights)
            return
        network = step.next_network()
        if network is not None:
            self.network = network
        else:
            self.choice = step.next_choice(self.problem)

    def _refuse(self, step: Step) -> NoReturn:
        if step.status == "impossible":
            raise _Impossible(_conflict(step))
        raise TimeoutError(
            "The time was up before any match that obeys all rules was found: allow more, or ease a quota."
        )

    def _leave_open(self, step: Step, sums: list[Objective], weights: Sum) -> None:
        """Read from the bound of joined stages what each of them may still reach, given that those before are at their
        best."""
        left = step.bound
        most = int(min(self.network.rows.sum(), self.network.high.sum()))
        for k, (objective, (factor, part)) in enumerate(zip(sums, weights.parts, strict=True)):
            worst_after = sum(f * most * p.reach()[0] for f, p in weights.parts[k + 1 :])
            reachable = (left - worst_after) // factor
            got = int(part.at(*self.pairs).sum())
            self.bound[objective.stage] = outlook(self.problem, objective.stage, max(got, reachable))
            if reachable > got:
                return
            left -= factor * got

    def _search(self, choice: Choice, objective: Objective) -> None:
        weights = _weights(objective).at(choice.rows, choice.cols)
        found = choice.best(weights, choice.mark(*self.pairs), self._seconds())
        self._found(choice, found, objective.stage)
        if found.status == "OPTIMAL":
            self.choice = choice.winning(weights, found.value)
        else:
            self.bound[objective.stage] = outlook(self.problem, objective.stage, found.bound)

    def _found(self, choice: Choice, found: Found, stage: str) -> None:
        if found.chosen is not None:
            self.pairs = choice.rows[found.chosen], choice.cols[found.chosen]
        self.open = self.open or found.status != "OPTIMAL"
        self.proofs.append(Proof((stage,), "search", value=found.value, bound=found.bound, core=len(choice.rows)))

    # -- stages that are not ------------------------------------------------------------------------------------------

    def _narrow(self, objective: Objective, todo: deque[Objective]) -> None:
        if objective.stage == "blocking_pairs":
            self._fewest_blocking()
        else:
            table = objective.table
            assert table is not None
            found = highest(self.problem, self.network, self.choice, table, self.pairs, self.deadline)
            self._raise_threshold(objective.stage, found)
        todo.extendleft(reversed(objective.then(self.pairs)))

    def _raise_threshold(self, stage: str, found: Threshold) -> None:
        self.network, self.choice, self.pairs = found.network, found.choice, found.pairs
        self.proofs.append(Proof((stage,), "threshold", value=found.value, bound=found.bound))
        if found.value != found.bound:
            self.open = True
            self.bound[stage] = found.bound

    def _fewest_blocking(self) -> None:
        choice = self.choice
        if choice is None:
            rows, cols = np.nonzero(self.network.able)
            choice = Choice(self.problem, self.network, rows, cols)
        if int(self.problem.feasible.sum()) > BLOCKING_PAIRS_MAX:
            self.open = True
            self.bound["blocking_pairs"] = 0
            return
        found = choice.fewest_blocking(choice.mark(*self.pairs), self._seconds())
        self._found(choice, found, "blocking_pairs")
        self.choice = replace(choice, blocking=-found.value)
        if found.status != "OPTIMAL":
            self.bound["blocking_pairs"] = max(0, -found.bound)

    def _break_ties(self) -> None:
        """Among all best matchings, the one the keys choose: the same for every order of the input."""
        network, choice = self.network, self.choice
        if choice is None and network.sides and int(network.able.sum()) <= TIE_SEARCH_PAIRS_MAX:
            rows, cols = np.nonzero(network.able)
            choice = Choice(self.problem, network, rows, cols)
        if choice is not None:
            weights = Tie.of(self.problem, TIE_BITS_SEARCH).at(choice.rows, choice.cols)
            found = choice.best(weights, choice.mark(*self.pairs), self._seconds())
            if found.chosen is not None:
                self.pairs = choice.rows[found.chosen], choice.cols[found.chosen]
            return
        step = climb(self.problem, network, Tie.of(self.problem, TIE_BITS_FLOW), self.pairs, self.deadline, grid=1)
        if step.pairs is not None:
            self.pairs = step.pairs

    # -- the answer
    # -----------------------------------------------------------------------------------------------------

    def _seconds(self) -> float | None:
        return None if self.deadline is None else self.deadline - time.perf_counter()

    def _answer(self, status: Status, conflict: tuple[str, ...] = ()) -> Solution:
        problem = self.problem
        self.timings["total"] = time.perf_counter() - self.started
        certificate = Certificate(tuple(self.proofs), conflict)
        if status == "INFEASIBLE":
            return Solution([], list(range(problem.shape[0])), {}, {}, 0, status, certificate, self.timings)
        pairs = sorted([*problem.pins, *zip(self.pairs[0].tolist(), self.pairs[1].tolist(), strict=True)])
        matched = {i for i, _ in pairs}
        unmatched = [i for i in range(problem.shape[0]) if i not in matched]
        value = {stage: stage_value(problem, stage, pairs) for stage in problem.stages}
        bound, unproven = dict(value), False
        for stage in problem.stages:
            if unproven:
                bound[stage] = outlook(problem, stage, None)
            elif stage in self.bound:
                bound[stage], unproven = self.bound[stage], True
        return Solution(pairs, unmatched, value, bound, _gap(value, bound), status, certificate, self.timings)


def _weights(objective: Objective) -> Weights:
    assert objective.weights is not None
    return objective.weights


def _proof(step: Step, names: tuple[str, ...], terms: tuple[tuple[int, str], ...]) -> Proof:
    survey = step.survey
    if survey is None:
        return Proof(names, "search", value=step.value, bound=step.bound, core=step.core, searched=True)
    return Proof(
        names,
        "infeasible" if step.status == "impossible" else "flow",
        step.relaxation.grid,
        terms if step.relaxation.weights.reach() != (0, 0) else (),
        survey.u,
        survey.p,
        tuple(survey.multipliers.tolist()),
        step.value,
        survey.bound,
        step.delta,
        step.core,
        step.searched,
    )


def _conflict(step: Step) -> tuple[str, ...]:
    """The labels of the quotas whose multipliers prove the contradiction; all of them where a search found it."""
    sides = step.relaxation.network.sides
    if step.survey is None:
        return tuple(dict.fromkeys(side.label for side in sides))
    asked = [side.label for side, price in zip(sides, step.survey.multipliers, strict=True) if price > 0]
    return tuple(dict.fromkeys(asked))


def _gap(value: dict[str, Value], bound: dict[str, Value]) -> int:
    """The distance in the first stage that is not proven."""
    for stage, reached in value.items():
        best = bound[stage]
        if best != reached:
            return abs(best - reached) if isinstance(best, int) and isinstance(reached, int) else 1
    return 0
