"""Headway: what a run has won between two steps: what is possible, the best pairs so far, what is proven, what is left open.

Takes in what steps, searches and thresholds have found; decides nothing about what comes next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from allocation.clock import Deadline, left
from allocation.measure import count_blocking
from allocation.problem import Bools, Problem
from allocation.solution import Proof, Value
from allocation.solvers import Found
from allocation.solving.choice import NONE, Choice
from allocation.solving.closing import Step
from allocation.solving.cover import Pairs
from allocation.solving.joined import Sum
from allocation.solving.network import Network
from allocation.solving.proofs import conflict, step_proof, threshold_proof
from allocation.solving.stages import Objective, left_for, prospect, reachable
from allocation.solving.thresholds import Threshold

TOO_LATE = "The time was up before any match that obeys all rules was found: allow more, or ease a quota."


class Impossible(Exception):
    """No match obeys all rules; the labels say which contradict each other."""

    def __init__(self, rules: Sequence[str]) -> None:
        self.rules = tuple(rules)


@dataclass(eq=False)
class Headway:
    """`network` holds every matching still possible; where those are no network any more, `choice` does.

    `pairs` without the pinned ones; `bound` by stage for the stages left `open`; `deadline` by the clock of
    `time.perf_counter`.
    """

    problem: Problem
    network: Network
    deadline: Deadline = None
    choice: Choice | None = None
    pairs: Pairs = (NONE, NONE)
    bound: dict[str, Value] = field(default_factory=dict)
    proofs: list[Proof] = field(default_factory=list)
    open: bool = False

    def seconds(self) -> float | None:
        """What is left of the time."""
        return left(self.deadline)

    def most(self) -> int:
        """No matching has more pairs than this."""
        return most_pairs(self.network)

    def begin(self, step: Step) -> None:
        """Pairs to have in hand, the best by nothing. Impossible or TimeoutError without any."""
        if step.pairs is None:
            self.proofs.append(step_proof(step, (), ((1, "score"),)))
        self._hold(step)

    def take(self, step: Step, sums: Sequence[Objective], weights: Sum) -> None:
        """A climb by these sums joined into `weights`: its pairs, its proof, what it left possible or open."""
        terms = tuple((factor, one.term) for one, (factor, _) in zip(sums, weights.parts, strict=True))
        self.proofs.append(step_proof(step, tuple(dict.fromkeys(one.stage for one in sums)), terms))
        self._hold(step)
        if step.status == "open":
            self.open = True
            self._leave_open(step, sums, weights)
            return
        network = step.next_network()
        if network is not None:
            self.network = network
        else:
            self.choice = step.next_choice(self.problem)

    def _hold(self, step: Step) -> None:
        if step.pairs is not None:
            self.pairs = step.pairs
        elif step.status == "impossible":
            raise Impossible(conflict(step))
        else:
            raise TimeoutError(TOO_LATE)

    def _leave_open(self, step: Step, sums: Sequence[Objective], weights: Sum) -> None:
        """Read from the bound of joined stages what each of them may still reach, given that those before are at their
        best."""
        bound, most = step.bound, self.most()
        for k, (objective, (factor, part)) in enumerate(zip(sums, weights.parts, strict=True)):
            worst_after = sum(f * most * p.extremes()[0] for f, p in weights.parts[k + 1 :])
            total, got = (bound - worst_after) // factor, int(part.at(*self.pairs).sum())
            if total > got:
                self.bound[objective.stage] = reachable(self.problem, objective, self.pairs, total)
                return
            bound -= factor * got

    def search(self, choice: Choice, objective: Objective) -> None:
        """Make one sum best by searching the choice."""
        assert objective.weights is not None
        weights = objective.weights.at(choice.rows, choice.cols)
        chosen = choice.mark(*self.pairs)
        found = choice.best(weights, chosen, self.seconds())
        most = left_for(self.problem, objective, self.pairs)
        if most is not None:
            found = replace(found, bound=min(found.bound, most))
        found = _no_less(found, chosen, int(weights[chosen].sum()))
        self._found(choice, found, objective.stage)
        if found.status == "OPTIMAL":
            self.choice = choice.winning(weights, found.value)
        else:
            self.bound[objective.stage] = reachable(self.problem, objective, self.pairs, found.bound)

    def search_stability(self, choice: Choice) -> None:
        """Make the blocking pairs fewest by searching the choice, unless nobody blocks as it is."""
        chosen, blocking = choice.mark(*self.pairs), count_blocking(self.problem, self.pairs)
        found = Found("OPTIMAL", chosen, 0, 0)
        if blocking:
            found = _no_less(choice.fewest_blocking(chosen, self.seconds()), chosen, -blocking)
        self._found(choice, found, "blocking_pairs")
        self.choice = replace(choice, blocking=-found.value)
        if found.status != "OPTIMAL":
            self.bound["blocking_pairs"] = max(0, -found.bound)

    def _found(self, choice: Choice, found: Found, stage: str) -> None:
        if found.chosen is not None:
            self.pairs = choice.rows[found.chosen], choice.cols[found.chosen]
        self.open = self.open or found.status != "OPTIMAL"
        self.proofs.append(Proof((stage,), "search", value=found.value, bound=found.bound, core=len(choice.rows)))

    def raise_threshold(self, stage: str, found: Threshold) -> None:
        """Nothing below the threshold is possible any more."""
        self.network, self.choice, self.pairs = found.network, found.choice, found.pairs
        self.proofs.append(threshold_proof(stage, found))
        if found.value != found.bound:
            self.open = True
            ranked = stage == "rank_profile:generous"
            self.bound[stage] = (
                prospect(self.problem, stage, {-found.bound: 1}, len(self.pairs[0])) if ranked else found.bound
            )


def _no_less(found: Found, chosen: Bools, value: int) -> Found:
    """What was found, or the choice known before if that is better; proven where it reaches the bound."""
    if found.chosen is None or found.value < value:
        found = replace(found, chosen=chosen, value=value)
    bound = max(found.bound, found.value)
    return replace(found, bound=bound, status="OPTIMAL" if found.value == bound else "FEASIBLE")


def most_pairs(network: Network) -> int:
    """No matching of the network has more pairs than this."""
    return int(min(network.rows.sum(), network.high.sum()))
