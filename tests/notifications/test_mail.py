"""Calendar entries, the mail as bytes, and bounces."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Event

from domain.messages import Rendered
from domain.people import Issuer, Organizer
from notifications.bounces import Bounce, read_bounce
from notifications.envelope import Sender, build, header_name
from notifications.letters import render
from tests.notifications.world import MEETING, NOW, StraightLinks, a_cohort, a_parcel, message_of

SENDER = Sender("Mentoring Office", "office@university.example")
TOKEN, OTHER = f"1-{'0123456789abcdef' * 2}", f"2-{'f' * 32}"
ENTRY = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def entry_of(letter: str, to: str = "N01") -> tuple[Rendered, Calendar, Event]:
    message = message_of(letter, to)
    found = render(a_cohort(), message, StraightLinks())
    calendar = Calendar.from_ical(found.calendar)
    return found, calendar, calendar.walk("VEVENT")[0]


def opened(mail: bytes) -> EmailMessage:
    return message_from_bytes(mail, policy=policy.default)  # type: ignore[return-value]


def test_a_session_has_one_entry_through_all_its_letters() -> None:
    found, calendar, request = entry_of("pair/date_set")
    cancelled, _, cancel = entry_of("pair/date_cancelled")

    assert (found.calendar_method, cancelled.calendar_method) == ("REQUEST", "CANCEL")
    assert (str(calendar["METHOD"]), str(cancel["STATUS"])) == ("REQUEST", "CANCELLED")
    assert str(request["UID"]) == str(cancel["UID"])
    assert (int(request["SEQUENCE"]), int(cancel["SEQUENCE"])) == (3, 4)
    assert request.decoded("DTSTART") == MEETING
    assert request.decoded("DTSTAMP") == NOW


def guests(event: Event) -> list[str]:
    found = event["ATTENDEE"]
    return [str(one).removeprefix("mailto:") for one in (found if isinstance(found, list) else [found])]


EVA, JANA, IVO = "eva@university.example", "jana@university.example", "ivo@university.example"
PETR = "petr@cellworks.example"


def test_both_partners_get_the_same_meeting_with_both_as_guests() -> None:
    events = [entry_of("pair/date_set", to)[2] for to in ("N01", "M01")]

    assert len({str(event["UID"]) for event in events}) == 1
    assert [guests(event) for event in events] == [[EVA, PETR], [PETR, EVA]]
    assert {str(event["ORGANIZER"]) for event in events} == {"mailto:anna@university.example"}


def test_all_who_are_in_a_circle_are_guests_and_nobody_who_has_left() -> None:
    _, _, event = entry_of("group/date_set")

    assert guests(event) == [EVA, JANA, IVO, PETR]
    assert str(event["SUMMARY"]) == "Mentoring session 2 with your circle"


def test_what_is_off_for_one_is_taken_off_the_calendar_of_that_one() -> None:
    assert guests(entry_of("group/date_cancelled", "M01")[2]) == [PETR]


def test_what_an_entry_leads_to_lets_nobody_in() -> None:
    found, _, event = entry_of("pair/date_set")

    assert str(event["DESCRIPTION"]).endswith("https://office.example/way/pilot/N01")
    assert [way for way in ("/p/", "/f/") if way in found.calendar] == []
    assert str(event["CLASS"]) == "PRIVATE"


def test_an_entry_says_what_the_mentee_hopes_for_to_both() -> None:
    told = [str(entry_of("pair/date_set", to)[2]["DESCRIPTION"]).splitlines()[0] for to in ("N01", "M01")]

    assert told == ["You hope for: How did you change sector?", "Eva hopes for: How did you change sector?"]


def test_an_entry_is_in_the_zone_of_its_reader_and_brings_it_along() -> None:
    _, calendar, event = entry_of("pair/date_set", "M01")
    (zone,) = calendar.walk("VTIMEZONE")

    assert (str(zone["TZID"]), event["DTSTART"].params["TZID"]) == ("Europe/Lisbon", "Europe/Lisbon")
    assert event.decoded("DTSTART") == MEETING
    assert event.decoded("DTEND") == MEETING + timedelta(hours=1)


def test_the_calendar_reminds_a_day_before_and_of_nothing_that_is_off() -> None:
    alarms = [one.decoded("TRIGGER") for one in entry_of("pair/date_set")[1].walk("VALARM")]

    assert alarms == [timedelta(days=-1)]
    assert entry_of("pair/date_cancelled")[1].walk("VALARM") == []


def test_an_entry_that_is_out_keeps_its_id_and_a_new_one_has_that_of_the_office() -> None:
    world = replace(a_cohort(), issuer=Issuer("office.example"))
    session = world.sessions["P01.2"]
    before = world.put(replace(session, organizer=Organizer("Anna", "anna@university.example")))
    message = message_of("pair/date_set", "N01")

    ids = [
        str(Calendar.from_ical(render(cohort, message, StraightLinks()).calendar).walk("VEVENT")[0]["UID"])
        for cohort in (before, world)
    ]
    assert ids == ["pilot-P01.2@mentoring-office", "pilot-P01.2@office.example"]


def test_where_the_office_reads_answers_each_answers_to_an_address_of_their_own() -> None:
    organizer = Organizer("Anna", "anna@university.example", "office.example", "reply+{token}@office.example")
    cohort = a_cohort()
    cohort = cohort.put(replace(cohort.sessions["P01.2"], organizer=organizer))

    for to in ("N01", "M01"):
        found = render(cohort, message_of("pair/date_set", to), StraightLinks())
        (event,) = Calendar.from_ical(found.calendar).walk("VEVENT")
        assert str(event["ORGANIZER"]) == f"mailto:reply+P01.2-{to}@office.example"
        assert [one.params["RSVP"] for one in event["ATTENDEE"]] == ["TRUE", "FALSE"]


def test_a_name_cannot_add_lines_to_an_entry() -> None:
    cohort = a_cohort(mentor_name='Petr\r\nATTENDEE:mailto:evil@x.example;X="1"')

    found = render(cohort, message_of("pair/date_set", "N01"), StraightLinks())

    assert guests(Calendar.from_ical(found.calendar).walk("VEVENT")[0]) == [EVA, PETR]


def test_the_same_parcel_makes_the_same_bytes() -> None:
    parcel = a_parcel(rendered=Rendered("Grüße", "Text", "<p>Text</p>", ENTRY, "REQUEST", ("certificate:N01",)))

    first, second = (build(parcel, SENDER, {"certificate:N01": b"%PDF-1.7"}) for _ in range(2))

    assert first == second
    assert build(replace(parcel, message_id="<2@office.example>"), SENDER, {"certificate:N01": b"%PDF-1.7"}) != first


def test_a_letter_is_text_html_calendar_and_attachments() -> None:
    rendered = Rendered("Grüße", "Text", "<p>Text</p>", ENTRY, "CANCEL", ("certificate:N01",))

    sent = build(a_parcel(rendered=rendered), SENDER, {"certificate:N01": b"%PDF-1.7"})
    mail = opened(sent)

    assert sent.isascii(), "no server needs 8BITMIME for it"
    alternative = next(part for part in mail.walk() if part.get_content_type() == "multipart/alternative")
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert list(alternative.iter_parts())[2].get_param("method") == "CANCEL"
    assert [part.get_filename() for part in mail.iter_attachments()][-2:] == ["certificate.pdf", "invite.ics"]
    assert mail["Subject"] == "Grüße"


def test_the_headers_of_a_letter() -> None:
    mail = opened(build(a_parcel(token=TOKEN), SENDER))

    assert mail["Message-ID"] == "<1@office.example>"
    assert mail["X-Mentoring-Message"] == TOKEN
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "Anna Kovářová <anna@university.example>"
    assert mail["To"] == "Eva Nováková <eva1@university.example>"
    assert mail["List-Unsubscribe"] is None


def test_optional_letters_can_be_unsubscribed_with_one_click() -> None:
    mail = opened(build(a_parcel(optional=True, page="https://office.example/p/key"), SENDER))

    assert mail["List-Unsubscribe"] == "<https://office.example/p/key/unsubscribe>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Precedence"] == "bulk"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Eva Nováková", "Eva Nováková"),
        ("O'Brien, Anne", "O'Brien Anne"),
        ("http://evil.example", ""),
        ("Eva\r\nBcc: all@x.example", ""),
        ("Eva <evil@x.example>", ""),
        ("李小龙", "李小龙"),
        ("A" * 100, "A" * 75),
    ],
)
def test_names_in_headers_are_names(name: str, shown: str) -> None:
    mail = opened(build(a_parcel(to_name=name), SENDER))

    assert header_name(name) == shown
    assert mail["To"].addresses[0].display_name == shown
    assert [address.addr_spec for address in mail["To"].addresses] == ["eva1@university.example"]
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "address", ["a@b.example>, <evil@x.example", "no address", "josé@x.example", "a@b\r\n.example"]
)
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        build(a_parcel(to_email=address), SENDER)


def test_an_international_domain_becomes_ascii() -> None:
    mail = opened(build(a_parcel(to_email="eva@přírodověda.example"), SENDER))

    assert mail["To"].addresses[0].domain.startswith("xn--")


def a_report(action: str, status: str, original: str = "", to: str = "office@university.example") -> bytes:
    """A delivery status notification as Postfix writes it."""
    return f"""From: MAILER-DAEMON@relay.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry.
