"""Groups: who meets. Members with roles, what they agreed and what each plans. A pair is a mentor and a mentee.

A circle has one or two mentors and several mentees, a peer group has peers only. How groups are found is left to matching.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from domain.belonging import Audience, Code, Use, answer_to, answers_to, personal
from domain.extension import Extension
from domain.lifecycles import PairState
from domain.match.facts import Although, Reason
from domain.people import Away


class GroupKind(StrEnum):
    PAIR = "pair"
    CIRCLE = "circle"
    PEER_GROUP = "peer_group"


class MemberRole(StrEnum):
    """What somebody is in one group."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PEER = "peer"


# With fewer of a role a group is over: a circle of one mentee would be a pair.
LEAST: Mapping[GroupKind, Mapping[MemberRole, int]] = {
    GroupKind.PAIR: {MemberRole.MENTOR: 1, MemberRole.MENTEE: 1},
    GroupKind.CIRCLE: {MemberRole.MENTOR: 1, MemberRole.MENTEE: 2},
    GroupKind.PEER_GROUP: {MemberRole.PEER: 3},
}


@dataclass(frozen=True)
class Member:
    """Somebody's place in a group. `seat`: which of a mentor's seats a pair takes (1-3), 0 where seats are not counted.

    `left_at`: since when the group goes on without them; their place stays, so that what they said keeps its author.
    """

    code: Code
    role: MemberRole
    seat: int = 0
    left_at: datetime | None = None


@dataclass(frozen=True)
class Acceptance:
    """One member said yes to the proposed match."""

    by: Code
    at: datetime


@dataclass(frozen=True)
class Decline:
    """One member said no to the proposed match, or let it lapse (`reason` "no_answer")."""

    by: Code
    at: datetime
    reason: str = field(metadata=answer_to("proposed_match.reason", "by"))
    stays_in_pool: bool
    words: str = field(default="", metadata=answer_to("proposed_match.reason_words", "by"))


@dataclass(frozen=True)
class Agreement:
    """How the members will work together ("contracting"). It counts once all have signed by link.

    `authors` tells who gave each answer the words it has.
    """

    organiser: Code  # a role: whose turn it is when a date is missing, of several one after the other
    frequency: str = field(metadata=answer_to("agreement.frequency", "authors"))
    place: str = field(metadata=answer_to("agreement.place", "authors"))
    way_of_working: str = field(metadata=answer_to("agreement.way_of_working", "authors"))
    purpose: str = field(metadata=answer_to("agreement.purpose", "authors"))
    hopes: str = field(metadata=answer_to("agreement.hopes", "authors"))
    cancel_notice: str = field(metadata=answer_to("agreement.cancel_notice", "authors"))
    agenda_by: Code
    signed: tuple[Acceptance, ...] = ()
    authors: Mapping[Code, Code] = field(default_factory=dict)
    contact: str = field(default="", metadata=answer_to("agreement.contact", "authors"))


@dataclass(frozen=True)
class PlanRow:
    """One month of the mentoring plan (course card: after a template)."""

    month: int
    topics: str = field(metadata=answer_to("mentoring_plan.rows", "by", "about"))
    preparation: str = field(default="", metadata=answer_to("mentoring_plan.rows", "by", "about"))
    hoped_result: str = field(default="", metadata=answer_to("mentoring_plan.rows", "by", "about"))


@dataclass(frozen=True)
class OwnTopic:
    """A topic that is not on the list. `code` stands for it in reports, which keep no words of it; it is never given again."""

    code: Code  # "own-N01-2"
    words: str = field(metadata=answer_to("mentoring_plan.more_topics", "by", "about"))


@dataclass(frozen=True)
class MentoringPlan:
    """Goals and six months of topics (course card). Written by a mentee, in a pair also by the mentor; all see it.

    `topics`: those of the list (careers.TOPICS) that are planned, `own_topics` those beside it. `about`: whose plan it is,
    where somebody else wrote in it; each of a pair has a version of their own, so that none is lost when both write.
    """

    goals: str = field(metadata=answer_to("mentoring_plan.goals", "by", "about"))
    rows: tuple[PlanRow, ...]
    mentor_learns: str = field(metadata=answer_to("mentoring_plan.mentor_learns", "by", "about", "scope:mentor"))
    helped_if: str = field(metadata=answer_to("mentoring_plan.helped_if", "by", "about"))
    at: datetime
    by: Code = ""
    topics: tuple[Code, ...] = field(default=(), metadata=answer_to("mentoring_plan.topics", "by", "about", stays=True))
    own_topics: tuple[OwnTopic, ...] = ()
    about: Code = ""


