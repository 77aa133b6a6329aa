"""Pictures: what the dashboard has to show after a run, asked as the dashboard asks."""

import asyncio
import json

from prefect import get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.sorting import FlowRunSort


async def artifacts(code):
    """The newest text of every artifact of a cohort, by key."""
    async with get_client() as client:
        found = await client.read_latest_artifacts()
    return {
        artifact.key: artifact.data if isinstance(artifact.data, str) else json.dumps(artifact.data)
        for artifact in found
        if artifact.key.startswith(code)
    }


async def runs(flow):
    """The runs of one flow, the newest first."""
    async with get_client() as client:
        return await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])), sort=FlowRunSort.EXPECTED_START_TIME_DESC
        )


async def tasks_of_the_last_run(flow, last):
    """The names of the task runs of the newest run of a flow, in their order; waits until `last` is among them.

    The server hears of task runs by events, a moment after they ended.
    """
    newest = (await runs(flow))[0]
    async with get_client() as client:
        for _ in range(150):
            found = await client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[newest.id])))
            if last in {run.name for run in found if run.end_time}:
                return [run.name for run in sorted(found, key=lambda run: run.start_time)]
            await asyncio.sleep(0.2)
    raise AssertionError(f"{last} is not among {sorted(run.name for run in found)}")


async def versions(code):
    """The id of the newest version of every artifact of a cohort, by key."""
    async with get_client() as client:
        return {one.key: one.latest_id for one in await client.read_latest_artifacts() if one.key.startswith(code)}


async def descriptions(code):
    """What stands above every artifact of a cohort, by key."""
    async with get_client() as client:
        return {one.key: one.description for one in await client.read_latest_artifacts() if one.key.startswith(code)}
