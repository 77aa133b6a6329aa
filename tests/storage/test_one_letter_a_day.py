"""One letter a day: what is ready for one reader is claimed together, told in one letter, and shares its fate."""

from dataclasses import replace

import pytest

from domain.lifecycles import InvitationState, MessageState, PairState
from domain.messages import Piece, Rendered
from tests.storage.worlds import DAY, HOUR, NOW, a_cohort, a_message, a_store

S = MessageState
MORNING = NOW + DAY


def a_piece(cohort, message):
    piece = Piece(
        message.key, "Dear Eva,", "you are here", message.key, ("Anna", "Spring"), "https://office.test/p", "en"
    )
    calendar = "BEGIN:VCALENDAR" if message.letter == "pair/date_set" else ""
    return Rendered(
        message.key, f"Dear Eva, {message.key}", "<p></p>", calendar, "REQUEST" if calendar else "", piece=piece
    )


def together(letters):
    return replace(letters[0], text=" + ".join(letter.subject for letter in letters))


@pytest.fixture
def office(url, tmp_path):
    store = a_store(url, tmp_path / "files", render=a_piece, whole=together)
    store.migrate()
    store.create(a_cohort(2))
    yield store
    store.close()


def a_letter(key, to="N01", **more):
    return a_message(key, to, **({"prompt": False} | more))


def written(office, *messages):
    office.update("2027a", lambda cohort: cohort.post(*messages), {"P01"})
    return office.outbox


def sent(outbox, now):
    """What leaves now, as its readers see it."""
    parcels = outbox.claim(now)
    for parcel in parcels:
        assert outbox.dotted(parcel.id, b"mime")
        outbox.close(parcel.id, "sent", now)
    return [parcel.rendered.text for parcel in parcels]


def states(office):
    return {post.key: post.state for post in office.letters.posts()}


def test_what_is_ready_for_one_reader_leaves_in_one_letter_and_each_part_counts_as_sent(office):
    outbox = written(office, a_letter("a"), a_letter("b"), a_letter("c", to="M01"))

    assert sent(outbox, NOW) == ["a + b", "Dear Eva, c"]
    assert states(office) == {"a": S.SENT, "b": S.SENT, "c": S.SENT}
    lead, part, alone = (next(p for p in office.letters.posts() if p.key == key) for key in "abc")
    assert (lead.told_in, part.told_in, alone.told_in) == (lead.id, lead.id, None)
    assert (lead.rendered.text, part.rendered.text) == ("a + b", "Dear Eva, b")


def test_what_waits_for_a_quiet_moment_goes_along_with_another_letter_or_by_itself_in_the_end(office):
    waits = {"not_before": NOW + 4 * DAY, "rides_from": NOW}
    outbox = written(office, a_letter("quiet", **waits), a_letter("other", to="M01", **waits))
    assert sent(outbox, NOW + HOUR) == []

    written(office, a_letter("now", not_before=MORNING))

    assert sent(outbox, MORNING) == ["now + quiet"]
    assert sent(outbox, NOW + 4 * DAY) == ["Dear Eva, other"]


def test_what_comes_after_the_letter_of_the_day_waits_for_the_next(office):
    outbox = written(office, a_letter("a"))
    assert sent(outbox, NOW) == ["Dear Eva, a"]
    written(office, a_letter("b"))

    assert sent(outbox, NOW + HOUR) == []
    assert sent(outbox, MORNING) == ["Dear Eva, b"]


def test_more_letters_than_a_week_bears_wait_until_it_is_over(office):
    outbox = written(office, *(a_letter(f"{n}", not_before=NOW + n * DAY) for n in range(4)))
    left = [sent(outbox, NOW + n * DAY) for n in range(4)]

    assert left == [["Dear Eva, 0"], ["Dear Eva, 1"], ["Dear Eva, 2"], []]
    assert sent(outbox, NOW + 7 * DAY + HOUR) == ["Dear Eva, 3"]


def test_answers_and_what_moves_a_calendar_leave_at_once_and_take_along_what_waits(office):
    outbox = written(office, a_letter("a"))
    assert sent(outbox, NOW) == ["Dear Eva, a"]
    written(office, a_letter("b"), a_letter("date", letter="pair/date_set"))

    assert sent(outbox, NOW + HOUR) == ["date + b"]


