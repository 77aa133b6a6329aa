"""Pairs: one mentor and one mentee, what they agreed and what they plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain.lifecycles import PairState
from domain.match.facts import Although, Reason


@dataclass(frozen=True)
class Acceptance:
    """One side said yes to the proposed match."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Decline:
    """One side said no to the proposed match, or let it lapse (`reason` "no_answer")."""

    by: str
    at: datetime
    reason: str
    stays_in_pool: bool


@dataclass(frozen=True)
class Agreement:
    """How the two will work together ("contracting"). It counts once both have signed by link."""

    organiser: str  # "mentee" or "mentor": whose turn it is when a date is missing
    frequency: str
    place: str
    way_of_working: str
    purpose: str
    hopes: str
    cancel_notice: str
    agenda_by: str
    signed: tuple[Acceptance, ...] = ()


@dataclass(frozen=True)
class PlanRow:
    """One month of the mentoring plan (course card: after a template)."""

    month: int
    topics: str
    preparation: str = ""
    hoped_result: str = ""


@dataclass(frozen=True)
class MentoringPlan:
    """Goals and six months of topics (course card). Written by the mentee, seen by both."""

    goals: str
    rows: tuple[PlanRow, ...]
    mentor_learns: str
    helped_if: str
    at: datetime


@dataclass(frozen=True)
class Pair:
    """A mentor and a mentee. `number` counts pairs in the cohort; `seat` is the mentor's seat the pair occupies (1-3)."""

    id: str
    mentor: str
    mentee: str
    state: PairState
    proposal: str
    seat: int = 1
    score: int = 0
    reasons: tuple[Reason | Although | str, ...] = ()  # a text is one that an older office wrote
    offered_at: datetime | None = None
    accepted: tuple[Acceptance, ...] = ()
    decline: Decline | None = None
    starts_on: date | None = None  # first day of mentoring, in the cohort's zone; windows are anchored to it
    activated_at: datetime | None = None
    agreement: Agreement | None = None
    plan: MentoringPlan | None = None
    contracts_kept: tuple[str, ...] = ()  # re-contracting answers by "month:code"
    midterm: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # mid-term answers by code
    ended_at: datetime | None = None
    ended_because: str = ""

    @property
    def scope(self) -> str:
        return self.id

    @property
    def members(self) -> tuple[str, str]:
        return self.mentee, self.mentor

    def partner_of(self, code: str) -> str:
        """The other one's code."""
        return self.mentor if code == self.mentee else self.mentee

    @property
    def organiser(self) -> str:
        """The code of the one whose turn it is to propose a date: the mentee, unless they agreed otherwise."""
        return self.mentor if self.agreement and self.agreement.organiser == "mentor" else self.mentee

    def has_accepted(self, code: str) -> bool:
        return any(acceptance.by == code for acceptance in self.accepted)

    def has_signed(self, code: str) -> bool:
        return self.agreement is not None and any(signature.by == code for signature in self.agreement.signed)
