"""prefect.yaml against what it names: flows that can be imported, triggers that hear what the web says."""

import asyncio
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from importlib import import_module
from inspect import signature
from itertools import pairwise

import pytest
import yaml
from prefect.server.schemas.schedules import CronSchedule

from domain.lifecycles import Phase
from domain.steps import STEPS
from machine.surroundings import POOL, ROOT
from office.wake import event

CONFIGURATION = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS = {row["name"]: row for row in CONFIGURATION["deployments"]}
TRIGGERS = [
    (row["name"], trigger)
    for row in DEPLOYMENTS.values()
    for trigger in row.get("triggers", ())
    if row["name"] != "alarm"  # woken by Prefect itself (test_alarm.py)
]


def flow_of(row):
    module, _, name = row["entrypoint"].rpartition(".")
    return getattr(import_module(module), name)


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_deployment_names_a_flow_with_words_for_admins(name):
    row = DEPLOYMENTS[name]

    flow = flow_of(row)

    assert flow.name == name, "the dashboard shows flow and deployment under one name"
    assert flow.isasync, "a sync flow ends a second later: its heartbeat is joined"
    assert len(row["description"]) > 40
    assert row["work_pool"]["name"] == POOL
    assert "concurrency_limit" not in row
    for schedule in row.get("schedules", ()):
        assert len(schedule["cron"].split()) == 5


SCHEDULES = [(name, schedule) for name, row in DEPLOYMENTS.items() for schedule in row.get("schedules", ())]
# Clocks are turned back in Europe, turned forward there, and turned back in Australia, by half an hour on Lord Howe.
TURNS = [datetime(2027, 10, 31, tzinfo=UTC), datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 4, 3, 14, tzinfo=UTC)]


@pytest.mark.parametrize(("name", "schedule"), SCHEDULES, ids=[name for name, _ in SCHEDULES])
@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_no_change_of_clocks_leaves_out_a_run(name, schedule, turn):
    runs = CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"])
    around, usual = (asyncio.run(runs.get_dates(200, start)) for start in (turn - timedelta(0.5), turn - timedelta(90)))

    assert gaps(around) <= gaps(usual)


def gaps(times):
    """The different distances between runs in seconds, on a clock that is never changed."""
    return {after - before for before, after in pairwise([at.timestamp() for at in times])}


def matches(trigger, told):
    labels = told["resource"]
    return told["event"] in trigger["expect"] and all(
        fnmatchcase(labels.get(name, ""), pattern) for name, pattern in trigger["match"].items()
    )


@pytest.mark.parametrize("phase", [phase for phase in Phase if STEPS[phase]])
def test_an_answer_wakes_the_flow_of_its_phase_and_no_other(phase):
    told = event("pilot-27", phase)

    woken = [name for name, trigger in TRIGGERS if matches(trigger, told)]

    assert woken == [phase.value.replace("_", "-")]


def test_a_trigger_uses_only_what_is_in_every_event():
    told = event("pilot-27", Phase.MENTORING)["payload"]
    for name, trigger in TRIGGERS:
        parameters = signature(flow_of(DEPLOYMENTS[name]).fn).parameters
        for parameter, template in trigger["parameters"].items():
            assert parameter in parameters
            assert template.strip("{} ").removeprefix("event.payload.") in told


def test_a_burst_makes_one_run_that_starts_after_the_burst():
    assert {(t["threshold"], t["within"] < t["schedule_after"]) for _, t in TRIGGERS} == {(1, True)}
