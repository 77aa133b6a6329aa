"""Letters: every one can be written, says why it came, asks for one thing, and shows what people typed as they typed it."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlparse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.agenda import settle
from domain.applications import Screening
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.form import meta
from domain.lifecycles import InvitationState, PairState, SessionState
from domain.messages import Message, Rendered
from domain.organisation import Organisation
from domain.people import Neutral
from domain.steps import rules_of
from notifications.letters import LETTERS, LetterMistake, letter, parse, render
from notifications.markdown import PARSER, literal, to_html_and_text
from tests import builders as worlds
from tests.notifications.world import ABOUT, IN_THE_BOOK, StraightLinks, a_cohort, asked, message_of, messages

TAINTS = [
    "{{7*7}}",
    "<b>Eva</b>",
    "[x](http://evil.example)",
    "`code` *strong* # one",
    "&lt;i&gt; \\ | ~~ ![a](b)",
    "1. x - y + z",
]
MESSAGES = messages()
names = pytest.mark.parametrize("message", MESSAGES, ids=[f"{m.letter}-{m.to}" for m in MESSAGES])


def write(message: Message, **people: str) -> Rendered:
    return render(asked(a_cohort(**people), message), message, StraightLinks())


class Elements(HTMLParser):
    """What a mail program would see: tags, addresses of links, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_letter_has_a_message_in_this_world() -> None:
    roles = {name.format(r=role) for name in ABOUT for role in ("mentor", "mentee")}

    assert roles == LETTERS


@names
def test_it_can_be_written(message: Message) -> None:
    found = write(message)

    assert found.failure == ""
    assert found.subject
    assert "You get this letter because" in found.text


@names
def test_it_asks_for_one_thing_and_says_it_early(message: Message) -> None:
    """One button; the other links of a one-click question lead to the same form."""
    found = write(message)
    buttons = found.html.count('class="button"')

    assert buttons == 1
    forms = {address.partition("?")[0] for address in Elements(found.html).addresses if "/f/" in address}
    assert len(forms) <= 1
    assert re.search("(https://|mailto:)", found.text).start() < 900


@names
def test_it_greets_by_the_first_name_and_signs(message: Message) -> None:
    found = write(message)
    first = {"N01": "Eva", "M01": "Petr", IN_THE_BOOK: "Petr", "anna": "Anna"}[message.to]

    assert found.text.startswith(f"Dear {first},\n")
    assert "Pilot 2027" in found.text.splitlines()[-5:][0] or "Pilot 2027" in found.text


@names
def test_it_names_who_runs_the_programme(message: Message) -> None:
    cohort = asked(a_cohort(), message)
    of_a_society = cohort.policy.model_copy(update={"organisation": Organisation(name="Society of *Cells* & Co")})

    letter = render(replace(cohort, policy=of_a_society), message, StraightLinks())

    assert f"{cohort.name}, Society of *Cells* & Co" in letter.text
    assert "Society of *Cells* &amp; Co" in letter.html


@names
def test_it_is_short(message: Message) -> None:
    letter_itself = write(message).text.partition("-- \n")[0]
    without_links = re.sub(r"\(?https?://\S+", "", letter_itself)

    assert len(without_links.split()) <= 150


@names
@pytest.mark.parametrize("taint", TAINTS)
def test_what_people_typed_is_shown_as_they_typed_it(message: Message, taint: str) -> None:
    clean = Elements(write(message).html)

    tainted = write(message, mentee_name=f"Eva {taint}", mentor_name=f"Petr {taint}", words=taint)
    found = Elements(tainted.html)

    assert tainted.failure == ""
    assert found.tags == clean.tags
    assert found.addresses == clean.addresses
    assert tainted.text.count(taint) == found.words.count(taint) - tainted.subject.count(taint)


def test_a_name_with_line_breaks_cannot_add_a_header_or_a_paragraph() -> None:
    found = write(message_of("pair/objective_shared", "M01"), mentee_name="Eva\r\nBcc: all@example.org\r\n\r\nBody")

    assert "\n" not in found.subject
    assert "you meet Eva Bcc: all@example.org Body on" in found.text


LINES = "Thank you for telling me.\n\nI call you tomorrow at ten,\nif that suits you."


def test_what_a_coordinator_passes_on_keeps_its_lines() -> None:
    (message,) = [one for one in MESSAGES if (one.letter, one.to) == ("pair/from_coordinator", "N01")]

    written = write(message, words=LINES)

    quoted = "> Thank you for telling me.\n\n> I call you tomorrow at ten,\n> if that suits you."
    assert f"{quoted}\n\nYour page:" in written.text
    quotation = written.html.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert (quotation.count("<p "), quotation.count("<br")) == (2, 1)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_literal(words: str) -> None:
    tokens = PARSER.parse(f"Dear {literal(words)},")

    assert [child.type for token in tokens for child in token.children or []] in (["text"], [])
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


