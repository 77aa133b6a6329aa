"""Several cohorts: the page that compares them, and the way from a page of one to the same page of another."""

import re
from dataclasses import replace

import pytest

from domain.people import Coordinator
from tests.builders import a_cohort
from tests.web.conftest import a_browser, client_of
from tests.web.test_glance import LINK
from tests.web.world import a_world, mentoring, with_every_form

LIST = re.compile(r'href="(/desk/[^"]*/list/[^"]*)">([0-9]+) ')


@pytest.fixture
def two(tmp_path):
    """The lead runs two cohorts; a third one belongs to somebody else."""
    world = a_world(tmp_path, with_every_form())
    other = a_cohort().in_recruitment().with_mentors(2).with_mentees(3).build()
    world.office.store.create(_called(other, "calling-27", "The spring of 2028"))
    stranger = _called(a_cohort().in_recruitment().build(), "not-mine", "Somebody else's")
    world.office.store.create(_run_by(stranger, "jan"))
    yield world
    world.office.store.close()


def _called(cohort, code, name):
    return replace(cohort, code=code, name=name)


def _run_by(cohort, code):
    return replace(cohort, coordinators=(Coordinator(code, "Jan", "jan@university.example"),))


def test_each_measure_has_a_bar_for_each_cohort_one_runs_and_for_no_other(two):
    with client_of(two) as web:
        page = web.get("/compare").text

    assert page.count('<h3><a href="/desk/calling-27">The spring of 2028</a></h3>') == 8
    assert page.count(f'<h3><a href="{two.desk()}">') == 8
    assert "not-mine" not in page


def test_every_number_that_is_compared_opens_a_list_that_holds_as_many(two):
    with client_of(two) as web:
        counted = {way: int(number) for way, number in LIST.findall(web.get("/compare").text)}
        counted = {way: number for way, number in counted.items() if "/applied/mentor/accepted" not in way}
        rows = {way: web.get(way).text.count('<th scope="row">') for way in counted}

    assert len(counted) >= 8
    assert rows == counted


@pytest.mark.parametrize("page", ["", "/glance", "/recruiting", "/match", "/pairs", "/people", "/gatherings", "/post"])
def test_another_cohort_opens_on_the_same_page(two, page):
    with client_of(two) as web:
        shown = web.get(f"{two.desk()}{page}").text
        answer = web.get(f"/desk/calling-27{page}")

    switch = shown.partition('<details class="switch">')[2].partition("</details>")[0]
    assert f'<a href="/desk/calling-27{page}">The spring of 2028' in switch
    assert f'<a href="{two.desk()}{page}" aria-current="true">' in switch
    assert "not-mine" not in switch
    assert answer.status_code == 200


def test_whoever_runs_one_cohort_has_nothing_to_switch(tmp_path):
    world = a_world(tmp_path, mentoring())
    with client_of(world) as web:
        page = web.get(world.desk()).text
        alone = web.get("/compare")
    world.office.store.close()

    assert 'class="switch"' not in page
    assert alone.status_code == 200


def test_what_waits_leads_to_where_it_is_decided(two):
    with client_of(two) as web:
        card = web.get("/compare").text.partition('aria-labelledby="waiting"')[2].partition("</section>")[0]
        ways = re.findall(r'<a href="(/desk/[^"]*)">[0-9]+ ', card)
        pages = {way: web.get(way).status_code for way in ways}

    assert card.count('<span class="of ') == len(ways) > 0
    assert f"{two.desk()}/screening" in ways
    assert set(pages.values()) == {200}


def test_a_stranger_compares_nothing(two):
    with a_browser(two) as web:
        assert web.get("/compare").headers["location"].startswith("/sign-in")


def test_numbers_of_the_desk_are_those_of_its_glance(two):
    with client_of(two) as web:
        glance = {way: int(number) for way, number, _ in LINK.findall(web.get(f"{two.desk()}/glance").text)}
        compared = {way: int(number) for way, number in LIST.findall(web.get("/compare").text)}

    held = sum(number for way, number in glance.items() if re.search(r"/sessions/\d+/held$", way))
    assert compared[f"{two.desk()}/list/met/held"] == held
