"""Envelope: builds the mail from a parcel with `emails`: text, HTML, calendar entry, attachments, headers. Sends nothing.

The same parcel always makes the same bytes, so a second copy can be told from a second letter: Message-ID and Date come
from the outbox row, boundaries from the Message-ID. Addresses and names are checked here once more, whatever the edge
let through: one broken row is one failed letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as Mime
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from email_validator import validate_email
from emails.message import Message
from emails.utils import SafeMIMEText

from domain.messages import Parcel
from domain.names import person_name
from domain.text import clean_line

OWN_HEADER = "X-Mentoring-Message"  # by the Message-ID anybody could claim that a letter came back
NAME_LENGTH_MAX = 75


@dataclass(frozen=True)
class Sender:
    """Who the office's mail comes from."""

    name: str
    email: str


def ascii_address(address: str) -> str:
    """The address as SMTP takes it. EmailNotValidError when it is none, or needs SMTPUTF8, which many relays lack."""
    checked = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    assert checked.ascii_email is not None
    return checked.ascii_email


def header_name(name: str) -> str:
    """A name for From, To and Reply-To; empty when it is no name but an address, a link or a header in disguise."""
    try:
        return person_name(name.translate({ord(sign): None for sign in '"\\:;,()[]'}))[:NAME_LENGTH_MAX]
    except ValueError:
        return ""


def build(parcel: Parcel, sender: Sender, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """The mail as bytes. `attachments`: PDFs by document id, for all that `parcel.rendered` names.

    EmailNotValidError for an address that cannot be used, KeyError for an attachment that is not there.
    """
    rendered = parcel.rendered
    message = Message(
        subject=clean_line(rendered.subject),
        text=rendered.text,
        html=rendered.html,
        mail_from=(header_name(sender.name), ascii_address(sender.email)),
        mail_to=(header_name(parcel.to_name), ascii_address(parcel.to_email)),
        reply_to=(header_name(parcel.reply_name), ascii_address(parcel.reply_email)),
        message_id=parcel.message_id,
        date=format_datetime(parcel.written_at),
        headers=_headers(parcel),
    )
    for document in rendered.attachments:
        content = (attachments or {})[document]
        message.attach(filename=f"{document.partition(':')[0]}.pdf", data=content, mime_type="application/pdf")
    if rendered.calendar:
        message.attach(filename="invite.ics", data=rendered.calendar.encode(), mime_type="application/ics")
    message.after_build = lambda _, mime: _finish(mime, parcel)
    return bytes(message.as_bytes())


def _headers(parcel: Parcel) -> dict[str, str]:
    headers = {
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office replies, please
        "X-Auto-Response-Suppress": "All",
    }
    if parcel.token:
        headers[OWN_HEADER] = parcel.token
    if parcel.optional or parcel.reminder:
        headers["Precedence"] = "bulk"
    if parcel.optional and parcel.page:
        headers["List-Unsubscribe"] = f"<{parcel.page}/unsubscribe>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058: GET shows a button, POST acts
    return headers


def _finish(mime: Mime, parcel: Parcel) -> None:
    """Add the calendar as an alternative, which `emails` has no call for, and make the boundaries the same every time."""
    if parcel.rendered.calendar:
        entry: Any = SafeMIMEText(parcel.rendered.calendar, "calendar", "utf-8")
        entry.set_param("method", parcel.rendered.calendar_method)
        alternative = next(part for part in mime.walk() if part.get_content_type() == "multipart/alternative")
        alternative.attach(entry)
    for number, part in enumerate(part for part in mime.walk() if part.is_multipart()):
        part.set_boundary("=_" + sha256(f"{parcel.message_id} {number}".encode()).hexdigest()[:40])
