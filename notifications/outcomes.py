"""Outcomes: what an SMTP conversation came to, as a word the outbox can act on. Talks to nobody.

sent           the server took it over
retry          nothing was taken over; try again soon (4xx, no connection, an end before the final dot)
later          the reader's mailbox takes nothing for now: try again for days
gone           the reader's address takes nothing, today or later
blocked        the server takes nothing like this from us; too_big: nothing of this size. Several in a row pause the queue
failed         this letter will never be taken (an attachment that is missing, a content that is refused)
configuration  no letter will be taken before somebody mends the settings (5xx at MAIL or AUTH, TLS): pause the queue
unknown        the conversation ended between the final dot and the reply (RFC 1047): perhaps taken, perhaps not

What a refusal is about is told by refusals.py.
"""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal

from domain.saying import say
from notifications.refusals import TOO_BIG, is_about_the_mailbox, refused

Result = Literal["sent", "retry", "later", "gone", "blocked", "too_big", "failed", "configuration", "unknown"]


@dataclass(frozen=True)
class Outcome:
    """What became of one parcel. `detail` is for the coordinator: the server's words, without the recipient's address."""

    parcel_id: int
    result: Result
    detail: str = ""


def of_reply(stage: str, code: int, words: str) -> Result:
    """The result of a reply at this stage of the conversation."""
    if stage == "data" and 200 <= code < 300:
        return "sent"
    if not 500 <= code < 600:  # 4xx and replies that make no sense are for now
        return "later" if 400 <= code < 500 and is_about_the_mailbox(words) else "retry"
    # Recipient and letter are this letter's affair, what comes before them is everybody's.
    if stage in ("connect", "mail") and code != TOO_BIG:
        return "configuration"
    return refused(stage, code, words)


def of_error(stage: str, error: Exception) -> Result:
    """The result of a conversation that broke off. `stage` "dot": the final dot was on its way."""
    if stage == "dot":
        return "unknown"
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError | UnicodeError):
        return "configuration"
    if isinstance(error, smtplib.SMTPResponseException):
        return of_reply(stage, int(error.smtp_code), _reply(error))
    return "retry"


def in_words(stage: str, error: Exception) -> str:
    """What went wrong, for a person: "connect: certificate verify failed", "data: 554 spam"."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{stage}: {error.smtp_code} {_reply(error)}"[:300]
    if isinstance(error, UnicodeError):  # its words would show the password
        return f"{stage}: {say('host, user and password must be plain ASCII')}"
    reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    return f"{stage}: {type(error).__name__} {reason}".strip()[:300]


def _reply(error: smtplib.SMTPResponseException) -> str:
    return error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
