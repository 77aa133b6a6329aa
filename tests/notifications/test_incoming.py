"""Incoming mail: what somebody wrote, to which letter, and what only a machine sent."""

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.incoming import WORDS_MAX, read_mail
from notifications.plain import in_plain_text, own_words

TOKEN = f"27-{'a1' * 16}"
LETTER = """Dear Lina,

session 3 with Ada Byron is open until 12 March. Tell us the date, it takes one minute.

Tell us the date: https://office.example/f/abc.def-ghi

Klára Nová
Pilot cohort, life sciences
"""


def a_mail(words="We met on Tuesday.", html="", to=f"reply+{TOKEN}@office.example", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "Lina <lina@university.example>", to, "<one@university.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def test_a_mail_says_who_writes_what_to_which_letter():
    incoming = read_mail(a_mail().as_bytes())

    assert (incoming.tokens, incoming.sender, incoming.words) == (
        (TOKEN,),
        "lina@university.example",
        "We met on Tuesday.",
    )
    assert (incoming.files, incoming.is_automatic) == (0, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<all.university.example>"},
        {"X_Mentoring_Message": TOKEN},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_what_a_machine_sent_is_no_answer(headers):
    assert read_mail(a_mail(**headers).as_bytes()).is_automatic


def test_a_person_who_says_that_no_machine_wrote_is_believed():
    assert not read_mail(a_mail(Auto_Submitted="no").as_bytes()).is_automatic


def test_the_mark_is_that_of_the_mail_not_of_the_copy():
    one, copy = read_mail(a_mail().as_bytes()), read_mail(a_mail(Delivered_To="reply@office.example").as_bytes())
    other = read_mail(a_mail().as_bytes().replace(b"<one@", b"<two@"))

    assert one.mark == copy.mark != other.mark


def test_files_are_counted_and_pictures_in_a_signature_are_not():
    mail = a_mail()
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="cv.pdf")
    mail.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif", disposition="inline")

    assert read_mail(mail.as_bytes()).files == 1


def test_a_mail_in_html_alone_is_read_as_it_was_seen():
    mail = a_mail()
    mail.clear_content()
    mail.set_content("<style>p {color: red}</style><p>We met<br>on Tuesday &amp; it was good.</p>", subtype="html")

    assert read_mail(mail.as_bytes()).words == "We met\non Tuesday & it was good."


def test_a_long_mail_is_cut_where_everybody_sees_it():
    words = read_mail(a_mail("word " * 5000).as_bytes()).words

    assert len(words) < WORDS_MAX + 10
    assert words.endswith("[…]")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: =?utf-8?b?////?=\nContent-Type: text/plain; charset=no-such\n\nAhoj \xe9",
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n--x--",
        b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Subject: " + b"=?utf-8?q?" + b"a" * 100_000,
    ],
)
def test_a_broken_mail_is_read_as_far_as_it_goes(raw):
    assert read_mail(raw).files >= 0


@given(st.binary(max_size=2000))
@settings(max_examples=200)
def test_no_bytes_break_the_reader(raw):
    assert len(read_mail(b"Content-Type: text/plain\n" + raw).words) <= WORDS_MAX + 10


def test_deep_nesting_and_many_parts_take_no_time_worth_speaking_of():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(50))

    assert read_mail(nested + b"Content-Type: text/plain\n\nhello").is_automatic is False


@pytest.mark.parametrize(
    "answer",
    [
        "We meet on Friday.\n\nOn Mon, 1 Mar 2027 at 09:00, Klára Nová wrote:\n"
        + "\n".join(f"> {x}" for x in LETTER.splitlines()),
        "We meet on Friday.\n\nFrom: Klára Nová <reply@office.example>\nSent: Monday\nTo: Lina\nSubject: Session 3\n\n"
        + LETTER,
        "We meet on Friday.\n\nDne po 1. 3. 2027 v 9:00 odesílatel Klára Nová\n<reply@office.example> napsal:\n\n"
        + LETTER,
        "We meet on Friday.\n\n________________________________\nVon: Klára Nová\nGesendet: Montag\n\n" + LETTER,
        "> session 3 with Ada Byron is open until 12 March.\n\nWe meet on Friday.",
        "We meet on Friday.",
    ],
    ids=["marked", "headed", "two lines of head", "under a line", "below", "nothing quoted"],
)
def test_own_words_are_what_the_letter_did_not_say(answer):
    assert own_words(answer, LETTER) == "We meet on Friday."


def test_what_stands_between_the_lines_of_the_letter_is_kept():
    answer = "> session 3 with Ada Byron is open until 12 March.\nNot in March.\n> Tell us the date\nIn April?"

    assert own_words(answer, LETTER) == "Not in March.\nIn April?"


def test_no_link_of_the_letter_is_kept():
    answer = "Yes\n\n> Tell us the date: https://office.example/f/abc.def-ghi\nhttps://office.example/f/abc.def-ghi"

    assert own_words(answer, LETTER) == "Yes"


def test_a_page_of_nothing_but_tags_has_no_words():
    assert in_plain_text("<div><br><table></table></div>" * 100) == ""
