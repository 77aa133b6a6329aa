"""Gatherings on the desk: all of them, one with those who come and what they asked, and the way to change it."""

import re
from dataclasses import replace

from tests.builders import MONDAY, a_cohort, answered, days
from tests.web.conftest import client_of
from tests.web.world import a_world


def test_a_gathering_shows_who_comes_and_what_they_asked(world):
    def say_yes(cohort):
        question = "Where to park?"
        return answered(cohort, "rsvp", "G-wrapup", "N01", MONDAY + days(1), answer="coming", question=question)

    world.office.store.update("pilot-27", say_yes)

    page = client_of(world).get(f"{world.desk()}/gatherings/G-wrapup").text

    assert "I will come" in page
    assert "Where to park?" in page
    assert "do/change_gathering?about=G-wrapup" in page


def test_all_gatherings_stand_on_one_page_with_the_way_to_add_one(world):
    page = client_of(world).get(f"{world.desk()}/gatherings").text

    assert "Initial networking" in page
    assert "/do/add_gathering" in page


def test_a_gathering_that_is_not_there_is_not_found(world):
    assert client_of(world).get(f"{world.desk()}/gatherings/G-party").status_code == 404


def test_what_is_over_does_not_wait_for_a_place_any_more(world):
    """The introduction was last week, the wrap-up is to come."""
    ways = [f"{world.desk()}/gatherings{one}" for one in ("", "/G-instruction", "/G-wrapup")]
    world.change(*(replace(one, place="") for one in world.cohort.gatherings.values()))
    ahead = sum(one.starts_at > world.clock.now() for one in world.cohort.gatherings.values())

    assert [client_of(world).get(way).text.count("no place yet") for way in ways] == [ahead, 0, 1]


def test_the_guests_of_a_large_cohort_are_paged(tmp_path):
    world = a_world(tmp_path, replace(a_cohort().in_mentoring().with_pairs(52).build(), code="large-27"))
    way = f"{world.desk()}/gatherings/G-wrapup"

    first, second = (client_of(world).get(f"{way}?start={start}").text for start in (0, 100))

    def guests(page):
        return re.findall(r'<span class="with">([MN]\d+)</span>', page)

    assert (len(guests(first)), guests(second)) == (25, ["N49", "N50", "N51", "N52"])
    assert "1 to 25 of 104" in first
    assert "101 to 104 of 104" in second
