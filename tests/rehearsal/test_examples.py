"""The pilot of examples/: people from many places, every track, fewer places than mentees, a CV for each."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from domain.careers import CAREER_TRACKS, COMPANY_SIZES
from domain.people import Role
from examples import make_cvs
from office.clock import VirtualClock
from office.launch import check_plan
from office.office import open_office
from office.plan_files import read_plan
from office.settings import Settings
from rehearsal.acting.cast import COORDINATOR
from rehearsal.acting.people import EXAMPLES, cv_of, examples
from tests.rehearsal.test_cast import NOW

MENTORS, MENTEES = examples(Role.MENTOR), examples(Role.MENTEE)
EVERYBODY = (*MENTORS, *MENTEES)


def test_there_are_fewer_places_than_mentees():
    places = sum(int(mentor.application["capacity"]) for mentor in MENTORS)

    assert (len(MENTORS), len(MENTEES), places) == (15, 18, 15)


def test_all_tracks_and_sizes_are_touched():
    tracks = {int(track) for person in EVERYBODY for track in person.application["tracks"]}
    sectors = {sector for mentor in MENTORS for sector in mentor.application["sub_sectors"]}

    assert tracks == set(CAREER_TRACKS)
    assert {mentor.application["company_size"] for mentor in MENTORS} == set(COMPANY_SIZES)
    assert {"pharma", "health", "biotech", "environment"} <= sectors
    assert len({person.application["time_zone"] for person in EVERYBODY}) >= 8


def test_nobody_can_be_reached_outside_the_example():
    assert {person.email.partition("@")[2] for person in EVERYBODY} == {"example.org", "example.com"}
    assert len({person.email for person in EVERYBODY}) == 33


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.email)
def test_a_cv_is_one_small_page_about_its_person(person):
    raw = cv_of(person)
    pages = PdfReader(io.BytesIO(raw)).pages

    assert len(raw) <= 12_000
    assert len(pages) == 1
    assert person.name in pages[0].extract_text()


def test_the_cvs_in_the_tree_are_those_of_the_rows():
    row = next(iter(make_cvs.rows()))

    assert make_cvs.cv(row) == (EXAMPLES / "cvs" / make_cvs.cv_name(row["email"])).read_bytes()


def test_the_plan_can_be_launched_as_it_is(tmp_path: Path):
    settings = Settings(_env_file=None, data=tmp_path, secret_keys="x", wakes_prefect=False)
    office = open_office(settings, VirtualClock(NOW.replace(year=2026)))
    office.store.migrate()
    office.store.register.add_coordinator(COORDINATOR)

    plan = check_plan(office, read_plan(EXAMPLES / "plan.yaml"), EXAMPLES / "plan.yaml")

    assert plan.code == "pilot"
    assert plan.starts_on > NOW.date().replace(year=2026)
    office.store.close()
