"""iTIP: reads what somebody's calendar answers to an entry of ours (RFC 5546, REPLY and COUNTER). Values in, values out:
whether it is genuine, and what follows, is office/calendar_answers.py.

Whatever is badly made, too large or about anything else is nothing: a calendar is written by programs, and by whoever wants to
break one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, Literal

from icalendar import Calendar

from domain.text import clean_text

SIZE_MAX = 64_000  # bytes; an answer is some hundreds
PARTS_MAX = 50
WORDS_MAX = 2_000
CARRIERS = ("text/calendar", "application/ics")
Says = Literal["accepted", "tentative", "declined", "counter"]
SAYS: dict[str, Says] = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
# What the library meets in broken calendars.
BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError)


@dataclass(frozen=True)
class CalendarAnswer:
    """What a calendar says of the entry `uid` at its `sequence`. `proposes`: another beginning, in UTC; `words`: a comment."""

    uid: str
    sequence: int
    says: Says
    proposes: datetime | None = None
    words: str = ""


def calendar_answer(message: EmailMessage) -> CalendarAnswer | None:
    """The answer of a calendar in a mail, if there is one that can be read."""
    for raw in _calendars(message):
        try:
            if (found := _read(raw)) is not None:
                return found
        except BROKEN:
            continue
    return None


def _calendars(message: EmailMessage) -> Iterator[bytes]:
    for number, part in enumerate(message.walk()):
        if number >= PARTS_MAX:
            return
        if part.get_content_type() in CARRIERS and not part.is_multipart():
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes) and len(raw) <= SIZE_MAX:
                yield raw


def _read(raw: bytes) -> CalendarAnswer | None:
    calendar: Any = Calendar.from_ical(raw.decode("utf-8", errors="replace"))
    method = str(calendar.get("METHOD", "")).upper()
    events = calendar.walk("VEVENT")
    if method not in ("REPLY", "COUNTER") or len(events) != 1:
        return None
    (event,) = events
    says = "counter" if method == "COUNTER" else _says(event.get("ATTENDEE"))
    if says is None:
        return None
    comment = event.get("COMMENT", "")
    words = clean_text(str(comment[0] if isinstance(comment, list) else comment))[:WORDS_MAX]
    proposes = _moment(event.get("DTSTART")) if says == "counter" else None
    return CalendarAnswer(str(event["UID"])[:200], int(event.get("SEQUENCE", 0)), says, proposes, words)


def _says(attendee: Any) -> Says | None:
    """A REPLY names exactly one who answers (RFC 5546 3.2.3)."""
    if attendee is None or isinstance(attendee, list):
        return None
    return SAYS.get(str(attendee.params.get("PARTSTAT", "")).upper())


def _moment(start: Any) -> datetime | None:
    at = getattr(start, "dt", None)
    if not isinstance(at, datetime) or at.tzinfo is None or not 2000 <= at.year < 2200:
        return None
    return at.astimezone(UTC)
