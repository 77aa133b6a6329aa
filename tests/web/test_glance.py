"""The glance: every number opens the list behind it, which holds as many; drawings say nothing that text does not."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.glance import Bar, Part, bands
from domain.lifecycles import SessionState
from office.glance import PER_PAGE
from tests.builders import days
from tests.web.conftest import client_of
from tests.web.world import NOW, a_world, mentoring, with_every_form
from web.glance import WIDTH, pieces, place

LINK = re.compile(r'href="(/desk/[^"]*/list/[^"]*)">([0-9]+) ([^<]+)</a>')


@pytest.fixture
def full(tmp_path):
    world = a_world(tmp_path, with_every_form())
    yield world
    world.office.store.close()


def test_every_number_opens_a_list_that_holds_as_many(full):
    with client_of(full) as web:
        counted = LINK.findall(web.get(f"{full.desk()}/glance").text)
        rows = {way: web.get(way).text.count('<th scope="row">') for way, _, _ in counted}

    assert counted
    assert rows == {way: int(number) for way, number, _ in counted}


def test_it_says_how_sessions_stand(full):
    held = replace(full.cohort.sessions["P01.1"], state=SessionState.HELD, held_on=NOW.date())
    full.change(held)

    with client_of(full) as web:
        page = web.get(f"{full.desk()}/glance").text
        shown = web.get(f"{full.desk()}/list/sessions/1/held").text

    assert [words for way, number, words in LINK.findall(page) if "/sessions/1/held" in way] == ["held"]
    assert full.cohort.participants["N01"].name in shown


def test_a_list_leads_to_the_pages_of_pairs_and_of_people(full):
    with client_of(full) as web:
        for what, way in (
            ("sessions/1/planned", "/pairs/P01"),
            ("groups/pair/active", "/pairs/P01"),
            ("forms/mentoring_plan/open", "/people/N01"),
            ("cases/missed_session/open", "/pairs/P02"),
        ):
            assert f'href="{full.desk()}{way}"' in web.get(f"{full.desk()}/list/{what}").text, what


def test_the_days_ahead_open_what_comes(full):
    full.office.store.dues.wake_all(full.code)
    with client_of(full) as web:
        ways = re.findall(r'href="(/desk/[^"]*/list/due/[^"]*)"', web.get(f"{full.desk()}/glance").text)
        told = [web.get(way) for way in ways]

    assert ways
    assert {answer.status_code for answer in told} == {200}


def test_after_a_long_outage_it_lists_what_was_missed_for_good(full):
    full.clock.move_to(NOW + timedelta(days=400))
    with client_of(full) as web:
        shown = web.get(f"{full.desk()}/list/lapsed").text

    assert shown.count("form: The date of your session") == 2  # of the two pairs that have not met


@pytest.mark.parametrize(
    "what",
    [
        "",
        "sessions/x/held",
        "forms/none/open",
        "words/G-none/no",
        "groups/pair/none",
        "cases/none/open",
        "due/2027-13-01",
        "met/none",
        "together/none",
        "asked/none",
        "applied/coordinator/accepted",
        "fit/none",
        "came/list/mentor/none",
        "pool/wished/gender/woman",
        "pool/wished/tracks/x",
        "pool/capacity/9",
        "pool/rule/99",
        "nothing",
    ],
)
def test_what_is_not_counted_is_not_found(full, what):
    with client_of(full) as web:
        assert web.get(f"{full.desk()}/list/{what}").status_code == 404


def test_a_long_list_has_pages(tmp_path):
    world = a_world(tmp_path, mentoring(PER_PAGE + 3))
    with client_of(world) as web:
        first = web.get(f"{world.desk()}/list/forms/session_date/open").text
        second = web.get(f"{world.desk()}/list/forms/session_date/open?start={PER_PAGE}").text
    world.office.store.close()

    assert [page.count('<th scope="row">') for page in (first, second)] == [PER_PAGE, 3]
    assert "start=50" in first
    assert "start=0" in second


def test_bars_fit_the_drawing_and_today_stays_on_the_timeline(full):
    bar = Bar("Many", tuple(Part(count, "held", "good") for count in (1, 1000, 1)))
    *_, last = pieces(bar, bar.total)
    line = bands(full.cohort)

    assert last.x + last.width <= WIDTH
    assert [place(line, at) for at in (line[0].starts - days(9), line[-1].ends + days(9))] == [0.0, WIDTH]
