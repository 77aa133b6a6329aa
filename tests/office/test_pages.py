"""The way back: whoever holds an old link of ours gets the way to their page, at the address on file."""

from datetime import UTC, datetime, timedelta

import pytest

from office.pages import personal_page, send_new_link
from tests.web.world import NOW, a_world, mentoring


@pytest.fixture
def world(tmp_path):
    return a_world(tmp_path, mentoring())


def ask(world, form="session_report", about="P01.1", to="N01"):
    send_new_link(world.office, world.form(form, about, to).removeprefix("/f/"))


def links(world, to="N01"):
    posts = [post for post in world.office.store.letters.posts(world.code, to) if post.letter == "person/new_link"]
    assert [post.rendered.failure for post in posts] == [""] * len(posts)
    return posts


def test_the_letter_leads_to_a_page_that_opens(world):
    ask(world)

    [post] = links(world)
    token = post.rendered.text.partition("/p/")[2].split()[0]
    assert personal_page(world.office, token).person.id == "N01"


def test_once_a_day_and_again_the_next(world):
    for _ in range(2):
        ask(world)
    assert len(links(world)) == 1

    world.clock.move(timedelta(1))
    ask(world)
    assert len(links(world)) == 2


@pytest.mark.parametrize("moment", [NOW, datetime(2028, 2, 29, 9, tzinfo=UTC)], ids=["a day in March", "a leap day"])
def test_a_form_for_any_time_that_nobody_has_used_yet_knows_its_owner(world, moment):
    world.clock.move_to(moment)
    ask(world, "need_help", "N01", "N01")

    assert len(links(world)) == 1


def test_a_coordinator_finds_the_desk_again(world):
    ask(world, "sign_off", next(iter(world.cohort.materials)), "eva")

    [post] = links(world, "eva")
    assert "/desk/" in post.rendered.text


def test_a_link_that_was_never_ours_sends_nothing(world):
    send_new_link(world.office, "made-up")
    send_new_link(world.office, world.office.links.form_token("unknown-27", "P01.1:session_report:N01", 1))
    send_new_link(world.office, world.office.links.form_token(world.code, "P99.1:session_report:N99", 1))

    assert world.office.store.letters.posts(world.code) == []
