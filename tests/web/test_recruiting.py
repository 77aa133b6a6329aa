"""The recruiting page: what the domain counted, drawn, from the applications of this cohort alone."""

from dataclasses import replace

from domain.careers import CAREER_TRACKS
from tests.builders import a_cohort
from tests.web.conftest import client_of
from tests.web.world import CALLING, a_world

APPROVAL = 20


def test_it_says_who_is_missing(tmp_path):
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(3).build()
    known = cohort.applications
    wishes = (replace(known[code], answers={**known[code].answers, "tracks": [APPROVAL]}) for code in known)
    world = a_world(tmp_path, cohort.put(*wishes), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting").text
    world.office.store.close()

    bar = page.partition(f"<h3>{CAREER_TRACKS[APPROVAL]}</h3>")[2].partition("</li>")[0]
    assert "2 mentors are missing" in bar
    assert bar.count("<rect") == 4  # two parts, each drawn and explained
    assert "Mentors: too few to count without pointing at somebody." in page


def test_a_cohort_without_applications_has_the_page_too(tmp_path):
    world = a_world(tmp_path, a_cohort().in_preparation().build(), CALLING)
    with client_of(world) as web:
        page = web.get(f"{world.desk()}/recruiting").text
    world.office.store.close()

    assert "15 places are missing" in page
    assert "Nobody has applied yet." in page