def test_an_offer_names_nobody() -> None:
    for to, partner in (("N01", "Petr"), ("M01", "Eva")):
        role = "mentee" if to == "N01" else "mentor"
        for matter in ("offer", "offer_reminder"):
            found = write(message_of(f"{role}/{matter}", to))
            assert partner not in found.text + found.html + found.subject


def test_an_offer_cannot_name_anybody() -> None:
    """A letter that asks for the partner before both have accepted is not written at all."""
    cohort = a_cohort()
    offered = cohort.put(replace(cohort.pairs["P01"], state=PairState.OFFERED))

    found = render(offered, message_of("mentee/paired", "N01"), StraightLinks())

    assert found.failure == "mentee/paired about P01 could not be written: 'partner' is undefined"


def test_an_offer_tells_role_sector_tracks_and_three_reasons() -> None:
    text = write(message_of("mentee/offer", "N01")).text

    for words in ("R&D project manager, Biotech", "This mentor can speak about Research in industry, the career you wish for",
                  "This mentor knows what your goals are about: clinical trials", "You are both free: Weekday evenings",
                  "Saturday, 20 March 2027"):  # fmt: skip
        assert words in text


def test_one_click_answers_carry_the_answer_in_the_link() -> None:
    text = write(message_of("pair/report_wanted", "N01")).text

    for outcome in ("held", "moved", "cancelled_mentee", "cancelled_mentor"):
        assert f"https://office.example/f/pilot/P01.2:session_report:N01?outcome={outcome}" in text


def test_one_click_answers_are_answers_of_the_form() -> None:
    """Every answer that a letter puts into a link is a field of that form, and one of its options."""
    clicked = set()
    for message in MESSAGES:
        for address in Elements(write(message).html).addresses:
            form = message.invitation.split(":")[-2] if message.invitation else ""
            for name, value in parse_qsl(urlparse(address).query) if "/f/" in address else ():
                assert value in meta(FORMS[form].model_fields[name])["options"]
                clicked.add((form, name, value))

    assert len(clicked) >= 9


def test_every_letter_of_a_silent_and_a_busy_pair_can_be_written() -> None:
    """Half a year under the real rules: P01 answers what it is asked, P02 never does."""
    cohort = worlds.a_cohort().in_mentoring(since=worlds.MONDAY).with_pairs(2).with_mentees(3).build()
    written: dict[str, int] = {}
    for day in range(0, 240, 2):
        now = worlds.MONDAY + timedelta(days=day, hours=9)
        cohort, _ = settle(cohort.settled(), now, rules_of(cohort.phase))
        for message in cohort.messages:
            found = render(cohort, message, StraightLinks())
            assert found.failure == ""
            written[message.letter] = written.get(message.letter, 0) + 1
        cohort = busy(cohort, now)

    assert {"pair/date_set", "pair/confirm_report", "pair/missed_both", "coordinator/escalation"} <= set(written)
    assert len(written) >= 24


def busy(cohort: Cohort, now: datetime) -> Cohort:
    """P01 dates its sessions for the next day and reports them."""
    for session in cohort.sessions_of("P01"):
        asked_for = {
            i.form for i in cohort.invitations.values() if i.about == session.id and i.state is InvitationState.OPEN
        }
        if "session_date" in asked_for and session.state is SessionState.PLANNED:
            day = (now + timedelta(days=5)).date().isoformat()
            cohort = worlds.answered(cohort, "session_date", session.id, "N01", now, day=day, time="17:00")
        elif "session_report" in asked_for and session.starts_at and session.starts_at < now:
            held = session.starts_at.date().isoformat()
            told = {"outcome": "held", "held_on": held, "minutes": 60, "fit": "good", "topics": ["path"]}
            told |= {"summary": "We talked.", "usefulness": 3}
            cohort = worlds.answered(cohort, "session_report", session.id, "N01", now, **told)
    return cohort


def test_times_are_the_readers_and_name_the_zone() -> None:
    subjects = [write(message_of("pair/date_set", to)).subject for to in ("N01", "M01")]

    assert subjects == [
        "Session 2: Thursday, 11 March 2027, 17:00 (Europe/Prague)",
        "Session 2: Thursday, 11 March 2027, 16:00 (Europe/Lisbon)",
    ]


def test_the_waiting_list_offers_more_than_no() -> None:
    text = write(message_of("mentee/waitlisted", "N01")).text

    assert "mentoring circle" in text
    assert "peer group" in text


def test_a_certificate_goes_along() -> None:
    assert write(message_of("mentee/certificate", "N01")).attachments == ("certificate:N01",)
    assert write(message_of("mentor/handbook", "M01")).attachments == ("handbook:mentors",)


def test_a_missing_fact_parks_the_letter_and_names_the_fact() -> None:
    cohort = a_cohort()
    undated = cohort.put(replace(cohort.sessions["P01.2"], starts_at=None))

    found = render(undated, message_of("pair/tomorrow", "N01"), StraightLinks())

    assert found == Rendered(
        "", "", "", failure="pair/tomorrow about P01.2 could not be written: it needs a day that is not set yet"
    )


