"""The post of a desk: every letter ever written can be found and read as it looked, and its links stay its reader's."""

import re
import time
from dataclasses import replace

import pytest

from domain.messages import Message
from domain.people import Coordinator
from domain.states import RECIPIENTS
from notifications.letters import LETTERS
from office import sign_in
from tests.builders import days
from tests.web.conftest import client_of
from tests.web.world import settled


def listed(page):
    return [int(number) for number in re.findall(r'href="/desk/[^/"]+/letters/(\d+)"', page)]


@pytest.fixture
def post(web, world):
    """Letters of the second week, one of which was sent and one refused."""
    settled(world)
    outbox, now = world.office.store.outbox, world.clock.now()
    sent, failed = outbox.claim(now + days(2), limit=2)
    outbox.close(sent.id, "sent", now, "250 2.0.0 taken")
    outbox.close(failed.id, "failed", now, "550 no such mailbox")
    return web


def test_letters_are_found_by_reader_kind_state_and_day(post, world):
    way, kept = f"{world.desk()}/post", world.office.store.letters
    everything = listed(post.get(way).text)
    some = kept.post(everything[-1])

    found = {
        "to": listed(post.get(way, params={"to": some.to_name.split()[-1]}).text),
        "letter": listed(post.get(way, params={"letter": some.letter}).text),
        "state": listed(post.get(way, params={"state": "sent"}).text),
    }

    letters = {number: kept.post(number) for number in everything}
    assert set(found["letter"]) >= {n for n, one in letters.items() if one.letter == some.letter}
    assert {kept.post(number).letter for number in found["letter"]} == {some.letter, *_troubled(letters)}
    assert some.id in found["to"]
    assert {kept.post(number).state.value for number in found["state"]} == {"sent", "failed"}
    assert "No letters like this." in post.get(way, params={"until": "2020-01-01"}).text
    for odd in (
        {"to": "<b>%"},
        {"state": "x"},
        {"since": "x"},
        {"before": "x"},
        {"before": "9" * 15},
        {"letter": "\x00"},
    ):
        assert post.get(way, params=odd).status_code == 200


def _troubled(letters):
    """What stands above the list, whatever is asked for."""
    return {one.letter for one in letters.values() if one.state.value == "failed" and one.is_whole}


def test_a_letter_says_what_became_of_it_and_what_came_along(post, world):
    kept = world.office.store.letters.posts(world.code, limit=200)
    refused = next(one for one in kept if one.state.value == "failed")

    page = post.get(f"{world.desk()}/letters/{refused.id}").text

    for words in (refused.to_name, "failed", "550 no such mailbox", "All letters to this reader"):
        assert words in page


def test_what_a_link_opens_stays_with_its_reader(post, world):
    sign_in.ask(world.office, world.cohort.lead.email, "", "/desk")
    keys = 0
    for one in world.office.store.letters.posts(world.code, limit=200):
        tokens = re.findall(r"/(?:p|f|sign-in)/([^\s\"<>()?/]{9,})", one.rendered.text + one.rendered.html)
        keys += len(tokens)
        way = f"{world.desk()}/letters/{one.id}"
        shown = "".join(post.get(way + part).text for part in ("", "/letter", "/invite.ics"))
        assert [token for token in tokens if token in shown] == [], one.letter
    assert keys > 10


def test_a_letter_of_another_cohort_is_not_here(post, world):
    world.office.store.register.add_coordinator(Coordinator("max", "Max Other", "max@university.example"))
    number = world.office.store.letters.posts(limit=1)[0].id

    for odd in ("0", "999999", "9" * 30, "-1"):
        for part in ("", "/letter", "/invite.ics"):
            assert post.get(f"{world.desk()}/letters/{odd}{part}").status_code == 404
    with client_of(world, "max") as strange:
        assert strange.get(f"{world.desk()}/letters/{number}/invite.ics").status_code == 404


def test_letters_to_anybody_have_a_word_for_their_readers():
    assert {letter.partition("/")[0] for letter in LETTERS} - set(RECIPIENTS) == set()


def test_two_thousand_letters_are_no_burden(web, world):
    now = world.clock.now()
    first = Message("bulk:0", "person/new_link", "N01", "N01", "N01", now, now, now + days(9))
    letters = [replace(first, key=f"bulk:{n}") for n in range(2000)]
    world.office.store.update(world.code, lambda cohort: cohort.post(*letters))
    way = f"{world.desk()}/post"
    web.get(way)

    start = time.perf_counter()
    page = web.get(way, params={"to": "N01"}).text
    older = web.get(way, params={"to": "N01", "before": listed(page)[-1]}).text
    took = time.perf_counter() - start

    assert len(set(listed(page))) == len(set(listed(older))) == 50
    assert max(listed(older)) < min(listed(page))
    assert took < 1.0
