"""Pictures: what the dashboard has to show after a run, asked as the dashboard asks."""

import json

from prefect import get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
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
