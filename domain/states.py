"""States: the word for where something stands, as a person reads it. What may follow what is known to lifecycles.py."""

from domain.lifecycles import (
    ApplicationState,
    EscalationState,
    InvitationState,
    MessageState,
    PairState,
    Phase,
    ProposalState,
    SessionState,
)
from domain.people import Role
from domain.saying import Said, ours, say, sayings, together

PHASES = sayings(
    {
        Phase.PREPARATION: "preparation",
        Phase.RECRUITMENT: "recruitment",
        Phase.MENTORING: "mentoring",
        Phase.FOLLOW_UP: "follow up",
        Phase.CLOSED: "closed",
        Phase.CALLED_OFF: "called off",
    },
    context="cohort",
)
APPLICATIONS = sayings(
    {
        ApplicationState.SUBMITTED: "submitted",
        ApplicationState.INCOMPLETE: "incomplete",
        ApplicationState.ACCEPTED: "accepted",
        ApplicationState.WAITLISTED: "waitlisted",
        ApplicationState.DECLINED: "declined",
        ApplicationState.WITHDRAWN: "withdrawn",
    },
    context="application",
)
PROPOSALS = sayings(
    {
        ProposalState.ORDERED: "ordered",
        ProposalState.CHOOSING: "choosing",
        ProposalState.MEETING: "meeting",
        ProposalState.SOLVED: "solved",
        ProposalState.IMPOSSIBLE: "impossible",
        ProposalState.FAILED: "failed",
        ProposalState.APPROVED: "approved",
        ProposalState.DISCARDED: "discarded",
    },
    context="proposal",
)
PAIRS = sayings(
    {
        PairState.PROPOSED: "proposed",
        PairState.OFFERED: "offered",
        PairState.ACTIVE: "active",
        PairState.DISCARDED: "discarded",
        PairState.TURNED_DOWN: "turned down",
        PairState.COMPLETED: "completed",
        PairState.ENDED: "ended",
    },
    context="pair",
)
SESSIONS = sayings(
    {
        SessionState.PLANNED: "planned",
        SessionState.DATED: "dated",
        SessionState.HELD: "held",
        SessionState.MISSED: "missed",
        SessionState.CANCELLED: "cancelled",
    },
    context="session",
)
CASES = sayings(
    {
        EscalationState.OPEN: "open",
        EscalationState.ACKNOWLEDGED: "acknowledged",
        EscalationState.RESOLVED: "resolved",
        EscalationState.LAPSED: "lapsed",
    },
    context="case",
)
INVITATIONS = sayings(
    {
        InvitationState.OPEN: "open",
        InvitationState.ANSWERED: "answered",
        InvitationState.EXPIRED: "expired",
        InvitationState.REVOKED: "revoked",
    },
    context="form",
)
LETTERS = sayings(
    {
        MessageState.DRAFT: "waits for a look",
        MessageState.QUEUED: "waiting",
        MessageState.SENDING: "on its way",
        MessageState.SENT: "delivered",
        MessageState.RETRY: "tried again later",
        MessageState.FAILED: "failed",
        MessageState.UNKNOWN: "not sure whether it arrived",
        MessageState.DROPPED: "no longer needed",
        MessageState.BOUNCED: "came back",
    },
    context="letter",
)


def letter_named(letter: str) -> str:
    """What a kind of letter is called: "mentee/choose_reminder" is "Choose reminder"."""
    return Said(letter.partition("/")[2].replace("_", " ").capitalize(), context="letter")


ROLES = sayings({Role.MENTOR: "mentor", Role.MENTEE: "mentee"})
ROLES_MANY = sayings({Role.MENTOR: "mentors", Role.MENTEE: "mentees"})


def letter_and_role(letter: str) -> str:
    """The same, with the role where each role has a letter of its own: "Choose reminder (mentee)"."""
    role = letter.partition("/")[0]
    named = letter_named(letter)
    return say("{letter} ({role})", letter=named, role=ROLES[Role(role)]) if role in set(Role) else named


DOCUMENTS = sayings(
    {
        "certificate": "Certificate",
        "statement": "Statement",
        "agreement": "Agreement",
        "plan": "Plan",
        "handbook": "Handbook",
        "guide": "Guide",
        "evaluation": "Evaluation",
        "standards": "Evidence for the EMCC standards",
    }
)
"""By the kind of a document (documents/texts)."""
RECIPIENTS = sayings(
    {
        "mentor": "mentor",
        "mentee": "mentee",
        "pair": "pair",
        "group": "group",
        "person": "person",
        "coordinator": "coordinator",
    },
    context="to",
)
"""By the folder of a letter (notifications/letters)."""


def became(detail: str) -> str:
    """What became of a letter, as it is kept: texts of ours in English, which are their own ids, and after a colon a code or
    what a mail server said."""
    return together((ours(part) for part in detail.split(": ")), ": ") if detail else ""