--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; eva1@university.example
Action: {action}
Status: {status}

--edge
Content-Type: text/rfc822-headers

{original}
--edge--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("status", "blame"), [("5.1.1", "gone"), ("4.4.7", "later"), ("5.2.2", "later"), ("5.7.1", "blocked")]
)
def test_a_bounce_names_its_letter_and_what_it_is_about(status: str, blame: str) -> None:
    original = f"Message-ID: <changed@relay.example>\nX-Mentoring-Message: {TOKEN}\nSubject: Session 2"

    assert read_bounce(a_report("Failed", status, original)) == Bounce((TOKEN,), blame, status)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", [f"bounce+{TOKEN}@office.example", f"Bounces-{TOKEN.upper()}@office.example"])
def test_a_bounce_without_the_letter_is_known_by_its_address(address: str) -> None:
    assert read_bounce(a_report("failed", "5.1.1", to=address)) == Bounce((TOKEN,), "gone", "5.1.1")


def test_a_letter_from_before_an_upgrade_may_be_known_by_its_address_alone() -> None:
    original = "X-Mentoring-Message: 0123456789abcdef0123456789abcdef@office.example"

    found = read_bounce(a_report("failed", "5.1.1", original, to=f"bounce+{OTHER}@office.example"))

    assert found == Bounce((OTHER,), "gone", "5.1.1")


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\xff\xfe",
        b"Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday.",
        a_report("delayed", "4.4.1", f"X-Mentoring-Message: {TOKEN}"),
        a_report("relayed", "2.0.0", f"X-Mentoring-Message: {TOKEN}"),
        a_report("failed", "5.1.1"),
        a_report("failed", "5.1.1", "Message-ID: <0123456789abcdef0123456789abcdef@office.example>"),
        a_report("failed", "5.1.1", "X-Mentoring-Message: 0123456789abcdef0123456789abcdef@office.example"),
    ],
)
def test_anything_else_is_no_bounce(mail: bytes) -> None:
    assert read_bounce(mail) is None


def test_a_gathering_in_the_spring_keeps_its_moment() -> None:
    _, _, event = entry_of("person/gathering_reminder")

    assert event.decoded("DTSTART") == datetime(2027, 3, 18, 16, tzinfo=UTC)
