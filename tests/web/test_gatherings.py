"""Gatherings on the desk: all of them, one with those who come and what they asked, and the way to change it."""

from tests.builders import MONDAY, answered, days
from tests.web.conftest import client_of


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
