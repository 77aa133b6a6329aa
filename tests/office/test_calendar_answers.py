"""What calendars answer: noted or passed on, and nothing decided; and nobody can answer for anybody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from domain.forms.verbs import with_date
from domain.gatherings import Attendance
from domain.lifecycles import SessionState
from office.intake import open_form
from office.replies import take_mail
from office.round import play_round
from tests.builders import MONDAY, a_cohort, days, invited
from tests.office.offices import an_office

CODE = "pilot-27"
NOON = MONDAY + days(2) + timedelta(hours=12)
REPLY_TO = "reply+{token}@office.example"
STARTS = datetime(2027, 3, 15, 9, tzinfo=UTC)


@pytest.fixture
def office(tmp_path):
    """One pair with a date, of which both have the entry; N01 comes to a gathering."""
    made = an_office(tmp_path, NOON, reply_to=REPLY_TO)
    dated(made)
    yield made
    made.store.close()


def dated(office):
    office.store.create(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build())
    play_round(office, CODE)
    cohort = office.store.load(CODE)
    session = replace(cohort.sessions["P01.1"], state=SessionState.DATED, starts_at=STARTS, dated_at=NOON)
    rsvp = replace(invited(cohort, "rsvp", "G-careers", "N01", NOON), scope="N01")
    comes = Attendance("G-careers:N01", "G-careers", "N01", "coming", NOON)
    office.store.update(CODE, lambda cohort: with_date(cohort.put(rsvp, comes), session, NOON, by=""))
    for _ in range(3):  # the mentor gets the date with what the mentee hopes for, or after two days without
        play_round(office, CODE)
        office.clock.move(days(1))


def entry(office, to, letter="pair/date_set"):
    """The newest entry that somebody has in their calendar."""
    posts = [post for post in office.store.letters.posts(CODE, to, limit=100) if post.letter == letter]
    return Calendar.from_ical(max(posts, key=lambda post: post.id).rendered.calendar).walk("VEVENT")[0]


def answer(office, by="N01", says="DECLINED", *, about=None, to=None, number=1, sequence=None, starts="", comment=""):
    """A mail as a calendar program sends it to the organizer of an entry."""
    event = about or entry(office, by)
    mail = EmailMessage()
    mail["To"] = to or str(event["ORGANIZER"]).removeprefix("mailto:")
    mail["From"] = office.store.load(CODE).person(by).email
    mail["Message-ID"] = f"<{number}@calendar.example>"
    mail["Auto-Submitted"] = "auto-generated"
    lines = [f"UID:{event['UID']}", f"SEQUENCE:{event['SEQUENCE'] if sequence is None else sequence}"]
    lines += [f"ATTENDEE;PARTSTAT={says}:mailto:{mail['From']}"]
    lines += [f"DTSTART:{starts}"] if starts else []
    lines += [f"COMMENT:{comment}"] if comment else []
    method = "COUNTER" if starts else "REPLY"
    body = "\r\n".join(
        ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
    )
    mail.set_content(f"{says.title()}: mentoring")
    mail.add_alternative(body, subtype="calendar")
    return mail.as_bytes()


def session(office):
    return office.store.load(CODE).sessions["P01.1"]


def letters(office, to):
    return [post.letter for post in office.store.letters.posts(CODE, to, limit=100)]


def test_a_yes_is_noted_and_changes_nothing(office):
    before = session(office)

    assert take_mail(office, answer(office, says="ACCEPTED")).became == "calendar"
    assert session(office) == before
    assert any("N01 says accepted" in line.did for line in office.store.stories.lines_of(CODE, {"P01"}))


def test_a_no_has_the_other_asked_and_the_date_stands(office):
    assert take_mail(office, answer(office)).became == "calendar"
    office.clock.move(days(3))
    play_round(office, CODE)

    assert (session(office).state, session(office).starts_at) == (SessionState.DATED, STARTS)
    assert "pair/date_unsuited" in letters(office, "M01")
    assert "pair/date_unsuited" not in letters(office, "N01")


def test_another_time_is_proposed_in_a_form_that_is_filled_in(office):
    take_mail(office, answer(office, starts="20270316T130000Z"))
    office.clock.move(days(3))
    play_round(office, CODE)

    (letter,) = [
        post for post in office.store.letters.posts(CODE, "M01", limit=100) if post.letter == "pair/date_unsuited"
    ]
    assert "?day=2027-03-16&time=14%3A00" in letter.rendered.text
    assert session(office).starts_at == STARTS


def test_whoever_comes_after_all_takes_the_no_back(office):
    take_mail(office, answer(office))
    take_mail(office, answer(office, says="ACCEPTED", number=2))

    assert session(office).unsuited is None


def test_the_same_mail_again_and_an_answer_to_an_earlier_date_change_nothing(office):
    became = [take_mail(office, answer(office)).became for _ in range(2)]
    office.store.update(CODE, lambda cohort: cohort.put(replace(cohort.sessions["P01.1"], sequence=1)))

    assert became == ["calendar", "again"]
    assert take_mail(office, answer(office, number=2, sequence=0)).became == "again"
    assert session(office).does_not_suit is None


def test_nobody_answers_for_somebody_else(office):
    """Only the address in one's own entry speaks for one; what stands in the mail is believed by nobody."""
    other, forged = entry(office, "M01"), f"reply+0201-{'0' * 32}@office.example"

    assert take_mail(office, answer(office, to=forged)).became == "automatic"
    assert session(office).unsuited is None
    take_mail(office, answer(office, by="N01", to=str(other["ORGANIZER"]).removeprefix("mailto:"), number=2))
    assert session(office).unsuited.by == "M01"


def test_words_that_come_along_reach_the_coordinator(office):
    take_mail(office, answer(office, comment="I am in hospital that week."))

    (case,) = office.store.load(CODE).escalations.values()
    assert (case.matter, [remark.words for remark in case.remarks]) == ("reply", ["I am in hospital that week."])


def test_whoever_does_not_come_to_a_gathering_finds_it_filled_in(office):
    event = entry(office, "N01", "person/gathering_noted")
    taken = take_mail(office, answer(office, about=event))

    cohort = office.store.load(CODE)
    form = cohort.invitation("G-careers", "rsvp", "N01")
    opened = open_form(office, office.links.form_token(CODE, form.id, form.generation))
    assert taken.became == "calendar"
    assert cohort.attendances["G-careers:N01"].answer == "coming"
    assert opened.content["answer"] == "no"
    assert "person/answer_read" in letters(office, "N01")


def test_an_office_that_reads_no_mail_asks_calendars_for_no_answer(tmp_path):
    office = an_office(tmp_path, NOON)
    dated(office)

    event = entry(office, "N01")
    assert str(event["ORGANIZER"]) == f"mailto:{office.store.load(CODE).lead.email}"
    assert {one.params["RSVP"] for one in event["ATTENDEE"]} == {"FALSE"}
