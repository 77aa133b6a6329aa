"""Lifecycles: the states of everything, and who may move it. Decides what may follow what, never when (domain/rules).

The letters say who moves: T time (a rule), A an answer, C the coordinator, B a bench (matchmaker, press, postman).
`docs/lifecycles.md` is generated from this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class Phase(StrEnum):
    """Where a cohort stands. On hold is a record (`Hold`), not a phase."""

    PREPARATION = "preparation"
    RECRUITMENT = "recruitment"
    MENTORING = "mentoring"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class ApplicationState(StrEnum):
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProposalState(StrEnum):
    ORDERED = "ordered"
    CHOOSING = "choosing"
    MEETING = "meeting"
    SOLVED = "solved"
    IMPOSSIBLE = "impossible"
    FAILED = "failed"
    APPROVED = "approved"
    DISCARDED = "discarded"


class PairState(StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACTIVE = "active"
    DISCARDED = "discarded"
    TURNED_DOWN = "turned_down"
    COMPLETED = "completed"
    ENDED = "ended"


class SessionState(StrEnum):
    PLANNED = "planned"
    DATED = "dated"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class InvitationState(StrEnum):
    """There is no "opened": mail scanners open links."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REVOKED = "revoked"


class MessageState(StrEnum):
    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    BOUNCED = "bounced"


class EscalationState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    LAPSED = "lapsed"


class DocumentState(StrEnum):
    ORDERED = "ordered"
    PRINTED = "printed"
    FAILED = "failed"


S = TypeVar("S", bound=StrEnum)


class IllegalMove(ValueError):
    """Somebody asked for a change that the lifecycle does not know."""


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """What may follow what: `table[before][after]` names who moves (any of T, A, C, B)."""

    name: str
    table: Mapping[S, Mapping[S, str]]

    def allows(self, before: S, after: S) -> bool:
        """Say whether `after` may follow `before`."""
        return after in self.table[before]

    def check(self, before: S, after: S) -> S:
        """Return `after`, or raise IllegalMove when it may not follow `before`."""
        if not self.allows(before, after):
            raise IllegalMove(f"{self.name}: {before.value} cannot become {after.value}")
        return after

    def is_final(self, state: S) -> bool:
        """Say whether nothing can follow `state`."""
        return not self.table[state]


COHORT = Lifecycle(
    "cohort",
    {
        Phase.PREPARATION: {Phase.RECRUITMENT: "T", Phase.CALLED_OFF: "C"},
        Phase.RECRUITMENT: {Phase.MENTORING: "TC", Phase.CALLED_OFF: "C"},
        Phase.MENTORING: {Phase.FOLLOW_UP: "T", Phase.CALLED_OFF: "C"},
        Phase.FOLLOW_UP: {Phase.CLOSED: "T", Phase.CALLED_OFF: "C"},
        Phase.CLOSED: {},
        Phase.CALLED_OFF: {},
    },
)

APPLICATION = Lifecycle(
    "application",
    {
        ApplicationState.SUBMITTED: {
            ApplicationState.SUBMITTED: "A",
            ApplicationState.INCOMPLETE: "C",
            ApplicationState.ACCEPTED: "CT",
            ApplicationState.WAITLISTED: "CT",
            ApplicationState.DECLINED: "C",
            ApplicationState.WITHDRAWN: "A",
        },
        # A coordinator can take any verdict back: until its letter has left nobody hears of it, afterwards by a letter.
        ApplicationState.INCOMPLETE: {
            ApplicationState.SUBMITTED: "A",
            ApplicationState.ACCEPTED: "C",
            ApplicationState.WAITLISTED: "C",
            ApplicationState.DECLINED: "CT",
            ApplicationState.WITHDRAWN: "A",
        },
        ApplicationState.WAITLISTED: {
            ApplicationState.INCOMPLETE: "C",
            ApplicationState.ACCEPTED: "C",
            ApplicationState.DECLINED: "CT",
            ApplicationState.WITHDRAWN: "A",
        },
        ApplicationState.ACCEPTED: {
            ApplicationState.INCOMPLETE: "C",
            ApplicationState.WAITLISTED: "TC",
            ApplicationState.DECLINED: "C",
            ApplicationState.WITHDRAWN: "A",
        },
        ApplicationState.DECLINED: {
            ApplicationState.INCOMPLETE: "C",
            ApplicationState.ACCEPTED: "C",
            ApplicationState.WAITLISTED: "C",
        },
        ApplicationState.WITHDRAWN: {},
    },
)

