"""Visits: a link is used up once, also when two browsers come at once; what is over is forgotten."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from storage.keeping.visits import Asked
from tests.builders import EVA, MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def visits(store):
    store.register.add_coordinator(EVA)
    return store.visits


def a_link(visits, asker="", at=MONDAY):
    asked = Asked("a-key", "eva", asker, "/desk/pilot", "pilot", at, at + HOUR)
    visits.ask(asked)
    return asked


def enters(visits, asker="", secret="hash", at=MONDAY):
    return visits.enter("a-key", asker, secret, "Firefox", at, at + 10 * HOUR)


def test_a_link_begins_a_visit_that_lasts_as_long_as_it_is_used(visits):
    asked = a_link(visits)

    assert visits.asked("a-key", MONDAY) == asked
    assert enters(visits) == asked
    visit = visits.visit("hash", MONDAY + HOUR, MONDAY - HOUR)
    assert (visit.coordinator, visit.browser, visit.since, visit.ends_at) == (
        "eva",
        "Firefox",
        MONDAY,
        MONDAY + 10 * HOUR,
    )
    visits.seen(visit.id, MONDAY + HOUR)
    assert visits.visit("hash", MONDAY + 2 * HOUR, MONDAY) is not None
    assert visits.visit("hash", MONDAY + 3 * HOUR, MONDAY + HOUR) is None
    assert visits.visit("hash", MONDAY + 10 * HOUR, MONDAY) is None
    assert visits.visit("other", MONDAY + HOUR, MONDAY - HOUR) is None


def test_of_two_browsers_that_use_a_link_at_once_one_enters(visits):
    a_link(visits)
    entered, start = [], Barrier(2)

    def enter(secret):
        start.wait()
        entered.append(enters(visits, secret=secret))

    browsers = [Thread(target=enter, args=(secret,)) for secret in ("one", "two")]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join()

    assert [found is None for found in sorted(entered, key=lambda found: found is None)] == [False, True]
    assert len(visits.visits_of("eva", MONDAY, MONDAY - HOUR)) == 1


def test_a_link_of_one_browser_opens_nothing_in_another(visits):
    a_link(visits, asker="mine")

    assert enters(visits, asker="yours") is None
    assert enters(visits, asker="") is None
    assert enters(visits, asker="mine") is not None


def test_a_link_that_is_too_old_or_used_is_none(visits):
    a_link(visits)
    assert visits.asked("a-key", MONDAY + HOUR) is None
    assert enters(visits, at=MONDAY + HOUR) is None

    enters(visits)
    assert visits.asked("a-key", MONDAY) is None


def test_signing_out_everywhere_takes_unused_links_too(visits):
    a_link(visits)
    enters(visits)
    visits.ask(Asked("b-key", "eva", "", "", "", MONDAY, MONDAY + HOUR))
    visits.end_all("eva")

    assert visits.visits_of("eva", MONDAY, MONDAY - HOUR) == []
    assert visits.asked("b-key", MONDAY) is None


def test_what_is_over_is_forgotten(visits):
    a_link(visits)
    enters(visits)
    assert visits.asked_since("eva", MONDAY - HOUR) == 1

    visits.sweep(MONDAY + 2 * HOUR, MONDAY)

    assert visits.asked_since("eva", MONDAY - HOUR) == 0
    assert visits.visits_of("eva", MONDAY, MONDAY - HOUR) == []
