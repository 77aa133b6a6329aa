"""Incoming: reads a mail that somebody wrote to the office: which letter it names, who sends it, and their own words.

Values in, values out: whether a token is ours, and what follows from the words, is office/replies.py. Whatever a machine
sent by itself is told apart first (RFC 3834): it is never an answer, and never answered.
"""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from hashlib import sha256

from domain.text import clean_text
from notifications.bounces import addressed
from notifications.envelope import OWN_HEADER
from notifications.itip import CalendarAnswer, calendar_answer
from notifications.plain import in_plain_text

WORDS_MAX = 10_000  # characters; a longer mail ends with ELLIPSIS
ELLIPSIS = " […]"
BY_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply")
MACHINES_SAY = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "List-Id", "X-Loop", OWN_HEADER)
IN_BULK = ("bulk", "junk", "list", "auto_reply")
SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/calendar")


@dataclass(frozen=True)
class Incoming:
    """A mail. `mark`: the same for every copy of it; `tokens`: what may name the letter it answers, none when it names none;
    `sender`: the address it claims to come from; `words`: its text, with what it quotes; `files`: how many came along;
    `calendar`: what a calendar answers in it."""

    mark: str
    tokens: tuple[str, ...]
    sender: str
    words: str
    files: int
    is_automatic: bool
    calendar: CalendarAnswer | None = None


def read_mail(mail: bytes) -> Incoming:
    """What stands in a mail, however badly it is made: what cannot be read is left out."""
    message = message_from_bytes(mail, policy=policy.default)
    tokens = tuple(dict.fromkeys(addressed(message)))
    words = clean_text(_words(message))
    return Incoming(
        sha256(_header(message, "Message-ID").encode(errors="replace") or mail).hexdigest()[:16],
        tokens,
        parseaddr(_header(message, "From"))[1],
        words if len(words) <= WORDS_MAX else words[:WORDS_MAX] + ELLIPSIS,
        sum(_is_a_file(part) for part in message.walk()),
        _is_automatic(message),
        calendar_answer(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; "" when it is missing or cannot be parsed."""
    try:
        return str(message.get(name, ""))
    except (
        ValueError,
        IndexError,
        AttributeError,
        TypeError,
        KeyError,
    ):  # what the parser of headers meets in broken ones
        return ""


def _is_automatic(message: EmailMessage) -> bool:
    submitted = _header(message, "Auto-Submitted").strip().lower()
    by = parseaddr(_header(message, "From"))[1].partition("@")[0].lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or _header(message, "Precedence").strip().lower() in IN_BULK
        or _header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or by in BY_MACHINES
        or any(name in message for name in MACHINES_SAY)
    )


def _words(message: EmailMessage) -> str:
    try:
        body = message.get_body(("plain", "html"))
    except (AttributeError, KeyError, ValueError):
        return ""
    if body is None or body.is_multipart():
        return ""
    raw = body.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    text = _decoded(raw, body.get_content_charset("utf-8"))
    return in_plain_text(text) if body.get_content_type() == "text/html" else text


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, errors="replace")
    except LookupError:  # a charset that does not exist
        return raw.decode("utf-8", errors="replace")


def _is_a_file(part: EmailMessage) -> bool:
    """Whether this part is something to keep; neither the picture in a signature nor the seal of a mail is."""
    if part.is_multipart() or part.get_content_type() in SEALS:
        return False
    disposition = part.get_content_disposition()
    return disposition == "attachment" or (disposition != "inline" and part.get_content_maintype() != "text")
