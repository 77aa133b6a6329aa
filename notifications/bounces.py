"""Bounces: reads a delivery status notification (RFC 3464) and says by which tokens it names letters.

Whether a token is ours is checked by those who made it (office/links.py); nothing is decided here about people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.envelope import OWN_HEADER
from notifications.refusals import Blame, returned

NUMBER_AND_MARK = "([0-9]{1,18}-[0-9a-f]{32})"
CARRIED = re.compile(rf"^{OWN_HEADER}:\s*{NUMBER_AND_MARK}\s*$", re.MULTILINE | re.IGNORECASE)
ADDRESSED = re.compile(rf"{NUMBER_AND_MARK}@")
TOKENS_MAX = 10  # a report is about one letter


@dataclass(frozen=True)
class Bounce:
    """A letter that came back. `tokens`: what may name it, from the headers of the letter and from the envelope address.

    `blame`: what it is about (refusals.py); `status`: how its server said so.
    """

    tokens: tuple[str, ...]
    blame: Blame
    status: str = ""


def read_bounce(mail: bytes) -> Bounce | None:
    """The bounce in a mail; None for anything else: replies, out-of-office notes, receipts, word that a server still tries."""
    message = message_from_bytes(mail, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return None
    action, status, diagnostic = _verdict(message)
    tokens = tuple(dict.fromkeys([*_from_the_returned_headers(message), *addressed(message)]))[:TOKENS_MAX]
    if action != "failed" or not tokens:
        return None
    return Bounce(tokens, returned(status, diagnostic), status)


def _verdict(message: EmailMessage) -> tuple[str, str, str]:
    """Action, Status and Diagnostic-Code of the first recipient that has any (RFC 3464 2.3)."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.iter_parts() if part.is_multipart() else ():
                if block["Action"]:
                    told = {name: str(block[name] or "").strip() for name in ("Action", "Status", "Diagnostic-Code")}
                    return told["Action"].lower(), told["Status"], told["Diagnostic-Code"]
    return "", "", ""


def _from_the_returned_headers(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            yield from CARRIED.findall(part.as_bytes().decode(errors="replace"))


def addressed(message: EmailMessage) -> Iterator[str]:
    """The tokens of the addresses that a mail was sent to: ours are in the envelope (VERP), and where letters are answered."""
    for name in ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"):
        yield from ADDRESSED.findall(str(message.get(name, "")).lower())
