"""Letters that came back, and a queue that stands still because a server refuses all of them."""

from datetime import timedelta

import pytest

from domain.lifecycles import MessageState
from domain.messages import Rendered
from domain.people import Departure
from storage.post.pauses import Pause
from storage.post.returns import RETURNS_MAX
from tests.storage.test_outbox import change, states, written
from tests.storage.worlds import DAY, HOUR, NOW, a_cohort, a_message

S = MessageState
EVERYBODY = ("M01", "M02", "N01", "N02")
WORDS = "data: 550 5.7.1 blocked"


@pytest.fixture
def office(store):
    store.create(a_cohort(2))
    return store


def to_everybody(office, *people):
    return written(office, *(a_message(f"k{n}", to=to) for n, to in enumerate(people or EVERYBODY)))


def refuse(outbox, *kinds, now=NOW):
    """The next letters meet these outcomes, one after the other."""
    for kind, parcel in zip(kinds, outbox.claim(now, len(kinds)), strict=False):
        outbox.close(parcel.id, kind, now, WORDS)


# --- the queue ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["blocked", "too_big"])
def test_refusals_of_one_kind_in_a_row_stop_the_queue_and_keep_every_letter(office, kind):
    outbox = to_everybody(office)

    refuse(outbox, kind, kind, kind)

    assert outbox.paused() == Pause(NOW, WORDS, refused=3)
    assert outbox.claim(NOW) == []
    assert set(states(office).values()) == {S.RETRY, S.QUEUED}


@pytest.mark.parametrize(
    "kinds",
    [
        ("blocked", "blocked"),
        ("blocked", "blocked", "sent", "blocked"),
        ("blocked", "too_big", "blocked", "too_big"),
        ("blocked", "gone", "failed", "later"),
    ],
)
def test_a_few_refusals_are_those_of_the_letters(office, kinds):
    outbox = to_everybody(office)

    refuse(outbox, *kinds)

    assert outbox.paused() is None


def test_many_letters_to_one_person_are_one_refusal(office):
    outbox = to_everybody(office, *["N01"] * 5)

    refuse(outbox, *["blocked"] * 5)

    assert outbox.paused() is None


def test_a_row_may_take_hours(office):
    outbox = written(office, *(a_message(to, to=to, not_before=NOW + n * HOUR) for n, to in enumerate(EVERYBODY)))
    for n in range(3):
        refuse(outbox, *["blocked"] * 4, now=NOW + n * HOUR)

    assert outbox.paused().since == NOW + 2 * HOUR


def test_after_a_pause_what_was_refused_goes_at_once(office):
    outbox = to_everybody(office)
    refuse(outbox, "blocked", "blocked", "blocked")

    outbox.resume()

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["k0", "k1", "k2", "k3"]


def test_however_often_a_paused_queue_is_tried_no_letter_is_given_up(office):
    outbox = written(office, a_message("k", until=NOW + 30 * DAY))
    outbox.pause("the server is away")
    now = NOW
    for _ in range(200):
        for parcel in outbox.claim(now, 1, though_paused=True):
            outbox.close(parcel.id, "blocked", now, WORDS)
        now += HOUR

    assert [(post.state, post.attempts) for post in office.letters.posts()] == [(S.QUEUED, 0)]


def refused_for(office, days, *people):
    """So long nothing was taken, of letters to these people; the outbox then."""
    until = NOW + 30 * DAY
    outbox, now = written(office, *(a_message(f"k {to}", to=to, until=until) for to in people)), NOW
    while outbox.paused() is None and now < NOW + days * DAY:
        refuse(outbox, "blocked", now=now)
        now += HOUR
    return outbox


def test_after_a_day_in_which_nothing_was_taken_two_people_are_enough(office):
    outbox = refused_for(office, 2, "M01", "N01")

    assert DAY <= outbox.paused().since - NOW < 2 * DAY
    assert set(states(office).values()) <= {S.QUEUED, S.RETRY}


def test_of_one_person_alone_a_row_of_refusals_says_nothing(office):
    assert refused_for(office, 2, "M01").paused() is None