def test_a_letter_that_is_refused_for_now_is_made_anew_without_what_was_answered_meanwhile(office):
    form = "P01.1:session_date:N01"
    outbox = written(office, a_letter("a"), a_letter("reminder", invitation=form, reminder=True))
    (parcel,) = outbox.claim(NOW)
    outbox.close(parcel.id, "retry", NOW)
    assert set(states(office).values()) == {S.RETRY}

    office.update("2027a", lambda c: c.put(replace(c.invitations[form], state=InvitationState.ANSWERED)), {"P01"})

    assert sent(outbox, NOW + HOUR) == ["a"]
    assert states(office) == {"a": S.SENT, "reminder": S.DROPPED}


def test_what_was_refused_for_now_in_one_letter_waits_equally_long(office):
    outbox = written(office, a_letter("a"), a_letter("b"), a_letter("c"))
    (parcel,) = outbox.claim(NOW)
    outbox.close(parcel.id, "retry", NOW)

    assert len({post.not_before for post in office.letters.posts()}) == 1


def test_after_an_unclear_outcome_the_very_same_letter_goes_again(office):
    outbox = written(office, a_letter("a"), a_letter("b"))
    (parcel,) = outbox.claim(NOW)
    assert outbox.dotted(parcel.id, b"the whole")
    outbox.close(parcel.id, "unknown", NOW)
    assert set(states(office).values()) == {S.UNKNOWN}
    written(office, a_letter("c"))

    (again,) = outbox.claim(NOW + HOUR)

    assert (again.id, again.message_id, again.mime) == (parcel.id, parcel.message_id, b"the whole")
    assert outbox.dotted(again.id, again.mime)
    outbox.close(again.id, "sent", NOW + HOUR)
    assert states(office) == {"a": S.SENT, "b": S.SENT, "c": S.QUEUED}


def test_a_postman_who_dies_leaves_all_parts_to_the_next(office):
    outbox = written(office, a_letter("a"), a_letter("b"))
    outbox.claim(NOW, lease=HOUR)

    assert sent(outbox, NOW + HOUR) == ["a + b"]


def test_a_letter_that_comes_back_brings_back_all_that_was_told_in_it(office):
    outbox = written(office, a_letter("a"), a_letter("b"))
    sent(outbox, NOW)
    lead = next(post for post in office.letters.posts() if post.key == "a")

    assert office.returns.came_back(lead.id, "later", NOW + HOUR, "full")
    assert set(states(office).values()) == {S.BOUNCED}
    assert len(office.returns.may_go_again(NOW + 2 * DAY)) == 2


def test_a_letter_of_an_earlier_version_goes_alone(office):
    office.letterbox.render = lambda cohort, message: Rendered(message.key, message.key, "")
    outbox = written(office, a_letter("a"), a_letter("b"))

    assert sent(outbox, NOW) == ["a"]
    assert sent(outbox, MORNING) == ["b"]


def test_coordinators_get_each_letter_when_it_is_there(office):
    outbox = written(office, a_letter("a", to="C1"), a_letter("b", to="C1"))

    assert len(outbox.claim(NOW)) == 2


def of_a_pair(cohort, message):
    """A letter that calls the mentee of its pair by the first name, as letters do."""
    mentee = cohort.participants[cohort.pairs[message.scope].mentee]
    words = f"{mentee.name.split()[0]} waits" if mentee.name else "Somebody waits"
    return replace(a_piece(cohort, message), subject=words, text=words)


def test_a_letter_loses_the_words_of_its_part_when_whom_that_names_is_erased(url, tmp_path):
    cohort = a_cohort(2)
    cohort = cohort.put(
        replace(cohort.pairs["P01"], state=PairState.ENDED),
        replace(cohort.participants["N01"], name="Zebedee Šmíd"),
        replace(cohort.participants["N02"], name="Tereza Malá"),
    )
    store = a_store(url, tmp_path / "files", render=of_a_pair, whole=together)
    store.migrate()
    store.create(cohort)
    of_theirs = {"to": "M02", "scope": "P02", "about": "P02.1"}
    three = (a_letter("a", **of_theirs), a_letter("b", to="M02"), a_letter("c", **of_theirs))
    store.update("2027a", lambda c: c.post(*three), {"P01", "P02"})
    assert sent(store.outbox, NOW) == ["Tereza waits + Zebedee waits + Tereza waits"]

    store.erasure.erase("2027a", "N01", NOW)

    assert {post.key: post.rendered.text for post in store.letters.posts(to="M02")} == {
        "a": "",
        "b": "",
        "c": "Tereza waits",
    }
    store.close()


