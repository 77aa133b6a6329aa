"""The post: claimed once, checked again when claimed, closed with what became of it."""

from dataclasses import replace

import pytest

from domain.cohort import Hold
from domain.lifecycles import InvitationState, MessageState
from domain.messages import FAREWELLS, Rendered
from domain.people import Departure
from storage.post.letterbox import message_id
from tests.storage.worlds import DAY, HOUR, NOW, a_cohort, a_message

S = MessageState


@pytest.fixture
def office(store):
    store.create(a_cohort(2))
    return store


def written(store, *messages):
    store.update("2027a", lambda cohort: cohort.post(*messages), {"P01"})
    return store.outbox


def change(store, **values):
    store.update("2027a", lambda c: c.put(replace(c.participants["N01"], **values)), {"N01"})


def states(office):
    return {post.key: post.state for post in office.letters.posts()}


def test_a_letter_is_claimed_once_and_sent(office):
    outbox = written(office, a_message("k"))

    (parcel,) = outbox.claim(NOW)
    assert (parcel.to_email, parcel.reply_email, parcel.attempts) == ("mentee1@example.org", "anna@example.org", 1)
    assert parcel.message_id == message_id("2027a", "k", "office.test")
    assert outbox.claim(NOW) == []

    assert outbox.dotted(parcel.id, b"mime")
    outbox.close(parcel.id, "sent", NOW)
    assert office.letters.posts("2027a")[0].state is S.SENT
    assert office.letters.counts() == {"2027a": {S.SENT: 1}}
    assert office.lookups.letters_sent_since(NOW - HOUR) == 1


def test_the_same_letter_enters_the_outbox_once(office):
    written(office, a_message("k"), a_message("k"))
    written(office, a_message("k", about="other"))

    assert [post.about for post in office.letters.posts()] == ["P01.1"]


def test_a_letter_waits_for_its_hour_and_lapses_after_it(office):
    outbox = written(office, a_message("night", not_before=NOW + HOUR), a_message("late", until=NOW + HOUR))

    assert [parcel.key for parcel in outbox.claim(NOW + HOUR)] == ["night"]
    assert states(office)["late"] is S.DROPPED


def test_a_corrected_address_is_the_one_used(office):
    outbox = written(office, a_message("k"))
    change(office, email="new@example.org")

    assert [parcel.to_email for parcel in outbox.claim(NOW)] == ["new@example.org"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"left": Departure(NOW)}, "the reader has left"),
        ({"erased_at": NOW}, "the reader's name and address were erased"),
    ],
)
def test_nothing_goes_to_somebody_who_is_gone(office, values, reason):
    outbox = written(office, a_message("k"))
    change(office, **values)

    assert outbox.claim(NOW) == []
    assert [(post.state, post.detail) for post in office.letters.posts()] == [(S.DROPPED, reason)]


def test_not_even_an_essential_letter_goes_to_those_who_left(office):
    outbox = written(office, a_message("k", letter="pair/ended"))
    change(office, left=Departure(NOW))

    assert outbox.claim(NOW) == []


def test_farewells_go_to_those_who_left(office):
    outbox = written(office, *(a_message(name, letter=name) for name in sorted(FAREWELLS)))
    change(office, left=Departure(NOW))

    assert [parcel.key for parcel in outbox.claim(NOW)] == sorted(FAREWELLS)


@pytest.mark.parametrize("values", [{"bounced_at": NOW}, {"erased_at": NOW}])
def test_not_even_a_farewell_goes_to_nowhere(office, values):
    outbox = written(office, a_message("k", letter="person/left"))
    change(office, left=Departure(NOW), **values)

    assert outbox.claim(NOW) == []


def test_no_optional_letter_goes_to_those_who_opted_out(office):
    outbox = written(office, a_message("k", letter="mentee/alumni"), a_message("l"))
    change(office, opted_out_at=NOW)

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["l"]


def test_no_reminder_after_the_answer(office):
    form = "P01.1:session_date:N01"
    outbox = written(office, a_message("first", invitation=form), a_message("reminder", invitation=form, reminder=True))

    def answer(cohort):
        return cohort.put(replace(cohort.invitations[form], state=InvitationState.ANSWERED))

    office.update("2027a", answer, {"P01"})
    assert [parcel.key for parcel in outbox.claim(NOW)] == ["first"]


def test_what_a_coordinator_has_decided_is_not_asked_for(office):
    """Somebody cried for help on a Sunday; the case was closed on the desk before the post opened."""
    form = "P01.1:session_date:N01"
    asks = a_message("decide", to="C1", letter="coordinator/escalation", invitation=form, prompt=False)
    outbox = written(office, asks, a_message("open", to="C1", letter="coordinator/escalation"))
    office.update("2027a", lambda c: c.put(replace(c.invitations[form], state=InvitationState.ANSWERED)), {"P01"})

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["open"]
    assert states(office)["decide"] is S.DROPPED


def test_of_two_reminders_the_newer_goes(office):
    outbox = written(office, a_message("1", reminder=True), a_message("2", reminder=True))

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["2"]


def test_while_a_cohort_is_on_hold_its_reminders_wait(office):
    outbox = written(office, a_message("reminder", reminder=True), a_message("letter", about="other"))
    office.update("2027a", lambda cohort: replace(cohort, hold=Hold("C1", NOW)))

    (parcel,) = outbox.claim(NOW)
    assert parcel.key == "letter"
    outbox.close(parcel.id, "sent", NOW)
    office.update("2027a", lambda cohort: replace(cohort, hold=None))
    assert [parcel.key for parcel in outbox.claim(NOW + DAY)] == ["reminder"]


