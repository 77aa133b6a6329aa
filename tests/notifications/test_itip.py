"""What calendars answer: read from what programs send, and from what was made to break a reader."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from notifications.itip import CalendarAnswer, calendar_answer

UID = "pilot-P01.2@office.example"
LINES = {
    "UID": UID,
    "SEQUENCE": "3",
    "DTSTAMP": "20270303T090000Z",
    "ATTENDEE;PARTSTAT=DECLINED": "mailto:eva@university.example",
}


def answering(method: str = "REPLY", kind: str = "calendar", **lines: str) -> EmailMessage:
    """A mail with a calendar in it."""
    told = {**LINES, **{name.replace("__", ";").replace("_is_", "="): value for name, value in lines.items()}}
    event = "\r\n".join(f"{name}:{value}" for name, value in told.items() if value)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    mail = EmailMessage()
    mail.set_content("See the attachment.")
    mail.add_alternative(text, subtype=kind)
    return mail


@pytest.mark.parametrize("says", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_a_reply_says_whether_somebody_comes(says: str) -> None:
    lines = {"ATTENDEE;PARTSTAT=DECLINED": "", f"ATTENDEE;PARTSTAT={says}": "mailto:eva@university.example"}

    assert calendar_answer(answering(**lines)) == CalendarAnswer(UID, 3, says.lower())  # type: ignore[arg-type]


def test_a_counter_proposes_another_time() -> None:
    found = calendar_answer(answering("COUNTER", DTSTART="20270312T150000Z", COMMENT="Rather on Friday\\nplease"))

    assert found == CalendarAnswer(UID, 3, "counter", datetime(2027, 3, 12, 15, tzinfo=UTC), "Rather on Friday\nplease")


def test_a_time_in_a_zone_is_understood_and_one_of_no_zone_is_left_out() -> None:
    zoned = calendar_answer(answering("COUNTER", **{"DTSTART;TZID=Europe/Prague": "20270312T160000"}))
    floating = calendar_answer(answering("COUNTER", DTSTART="20270312T160000"))

    assert zoned == CalendarAnswer(UID, 3, "counter", datetime(2027, 3, 12, 15, tzinfo=UTC))
    assert floating == CalendarAnswer(UID, 3, "counter")


@pytest.mark.parametrize(
    "mail",
    [
        answering("REQUEST"),
        answering("CANCEL"),
        answering(UID=""),
        answering(SEQUENCE="three"),
        answering(**{"ATTENDEE;PARTSTAT=DECLINED": ""}),
        answering(**{"ATTENDEE;PARTSTAT=DECLINED;CN=second": "mailto:petr@cellworks.example"}),
        answering(kind="plain"),
        answering(COMMENT="x" * 70_000),
        answering("REPLY\r\nBEGIN:VEVENT"),
    ],
)
def test_anything_else_is_no_answer(mail: EmailMessage) -> None:
    assert calendar_answer(mail) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" * 2_000,
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:"
        + b"9" * 5_000
        + b"\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:99999999T999999Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\nATTENDEE;"
        + b'X="' * 500
        + b":y\r\nEND:VEVENT\r\nEND:VCALENDAR",
    ],
)
def test_what_was_made_to_break_a_reader_is_nothing(raw: bytes) -> None:
    mail = EmailMessage()
    mail.set_content(raw, maintype="text", subtype="calendar")

    found = calendar_answer(mail)

    assert found is None or found.proposes is None