def test_a_word_of_the_coordinators_leaves_when_their_desk_says_so_and_stands_alone(office):
    outbox = written(office, a_letter("a"))
    assert sent(outbox, NOW) == ["Dear Eva, a"]
    written(office, a_letter("b"), a_letter("word", letter="pair/from_coordinator"))

    assert sent(outbox, NOW + HOUR) == ["Dear Eva, word"]
    assert sent(outbox, MORNING) == ["Dear Eva, b"]


def test_what_asks_for_something_stands_before_what_only_tells(office):
    form = "P01.1:session_date:N01"
    outbox = written(office, a_letter("tells", until=NOW + 2 * DAY), a_letter("asks", invitation=form))

    assert sent(outbox, NOW) == ["asks + tells"]


def test_a_letter_is_not_sent_when_its_form_was_answered_while_it_waited(office):
    form = "P01.1:session_date:N01"
    outbox = written(office, a_letter("a"))
    sent(outbox, NOW)
    written(office, a_letter("asks", invitation=form), a_letter("date", letter="pair/date_set", invitation=form))
    office.update("2027a", lambda c: c.put(replace(c.invitations[form], state=InvitationState.ANSWERED)), {"P01"})

    assert sent(outbox, MORNING) == ["Dear Eva, date"]
    assert states(office) == {"a": S.SENT, "asks": S.DROPPED, "date": S.SENT}


def given_up(office, outbox):
    """A letter of two things whose two copies both left without a word of the server's."""
    written(office, a_letter("a"), a_letter("b"))
    for n in range(2):
        (parcel,) = outbox.claim(NOW + n * DAY)
        assert outbox.dotted(parcel.id, b"the whole")
        outbox.close(parcel.id, "unknown", NOW + n * DAY)
    return parcel


def test_sent_again_by_a_person_it_tells_the_same_things(office):
    outbox = office.outbox
    parcel = given_up(office, outbox)
    assert outbox.claim(NOW + 3 * DAY) == []

    assert office.letters.send_again(parcel.id, NOW + 3 * DAY)
    (again,) = outbox.claim(NOW + 3 * DAY)

    assert (again.id, again.mime, len(again.parts)) == (parcel.id, b"the whole", 1)


def test_what_failed_is_sent_again_with_all_that_was_told_in_it(office):
    outbox = written(office, a_letter("a"), a_letter("b"))
    (parcel,) = outbox.claim(NOW)
    outbox.close(parcel.id, "failed", NOW, "no")
    assert set(states(office).values()) == {S.FAILED}

    assert office.letters.send_again(parcel.id, NOW + DAY)
    assert sent(outbox, NOW + DAY) == ["a + b"]


def test_a_refusal_of_one_letter_of_many_things_is_one_refusal(office):
    """Many in a row stop the whole queue."""
    outbox = written(office, *(a_letter(f"{n}") for n in range(12)))
    (parcel,) = outbox.claim(NOW)
    outbox.close(parcel.id, "blocked", NOW, "550 5.7.1 blocked")

    assert outbox.paused() is None


def test_each_part_is_read_as_it_left(office):
    outbox = written(office, a_letter("a"), a_letter("b"), a_letter("c", to="M01"))
    sent(outbox, NOW)
    numbers = {post.key: post.id for post in office.letters.posts()}

    assert {key: office.letters.as_it_left(number).rendered.text for key, number in numbers.items()} == {
        "a": "a + b",
        "b": "a + b",
        "c": "Dear Eva, c",
    }
    assert [post.key for post in office.letters.posts(whole=True)] == ["c", "a"]
    assert [post.key for post in office.letters.told_with(office.letters.post(numbers["a"]))] == ["a", "b"]


def test_the_limit_of_the_mail_server_counts_what_leaves_and_not_its_parts(office):
    sent(written(office, a_letter("a"), a_letter("b"), a_letter("c", to="M01")), NOW)

    assert office.lookups.letters_sent_since(NOW - HOUR) == 2
