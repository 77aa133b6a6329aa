"""Messages: addressed copies of letters, the post. Says what is to be sent; notifications/ renders and sends it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from domain.belonging import Audience, Code, Kept, Use, personal
from domain.lifecycles import MessageState, SessionState

# Says when everything kept of somebody is deleted.
KEEPING_ENDS = "person/keeping_ends"
# Another address of somebody's: whether it is theirs, that it counts from now on, and to the old one that it counts no more.
CONFIRM_ADDRESS, ADDRESS_CHANGED, ADDRESS_MOVED = (
    "person/confirm_address",
    "person/address_changed",
    "person/address_moved",
)
# What somebody who has left still gets, and nothing else: the farewell, what takes their meetings off the calendar,
# the way to their page when they ask for it, what follows when they give another address, and the word that what is kept of
# them goes. Held by the agenda, the outbox and a law of the rehearsal.
FAREWELLS = frozenset(
    {
        "person/left",
        "person/gathering_left",
        "pair/date_cancelled",
        "group/date_cancelled",
        "person/new_link",
        KEEPING_ENDS,
        CONFIRM_ADDRESS,
        ADDRESS_CHANGED,
        ADDRESS_MOVED,
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
# What a coordinator writes by hand; all other letters have words of their own.
TO_ONE, TO_MANY = "person/message", "person/message_to_many"
BY_HAND = frozenset({TO_ONE, TO_MANY})
A_WORD = "pair/from_coordinator"  # their words in answer to a case
# Answers to what somebody has just done, what moves an entry in a calendar, and what a coordinator wrote, who is told when it
# leaves: they do not wait for another day, and are not the letter of theirs. Who is to be asked or told of anything else gets
# it in one letter (domain/post_plan.py).
AT_ONCE = (
    ENTRIES
    | FAREWELLS
    | BY_HAND
    | {
        A_WORD,
        "person/gathering_cancelled",
        "person/gathering_off_calendar",
        "person/link_renewed",
        "person/late_link",
        "person/address_left",
    }
) - {"person/gathering_reminder"}
# What a letter says of a session is true while it stands so; a letter that waits may be overtaken by what somebody told us.
WHILE = {
    "date_wanted": (SessionState.PLANNED,),
    "date_reminder": (SessionState.PLANNED,),
    "report_reminder": (SessionState.DATED,),
    "objective_wanted": (SessionState.DATED,),
    "objective_shared": (SessionState.DATED,),
    "missed_turn": (SessionState.MISSED,),
    "missed_both": (SessionState.MISSED,),
}
# A letter may quote what was told in confidence.
LETTER = personal("to", audience=Audience.COORDINATOR, use=Use.ADDRESS, kept=Kept.CONFIDENCE)


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
    `letter`: a file of notifications/letters without ".md". `reminder`: may be dropped when it comes to nothing.
    `wording`: what a coordinator wrote for it. `prompt`: it answers what its reader has just done. `rides_from`: it waits for
    a letter that goes to its reader anyway, and from then on may go along; by itself it leaves at `not_before`.
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
    prompt: bool = False
    rides_from: datetime | None = None

    @property
    def at_once(self) -> bool:
        return self.prompt or self.letter in AT_ONCE


@dataclass(frozen=True)
class Piece:
    """What of a letter stands in one that tells of several things. It stays as it was, whatever the letter was told with.
    `body`: Markdown, without the greeting, literal where people typed; `signature`: two lines; `page`: the reader's own page.
    """

    subject: str = field(metadata=LETTER)
    greeting: str = field(metadata=LETTER)
    because: str = field(metadata=LETTER)
    body: str = field(metadata=LETTER)
    signature: tuple[str, str] = field(metadata=LETTER)
    page: str = field(metadata=LETTER)
    language: Code
    attachments: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A letter as its reader will see it: text and HTML from one source, and the calendar entry that goes with it.

    `calendar` is an iTIP object (RFC 5546) with `calendar_method` REQUEST or CANCEL; `attachments` are ids of documents.
    `failure`: the letter could not be written; the message is parked with this sentence and the others go on. `tells`: of
    a list, what it tells of, as codes; None for every other letter.
    `piece`: what of it may stand in one letter with others; None for what always goes alone.
    """

    subject: str = field(metadata=LETTER)
    text: str = field(metadata=LETTER)
    html: str = field(metadata=LETTER)
    calendar: str = field(default="", metadata=LETTER)
    calendar_method: Code = ""
    attachments: tuple[Code, ...] = ()
    failure: str = field(default="", metadata=LETTER)
    tells: tuple[Code, ...] | None = None
    piece: Piece | None = None


# One letter of several, the leading one first; of one, what it was alone. Each has a piece.
Whole = Callable[[Sequence[Rendered]], Rendered]


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
    parts: tuple[int, ...] = ()  # the other letters that are told in it: what becomes of it becomes of them
