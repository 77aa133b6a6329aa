"""Proposals: what the matchmaker suggests. A person approves; the solver alone activates nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from domain.lifecycles import ProposalState


@dataclass(frozen=True)
class Match:
    """One suggested pair with its score (0-100) and its strongest reasons in words, without names."""

    mentor: str
    mentee: str
    score: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """Somebody left over and, in words, what stood in the way."""

    code: str
    why: tuple[str, ...] = ()


Round = Literal["choices", "meetings"]


@dataclass(frozen=True)
class Proposal:
    """One order to the matchmaker and its answer.

    `pins` and `forbidden` are (mentor, mentee) codes by hand; `by_hand`: the pins and nobody else; `exception`: why a
    pin may break a rule, in the coordinator's words. `rounds` names what participants were asked before and is over;
    `asked_at` is when the round that runs began. `gap`: 0 when proven optimal, else how far the bound is.
    """

    id: str  # "match-1"
    number: int
    state: ProposalState
    ordered_at: datetime
    pins: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    by_hand: bool = False
    exception: str = ""
    rounds: tuple[Round, ...] = ()
    asked_at: datetime | None = None
    matches: tuple[Match, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    status: str = ""
    gap: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)
    solved_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str = ""

    @property
    def scope(self) -> str:
        return ""


def next_order(before: Proposal | None, number: int, at: datetime, **changes: Any) -> Proposal:
    """An order that carries on from the one before: pairs fixed and forbidden by hand, and the rounds that are over."""
    order = Proposal(f"match-{number}", number, ProposalState.ORDERED, at)
    kept = {name: getattr(before, name) for name in CARRIED_ON} if before else {}
    return replace(order, **kept | changes)


CARRIED_ON = ("pins", "forbidden", "exception", "rounds")
