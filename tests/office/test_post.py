"""Post: batches, a postman who dies, a limit of the mail server, and letters that come back."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from domain.lifecycles import MessageState
from notifications.postman import Outcome, RecordingPostman
from office.post import deliver_post
from office.returns import take_bounce
from office.round import play_round
from tests.builders import MONDAY, a_cohort, days
from tests.office.offices import an_office

NOON = MONDAY + days(2) + timedelta(hours=12)


def a_running_office(folder, pairs=2, postman=None, **settings):
    office = an_office(folder, NOON, postman or RecordingPostman(), **settings)
    office.store.create(a_cohort().in_mentoring(since=MONDAY).with_pairs(pairs).build())
    play_round(office, "pilot-27")
    return office


def states(office):
    return office.store.letters.counts("pilot-27")["pilot-27"]


def test_what_is_due_is_sent_once(tmp_path):
    postman = RecordingPostman()
    office = a_running_office(tmp_path, 30, postman)

    first, second = deliver_post(office), deliver_post(office)

    assert first.outcomes["sent"] == len(postman.copies) == len({copy.key for copy in postman.copies}) > 50
    assert second.total == 0
    assert set(states(office)) == {MessageState.SENT}


@pytest.mark.parametrize("settings", [{"base_url": "https://mentoring.example.org"}, {"inbox": "off"}])
def test_letters_wait_where_nobody_takes_them_and_go_once_somebody_does(tmp_path, settings):
    office = an_office(tmp_path, NOON, **settings)
    office.store.create(a_cohort().in_mentoring(since=MONDAY).with_pairs(2).build())
    play_round(office, "pilot-27")
    waiting = states(office)[MessageState.QUEUED]

    idle = deliver_post(office)
    postman = RecordingPostman()
    deliver_post(replace(office, postman=postman))

    assert (idle.total, idle.paused[:22]) == (0, "no mail server is set,")
    assert states(office) == {MessageState.SENT: waiting}
    assert {copy.to for copy in postman.copies} == {"M01", "M02", "N01", "N02", "eva"}


class Dies(RecordingPostman):
    """A process that is killed while the mail server thinks about the third letter."""

    def send(self, parcels, *, on_dot):
        for number, parcel in enumerate(parcels, start=1):
            on_dot(parcel)
            if number == 3:
                raise KeyboardInterrupt
            self.copies.append(parcel)
            yield Outcome(parcel.id, "sent")


def test_when_the_postman_dies_one_letter_is_unclear_and_none_is_lost(tmp_path):
    office = a_running_office(tmp_path, 4, Dies())
    with pytest.raises(KeyboardInterrupt):
        deliver_post(office)
    assert len(office.postman.copies) == 2

    office.postman.__class__ = RecordingPostman
    office.clock.move(timedelta(hours=1))
    deliver_post(office)

    keys = [copy.key for copy in office.postman.copies]
    assert len(keys) == len(set(keys))
    assert set(states(office)) == {MessageState.SENT}


def test_a_refused_password_stops_the_queue_and_names_the_reason(tmp_path):
    office = a_running_office(tmp_path, postman=RecordingPostman(outcome_of=lambda parcel: "configuration"))
    tally = deliver_post(office)
    assert tally.outcomes["configuration"] >= 1
    assert office.store.outbox.paused() is not None


def returned(token, named="X-Mentoring-Message", status="5.1.1"):
    return f"""Content-Type: multipart/report; report-type=delivery-status; boundary=b
Subject: Undelivered

--b
Content-Type: text/plain

It came back.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; somebody
Action: failed
Status: {status}

--b
Content-Type: text/rfc822-headers

{named}: {token}

--b--
""".encode()


def test_a_letter_that_comes_back_becomes_the_coordinators_case(tmp_path):
    office = a_running_office(tmp_path)
    deliver_post(office)
    post = next(post for post in office.store.letters.posts("pilot-27", "N01") if post.is_whole)

    assert take_bounce(office, returned(token_of(office, post))) == post.key
    play_round(office, "pilot-27")

    cohort = office.store.load("pilot-27")
    assert cohort.participants["N01"].bounced_at is not None
    assert [(case.matter, case.about) for case in cohort.escalations.values()] == [("bounced", "N01")]


def token_of(office, post):
    return office.links.letter_token(post.id, post.message_id)


@pytest.mark.parametrize("mail", [b"", b"Subject: I am on holiday\n\nback soon", returned(f"4711-{'0' * 32}")])
def test_other_mail_changes_nothing(tmp_path, mail):
    office = a_running_office(tmp_path)
    assert take_bounce(office, mail) == ""


def test_nobody_can_make_us_believe_that_a_letter_came_back(tmp_path):
    office = a_running_office(tmp_path)
    deliver_post(office)
    post, other = office.store.letters.posts("pilot-27", "N01")[0], office.store.letters.posts("pilot-27", "N02")[0]
    number, _, mark = token_of(office, post).partition("-")
    guessed = sha256(f"pilot-27 {post.key}".encode()).hexdigest()[:32]

    for token in (guessed, f"{number}-{guessed}", f"{other.id}-{mark}", f"{number}-{mark[:-1]}", f"{number}-{mark}0"):
        assert take_bounce(office, returned(token)) == ""
    assert take_bounce(office, returned(post.message_id, "Message-ID")) == ""
    assert [p for p in office.store.load("pilot-27").participants.values() if p.bounced_at] == []


def test_a_letter_is_known_by_every_key_of_the_list_and_by_no_other(tmp_path):
    office = a_running_office(tmp_path, postman=RecordingPostman(), secret_keys="first")
    deliver_post(office)
    first, second, third = office.postman.copies[:3]

    def with_keys(keys):
        return an_office(tmp_path, NOON, secret_keys=keys)

    assert take_bounce(with_keys("first,second"), returned(first.token)) == first.key
    assert take_bounce(with_keys("second"), returned(second.token)) == ""
    renewed = with_keys("first,second")
    newest = renewed.links.letter_token(third.id, third.message_id)
    assert newest == with_keys("second").links.letter_token(third.id, third.message_id) != third.token
    assert take_bounce(with_keys("second"), returned(newest)) == third.key
