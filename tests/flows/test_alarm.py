"""The alarm as Prefect raises it: the trigger of prefect.yaml, on a real server, hears of the runs it means and no others."""

import asyncio

import pytest
from prefect import get_client
from prefect.events.schemas.deployment_triggers import DeploymentEventTrigger
from prefect.states import Crashed, Failed

from flows.alarm import alarm
from flows.launch import launch_cohort
from flows.mail import post
from tests.flows.pictures import runs
from tests.flows.test_deployments import DEPLOYMENTS

pytestmark = pytest.mark.usefixtures("prefect")
[TRIGGER] = DEPLOYMENTS["alarm"]["triggers"]


async def deployed(client, flow, name):
    return await client.create_deployment(await client.create_flow(flow), name)


async def raised(client, many):
    """The runs of the alarm once there are so many."""
    for _ in range(150):
        found = await runs("alarm")
        if len(found) >= many:
            return found
        await asyncio.sleep(0.2)
    raise AssertionError(f"{len(found)} alarms")


def test_a_failed_or_crashed_run_wakes_the_alarm_and_a_refused_launch_does_not(office):
    async def story():
        async with get_client() as client:
            watched, launch = (
                await deployed(client, post, "post"),
                await deployed(client, launch_cohort, "launch-cohort"),
            )
            trigger = DeploymentEventTrigger.model_validate(TRIGGER)
            trigger.set_deployment_id(await deployed(client, alarm, "alarm"))
            await client.create_automation(trigger.as_automation())
            await asyncio.sleep(1)  # a new trigger is not live at once
            for deployment, name, state in (
                (launch, "launch pilot-27", Failed()),
                (watched, "post · all cohorts", Failed()),
                (watched, "post · again", Crashed()),
            ):
                run = await client.create_flow_run_from_deployment(deployment, name=name)
                await client.set_flow_run_state(run.id, state, force=True)
            return [run.parameters for run in await raised(client, 2)]

    told = asyncio.run(story())

    assert sorted(parameters["run"] for parameters in told) == ["post · again", "post · all cohorts"]


def test_the_alarm_ends_well_where_nobody_is_to_be_told(office):
    assert asyncio.run(alarm(run="post · all cohorts", return_state=True)).name == "Idle"
