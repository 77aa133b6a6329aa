"""Returned letters: refused while we talk with a real server, or coming back later: whom it is about, and what goes again."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.cohort import Hold
from domain.escalations import Escalation
from domain.lifecycles import EscalationState, MessageState, PairState
from domain.people import Coordinator
from machine.doctor import examine
from office import rounds
from office.desk import tasks
from office.mail_server import standstill
from office.pages import send_new_link
from office.post import deliver_post
from office.returns import take_bounce
from office.round import play_round
from tests.answers import agreement_answers
from tests.builders import MONDAY, a_cohort, answered, days
from tests.office.offices import an_office
from tests.office.test_post import returned, states, token_of
from tests.smtp import HOST, ScriptedServer

CODE = "pilot-27"
WAITING = {MessageState.QUEUED, MessageState.RETRY}
NOON = MONDAY + days(2) + timedelta(hours=12)
UNKNOWN = "550 5.1.1 no such user"
BLOCKED = "550 5.7.1 blocked"
PAIRED = "You and Jana Veselá are a pair now"  # in the letter P01:paired:N01, alone or with others


@contextmanager
def an_office_with_mail(folder, pairs=1, refuses=(), **script):
    """An office whose letters go to a real server, which follows this script and refuses these codes at RCPT."""
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(pairs).build()
    with ScriptedServer(script) as server:
        known = {"smtp_host": HOST, "smtp_port": server.port, "smtp_security": "none", "letters_per_minute_max": 10_000}
        office = an_office(folder, NOON, **known)
        office.store.create(cohort)
        for code, reply in dict(refuses).items():
            server.refuses[cohort.person(code).email] = reply
        yield office, server
        office.store.close()


def live(office, until=0.0):
    """A round and the post, twice a day until so many days later, or just once."""
    ends = office.clock.now() + days(until)
    while True:
        play_round(office, CODE)
        deliver_post(office)
        if office.clock.now() >= ends:
            return
        office.clock.move(timedelta(hours=12))


def person(office, code="N01"):
    return office.store.load(CODE).participants[code]


def cases(office):
    return sorted((case.matter, case.about) for case in office.store.load(CODE).escalations.values())


def letters(office, to="N01"):
    return {post.key: post for post in office.store.letters.posts(CODE, to, limit=1000)}


def mails(office, to):
    """The letters that left for somebody, each with whatever was told in it."""
    return [post for post in letters(office, to).values() if post.sent_at and post.is_whole]


def addressee(letter):
    return letter["To"].addresses[0].addr_spec


def words_of(mail):
    return mail.get_body(("plain",)).get_content()


def telling(server, words):
    """The mails the server took in which these words stand, oldest first."""
    return [mail for mail in server.letters if words in words_of(mail)]


def mend(office, code="N01", address="right@university.example"):
    """The coordinator decides the case of a dead address."""
    case = next(c for c in office.store.load(CODE).escalations.values() if c.about == code and c.is_open)
    now, words = office.clock.now(), {"decision": "new_address", "address": address}
    office.store.update(
        CODE, lambda c: answered(c, "decide_escalation", case.id, "eva", now, **words), focus={case.scope, ""}
    )


# --- an address that is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply", [UNKNOWN, "550 5.1.10 null MX", "550 5.2.1 disabled", "553 5.1.3 what is this", "550 nobody"]
)
def test_an_address_refused_at_the_door_is_one_case_and_nobody_is_taken_as_silent(tmp_path, reply):
    with an_office_with_mail(tmp_path, refuses={"N01": reply}) as (office, server):
        live(office, 62)

        assert person(office).bounced_at == NOON
        assert cases(office) == [("bounced", "N01")]
        assert {post.state for post in letters(office).values()} == {MessageState.BOUNCED}
        assert server.commands.count("data") == len(mails(office, "M01")) + len(mails(office, "eva"))


def test_the_partner_and_the_others_get_their_letters_all_the_same(tmp_path):
    with an_office_with_mail(tmp_path, pairs=3, refuses={"N01": UNKNOWN}) as (office, _):
        live(office)

        assert set(states(office)) == {MessageState.SENT, MessageState.BOUNCED}
        assert "P01:paired:M01" in letters(office, "M01")
        assert person(office, "N02").bounced_at is None


def test_an_address_that_no_server_could_take_is_a_case_too(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        office.store.update(
            CODE, lambda c: c.put(replace(c.participants["N01"], email="josé@x.example")), focus={"N01"}
        )
        live(office, 1)

        assert cases(office) == [("bounced", "N01")]


def test_what_was_refused_goes_once_the_address_is_mended(tmp_path):
    with an_office_with_mail(tmp_path, refuses={"N01": UNKNOWN}) as (office, server):
        live(office, 3)
        mend(office)
        live(office, 4)

        assert letters(office)["P01:paired:N01"].state is MessageState.SENT
        assert "right@university.example" in {addressee(letter) for letter in server.letters}
        assert [case.state for case in office.store.load(CODE).escalations.values()] == [EscalationState.RESOLVED]


def test_what_was_asked_meanwhile_is_asked_anew_and_no_silence_counts(tmp_path):
    with an_office_with_mail(tmp_path, refuses={"N01": UNKNOWN}) as (office, _):
        live(office, 40)
        mend(office)
        mended = office.clock.now()
        live(office, 8)

        heard = [post for post in letters(office).values() if post.sent_at]
        assert {post.letter for post in heard} >= {"mentee/paired", "pair/agreement_wanted", "pair/date_wanted"}
        assert min(post.sent_at for post in heard) >= mended
        assert cases(office) == [("bounced", "N01")]


def test_an_address_put_right_wrongly_is_a_second_case(tmp_path):
    with an_office_with_mail(tmp_path, refuses={"N01": UNKNOWN}) as (office, server):
        live(office)
        live(office)
        office.clock.move(timedelta(hours=1))
        server.refuses["still@wrong.example"] = UNKNOWN
        mend(office, address="still@wrong.example")
        live(office)
        live(office)

        assert cases(office) == [("bounced", "N01"), ("bounced", "N01")]
        assert person(office).bounced_at == office.clock.now()


# --- what is about us --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        {"data": BLOCKED},
        {"dot": BLOCKED},
        {"rcpt": BLOCKED},
        {"dot": "554 spam"},
        {"rcpt": "554 5.7.1 relay access denied"},
        {"dot": "552 5.3.4 too big"},
    ],
)
def test_a_server_that_refuses_us_stops_the_post_and_every_letter_goes_when_it_is_over(tmp_path, script):
    with an_office_with_mail(tmp_path, pairs=15, **script) as (office, server):
        play_round(office, CODE)
        for _ in range(10):
            deliver_post(office)
            office.clock.move(timedelta(minutes=10))

        assert set(states(office)) <= WAITING
        assert server.commands.count("mail") <= 20
        assert standstill(office).startswith("the mail server refuses our letters, those to ")
        assert [p.id for p in office.store.load(CODE).participants.values() if p.bounced_at] == []

        server.from_now_on()
        deliver_post(office)

        assert set(states(office)) == {MessageState.SENT}
        assert standstill(office) == ""


def test_a_block_of_a_week_costs_nobody_a_letter_that_is_still_wanted(tmp_path):
    with an_office_with_mail(tmp_path, pairs=2, dot=BLOCKED) as (office, server):
        for _ in range(14):
            live(office)
            office.clock.move(timedelta(hours=12))
        since = office.store.outbox.paused().since
        server.from_now_on()
        live(office, 1)

        assert since == NOON
        due = [post for post in letters(office).values() if post.not_before <= office.clock.now()]
        assert {post.state for post in due} <= {MessageState.SENT, MessageState.DROPPED}
        assert letters(office)["P01:paired:N01"].state is MessageState.SENT
        assert all(post.detail.startswith("too late") for post in due if not post.sent_at)


def test_one_letter_that_is_refused_does_not_hold_up_the_others(tmp_path):
    with an_office_with_mail(tmp_path, pairs=15, refuses={"N07": BLOCKED}) as (office, _):
        live(office, 4)

        assert office.store.outbox.paused() is None
        due = [post for post in letters(office, "N08").values() if post.not_before <= office.clock.now()]
        assert len(due) > 2
        assert {post.state for post in due} == {MessageState.SENT}
        assert MessageState.SENT not in {post.state for post in letters(office, "N07").values()}
        assert person(office, "N07").bounced_at is None


def test_a_pause_is_red_once_a_round_and_over_with_the_block(tmp_path):
    with an_office_with_mail(tmp_path, pairs=5, dot=BLOCKED) as (office, server):
        play_round(office, CODE)
        for _ in range(3):
            with pytest.raises(rounds.RulesFailed, match="The post is paused"):
                rounds.deliver(office)
        server.from_now_on()

        assert rounds.deliver(office).failures == []
        assert set(states(office)) == {MessageState.SENT}


def test_a_refused_password_keeps_every_letter_until_it_is_mended(tmp_path):
    with an_office_with_mail(tmp_path, pairs=2, mail="530 5.7.0 log in first") as (office, server):
        play_round(office, CODE)
        for _ in range(100):
            deliver_post(office)
            office.clock.move(timedelta(hours=1))
        assert set(states(office)) <= {MessageState.QUEUED, MessageState.DROPPED}

        server.from_now_on()
        live(office, 4)

        assert letters(office)["P01:paired:N01"].state is MessageState.SENT


# --- a mailbox that takes nothing for now -------------------------------------------------------------------------------


@pytest.mark.parametrize("reply", ["552 5.2.2 mailbox full", "452 4.2.2 mailbox full", "450 4.2.1 moving house"])
def test_a_full_mailbox_gets_its_letters_once_there_is_room(tmp_path, reply):
    with an_office_with_mail(tmp_path, refuses={"N01": reply}) as (office, server):
        live(office, 3)
        assert {post.state for post in letters(office).values()} <= WAITING | {MessageState.DROPPED}
        server.refuses.clear()
        live(office, 4)

        assert letters(office)["P01:paired:N01"].state is MessageState.SENT
        assert cases(office) == []


def test_a_mailbox_that_stays_full_becomes_the_coordinators_case(tmp_path):
    with an_office_with_mail(tmp_path, refuses={"N01": "552 5.2.2 mailbox full"}) as (office, _):
        live(office, 40)

        assert NOON + days(5) <= person(office).bounced_at < NOON + days(8)
        assert cases(office) == [("bounced", "N01")]


# --- what comes back by mail --------------------------------------------------------------------------------------------


def carrier(office, key, to="N01"):
    """The letter in which this one went: its own, or that of the day."""
    posts = letters(office, to)
    return next(post for post in posts.values() if post.id == (posts[key].told_in or posts[key].id))


def comes_back(office, key, status):
    """The mail with this letter in it comes back; whether the office knew it for the mail that left."""
    mail = carrier(office, key)
    return take_bounce(office, returned(token_of(office, mail), status=status)) == mail.key


@pytest.mark.parametrize("status", ["4.4.7", "5.4.7", "5.2.2", "4.2.2", "5.3.1", "5.0.0"])
def test_one_letter_that_was_given_up_condemns_nobody_and_is_sent_again(tmp_path, status):
    with an_office_with_mail(tmp_path) as (office, _):
        live(office)

        assert comes_back(office, "P01:paired:N01", status)
        live(office)
        assert letters(office)["P01:paired:N01"].state is MessageState.BOUNCED
        assert (person(office).bounced_at, cases(office)) == (None, [])

        live(office, 1.5)
        assert letters(office)["P01:paired:N01"].state is MessageState.SENT


def test_letters_that_come_back_for_days_are_a_case(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        live(office)
        while person(office).bounced_at is None:
            assert comes_back(office, "P01:paired:N01", "4.4.7")
            live(office, 3)
        live(office)

        assert office.clock.now() <= NOON + days(16)
        assert cases(office) == [("bounced", "N01")]


@pytest.mark.parametrize("status", ["5.7.1", "5.3.4", "5.1.8", "5.7.26", "5.6.1"])
def test_what_is_about_us_is_no_verdict_on_an_address(tmp_path, status):
    with an_office_with_mail(tmp_path) as (office, _):
        live(office)
        for mail in mails(office, "N01"):
            assert comes_back(office, mail.key, status)
        live(office)

        assert (person(office).bounced_at, cases(office)) == (None, [])


def test_reports_of_a_block_stop_the_post_too(tmp_path):
    with an_office_with_mail(tmp_path, pairs=3) as (office, _):
        live(office)
        for code in ("N01", "N02", "N03"):
            post = carrier(office, f"P{code[1:]}:paired:{code}", code)
            take_bounce(office, returned(token_of(office, post), status="5.7.1"))

        assert office.store.outbox.paused() is not None


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.2.1", "5.4.4"])
def test_an_address_that_does_not_exist_is_a_case_and_its_letters_go_to_the_right_one(tmp_path, status):
    with an_office_with_mail(tmp_path) as (office, server):
        live(office)
        comes_back(office, "P01:paired:N01", status)
        live(office)
        assert cases(office) == [("bounced", "N01")]

        mend(office)
        live(office, 4)

        assert [addressee(mail) for mail in telling(server, PAIRED)] == [
            "n01@university.example",
            "right@university.example",
        ]


def test_a_report_about_the_old_address_says_nothing_about_the_new_one(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        live(office, 16)
        comes_back(office, "P01:paired:N01", "5.1.1")
        live(office)
        office.clock.move(timedelta(hours=1))
        mend(office)
        late = next(key for key, post in letters(office).items() if post.state is MessageState.SENT)
        comes_back(office, late, "5.1.1")

        assert person(office).bounced_at is None


# --- if it is still true ------------------------------------------------------------------------------------------------


def a_letter_that_came_back(office):
    live(office)
    comes_back(office, "P01:paired:N01", "5.1.1")
    live(office)


def test_what_is_no_longer_true_does_not_go(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        a_letter_that_came_back(office)
        now = office.clock.now()
        office.store.update(
            CODE,
            lambda c: c.put(replace(c.pairs["P01"], state=PairState.ENDED, ended_at=now, ended_because="ended")),
            focus={"P01"},
        )
        mend(office)
        live(office, 4)

        assert letters(office)["P01:paired:N01"].state is MessageState.DROPPED
        assert letters(office)["P01:ended:N01"].state is MessageState.SENT


def test_a_question_that_was_answered_meanwhile_is_not_asked_again(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        live(office, 1)
        asked = next(key for key in letters(office) if key.startswith("P01:agreement:1"))
        comes_back(office, asked, "5.1.1")
        live(office)
        now = office.clock.now()
        words = agreement_answers()
        office.store.update(CODE, lambda c: answered(c, "agreement", "P01", "N01", now, **words), focus={"P01"})
        mend(office)
        live(office, 4)

        assert letters(office)[asked].state is MessageState.DROPPED


def test_a_cohort_on_hold_sends_nothing_again_and_forgets_nothing(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        a_letter_that_came_back(office)
        mend(office)
        hold = Hold("eva", office.clock.now(), "holidays")
        office.store.update(CODE, lambda c: replace(c, hold=hold), focus={""})
        live(office, 1)
        assert letters(office)["P01:paired:N01"].state is MessageState.BOUNCED

        office.store.update(CODE, lambda c: replace(c, hold=None), focus={""})
        live(office, 1)
        assert letters(office)["P01:paired:N01"].state is MessageState.SENT


def test_a_link_that_somebody_asked_for_goes_again_though_no_rule_wants_it(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        live(office, 1)
        form = next(i for i in office.store.load(CODE).invitations.values() if i.to == "N01")
        send_new_link(office, office.links.form_token(CODE, form.id, 1))
        live(office)
        asked = next(key for key in letters(office) if ":new-link:" in key)
        comes_back(office, asked, "5.1.1")
        live(office)
        mend(office)
        live(office, 4)

        assert letters(office)[asked].state is MessageState.SENT


def test_a_letter_goes_again_with_the_facts_of_today(tmp_path):
    with an_office_with_mail(tmp_path) as (office, server):
        a_letter_that_came_back(office)
        office.store.update(
            CODE, lambda c: c.put(replace(c.participants["M01"], email="new@firm.example")), focus={"M01"}
        )
        mend(office)
        live(office, 4)

        assert ["new@firm.example" in words_of(mail) for mail in telling(server, PAIRED)] == [False, True]


# --- a coordinator --------------------------------------------------------------------------------------------------


KLARA = Coordinator("kb", "Klára Benešová", "klara@university.example", "Europe/Prague")


def alarms(office):
    return [f.words for f in examine(office) if f.check == "coordinators" and f.state == "problem"]


def test_a_coordinator_whom_no_letter_reaches_is_an_alarm_for_the_colleagues_and_the_doctor(tmp_path):
    with an_office_with_mail(tmp_path, refuses={"eva": UNKNOWN}) as (office, server):
        office.store.update(CODE, lambda c: replace(c, coordinators=(*c.coordinators, KLARA)), focus={""})
        play_round(office, CODE)
        take_help(office)
        live(office, 1)

        told = [letter for letter in server.letters if addressee(letter) == KLARA.email]
        assert [letter["Subject"] for letter in told] == ["Pilot 2027: letters to Eva Horáková come back"]
        assert alarms(office) == ["Letters to the coordinator eva come back since 2027-03-03."]
        assert {post.state for post in letters(office, "eva").values()} == {MessageState.BOUNCED}
        waits = [task.kind for task in tasks(office, office.store.load(CODE))]
        assert sorted(waits) == ["decide_escalation", "review_proposal"]

        office.store.register.add_coordinator(
            replace(office.store.register.coordinator("eva"), email="eva@new.example")
        )
        live(office, 1)

        assert alarms(office) == []
        assert {addressee(letter) for letter in server.letters} >= {"eva@new.example"}
        assert MessageState.SENT in {post.state for post in letters(office, "eva").values()}


@pytest.mark.parametrize(("status", "alarmed"), [("5.1.1", True), ("5.7.1", False), ("4.4.7", False)])
def test_a_letter_that_comes_back_from_a_coordinator_is_judged_like_any_other(tmp_path, status, alarmed):
    with an_office_with_mail(tmp_path) as (office, _):
        play_round(office, CODE)
        take_help(office)
        live(office)
        post = next(iter(letters(office, "eva").values()))
        take_bounce(office, returned(token_of(office, post), status=status))

        assert bool(alarms(office)) is alarmed


def test_turns_of_a_cohort_do_not_forget_that_a_coordinator_is_unreachable(tmp_path):
    with an_office_with_mail(tmp_path) as (office, _):
        before = office.store.load(CODE)
        office.store.register.coordinator_bounced("eva", NOON)
        office.store.update(CODE, lambda c: replace(c, coordinators=(*before.coordinators, KLARA)), focus={""})

        assert office.store.register.coordinator("eva").bounced_at == NOON


def take_help(office):
    """Somebody asks for help, so that there is something to tell a coordinator."""
    case = Escalation("P01:help", "P01", "help", "P01", office.clock.now())
    office.store.update(CODE, lambda c: c.put(case), focus={"P01"})