@dataclass(frozen=True)
class Group:
    """Those who meet, in the order of their turns. Storage keeps `roster` in a table of its own (memberships)."""

    id: Code
    kind: GroupKind
    roster: tuple[Member, ...]
    state: PairState
    proposal: Code
    score: int = 0
    reasons: tuple[Reason | Although | str, ...] = field(  # a text is one that an older office wrote
        default=(), metadata=personal("scope", audience=Audience.REASON, use=Use.MATCHING)
    )
    offered_at: datetime | None = None  # while it is proposed: when it was approved
    accepted: tuple[Acceptance, ...] = ()
    declines: tuple[Decline, ...] = ()
    starts_on: date | None = None  # first day of mentoring, in the cohort's zone; windows are anchored to it
    activated_at: datetime | None = None
    agreement: Agreement | None = None
    plans: Mapping[Code, MentoringPlan] = field(default_factory=dict)  # by code
    contracts_kept: tuple[Code, ...] = ()  # re-contracting answers by "month:code"
    midterm: Mapping[Code, Mapping[str, Any]] = field(  # mid-term answers by code
        default_factory=dict, metadata=answers_to("midterm_check", whose="keys")
    )
    ended_at: datetime | None = None
    ended_because: Code = ""
    pauses: tuple[Away, ...] = ()  # agreed with the coordinator: meanwhile its clocks stand still
    extension: Extension | None = None  # the last that was proposed
    ends_on: date | None = None  # the last day, where all have agreed on a later one than that of the cohort

    @property
    def scope(self) -> str:
        return self.id

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The codes of those who meet, without whoever has left."""
        return tuple(member.code for member in self.roster if member.left_at is None)

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        """The codes of all who are or were in it."""
        return tuple(member.code for member in self.roster)

    def others(self, code: str) -> tuple[str, ...]:
        """Everybody but this one."""
        return tuple(other for other in self.members if other != code)

    def of_role(self, role: MemberRole) -> tuple[str, ...]:
        return tuple(member.code for member in self.roster if member.role is role and member.left_at is None)

    def role_of(self, code: str) -> MemberRole:
        """What somebody is or was in it."""
        return next(member.role for member in self.roster if member.code == code)

    @property
    def mentor(self) -> str:
        """The mentor of a pair: matching and offers speak of pairs only."""
        (code,) = self.of_role(MemberRole.MENTOR)
        return code

    @property
    def mentee(self) -> str:
        """The mentee of a pair: matching and offers speak of pairs only."""
        (code,) = self.of_role(MemberRole.MENTEE)
        return code

    @property
    def seat(self) -> int:
        """The seat of the mentor that a pair takes."""
        return next(member.seat for member in self.roster if member.role is MemberRole.MENTOR)

    def partner_of(self, code: str) -> str:
        """The other one of a pair."""
        return self.mentor if code == self.mentee else self.mentee

    def in_turn(self, number: int, role: MemberRole | None = None) -> tuple[str, ...]:
        """Those who see to session `number`, the one whose turn it is first: the mentees, unless they agreed otherwise.

        The turn goes round from session to session. With a `role`, those of that role; where nobody has it, everybody.
        """
        agreed = MemberRole(self.agreement.organiser) if self.agreement else MemberRole.MENTEE
        order = self.of_role(role or agreed) or self.members
        first = (number - 1) % len(order)
        return order[first:] + order[:first]

    def goes_on_without(self, code: str) -> bool:
        """Whether enough are left to meet when this one leaves."""
        left = Counter(one.role for one in self.roster if one.left_at is None and one.code != code)
        return all(left[role] >= least for role, least in LEAST[self.kind].items())

    def without(self, code: str, at: datetime) -> "Group":
        """The group after this one has left and the others go on."""
        roster = tuple(replace(one, left_at=at) if one.code == code else one for one in self.roster)
        return replace(self, roster=roster)

    def has_accepted(self, code: str) -> bool:
        return any(acceptance.by == code for acceptance in self.accepted)

    def has_declined(self, code: str) -> bool:
        return any(decline.by == code for decline in self.declines)

    def has_signed(self, code: str) -> bool:
        return self.agreement is not None and any(signature.by == code for signature in self.agreement.signed)

    @property
    def without_a_plan(self) -> tuple[str, ...]:
        """The mentees who have not written theirs."""
        return tuple(code for code in self.of_role(MemberRole.MENTEE) if code not in self.plans)

    @property
    def plans_that_stand(self) -> tuple[MentoringPlan, ...]:
        """The plans by which they go: of a pair the version that was written last, of several each one's own."""
        written = sorted(self.plans.values(), key=lambda plan: plan.at, reverse=True)
        return tuple(written[:1] if self.kind is GroupKind.PAIR else written)

    def plan_for(self, code: str) -> MentoringPlan | None:
        """The plan by which one of them goes, as it stands; None when nobody has written one."""
        return next(iter(self.plans_that_stand), None) if self.kind is GroupKind.PAIR else self.plans.get(code)

    @property
    def all_signed(self) -> bool:
        """The agreement stands: everybody has signed it."""
        return all(map(self.has_signed, self.members))


def pair_of(id: str, mentor: str, mentee: str, state: PairState, proposal: str, seat: int = 1, **more: Any) -> Group:
    """The group of a mentor and a mentee; `seat` is the mentor's seat it takes. The mentee's turn comes first."""
    roster = (Member(mentee, MemberRole.MENTEE), Member(mentor, MemberRole.MENTOR, seat))
    return Group(id, GroupKind.PAIR, roster, state, proposal, **more)
