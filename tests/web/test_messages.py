"""Messages by hand: looked over before they leave, once to each, in the words that were typed, erased with their reader."""

import re
from dataclasses import replace

import pytest

from domain.deeds import LETTERS_WAIT
from domain.lifecycles import MessageState
from domain.people import Departure
from office.erasing import erase
from office.post import deliver_post
from office.returns import send_again_what_came_back
from tests.builders import days

HERE = {"origin": "http://127.0.0.1:8080"}
BODY = "Dear {first_name},\r\n\r\nwe moved to *room 4*.\r\nBring <b>{partner}</b>.\r\n\r\n{page}\r\n\r\nEva"
ROOM = {"role": "mentee", "together": "yes", "subject": "A new room, {first_name}", "body": BODY}


@pytest.fixture
def written(web, world):
    """Posts the page of a message."""

    def post(typed=ROOM, **more):
        return web.post(f"{world.desk()}/messages", data={"_go": "look"} | typed | more, headers=HERE)

    return post


def letters(world):
    return [one for one in reversed(world.office.store.letters.posts(world.code, limit=500)) if ":message:" in one.key]


def seen_on(page):
    return re.search(r'name="seen" value="(\w+)"', page).group(1)


def test_who_gets_it_and_how_it_reads_is_shown_before_anything_leaves(written, world):
    page = written().text

    assert "To 3 people" in page
    assert [name for name in ("Tereza Malá",) if name not in page] == []
    assert page.count('<section class="card" aria-label="To ') == 3
    assert "we moved to *room 4*." in page
    assert world.page("N01").removeprefix("/p/") not in page
    assert letters(world) == []


def test_it_goes_to_each_of_them_once_as_it_was_typed(web, written, world):
    answer = written(_go="send", seen=seen_on(written().text))
    again = written(_go="send", seen="3")

    assert answer.status_code == 303
    first, *_ = found = letters(world)
    assert [one.to for one in found] == ["N01", "N02", "N03"]
    assert "we moved to *room 4*.\nBring <b>" in first.rendered.text
    assert "&lt;b&gt;" in first.rendered.html
    assert "<b>" not in first.rendered.html
    assert world.page("N01") in first.rendered.html
    assert (again.status_code, "has got these very words already" in again.text) == (422, True)
    lines = [entry.by for entry in world.office.store.ledger.journal(world.code, "N01") if ":message:" in entry.key]
    assert lines == ["eva"]
    assert "The message is on its way" in web.get(answer.headers["location"]).text


def test_what_nobody_has_looked_over_is_shown_and_not_sent(written, world):
    answer = written(_go="send")

    assert (answer.status_code, "To 3 people" in answer.text, letters(world)) == (200, True, [])


@pytest.mark.parametrize("other", [{"role": ""}, {"body": "Dear {first_name},"}, {"seen": "made up"}], ids=str)
def test_nothing_else_is_sent_and_to_nobody_else_than_was_shown(written, world, other):
    assert written(_go="send", **{"seen": seen_on(written().text)} | other).status_code == 409
    assert letters(world) == []


def test_until_it_leaves_a_message_can_be_taken_back_and_sent_anew(web, written, world):
    """Whoever had it coming gets nothing; the same words may go once more."""
    told = written(_go="send", seen=seen_on(written().text)).headers["location"]
    page = web.get(told).text
    assert "It goes to Tereza Malá, Jakub Černý and Aisha Rahman." in page
    assert told in web.get(f"{world.desk()}/post").text

    taken_back = web.post(told, headers=HERE)

    assert "Nobody has got it." in web.get(taken_back.headers["location"]).text
    assert {one.state for one in letters(world)} == {MessageState.DROPPED}
    again = written(_go="send", seen=seen_on(written().text))
    assert [one.state for one in letters(world)] == [MessageState.DROPPED] * 3 + [MessageState.QUEUED] * 3
    assert "take it back" in web.get(again.headers["location"]).text