def test_a_newer_calendar_entry_replaces_the_one_that_still_waits(office):
    office.letterbox.render = lambda cohort, message: Rendered("s", "t", "h", calendar="BEGIN:VCALENDAR")
    outbox = written(office, a_message("old", letter="pair/date_set"), a_message("new", letter="pair/date_cancelled"))

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["new"]


def test_a_letter_whose_form_is_closed_is_not_sent(office):
    form = "P01.1:session_date:N01"
    outbox = written(office, a_message("k", invitation=form))
    office.update("2027a", lambda c: c.put(replace(c.invitations[form], state=InvitationState.REVOKED)), {"P01"})

    assert outbox.claim(NOW) == []
    assert [post.detail for post in office.letters.posts()] == ["the form it links to is closed"]


def test_a_batch_of_letters_nobody_wants_does_not_hide_the_next(office):
    outbox = written(office, *(a_message(f"{n}") for n in range(3)), a_message("other", to="M01"))
    change(office, left=Departure(NOW))

    assert [parcel.key for parcel in outbox.claim(NOW, limit=2)] == ["other"]


def test_the_mark_for_the_next_letter_closes_the_one_before(office):
    outbox = written(office, a_message("1"), a_message("2", to="M01"))
    first, second = outbox.claim(NOW)
    outbox.dotted(first.id)
    outbox.dotted(second.id, done=[(first.id, "sent", "250 ok")])

    assert states(office) == {"1": S.SENT, "2": S.SENDING}
    outbox.claim(NOW + DAY)
    assert states(office)["2"] is S.SENDING
    assert office.letters.posts()[1].detail == "250 ok"


def test_a_postman_who_died_before_the_dot_loses_nothing(office):
    outbox = written(office, a_message("k"))
    outbox.claim(NOW, lease=HOUR)

    assert outbox.claim(NOW + HOUR / 2) == []
    assert [parcel.key for parcel in outbox.claim(NOW + HOUR)] == ["k"]


def test_a_postman_who_died_after_the_dot_sends_one_more_copy_under_the_same_id(office):
    outbox = written(office, a_message("k"))
    ids = []
    for n in range(2):
        (parcel,) = outbox.claim(NOW + n * DAY, lease=HOUR)
        outbox.dotted(parcel.id, b"bytes")
        ids.append(parcel.message_id)

    assert outbox.claim(NOW + 3 * DAY) == []
    assert states(office) == {"k": S.UNKNOWN}
    assert ids[0] == ids[1]
    assert office.letters.send_again(office.letters.posts()[0].id, NOW + 3 * DAY)
    assert [parcel.mime for parcel in outbox.claim(NOW + 3 * DAY)] == [b"bytes"]


def test_a_certificate_of_unknown_fate_waits_for_a_person(office):
    outbox = written(office, a_message("k", letter="mentee/certificate"))
    (parcel,) = outbox.claim(NOW)
    outbox.dotted(parcel.id)
    outbox.close(parcel.id, "unknown", NOW, "no reply")

    assert outbox.claim(NOW + DAY) == []
    assert office.letters.send_again(parcel.id, NOW + DAY)
    assert [again.id for again in outbox.claim(NOW + DAY)] == [parcel.id]


def test_pauses_between_attempts_grow_until_somebody_must_look(office):
    outbox, now, gaps = written(office, a_message("k")), NOW, []
    while states(office) != {"k": S.FAILED}:
        for parcel in outbox.claim(now):
            outbox.close(parcel.id, "retry", now, "try later")
        (post,) = office.letters.posts()
        gaps.append(post.not_before - now)
        now = max(now, post.not_before)

    assert NOW + 2 * DAY <= now < NOW + 3 * DAY  # the night after the second day is over
    assert len(gaps) < 30


def test_a_wrong_password_pauses_the_whole_queue(office):
    outbox = written(office, a_message("k"))
    (parcel,) = outbox.claim(NOW)
    outbox.close(parcel.id, "configuration", NOW, "the mail server refuses our password")

    assert outbox.claim(NOW) == []
    assert outbox.paused().reason == "the mail server refuses our password"
    outbox.resume()
    assert [parcel.attempts for parcel in outbox.claim(NOW)] == [1]


def test_a_letter_that_cannot_be_written_is_parked_and_the_others_go(office):
    def render(cohort, message):
        if message.key == "bad":
            raise ValueError("a fact is missing")
        return Rendered("s", "t", "h")

    office.letterbox.render = render
    outbox = written(office, a_message("bad"), a_message("good", to="M01"))

    assert [parcel.key for parcel in outbox.claim(NOW)] == ["good"]
    (parked,) = office.letters.posts(states=[S.FAILED])
    assert parked.detail == "pair/date_wanted could not be written (ValueError)"
    assert office.letters.send_again(parked.id, NOW, Rendered("s", "t", "h"))


def test_drafts_wait_for_a_person(office):
    outbox = written(office, *(a_message(f"{n}", to="M01", state=S.DRAFT) for n in range(2)))

    assert outbox.claim(NOW) == []
    assert office.letters.release_drafts("2027a", "pair/date_wanted", "C1") == 2
    assert [parcel.key for parcel in outbox.claim(NOW)] == ["0", "1"]


def test_a_letter_comes_back_once_and_only_after_it_left(office):
    outbox = written(office, a_message("k"), a_message("waits", not_before=NOW + HOUR))
    (parcel,) = outbox.claim(NOW)
    outbox.close_many([(parcel.id, "sent", "")], NOW)

    assert office.returns.came_back(parcel.id, "gone", NOW, "550 no such user")
    assert not office.returns.came_back(parcel.id, "gone", NOW, "550 no such user")
    assert not office.returns.came_back(parcel.id + 1, "gone", NOW, "")
    assert not office.returns.came_back(4711, "gone", NOW, "")
    assert states(office) == {"k": S.BOUNCED, "waits": S.QUEUED}