@pytest.mark.parametrize("change", [{"letter": "pair/nothing"}, {"to": "N99"}, {"about": "P09"}])
def test_a_letter_that_cannot_be_written_has_a_failure(change: dict[str, str]) -> None:
    message = replace(message_of("pair/date_wanted", "N01"), **change)

    found = render(asked(a_cohort(), message), message, StraightLinks())

    assert (bool(found.failure), found.text) == (True, "")
    assert "Eva" not in found.failure


def test_the_same_message_makes_the_same_letter() -> None:
    message = message_of("pair/date_set", "N01")

    assert write(message) == write(message)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("because: you\n\nHello", "subject: is missing"),
        ("subject: a\n\nHello", "because: is missing"),
        ("subject: a\nbecause: b\nfrom: c\n\nHello", "line 3"),
    ],
)
def test_a_letter_with_a_broken_head_says_where(source: str, words: str) -> None:
    with pytest.raises(LetterMistake, match=words):
        parse("pair/broken", source)


def test_optional_letters_offer_fewer_letters() -> None:
    optional = {name for name in LETTERS if letter(name).optional}

    assert optional == {
        "person/call_moved", "person/impact_reminder", "person/impact_wanted", "person/keep_place", "person/message_to_many",
    } | {
        f"{role}/{matter}" for role in ("mentor", "mentee")
        for matter in ("call", "call_again", "call_reminder", "call_closing", "alumni")
    }  # fmt: skip
    assert "https://office.example/p/pilot/M01/unsubscribe" in write(message_of("mentor/call", "M01")).text


def test_text_and_html_say_the_same() -> None:
    source = (
        "Dear *Eva*,\n\n- one\n- two\n\n[Go](https://a.example/?x=1&y=2)\n\nSee [this](https://b.example).\n\n> quoted"
    )

    html, text = to_html_and_text(source)

    assert text == (
        "Dear Eva,\n\n- one\n- two\n\nGo:\nhttps://a.example/?x=1&y=2\n\nSee this (https://b.example).\n\n> quoted"
    )
    assert Elements(html).addresses == ["https://a.example/?x=1&y=2", "https://b.example"]


def test_a_closing_at_midnight_is_the_day_before() -> None:
    message = message_of("mentee/call_closing", "N01")

    assert "Saturday, 20 March 2027" in write(replace(message, until=message.until + timedelta(1))).subject


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_a_changed_verdict_says_that_it_takes_the_place_of_the_letter_before(role: str) -> None:
    code, at = ("N01" if role == "mentee" else "M01"), worlds.MONDAY
    message = message_of(f"{role}/application_accepted", code)
    cohort = asked(a_cohort(), message)
    by_hand = replace(cohort.applications[code], screening=Screening("anna", at), decided_at=at)
    first, told = cohort.put(by_hand), {f"{code}:declined:2027-02-20T1000"}
    changed = replace(first, journal=first.journal | told)
    by_the_clock = changed.put(replace(by_hand, decided_at=at + timedelta(1)))

    said = ["takes the place" in render(one, message, StraightLinks()).text for one in (first, changed, by_the_clock)]

    assert said == [False, True, False]


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_an_application_that_lapsed_names_what_was_missing(role: str) -> None:
    code = "N01" if role == "mentee" else "M01"
    message = message_of(f"{role}/application_lapsed", code)
    cohort = asked(a_cohort(), message)
    noted = cohort.put(replace(cohort.applications[code], note="The second page of your CV."))

    text = render(noted, message, StraightLinks()).text

    assert "The second page of your CV." in text
    assert "mix of professions" not in text
    assert "waiting list" in text


@pytest.mark.parametrize("name", ["mentee/certificate", "mentor/certificate", "mentee/alumni", "mentor/alumni"])
def test_the_group_stands_in_the_closing_letters_where_there_is_one(name: str) -> None:
    message = next(one for one in MESSAGES if one.letter == name)
    cohort = asked(a_cohort(), message)
    follow_up = cohort.policy.follow_up.model_copy(update={"alumni_group": "https://alumni.example/group"})
    with_group = replace(cohort, policy=cohort.policy.model_copy(update={"follow_up": follow_up}))

    told = [render(one, message, StraightLinks()).text for one in (cohort, with_group)]

    assert ["https://alumni.example/group" in text for text in told] == [False, True]
    assert ["Former participants meet" in text for text in told] == [False, True]


@pytest.mark.parametrize(("letter", "to"), [("mentee/paired", "N01"), ("mentor/paired", "M01")])
def test_both_of_a_pair_hear_whom_they_may_call_and_nothing_where_nobody_is_named(letter, to):
    ruth = Neutral("Ruth Amsel", "ruth.amsel@example.org", "Mondays, by telephone")
    message = message_of(letter, to)
    cohort = asked(a_cohort(), message)

    told = [render(one, message, StraightLinks()).text for one in (cohort, replace(cohort, neutral=ruth))]

    assert ["nobody's side" in text for text in told] == [False, True]
    assert "Ruth Amsel (ruth.amsel@example.org, Mondays, by telephone)" in " ".join(told[1].split())
