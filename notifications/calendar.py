"""Calendar: the iTIP entry (RFC 5546) that goes with a letter. Values in, text out; envelope.py puts it into the mail.

UTC throughout, so no VTIMEZONE is needed. The UID is the same for every letter about one meeting, SEQUENCE grows with
each change, DTSTAMP is the moment the letter was written: the same letter always makes the same entry. Links stay out
of it: a calendar is often shared, and a link is somebody's key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

REMINDED_BEFORE = timedelta(days=1)
Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Meeting:
    """What a calendar needs to know of a session or a gathering. `starts_at` in UTC."""

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    sequence: int
    description: str = ""


@dataclass(frozen=True)
class Attendee:
    """A name and an address on an invitation."""

    name: str
    email: str


def entry(
    meeting: Meeting, method: Method, organizer: Attendee, attendees: Sequence[Attendee], written_at: datetime
) -> str:
    """The calendar object with METHOD, one event and who is to come. A CANCEL is one more change (RFC 5546)."""
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence + (method == "CANCEL"))
    event.add("dtstamp", written_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.description:
        event.add("description", meeting.description)
    if method == "REQUEST":
        event.add_component(_alarm(meeting.title))
    event.add("organizer", _address(organizer))
    for attendee in attendees:
        event.add("attendee", _address(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="FALSE"))
    calendar = Calendar()
    calendar.add("prodid", "-//Mentoring Office//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


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
