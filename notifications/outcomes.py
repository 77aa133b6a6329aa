"""Outcomes: what an SMTP conversation came to, as a word the outbox can act on. Talks to nobody.

sent           the server took it over
retry          nothing was taken over; try again later (4xx, no connection, an end before the final dot)
failed         this letter will never be taken (5xx at RCPT or DATA, an address or attachment that cannot be used)
configuration  no letter will be taken before somebody mends the settings (5xx at MAIL or AUTH, TLS): pause the queue
unknown        the conversation ended between the final dot and the reply (RFC 1047): perhaps taken, perhaps not
"""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal

Result = Literal["sent", "retry", "failed", "configuration", "unknown"]
# Where in the conversation a refusal came: the recipient and the letter are this letter's affair, the rest everybody's.
REFUSED: dict[str, Result] = {
    "connect": "configuration",
    "mail": "configuration",
    "rcpt": "failed",
    "data": "failed",
    "body": "failed",
}
TOO_BIG = 552  # may come at MAIL already (SIZE, RFC 1870) and is still only about this letter


@dataclass(frozen=True)
class Outcome:
    """What became of one parcel. `detail` is for the coordinator: the server's words, without the recipient's address."""

    parcel_id: int
    result: Result
    detail: str = ""


def of_reply(stage: str, code: int) -> Result:
    """The result of a refusal at this stage of the conversation."""
    if stage == "data" and 200 <= code < 300:
        return "sent"
    if code == TOO_BIG:
        return "failed"
    # 5xx is for ever; 4xx and replies that make no sense are for now.
    return REFUSED[stage] if 500 <= code < 600 else "retry"


def of_error(stage: str, error: Exception) -> Result:
    """The result of a conversation that broke off. `stage` "dot": the final dot was on its way."""
    if stage == "dot":
        return "unknown"
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError | UnicodeError):
        return "configuration"
    if isinstance(error, smtplib.SMTPResponseException):
        return of_reply(stage, int(error.smtp_code))
    return "retry"


def in_words(stage: str, error: Exception) -> str:
    """What went wrong, for a person: "connect: certificate verify failed", "data: 554 spam"."""
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{stage}: {error.smtp_code} {reply}"[:300]
    if isinstance(error, UnicodeError):  # its words would show the password
        return f"{stage}: host, user and password must be plain ASCII"
    reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    return f"{stage}: {type(error).__name__} {reason}".strip()[:300]