def test_once_it_has_left_it_is_said_so(web, written, world):
    told = written(_go="send", seen=seen_on(written().text)).headers["location"]
    world.clock.move(LETTERS_WAIT)
    deliver_post(world.office)

    refused = web.post(told, headers=HERE)

    assert (refused.status_code, "its letters have left" in refused.text) == (409, True)
    assert {one.state for one in letters(world)} == {MessageState.SENT}
    assert web.get(f"{world.desk()}/messages/nothing").status_code == 404


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"body": "Dear {first_nme},"}, "Nobody can fill in {first_nme}."),
        ({"body": "{{ cohort.participants }}"}, "Nobody can fill in {"),
        ({"subject": ""}, "Give it a subject."),
        ({"body": "  "}, "Write something."),
        ({"subject": "{page}"}, "A subject cannot hold {page}."),
        ({"to": "N01, Nobody"}, "Nobody is called Nobody."),
        ({"to": " , "}, "Nobody is called ,."),
        ({"to": "university"}, "say which"),
        ({"session": "1"}, "Say both which session you mean and how it stands."),
        ({"group": "P99"}, "Nobody is reached by this."),
        ({"together": "no", "application": "accepted", "role": ""}, "There is nothing to put in place of {partner}"),
    ],
    ids=str,
)
def test_what_cannot_be_sent_as_it_is_says_why_and_keeps_what_was_typed(written, world, typed, complaint):
    answer = written(_go="send", **typed)

    assert (answer.status_code, complaint in answer.text) == (422, True)
    assert letters(world) == []


def test_one_person_is_written_to_by_name_although_they_want_no_news(written, world):
    someone = world.cohort.participants["N02"]
    world.change(replace(someone, opted_out_at=world.clock.now()))

    many = written(to="").text
    named = written(to=someone.name.lower(), role="", together="").text

    assert ("To 2 people" in many, "wants no news" in many, "To 1 person" in named) == (True, True, True)


def test_who_has_left_is_left_out(written, world):
    world.change(replace(world.cohort.participants["N02"], left=Departure(world.clock.now())))

    assert "has left" in written().text


def test_a_test_goes_to_its_author_alone_and_opens_nobodys_page(written, world):
    page = written(_go="test").text

    (letter,) = [one for one in world.office.store.letters.posts(world.code) if ":test-message:" in one.key]
    assert "A test is on its way to you." in page
    assert (letter.to, letter.state, letter.rendered.failure) == ("eva", MessageState.QUEUED, "")
    first = world.cohort.participants["N01"]
    assert first.first_name in letter.rendered.text
    assert "/p/" not in letter.rendered.html
    assert letters(world) == []


def test_a_programme_on_hold_writes_to_nobody(web, written, world):
    web.post(world.form("steer", "", "eva"), data={"action": "hold", "reason": "Summer"})

    assert "The programme is on hold." in written(_go="send").text


def test_what_was_typed_can_be_changed(written):
    page = written(_go="change").text

    assert 'value="A new room, {first_name}"' in page
    assert "we moved to *room 4*." in page


def test_whoever_is_erased_is_in_nobodys_words_any_more(written, world):
    name = world.cohort.participants["N02"].name
    typed = {"role": "mentee", "subject": "About Friday", "body": f"Ask {name}, who has the key."}
    written(typed, _go="send", seen=seen_on(written(typed).text))

    erase(world.office, world.code, "N02", "eva")

    kept = letters(world)
    assert {one.to: one.state for one in kept}["N02"] is MessageState.DROPPED
    assert [one for one in kept if name in f"{one.rendered} {one.wording}"] == []
    assert "who has the key" in next(one for one in kept if one.to == "N01").rendered.text
    assert next(one for one in kept if one.to == "N02").wording is None


def test_another_sites_page_and_another_cohorts_coordinator_send_nothing(web, world):
    elsewhere = web.post(f"{world.desk()}/messages", data=ROOM, headers={"origin": "https://evil.example"})

    assert elsewhere.status_code == 403
    assert web.get("/desk/other-27/messages").status_code == 404


def test_news_leaves_with_a_way_to_get_none(written, world):
    written(_go="send", seen=seen_on(written().text))
    world.clock.move(days(1))

    parcels = world.office.store.outbox.claim(world.clock.now(), limit=200)

    assert {parcel.optional for parcel in parcels if ":message:" in parcel.key} == {True}


def test_what_came_back_goes_out_again_as_it_was_written_once_the_address_works(written, world):
    written(to="N01", _go="send", seen=seen_on(written(to="N01").text))
    (letter,) = letters(world)
    outbox, later = world.office.store.outbox, world.clock.now() + days(1)
    assert letter.id in [parcel.id for parcel in outbox.claim(later, limit=200)]
    outbox.close(letter.id, "gone", later, "550 5.1.1 no such user")
    world.clock.move(days(2))
    world.change(world.cohort.participants["N01"].reached_again(world.clock.now(), "tereza@new.example"))

    assert send_again_what_came_back(world.office) == 1

    again = world.office.store.letters.post(letter.id)
    assert (again.state, again.wording) == (MessageState.QUEUED, letter.wording)
    assert "we moved to *room 4*." in again.rendered.text
