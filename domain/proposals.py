"""Proposals: what the matchmaker suggests. A person approves; the solver alone activates nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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


@dataclass(frozen=True)
class Proposal:
    """One order to the matchmaker and its answer.

    `pins` and `forbidden` are (mentor, mentee) codes by hand. `gap`: 0 when proven optimal, else how far the bound is.
    """

    id: str  # "match-1"
    number: int
    state: ProposalState
    ordered_at: datetime
    pins: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
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
