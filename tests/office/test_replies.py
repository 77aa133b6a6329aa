"""Answers by mail: they reach the coordinator as they were written, decide nothing, and cannot be made by anybody else."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from domain.escalations import Noted
from domain.lifecycles import InvitationState, Phase
from office.intake import open_form, take_answer
from office.mailbox import MailboxClosed, read_mailbox
from office.post import deliver_post
from office.replies import A_DAY_MAX, take_mail
from office.round import play_round
from tests.builders import MONDAY, a_cohort, days
from tests.imap import a_mailbox
from tests.office.offices import an_office
from tests.office.test_post import returned, token_of
from tests.smtp import HOST, ScriptedServer

CODE = "pilot-27"
NOON = MONDAY + days(2) + timedelta(hours=12)
REPLY_TO = "reply+{token}@office.example"


@pytest.fixture
def office(tmp_path):
    """An office of one pair whose first letters have left, and which takes answers."""
    made = an_office(tmp_path, NOON, reply_to=REPLY_TO)
    made.store.create(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build())
    play_round(made, CODE)
    deliver_post(made)
    yield made
    made.store.close()


def a_letter(office, to="N01"):
    """The first letter to somebody."""
    return min(office.store.letters.posts(CODE, to, limit=100, whole=True), key=lambda post: post.id)


def an_answer(office, words="We meet on Friday.", to="N01", number=1, files=(), quoting=True, **headers):
    """The mail of somebody who answers their first letter."""
    letter, mail = a_letter(office, to), EmailMessage()
    mail["To"] = REPLY_TO.replace("{token}", token_of(office, letter))
    mail["From"] = headers.pop("sender", office.store.load(CODE).person(to).email)
    mail["Message-ID"] = f"<{number}@university.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in letter.rendered.text.splitlines())
    mail.set_content(f"{words}\n\nOn Monday somebody wrote:\n{quoted}" if quoting else words)
    for name in files:
        mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def cases(office):
    return [
        (case.matter, case.about, [remark.words for remark in case.remarks])
        for case in office.store.load(CODE).escalations.values()
    ]


def noted(office):
    """What the office adds to the first words of the only case."""
    (case,) = office.store.load(CODE).escalations.values()
    return case.remarks[0].noted


def test_letters_to_participants_are_answered_to_the_office_and_others_to_people(tmp_path):
    with ScriptedServer() as server:
        known = {"smtp_host": HOST, "smtp_port": server.port, "smtp_security": "none", "reply_to": REPLY_TO}
        office = an_office(tmp_path, NOON, **known)
        office.store.create(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build())
        play_round(office, CODE)
        deliver_post(office)
        answered_to = {
            letter["To"].addresses[0].addr_spec: letter["Reply-To"].addresses[0] for letter in reversed(server.letters)
        }
        lead, somebody = office.store.load(CODE).lead, office.store.load(CODE).person("N01")

    mentee = answered_to[somebody.email]
    assert (mentee.display_name, mentee.domain) == (lead.name, "office.example")
    assert mentee.username == f"reply+{token_of(office, a_letter(office))}"


def test_what_somebody_answers_is_the_coordinators_case_in_their_own_words(office):
    taken = take_mail(office, an_answer(office))

    letter = a_letter(office)
    assert (taken.became, taken.letter) == ("answer", letter.key)
    assert cases(office) == [("reply", "N01", ["We meet on Friday."])]
    assert noted(office) == Noted("reply", letter.letter)


def test_an_answer_decides_nothing(office):
    before = {key: form.state for key, form in office.store.load(CODE).invitations.items()}
    take_mail(office, an_answer(office, "Yes, I accept, sign everything."))

    after = {key: form.state for key, form in office.store.load(CODE).invitations.items()}
    assert before == after
    assert InvitationState.OPEN in before.values()


def test_a_second_answer_is_added_and_the_same_mail_again_is_not(office):
    first = an_answer(office)
    became = [take_mail(office, mail).became for mail in (first, first, an_answer(office, "Or on Monday?", number=2))]

    ((_, _, words),) = cases(office)
    assert became == ["answer", "again", "answer"]
    assert words == ["We meet on Friday.", "Or on Monday?"]


def test_words_that_sound_like_distress_are_a_call_for_help(office):
    take_mail(office, an_answer(office, "He shouted at me, I feel unsafe."))

    assert [matter for matter, _, _ in cases(office)] == ["call_for_help"]


def test_an_answer_from_another_address_says_so(office):
    take_mail(office, an_answer(office, sender="somebody@elsewhere.example"))

    assert noted(office) == Noted("reply", a_letter(office).letter, number=1)


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "junk"}])
def test_a_note_from_a_holiday_is_no_answer(office, headers):
    assert take_mail(office, an_answer(office, "I am away until May.", **headers)).became == "automatic"
    assert cases(office) == []


def test_a_letter_that_comes_back_is_told_from_an_answer(office):
    taken = take_mail(office, returned(token_of(office, a_letter(office))))
    play_round(office, CODE)

    assert taken.became == "returned"
    assert [matter for matter, _, _ in cases(office)] == ["bounced"]


def test_a_made_up_token_speaks_for_nobody(office):
    real = token_of(office, a_letter(office))
    forged = an_answer(office).replace(real.encode(), f"{a_letter(office).id}-{'0' * 32}".encode())

    assert take_mail(office, forged).became == "stranger"
    assert cases(office) == []


def test_files_are_not_kept_and_whoever_sent_one_hears_so_once_a_day(office):
    for number in (1, 2):
        take_mail(office, an_answer(office, files=("cv.pdf",), number=number))

    letters = [post.letter for post in office.store.letters.posts(CODE, "N01", limit=100)]
    assert letters.count("person/files_not_taken") == 1


def test_an_answer_without_a_word_opens_no_case(office):
    assert take_mail(office, an_answer(office, "")).became == "empty"
    assert cases(office) == []


def test_a_flood_ends(office):
    became = [take_mail(office, an_answer(office, f"No. {n}", number=n)).became for n in range(A_DAY_MAX + 2)]

    assert became == ["answer"] * A_DAY_MAX + ["stranger"] * 2


def test_in_a_cohort_that_is_over_nobody_would_read_it(office):
    answer = an_answer(office)
    office.store.update(CODE, lambda cohort: replace(cohort, phase=Phase.CLOSED))

    assert take_mail(office, answer).became == "stranger"
    assert cases(office) == []


# --- the mailbox of the office ----------------------------------------------------------------------------------------


def test_the_mailbox_is_read_once_and_keeps_what_is_for_a_person(tmp_path):
    with a_mailbox() as box:
        office = an_office(tmp_path, NOON, reply_to=REPLY_TO, **box.settings)
        office.store.create(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build())
        play_round(office, CODE)
        deliver_post(office)
        box.arrives(
            an_answer(office),
            an_answer(office, "Away", number=2, Auto_Submitted="auto-replied"),
            b"From: x@elsewhere.example\nSubject: Cheap watches\n\nBuy now",
            b"Content-Type: multipart/mixed; boundary=\n\n\xff\xfe",
        )

        became, again = read_mailbox(office), read_mailbox(office)

        assert dict(became) == {"answer": 1, "automatic": 1, "stranger": 2}
        assert again.total() == 0
        assert box.flags() == [{r"\Seen"}, {r"\Seen"}, {r"\Seen", r"\Flagged"}, {r"\Seen", r"\Flagged"}]
        assert [matter for matter, _, _ in cases(office)] == ["reply"]


def test_a_wrong_password_says_which_setting_to_mend(tmp_path):
    with a_mailbox() as box:
        office = an_office(tmp_path, NOON, **box.settings | {"imap_password": "forgotten"})

        with pytest.raises(MailboxClosed, match="MENTORING_IMAP_PASSWORD"):
            read_mailbox(office)


def test_a_server_that_is_away_is_named(tmp_path):
    office = an_office(tmp_path, NOON, imap_host="127.0.0.1", imap_port=9, imap_security="none")

    with pytest.raises(MailboxClosed, match=r"127\.0\.0\.1 does not answer"):
        read_mailbox(office)


def test_without_a_mailbox_nothing_is_read(office):
    assert read_mailbox(office).total() == 0


# --- in a word or two ---------------------------------------------------------------------------------------------------


def a_word(office, post, words, number=1, **headers):
    mail = EmailMessage()
    mail["To"] = REPLY_TO.replace("{token}", token_of(office, post))
    mail["From"] = headers.get("sender", office.store.load(CODE).person(post.to).email)
    mail["Message-ID"] = f"<word-{number}@university.example>"
    mail.set_content(words)
    return mail.as_bytes()


def asked_for_a_date(office):
    """The letter that asks one of the two when they meet."""
    posts = [post for code in ("N01", "M01") for post in office.store.letters.posts(CODE, code, limit=100)]
    return next(post for post in posts if ":session_date:" in post.invitation)


def test_a_short_answer_is_filled_in_and_counts_only_once_it_is_sent(office):
    post = asked_for_a_date(office)
    taken = take_mail(office, a_word(office, post, "Friday at 10:00\n\nBest regards"))

    cohort = office.store.load(CODE)
    form = cohort.invitations[post.invitation]
    token = office.links.form_token(CODE, form.id, form.generation)
    content = open_form(office, token).content
    assert (taken.became, cases(office)) == ("filled_in", [])
    assert (form.state, cohort.sessions["P01.1"].starts_at) == (InvitationState.OPEN, None)
    assert (content["day"], content["time"]) == ("2027-03-05", "10:00")
    (letter,) = [
        one for one in office.store.letters.posts(CODE, post.to, limit=100) if one.letter == "person/answer_read"
    ]
    assert f"/f/{token}" in letter.rendered.text

    take_answer(office, token, content)
    assert office.store.load(CODE).sessions["P01.1"].starts_at is not None


def test_what_somebody_has_begun_to_type_is_not_overwritten(office):
    post = asked_for_a_date(office)
    office.store.drafts.save(CODE, post.invitation, {"place": "Café"}, 0)

    assert take_mail(office, a_word(office, post, "Friday at 10:00")).became == "answer"
    assert office.store.drafts.get(CODE, post.invitation).content == {"place": "Café"}


def test_a_short_answer_from_another_address_goes_to_the_coordinator(office):
    post = asked_for_a_date(office)

    assert take_mail(office, a_word(office, post, "Friday at 10:00", sender="x@elsewhere.example")).became == "answer"
    assert office.store.drafts.get(CODE, post.invitation) is None


def test_an_answer_to_a_letter_of_several_things_is_about_whoever_got_it(office):
    """One of them was about the pair, another about a gathering: nobody can say which one was answered."""
    parts = office.store.letters.told_with(a_letter(office))
    assert {part.scope for part in parts} == {"N01", "P01"}

    take_mail(office, an_answer(office))

    assert cases(office) == [("reply", "N01", ["We meet on Friday."])]
