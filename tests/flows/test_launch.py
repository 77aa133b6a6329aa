"""Launching by the dashboard: refused with every mistake, done once, told who was first."""

import asyncio
import json
from datetime import date, timedelta

import pytest
from prefect.utilities.callables import parameter_schema

from domain.people import Coordinator
from flows.launch import launch_cohort
from tests.flows.pictures import runs

pytestmark = pytest.mark.usefixtures("prefect")


@pytest.fixture
def eva(office):
    office.store.register.add_coordinator(Coordinator("eva", "Eva Horáková", "eva@university.example", "Europe/Prague"))
    return "eva"


def a_plan(**changes):
    plan = {"code": "pilot-now", "name": "Pilot", "starts_on": date.today().isoformat(), "coordinators": ["eva"]}
    return plan | changes


def launched(plan, **more):
    return asyncio.run(launch_cohort(plan=plan, return_state=True, **more))


def test_a_plan_becomes_a_cohort_with_its_checklist(office, eva):
    state = launched(a_plan())

    assert state.is_completed(), state.message
    assert state.message.endswith(f" {office.settings.base_url}/desk/pilot-now")
    assert len(office.store.load("pilot-now").materials) == 6


def test_a_launch_is_found_by_its_cohort(office, eva):
    launched(a_plan())

    assert "cohort:pilot-now" in asyncio.run(runs("launch-cohort"))[0].tags


def test_a_second_launch_changes_nothing_and_says_who_was_first(office, eva):
    launched(a_plan())

    again = launched(a_plan(name="Another name"))

    assert again.name == "Already launched"
    assert "launched by eva" in again.message
    assert office.store.load("pilot-now").name == "Pilot"


def test_every_mistake_is_named_at_once(office, eva):
    wrong = a_plan(code="Pilot!", starts_on=(date.today() - timedelta(90)).isoformat(), coordinators=["nobody"])

    state = launched(wrong)

    assert state.is_failed()
    assert [word for word in ("code", "starts_on", "nobody") if word not in state.message] == []
    assert office.store.cohorts() == []


def test_only_checking_launches_nothing(office, eva):
    state = launched(a_plan(), only_check=True)

    assert state.name == "Checked"
    assert office.store.cohorts() == []


def form():
    """The form as the dashboard gets it: the fields of the plan, and those of its dates."""
    schema = parameter_schema(launch_cohort).model_dump_for_openapi()
    return schema["definitions"]["LaunchForm"]["properties"], schema["definitions"]["Dates"]["properties"]


def test_the_form_says_of_every_field_what_it_is_for():
    plan, dates = form()

    assert list(plan)[:4] == ["code", "name", "starts_on", "coordinators"]
    assert [
        name for name, field in (plan | dates).items() if not (field.get("title") and field.get("description"))
    ] == []
    assert [name for name, field in plan.items() if "`" in field["description"]] == []


def test_the_numbers_that_the_form_gives_as_an_example_can_be_launched(office, eva):
    plan, _ = form()
    [example] = plan["policy"]["examples"]

    assert str(json.dumps(example)) in plan["policy"]["description"]
    assert launched(a_plan(policy=example), only_check=True).name == "Checked"
