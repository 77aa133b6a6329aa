"""Offices for tests: real rooms in a temporary folder, a clock set by hand."""

from datetime import UTC, datetime, timedelta

from domain.people import Coordinator
from office.clock import VirtualClock
from office.launch import check_plan, launch
from office.office import Office, open_office
from office.round import play_round
from office.settings import Settings

NEW_YEAR = datetime(2027, 1, 4, 8, tzinfo=UTC)  # a Monday
PLAN = {
    "code": "spring-27",
    "name": "Spring 2027",
    "starts_on": "2027-01-04",
    "coordinators": ["eva"],
    "country": "CZ",
}


def an_office(folder, now=NEW_YEAR, postman=None, **settings) -> Office:
    known = {"data": folder / "data", "wakes_prefect": False, "_env_file": None}
    office = open_office(Settings(**(known | settings)), VirtualClock(now), postman)
    office.store.migrate()
    office.store.register.add_coordinator(Coordinator("eva", "Eva Horáková", "eva@university.example", "Europe/Prague"))
    return office


def launched(office: Office, **changes) -> str:
    plan = check_plan(office, PLAN | changes)
    return launch(office, plan, "eva").code


def calling(folder) -> Office:
    """An office whose call for mentors has been open since this morning."""
    office = an_office(folder)
    code = launched(office, policy={"materials": []})
    stones = office.store.load(code).milestones
    for moment in (stones.recruitment_opens, stones.mentors_open + timedelta(hours=9)):
        office.clock.move_to(moment)
        play_round(office, code)
    return office
