"""Messages: addressed copies of letters, the post. Says what is to be sent; notifications/ renders and sends it."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.belonging import Audience, Code, Kept, Use, personal
from domain.lifecycles import MessageState

# Says when everything kept of somebody is deleted.
KEEPING_ENDS = "person/keeping_ends"
# What somebody who has left still gets, and nothing else: the farewell, what takes their meetings off the calendar,
# the way to their page when they ask for it, and the word that what is kept of them goes. Held by the agenda, the outbox
# and a law of the rehearsal.
FAREWELLS = frozenset(
    {
        "person/left",
        "person/gathering_left",
        "pair/date_cancelled",
        "group/date_cancelled",
        "person/new_link",
        KEEPING_ENDS,
    }
)
# The way in for whoever runs a cohort. Its words go as soon as its link is used or too old.
SIGN_IN = "coordinator/sign_in"
# What somebody hears who gets, changes or loses a role at a desk. They are about the role and who gave it.
ROLE, ROLE_ENDED = "coordinator/role", "coordinator/role_ended"
# The list of all that waits, over all cohorts of its reader.
MORNING = "coordinator/today"
# To somebody whose short answer by mail was filled into its form, which is for them to send.
FILLED_IN = "person/answer_read"
# Letters that bring an entry for the calendar, or a newer one.
ENTRIES = frozenset(
    {
        "pair/date_set",
        "pair/objective_shared",
        "group/date_set",
        "person/gathering_noted",
        "person/gathering_reminder",
        "person/gathering_moved",
        "person/gathering_changed",
    }
)
# A letter may quote what was told in confidence.
LETTER = personal("to", audience=Audience.COORDINATOR, use=Use.ADDRESS, kept=Kept.CONFIDENCE)


# What a coordinator writes by hand; all other letters have words of their own.
TO_ONE, TO_MANY = "person/message", "person/message_to_many"
BY_HAND = frozenset({TO_ONE, TO_MANY})


@dataclass(frozen=True)
class Wording:
    """Words of a coordinator's in place of those of a letter, with placeholders for what differs between readers."""

    subject: str = field(metadata=LETTER)
    body: str = field(metadata=LETTER)
    by: Code


@dataclass(frozen=True)
class Message:
    """One letter to one person. `key` is the dedup key: the outbox takes it once.

    `invitation`: the form the letter links to; when that is no longer open a reminder is dropped instead of sent.
    `address`: one that is theirs no more and hears so; such a letter has no link that opens anything.
    `letter`: a file of notifications/letters without ".md". `reminder`: counts for the weekly limit and may be dropped.
    `wording`: what a coordinator wrote for it.
    """

    key: Code
    letter: Code
    to: Code
    about: Code
    scope: Code
    written_at: datetime
    not_before: datetime
    until: datetime
    state: MessageState = MessageState.QUEUED
    invitation: Code = ""
    reminder: bool = False
    address: str = field(default="", metadata=LETTER)  # "": the reader's own, of the moment at which it leaves
    wording: Wording | None = None


@dataclass(frozen=True)
class Rendered:
    """A letter as its reader will see it: text and HTML from one source, and the calendar entry that goes with it.

    `calendar` is an iTIP object (RFC 5546) with `calendar_method` REQUEST or CANCEL; `attachments` are ids of documents.
    `failure`: the letter could not be written; the message is parked with this sentence and the others go on. `tells`: of
    a list, what it tells of, as codes; None for every other letter.
    """

    subject: str = field(metadata=LETTER)
    text: str = field(metadata=LETTER)
    html: str = field(metadata=LETTER)
    calendar: str = field(default="", metadata=LETTER)
    calendar_method: Code = ""
    attachments: tuple[Code, ...] = ()
    failure: str = field(default="", metadata=LETTER)
    tells: tuple[Code, ...] | None = None


@dataclass(frozen=True)
class Parcel:
    """A message claimed from the outbox: everything the postman needs, nothing to look up.

    `mime` is empty until it was built once; `message_id` is deterministic, so that a second copy can be told.
    `hold_unknown`: after an unclear outcome a person decides (certificates, decisions) instead of sending again.
    """

    id: int
    cohort: str
    key: str
    to: str  # the reader's code
    to_name: str
    to_email: str
    reply_name: str
    reply_email: str
    rendered: Rendered
    written_at: datetime
    until: datetime
    attempts: int
    message_id: str
    mime: bytes = b""
    reminder: bool = False
    optional: bool = False
    hold_unknown: bool = False
    page: str = ""  # the personal page, for List-Unsubscribe of optional letters
    links: int = 1  # the generation of the reader's links
    token: str = ""  # by which we know this letter when it comes back; nobody else can make one