PROPOSAL = Lifecycle(
    "proposal",
    {
        ProposalState.ORDERED: {
            ProposalState.CHOOSING: "B",
            ProposalState.MEETING: "B",
            ProposalState.SOLVED: "B",
            ProposalState.IMPOSSIBLE: "B",
            ProposalState.FAILED: "B",
        },
        ProposalState.CHOOSING: {ProposalState.ORDERED: "T"},
        ProposalState.MEETING: {ProposalState.ORDERED: "T"},
        ProposalState.SOLVED: {ProposalState.APPROVED: "C", ProposalState.DISCARDED: "C"},
        ProposalState.IMPOSSIBLE: {ProposalState.DISCARDED: "C"},
        ProposalState.FAILED: {},
        ProposalState.APPROVED: {},
        ProposalState.DISCARDED: {},
    },
)

PAIR = Lifecycle(
    "pair",
    {
        PairState.PROPOSED: {PairState.OFFERED: "T", PairState.DISCARDED: "C"},
        PairState.OFFERED: {PairState.ACTIVE: "A", PairState.TURNED_DOWN: "AT", PairState.DISCARDED: "C"},
        PairState.ACTIVE: {PairState.COMPLETED: "T", PairState.ENDED: "CA"},
        PairState.DISCARDED: {},
        PairState.TURNED_DOWN: {},
        PairState.COMPLETED: {},
        PairState.ENDED: {},
    },
)

SESSION = Lifecycle(
    "session",
    {
        SessionState.PLANNED: {
            SessionState.DATED: "AC",
            SessionState.HELD: "AC",
            SessionState.MISSED: "TA",
            SessionState.CANCELLED: "CTA",
        },
        SessionState.DATED: {
            SessionState.DATED: "AC",
            SessionState.HELD: "AC",
            SessionState.MISSED: "TA",
            SessionState.CANCELLED: "CTA",
        },
        SessionState.MISSED: {
            SessionState.DATED: "AC",
            SessionState.HELD: "AC",
            SessionState.CANCELLED: "CTA",
        },
        SessionState.HELD: {SessionState.CANCELLED: "C"},  # the two told different stories: it did not take place
        SessionState.CANCELLED: {},
    },
)

INVITATION = Lifecycle(
    "invitation",
    {
        InvitationState.OPEN: {
            InvitationState.ANSWERED: "A",
            InvitationState.EXPIRED: "TC",
            InvitationState.REVOKED: "TAC",
        },
        InvitationState.ANSWERED: {
            InvitationState.ANSWERED: "A",
            InvitationState.OPEN: "T",
            InvitationState.EXPIRED: "T",
        },
        InvitationState.EXPIRED: {InvitationState.OPEN: "TC"},
        InvitationState.REVOKED: {},
    },
)

MESSAGE = Lifecycle(
    "message",
    {
        MessageState.DRAFT: {MessageState.QUEUED: "C", MessageState.DROPPED: "CB"},
        MessageState.QUEUED: {MessageState.SENDING: "B", MessageState.FAILED: "B", MessageState.DROPPED: "B"},
        MessageState.SENDING: {
            MessageState.SENT: "B",
            MessageState.RETRY: "B",
            MessageState.FAILED: "B",
            MessageState.BOUNCED: "B",
            MessageState.UNKNOWN: "B",
            MessageState.QUEUED: "B",
            MessageState.DROPPED: "B",
        },
        MessageState.RETRY: {MessageState.SENDING: "B", MessageState.DROPPED: "B"},
        MessageState.UNKNOWN: {
            MessageState.SENDING: "BC",
            MessageState.SENT: "C",
            MessageState.BOUNCED: "B",
            MessageState.DROPPED: "CB",
        },
        MessageState.SENT: {MessageState.BOUNCED: "B"},
        MessageState.FAILED: {MessageState.QUEUED: "C"},
        MessageState.DROPPED: {},
        MessageState.BOUNCED: {MessageState.QUEUED: "B", MessageState.DROPPED: "B"},
    },
)

ESCALATION = Lifecycle(
    "escalation",
    {
        EscalationState.OPEN: {
            EscalationState.ACKNOWLEDGED: "C",
            EscalationState.RESOLVED: "C",
            EscalationState.LAPSED: "T",
        },
        EscalationState.ACKNOWLEDGED: {
            EscalationState.ACKNOWLEDGED: "C",
            EscalationState.RESOLVED: "C",
            EscalationState.LAPSED: "T",
        },
        EscalationState.RESOLVED: {},
        EscalationState.LAPSED: {},
    },
)

DOCUMENT = Lifecycle(
    "document",
    {
        DocumentState.ORDERED: {DocumentState.PRINTED: "B", DocumentState.FAILED: "B"},
        DocumentState.FAILED: {DocumentState.ORDERED: "C"},
        DocumentState.PRINTED: {},
    },
)

LIFECYCLES = (COHORT, APPLICATION, PROPOSAL, PAIR, SESSION, INVITATION, MESSAGE, ESCALATION, DOCUMENT)
