"""Bounces: reads a delivery status notification (RFC 3464) and says which letter came back. Decides nothing about people."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from notifications.envelope import OWN_HEADER

TOKEN = re.compile(r"\+([0-9a-f]{32})@")


@dataclass(frozen=True)
class Bounce:
    """A letter that came back. `letter`: what envelope.token gave it, or its first part from the envelope address.

    `permanent`: the address will not work later either; otherwise the relay is still trying or a mailbox is full.
    """

    letter: str
    permanent: bool
    status: str = ""


def read_bounce(mail: bytes) -> Bounce | None:
    """The bounce in a mail; None for anything else: replies, out-of-office notes, receipts, mail of other senders."""
    message = message_from_bytes(mail, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return None
    action, status = _verdict(message)
    letter = _from_the_returned_headers(message) or _from_the_envelope(message)
    if action not in ("failed", "delayed") or not letter:
        return None
    return Bounce(letter, action == "failed" and not status.startswith("4."), status)


def _verdict(message: EmailMessage) -> tuple[str, str]:
    """Action and Status of the first recipient that has any (RFC 3464 2.3)."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.iter_parts() if part.is_multipart() else ():
                if block["Action"]:
                    return str(block["Action"]).strip().lower(), str(block["Status"] or "").strip()
    return "", ""


def _from_the_returned_headers(message: EmailMessage) -> str:
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            text = part.as_bytes().decode(errors="replace")
            for name in (OWN_HEADER, "Message-ID"):
                found = re.search(rf"^{name}:\s*<?([^\s<>]+)>?", text, re.MULTILINE | re.IGNORECASE)
                if found:
                    return found.group(1)
    return ""


def _from_the_envelope(message: EmailMessage) -> str:
    """The token of the address that the bounce was sent to (VERP)."""
    addresses = (str(message.get(name, "")) for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To"))
    found = (TOKEN.search(address) for address in addresses)
    return next((match.group(1) for match in found if match), "")
