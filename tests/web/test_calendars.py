"""Calendars: an address of one's own, drawn by lot; what lies behind it, and what does not; and where an entry leads."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from domain.gatherings import Attendance
from domain.lifecycles import PairState, SessionState
from domain.people import Departure
from office.erasing import erase
from tests.builders import days, invited
from tests.web.conftest import client_of
from tests.web.world import NOW


@pytest.fixture
def world(world):
    """N01 has a date with M01, and comes to a gathering."""
    session = world.cohort.sessions["P01.1"]
    dated = replace(
        session, state=SessionState.DATED, starts_at=NOW + days(5), dated_at=NOW, objectives={"N01": "A plan B."}
    )
    world.change(dated, Attendance("G-careers:N01", "G-careers", "N01", "coming", NOW))
    return world


def page_of(world, code="N01"):
    return f"/p/{world.office.links.page_token(world.code, code)}"


def address(world, code="N01", do="renew"):
    """The path of somebody's calendar, after they have asked for it."""
    client_of(world).post(f"{page_of(world, code)}/calendar", data={"do": do})
    feed = world.office.store.feeds.of(world.code, code)
    return f"/calendar/{feed.secret}.ics" if feed else ""


def titles(text):
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(text).walk("VEVENT")]


def test_there_is_no_calendar_before_somebody_asks_for_one(world):
    shown = client_of(world).get(page_of(world)).text

    assert ".ics" not in shown
    assert world.office.store.feeds.of(world.code, "N01") is None


def test_behind_it_is_all_that_somebody_has_a_date_for_and_nothing_of_others(world):
    found = client_of(world).get(address(world))

    partner = world.cohort.person("M01").name
    careers = world.cohort.gatherings["G-careers"].title
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert sorted(titles(found.text)) == sorted(
        [f"Mentoring session 1 with {partner}", f"{careers} ({world.cohort.name})"]
    )
    assert "A plan B." in found.text
    assert "METHOD:PUBLISH" in found.text
    assert titles(client_of(world).get(address(world, "N02")).text) == []


def test_the_address_tells_nothing_and_no_login_is_behind_it(world):
    path, text = address(world), client_of(world).get(address(world)).text

    assert [told for told in (world.code, "N01", "M01") if told in path] == []
    assert [way for way in ("/p/", "/f/") if way in text] == []


def test_a_new_address_ends_the_old_one_and_it_can_be_given_up(world):
    first, second = address(world), address(world)

    assert first != second
    assert [client_of(world).get(path).status_code for path in (first, second)] == [404, 200]
    assert address(world, do="end") == ""
    assert client_of(world).get(second).status_code == 404


def test_a_program_that_has_it_already_gets_nothing_until_something_changes(world):
    path, client = address(world), client_of(world)
    first = client.get(path)
    mark, day = {"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]}

    assert [client.get(path, headers=known).status_code for known in (mark, day)] == [304, 304]
    assert client.get(path, headers={"If-None-Match": '"other"', **day}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "no day"}).status_code == 200

    world.change(replace(world.cohort.sessions["P01.1"], starts_at=NOW + days(6), sequence=1))
    assert client.get(path, headers=mark).status_code == 200
    assert client.head(path).status_code == 200


def test_what_is_off_disappears_from_it(world):
    path = address(world)
    world.change(replace(world.cohort.sessions["P01.1"], state=SessionState.CANCELLED, settled_at=NOW))

    assert [title for title in titles(client_of(world).get(path).text) if "session" in title] == []


def test_whoever_has_left_has_an_empty_calendar_and_whoever_was_erased_none(world):
    path, person = address(world), world.cohort.participants["N01"]
    over = replace(world.cohort.groups["P01"], state=PairState.ENDED, ended_at=NOW, ended_because="left")
    world.change(replace(person, left=Departure(NOW)), over)

    left = client_of(world).get(path)
    erase(world.office, world.code, "N01")

    assert (left.status_code, titles(left.text)) == (200, [])
    assert client_of(world).get(path).status_code == 404
    assert world.office.store.feeds.of(world.code, "N01") is None


# --- where an entry leads ---------------------------------------------------------------------------------------------


def way(world, code="N01"):
    return f"/way/{world.office.links.way_token(world.code, code)}"


def links_sent(world):
    return [
        post.to for post in world.office.store.letters.posts(world.code, limit=100) if post.letter == "person/new_link"
    ]


def test_an_entry_leads_to_a_page_that_names_nobody_and_opens_nothing(world):
    shown = client_of(world).get(way(world))

    person = world.cohort.person("N01")
    assert shown.status_code == 200
    assert [told for told in (person.name, person.email, "/p/", world.cohort.name) if told in shown.text] == []
    assert links_sent(world) == []


def test_its_button_has_the_way_sent_to_the_address_on_file_once_a_day(world):
    for _ in range(2):
        assert client_of(world).post(way(world)).status_code == 200

    assert links_sent(world) == ["N01"]
    world.clock.move(timedelta(days=1))
    client_of(world).post(way(world))
    assert links_sent(world) == ["N01", "N01"]


@pytest.mark.parametrize("path", ["/way/nothing", "/calendar/nothing.ics", "/calendar/.ics"])
def test_an_address_that_is_none_of_ours_is_not_found(world, path):
    assert client_of(world).get(path).status_code == 404


# --- finding a date ---------------------------------------------------------------------------------------------------


def test_the_way_to_find_a_date_stands_beside_the_session_and_waits_once_the_other_has_offered(world):
    world.change(*(invited(world.cohort, "offer_times", "P02.1", code, NOW) for code in ("M02", "N02")))
    client, form = client_of(world), world.form("offer_times", "P02.1", "N02")

    shown = client.get(page_of(world, "N02")).text
    assert shown.count(form) == 1
    client.post(world.form("offer_times", "P02.1", "M02"), data={
        "times.0.day": "2027-03-17", "times.0.first": "09:00", "times.0.until": "12:00",
    })  # fmt: skip

    assert client.get(page_of(world, "N02")).text.count(form) == 2
    page = client.get(form).text
    assert 'type="date"' in page
    assert 'value="2027-03-17"' in page
    assert client.post(form, data={
        "times.0.day": "2027-03-17", "times.0.first": "10:00", "times.0.until": "12:00",
    }).status_code == 303  # fmt: skip
    assert world.cohort.sessions["P02.1"].starts_at is not None
