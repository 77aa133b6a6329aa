"""Proposals: what the matchmaker suggests. A person approves; the solver alone activates nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from domain.belonging import Code, answer_to
from domain.lifecycles import ProposalState
from domain.match.facts import LeftOver, MatchResult, ProposedPair

Round = Literal["choices", "meetings"]


@dataclass(frozen=True)
class Proposal:
    """One order to the matchmaker and its answer.

    `pins` and `forbidden` are (mentor, mentee) codes by hand; `by_hand`: the pins it was ordered with and nobody else;
    `exception`: why a pin may break a rule, in the coordinator's words. `rounds` names what participants were asked before and
    is over; `asked_at` is when the round that runs began. `result`: what the matchmaker answered; `failure`: why there is no
    answer.
    """

    id: Code  # "match-1"
    number: int
    state: ProposalState
    ordered_at: datetime
    pins: tuple[tuple[Code, Code], ...] = ()
    forbidden: tuple[tuple[Code, Code], ...] = ()
    by_hand: bool = False
    exception: str = field(default="", metadata=answer_to("review_proposal.exception", "decided_by"))
    rounds: tuple[Round, ...] = ()
    asked_at: datetime | None = None
    result: MatchResult | None = None
    failure: Code = ""
    solved_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: Code = ""

    @property
    def scope(self) -> str:
        return ""

    @property
    def matches(self) -> tuple[ProposedPair, ...]:
        """The pairs suggested; none while there is no answer, or no match."""
        return self.result.matches if self.result else ()

    @property
    def unmatched(self) -> tuple[LeftOver, ...]:
        """The mentees left over."""
        return self.result.unmatched if self.result else ()


def in_place_of(order: Proposal, earlier: Proposal) -> bool:
    """Whether somebody ordered this in the same breath as they discarded the one before."""
    discarded = earlier.state is ProposalState.DISCARDED and earlier.number + 1 == order.number
    return discarded and earlier.decided_at == order.ordered_at


def rounds_of(proposals: Iterable[Proposal]) -> int:
    """How often a match was proposed; what a person had otherwise, as often as they liked, is one with what it replaced."""
    by_number = {proposal.number: proposal for proposal in proposals}
    earlier = ((one, by_number.get(one.number - 1)) for one in by_number.values())
    return sum(before is None or not in_place_of(one, before) for one, before in earlier)


def next_order(before: Proposal | None, number: int, at: datetime, **changes: Any) -> Proposal:
    """An order that carries on from the one before: pairs fixed and forbidden by hand, and the rounds that are over."""
    order = Proposal(f"match-{number}", number, ProposalState.ORDERED, at)
    kept = {name: getattr(before, name) for name in CARRIED_ON} if before else {}
    return replace(order, **kept | changes)


CARRIED_ON = ("pins", "forbidden", "exception", "rounds")
