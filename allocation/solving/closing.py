"""What a step ends with: from a bound to a match that reaches it, by searching only the pairs that could matter."""

from __future__ import annotations

from dataclasses import dataclass

from allocation.clock import Deadline, late, left
from allocation.problem import Problem
from allocation.solution import ENDLESS
from allocation.solvers import Found
from allocation.solving.choice import Choice
from allocation.solving.cover import Pairs
from allocation.solving.network import Network
from allocation.solving.pricing import Survey
from allocation.solving.relaxation import Relaxation

FEW_PAIRS = 1_500
"""Among so few pairs one search through all that could matter is quicker than several that widen step by step."""
SEARCH_PAIRS_MAX = 400_000
"""CP-SAT needs some 3.5 kB per pair; a core beyond this is left open rather than searched."""


@dataclass(frozen=True, eq=False)
class Step:
    """What a step found: `pairs` without the pinned ones (None: nothing that obeys all rules), their value, the proof.

    `status`: "proven", "open" (time is up, or the core too large), "impossible". `delta` (times grid): pairs with more
    slack cannot be in a matching as good as this one; `searched`: CP-SAT went through the others. `bound` is a whole
    number no matching exceeds.
    """

    status: str
    relaxation: Relaxation
    pairs: Pairs | None
    value: int
    bound: int
    survey: Survey | None
    delta: int = 0
    core: int = 0
    searched: bool = False

    def next_network(self) -> Network | None:
        """The network of all matchings as good as this one; None when they do not form a network."""
        if self.survey is None or self.delta or self.survey.bound != self.relaxation.grid * self.value:
            return None
        return self.relaxation.narrowed(self.survey)

    def next_choice(self, problem: Problem) -> Choice:
        """All matchings as good as this one as a choice among the pairs within delta."""
        assert self.survey is not None
        relaxation = self.relaxation
        near = relaxation.survey(self.survey.multipliers, self.survey.p, self.delta)
        choice = Choice(problem, relaxation.network, near.rows, near.cols)
        return choice.winning(relaxation.weights.at(near.rows, near.cols), self.value)


def close_gap(
    problem: Problem,
    relaxation: Relaxation,
    survey: Survey,
    known: Pairs | None,
    deadline: Deadline,
    any_will_do: bool,
) -> Step:
    """Find a matching that reaches the bound among the pairs within delta, widening delta as far as the proof needs.

    `known`: a match that obeys all rules, where there is one.
    """
    grid = relaxation.grid
    pairs, value = known, 0 if known is None else int(relaxation.weights.at(*known).sum())
    bound = survey.bound // grid
    delta, searched, core = survey.bound - grid * bound, -1, 0
    few = int(relaxation.network.able.sum()) <= FEW_PAIRS
    while pairs is None or (not any_will_do and value < bound and survey.bound - grid * value > searched):
        near = relaxation.survey(survey.multipliers, survey.p, delta)
        everything = len(near.rows) == int(relaxation.network.able.sum())
        found = Found("UNKNOWN", None, 0, 0)
        if not late(deadline) and len(near.rows) <= SEARCH_PAIRS_MAX:
            choice = Choice(problem, relaxation.network, near.rows, near.cols)
            hint = None if pairs is None else choice.mark(*pairs)
            found = choice.best(relaxation.weights.at(near.rows, near.cols), hint, left(deadline))
        if found.chosen is not None and (pairs is None or found.value > value):
            pairs, value = (near.rows[found.chosen], near.cols[found.chosen]), found.value
        if found.status not in ("OPTIMAL", "INFEASIBLE"):
            # What a finished search has not found uses a pair with more slack than it looked at.
            bound = min(bound, max(value, (survey.bound - searched - 1) // grid))
            status = "open" if pairs is None or value < bound else "proven"
            slack = survey.bound - grid * value
            return Step(status, relaxation, pairs, value, bound, survey, slack, core, searched >= 0)
        searched, core = delta, len(near.rows)
        if everything and pairs is None:
            return Step("impossible", relaxation, None, 0, 0, None, core=core, searched=True)
        if everything:
            break
        wider = ENDLESS if few else max(4 * delta, grid)
        delta = wider if pairs is None else min(wider, survey.bound - grid * value)
    slack = survey.bound - grid * value
    return Step("proven", relaxation, pairs, value, value, survey, slack, core, searched >= 0)
