"""Housekeeping: records of dead runs are put right, the launch form knows who can be chosen, artifacts do not pile up."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from prefect import get_client
from prefect.logging import disable_run_logger
from prefect.states import Pending, Running, Scheduled

from domain.people import Coordinator
from flows.housekeeping import housekeeping
from flows.launch import LaunchForm, launch_cohort
from flows.mail import post
from tasks.housekeeping import close_running, close_waiting

pytestmark = pytest.mark.usefixtures("prefect")


async def a_run(state, started=None):
    """A run of `post` in this state, as a worker left it."""
    async with get_client() as client:
        run = await client.create_flow_run(post, state=Scheduled(scheduled_time=started))
        await client.set_flow_run_state(run.id, state, force=True)
        return run.id


async def state_of(run):
    async with get_client() as client:
        return (await client.read_flow_run(run)).state


async def quietly(story):
    """Tasks called by themselves log into no run."""
    with disable_run_logger():
        return await story()


def test_a_run_that_never_began_is_closed_and_a_fresh_one_is_left(monkeypatch, office):
    async def story():
        run = await a_run(Pending(name="Submitting"), datetime.now(UTC) - timedelta(hours=1))
        await close_waiting.fn()
        young = await state_of(run)
        monkeypatch.setattr("tasks.housekeeping.PENDING_MAX", timedelta(0))
        await close_waiting.fn()
        return young, await state_of(run)

    young, old = asyncio.run(quietly(story))

    assert young.name == "Submitting"
    assert old.is_crashed()


def test_a_run_without_a_sign_of_life_is_closed(monkeypatch, office):
    async def story():
        run = await a_run(Running())
        await close_running.fn()
        young = await state_of(run)
        monkeypatch.setattr("tasks.housekeeping.RUNNING_MAX", timedelta(0))
        await close_running.fn()
        return young, await state_of(run)

    young, old = asyncio.run(quietly(story))

    assert young.is_running()
    assert old.is_crashed()


def test_the_launch_form_offers_a_coordinator_registered_since(office):
    office.store.register.add_coordinator(Coordinator("eva", "Eva Horáková", "eva@university.example"))

    schema = LaunchForm.model_json_schema()

    assert schema["properties"]["coordinators"]["items"]["enum"] == ["eva"]
    assert "Eva Horáková" not in str(schema)


def test_it_runs_through_refreshes_the_form_and_leaves_a_beat(office):
    async def deployed():
        async with get_client() as client:
            flow_id = await client.create_flow(launch_cohort)
            await client.create_deployment(flow_id, "launch-cohort", parameter_openapi_schema={"type": "object"})

    async def asked():
        async with get_client() as client:
            return (await client.read_deployment_by_name("launch-cohort/launch-cohort")).parameter_openapi_schema

    asyncio.run(deployed())

    state = asyncio.run(housekeeping(return_state=True))

    assert state.is_completed(), state.message
    assert office.store.leases.last_beat("housekeeping") is not None
    assert "LaunchForm" in asyncio.run(asked())["definitions"]