def test_letters_that_were_not_tried_are_given_back(office):
    outbox = to_everybody(office)
    parcels = outbox.claim(NOW)

    outbox.give_back(parcel.id for parcel in parcels[1:])

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["k1", "k2", "k3"]
    assert [parcel.attempts for parcel in parcels] == [1, 1, 1, 1]


def test_a_refusal_of_one_letter_is_given_up_like_any_other(office):
    """While letters to others are taken."""
    others = [a_message(f"other {n}", to="M01", about=f"x{n}", not_before=NOW + n * HOUR) for n in range(80)]
    outbox, now = written(office, a_message("k"), *others), NOW
    while S.FAILED not in office.letters.counts()["2027a"]:
        for parcel in outbox.claim(now):
            outbox.close(parcel.id, "blocked" if parcel.key == "k" else "sent", now, WORDS)
        now += HOUR

    assert outbox.paused() is None
    assert NOW + 2 * DAY <= now < NOW + 3 * DAY


# --- letters --------------------------------------------------------------------------------------------------------


def test_a_full_mailbox_is_tried_for_five_days(office):
    outbox, now = written(office, a_message("k", until=NOW + 30 * DAY)), NOW
    while states(office) != {"k": S.BOUNCED}:
        refuse(outbox, "later", now=now)
        now = max(now, office.letters.posts()[0].not_before) + timedelta(seconds=1)

    assert NOW + 5 * DAY <= now < NOW + 8 * DAY  # over a weekend
    assert office.letters.posts()[0].detail == f"given up: {WORDS}"


def came_back(office, what_for="gone", now=NOW):
    """A letter to N01 that left and came back."""
    (parcel,) = office.outbox.claim(now)
    office.outbox.close(parcel.id, "sent", now)
    office.returns.came_back(parcel.id, what_for, now, "came back")
    return parcel


def test_what_came_back_waits_for_an_address_that_works(office):
    written(office, a_message("k"))
    parcel = came_back(office)
    change(office, bounced_at=NOW)

    assert office.returns.may_go_again(NOW + DAY) == []
    change(office, bounced_at=None)
    assert office.returns.may_go_again(NOW) == [parcel.id]


@pytest.mark.parametrize("gone", [{"left": Departure(NOW)}, {"erased_at": NOW}])
def test_what_came_back_from_those_who_are_gone_stays(office, gone):
    written(office, a_message("k"))
    came_back(office)
    change(office, **gone)

    assert office.returns.may_go_again(NOW + DAY) == []


def test_what_was_given_up_is_tried_again_after_days_and_not_for_ever(office):
    written(office, a_message("k", until=NOW + 60 * DAY))
    now, waits = NOW, []
    while True:
        parcel = came_back(office, "later", now)
        if not office.returns.may_go_again(now + 30 * DAY):
            break
        waits.append(next(days for days in range(30) if office.returns.may_go_again(now + days * DAY)))
        now += waits[-1] * DAY
        message = a_message("k", written_at=now, not_before=now, until=NOW + 60 * DAY)
        assert office.returns.goes_again(parcel.id, message, Rendered("s", "t", "h"))

    assert waits == [1, 2, 3]
    assert office.returns.returns_of("2027a", "N01", "later", NOW - DAY) == (RETURNS_MAX, now)


def test_a_letter_to_a_dead_address_is_kept_for_a_better_one(office):
    outbox = written(office, a_message("k"))
    change(office, bounced_at=NOW)

    assert outbox.claim(NOW) == []
    assert [(post.state, post.detail) for post in office.letters.posts()] == [
        (S.BOUNCED, "not sent, for the reader's address does not work")
    ]
    change(office, bounced_at=None)
    assert len(office.returns.may_go_again(NOW)) == 1


def test_a_letter_goes_again_in_its_words_of_today(office):
    outbox = written(office, a_message("k"))
    parcel = came_back(office)

    assert office.returns.goes_again(parcel.id, a_message("k", until=NOW + 9 * DAY), Rendered("new", "t", "h"))
    (again,) = outbox.claim(NOW)
    assert (again.rendered.subject, again.message_id, again.mime) == ("new", parcel.message_id, b"")
    assert not office.returns.stays_back(parcel.id, "it is on its way")
