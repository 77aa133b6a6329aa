"""Health: a proxy and a watcher learn what they need, without a name, and nothing changes by asking."""

from datetime import timedelta

import pytest

from tests.builders import days
from tests.web.world import NOW

PLACES = ("/health/live", "/health/ready", "/health/office")


def told(web):
    return {place: (answer.status_code, answer.text) for place in PLACES if (answer := web.get(place)) is not None}


def looked_at(world, at):
    world.office.store.leases.beat(f"tick:{world.code}", at)


@pytest.fixture
def well(world):
    looked_at(world, NOW - timedelta(hours=1))
    return world


def test_an_office_that_works_says_so_and_nothing_else(web, well):
    assert told(web) == dict.fromkeys(PLACES, (200, "ok\n"))
    assert [web.head(place).status_code for place in PLACES] == [200, 200, 200]
    assert [web.post(place).status_code for place in PLACES] == [405, 405, 405]


def test_late_rounds_are_for_the_watcher_and_no_reason_to_turn_people_away(web, well):
    looked_at(well, NOW - timedelta(hours=3, minutes=1))

    assert told(web) == {
        "/health/live": (200, "ok\n"),
        "/health/ready": (200, "ok\n"),
        "/health/office": (503, "rounds are late\n"),
    }


def test_a_paused_post_and_a_doubted_clock_are_told_without_their_reasons(web, well):
    well.office.store.outbox.pause("the password of office@university.example is refused")
    well.office.store.leases.beat("clock", NOW - days(2))

    assert told(web)["/health/office"] == (503, "no letter leaves\n")
    assert told(web)["/health/ready"] == (200, "ok\n")


def test_without_a_database_nobody_is_sent_here(web, well):
    well.office.store.db.path.rename(well.office.store.db.path.with_suffix(".away"))

    assert told(web)["/health/live"] == (200, "ok\n")
    assert {told(web)[place][0] for place in PLACES[1:]} == {503}


def test_a_database_of_another_version_takes_no_answers(web, well):
    with well.office.store.db.writing() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    assert told(web)["/health/ready"] == (503, "the database is not of this version\n")
