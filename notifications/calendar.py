"""Calendar: the iTIP entry (RFC 5546) that goes with a letter, and the calendar that a program asks for again and again.
Values in, text out; envelope.py puts an entry into the mail.

Times are the reader's, with their zone. The UID is the same for every letter about one meeting, SEQUENCE grows with
each change, DTSTAMP is the moment the letter was written: the same letter always makes the same entry. Entries are marked
as private, and no login stands in one: a calendar is often shared (docs/decisions/31-what-stands-in-a-calendar.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from notifications.zones import time_zone

REMINDED_BEFORE = timedelta(days=1)
ASKED_AGAIN_AFTER = timedelta(hours=6)  # how often a program that follows a calendar should look (own)
Method = Literal["REQUEST", "CANCEL"]
WITHOUT_A_ZONE = ("UTC", "Etc/UTC")


@dataclass(frozen=True)
class Meeting:
    """What a calendar needs to know of a session or a gathering. `starts_at` in UTC; `zone` is the reader's (IANA)."""

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    sequence: int
    description: str = ""
    zone: str = "UTC"


@dataclass(frozen=True)
class Attendee:
    """A name and an address on an invitation."""

    name: str
    email: str


def entry(
    meeting: Meeting,
    method: Method,
    organizer: Attendee,
    attendees: Sequence[Attendee],
    written_at: datetime,
    *,
    answers: bool = False,
) -> str:
    """The calendar object with METHOD, one event and who is to come. A CANCEL is one more change (RFC 5546).

    `answers`: somebody reads what calendars answer, so the reader's, who comes first, is asked for one.
    """
    event = _event(meeting, written_at, cancelled=method == "CANCEL")
    event.add("organizer", _address(organizer))
    for number, attendee in enumerate(attendees):
        asked = "TRUE" if answers and number == 0 and method == "REQUEST" else "FALSE"
        event.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP=asked))
    calendar = _calendar(method, [meeting])
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def feed(title: str, dated: Sequence[tuple[Meeting, datetime]]) -> str:
    """A calendar to follow: all that somebody has a date for, each with the moment at which it was last told."""
    calendar = _calendar("PUBLISH", [meeting for meeting, _ in dated])
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", ASKED_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for meeting, told_at in dated:
        calendar.add_component(_event(meeting, told_at))
    return str(calendar.to_ical().decode())


def _calendar(method: str, meetings: Sequence[Meeting]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Mentoring Office//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in sorted({meeting.zone for meeting in meetings} - {*WITHOUT_A_ZONE}):
        years = [meeting.starts_at.year for meeting in meetings if meeting.zone == zone]
        calendar.add_component(time_zone(zone, min(years), max(years)))
    return calendar


def _event(meeting: Meeting, written_at: datetime, *, cancelled: bool = False) -> Event:
    starts_at, ends_at = meeting.starts_at, meeting.starts_at + timedelta(minutes=meeting.minutes)
    if meeting.zone not in WITHOUT_A_ZONE:
        there = ZoneInfo(meeting.zone)
        starts_at, ends_at = starts_at.astimezone(there), ends_at.astimezone(there)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence + cancelled)
    event.add("dtstamp", written_at)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.description:
        event.add("description", meeting.description)
    if not cancelled:
        event.add_component(_alarm(meeting.title))
    return event


def _alarm(title: str) -> Alarm:
    """The calendar itself reminds a day before."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMINDED_BEFORE)
    return alarm


def _address(person: Attendee, **params: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    for name, value in params.items():
        address.params[name] = vText(value)
    return address
