"""The stages one after the other, each within what those before left possible. Orders the steps; how one is climbed and
proven stands in `climb`, `thresholds` and `choice`; `headway` holds what is won so far."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np

from allocation.clock import late
from allocation.measure import count_blocking, pin_conflicts
from allocation.problem import Problem
from allocation.solution import Proof, Solution
from allocation.solving.choice import Choice
from allocation.solving.climb import climb
from allocation.solving.cover import Pairs, cover, cover_all
from allocation.solving.first_pairs import first_pairs
from allocation.solving.headway import Headway, Impossible, most_pairs
from allocation.solving.network import Network
from allocation.solving.proofs import answer, no_answer
from allocation.solving.stability import stable, steep
from allocation.solving.stages import Objective, leading, objectives
from allocation.solving.thresholds import Threshold, highest
from allocation.solving.weights import Table, Tie

TIE_BITS_FLOW = 40
TIE_BITS_SEARCH = 32
BLOCKING_PAIRS_MAX = 150_000
"""Possible pairs up to which fewest blocking pairs are searched for; beyond, a nearly stable match is left
open."""


class Stagewise:
    """One run over the stages of a problem; `solution` is its only use."""

    def __init__(self, problem: Problem, time_limit: float | None, ties: bool = True) -> None:
        self.problem, self.ties = problem, ties
        self.started = time.perf_counter()
        self.deadline = None if time_limit is None else self.started + time_limit
        self.timings: dict[str, float] = {}
        self.todo = deque(objectives(problem))
        self.ties_broken = False

    def solution(self) -> Solution:
        """Go through the stages; stop narrowing at the first one left unproven."""
        proofs: list[Proof] = []
        try:
            conflicts = pin_conflicts(self.problem)
            if conflicts:
                raise Impossible(conflicts)
            self.now = Headway(self.problem, Network.of(self.problem), self.deadline, proofs=proofs)
            self._climb_all()
        except Impossible as found:
            self.timings["total"] = time.perf_counter() - self.started
            return no_answer(self.problem, proofs, found.rules, self.timings)
        self.timings["total"] = time.perf_counter() - self.started
        return answer(self.problem, self.now.pairs, proofs, self.now.bound, self.ties_broken, self.timings)

    def _climb_all(self) -> None:
        self._timed(self._begin)
        while self.todo and not self.now.open:
            self._timed(self._next)
        if not self.now.open and self.ties:
            self._timed(self._break_ties)

    def _timed(self, part: Callable[[], None]) -> None:
        stage, begun = self.todo[0].stage if self.todo else "tie-break", time.perf_counter()
        part()
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - begun

    # -- to begin with ------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Match everybody if that is possible; else have some match in hand for a first stage that is no sum."""
        if self.todo and self.todo[0].stage == "matched" and self._match_all():
            return
        if not self.todo or self.todo[0].weights is None:
            weights, nothing = Table(self.problem.scores), (np.zeros(0, np.int64), np.zeros(0, np.int64))
            self.now.begin(climb(self.problem, self.now.network, weights, nothing, self.deadline, any_will_do=True))

    def _match_all(self) -> bool:
        """Where everybody, or every seat, can be matched, `matched` needs no climbing: say so and do the next stages
        within it."""
        network, most = self.now.network, self.now.most()
        if most == int(network.rows.sum()):
            certain = network.narrowed(network.able, network.rows, network.low, network.high)
        else:
            certain = network.narrowed(network.able, network.must, network.high, network.high)
        proof = Proof(("matched",), "all", value=most, bound=most)
        following = deque(list(self.todo)[1:])
        # When time is limited, a match in hand comes first.
        if following and following[0].table is not None and most and not (certain.sides and self.deadline is not None):
            threshold = self._highest(certain, following, unknown=True)
            if threshold is None:
                return False
            self.now.proofs.append(proof)
            self.todo.popleft()
            self._raise_threshold(threshold)
            return True
        weights, count = leading(following, most)
        first = first_pairs(certain, weights or Table(self.problem.scores))
        warm = cover(certain, *first) or cover_all(certain)
        if warm is None:
            return False
        sought, any_will_do = weights or Table(self.problem.scores), weights is None
        step = climb(self.problem, certain, sought, warm, self.deadline, first=first, any_will_do=any_will_do)
        if step.pairs is None:
            return False
        self.now.proofs.append(proof)
        self.todo.popleft()
        if weights is None:
            self.now.begin(step)
            self.now.network = certain
        else:
            self.now.take(step, self._pop(count), weights)
        return True

    # -- one stage ----------------------------------------------------------------------------------------------------

    def _next(self) -> None:
        objective = self.todo[0]
        if objective.weights is not None:
            self._sum()
        elif objective.table is not None:
            threshold = self._highest(self.now.network, self.todo)
            assert threshold is not None
            self._raise_threshold(threshold)
        else:
            self.todo.popleft()
            self._fewest_blocking()

    def _sum(self) -> None:
        """Climb by as many stages at once as fit into one weight."""
        if self.now.choice is not None:
            self.now.search(self.now.choice, self.todo.popleft())
            return
        weights, count = leading(self.todo, self.now.most())
        assert weights is not None
        step = climb(self.problem, self.now.network, weights, self.now.pairs, self.deadline)
        self.now.take(step, self._pop(count), weights)

    def _highest(self, network: Network, todo: deque[Objective], unknown: bool = False) -> Threshold | None:
        """The threshold that comes first, climbed to together with the sums that follow it."""
        objective, following = todo[0], deque(list(todo)[1:])
        assert objective.table is not None
        # The generous profile inserts sums of its own, which depend on the threshold.
        then = leading(following, most_pairs(network))[0] if objective.stage == "max_min" else None
        pairs = None if unknown else self.now.pairs
        return highest(self.problem, network, self.now.choice, objective.table, pairs, self.deadline, then)

    def _raise_threshold(self, found: Threshold) -> None:
        objective = self.todo.popleft()
        self.now.raise_threshold(objective.stage, found)
        self.todo.extendleft(reversed(objective.then(found.pairs)))
        if not self.now.open and found.step is not None and found.weights is not None:
            self.now.take(found.step, self._pop(len(found.weights.parts)), found.weights)

    def _fewest_blocking(self) -> None:
        """Search from the most stable match at hand; none is needed where nobody blocks."""
        now, choice = self.now, self.now.choice or self._listed()
        starts = [now.pairs, *self._nearly_stable(choice)]
        now.pairs = min(starts, key=lambda pairs: count_blocking(self.problem, pairs))
        if count_blocking(self.problem, now.pairs) and int(self.problem.feasible.sum()) > BLOCKING_PAIRS_MAX:
            now.open = True
            now.bound["blocking_pairs"] = 0
        else:
            now.search_stability(choice)

    def _nearly_stable(self, choice: Choice) -> Iterator[Pairs]:
        greedy = stable(self.problem, choice.rows, choice.cols)
        if choice.allows(greedy):
            yield choice.rows[greedy], choice.cols[greedy]
        elif self.now.choice is None:
            for weights in steep(self.problem):
                if late(self.deadline):
                    break
                step = climb(self.problem, self.now.network, weights, self.now.pairs, self.deadline)
                if step.pairs is not None:
                    yield step.pairs

    def _break_ties(self) -> None:
        """Among all best matchings, the one the keys choose: the same for every order of the input."""
        now, network, choice = self.now, self.now.network, self.now.choice
        # With quotas a search may follow the flow, and it is quicker with smaller numbers.
        tie = Tie.of(self.problem, TIE_BITS_SEARCH if choice is not None or network.sides else TIE_BITS_FLOW)
        if choice is None:
            step = climb(self.problem, network, tie, now.pairs, self.deadline, grid=1)
            now.pairs, self.ties_broken = step.pairs or now.pairs, step.status == "proven"
            return
        found = choice.best(tie.at(choice.rows, choice.cols), choice.mark(*now.pairs), now.seconds())
        if found.chosen is not None:
            now.pairs = choice.rows[found.chosen], choice.cols[found.chosen]
        self.ties_broken = found.status == "OPTIMAL"

    def _listed(self) -> Choice:
        rows, cols = np.nonzero(self.now.network.able)
        return Choice(self.problem, self.now.network, rows, cols)

    def _pop(self, count: int) -> list[Objective]:
        return [self.todo.popleft() for _ in range(count)]
