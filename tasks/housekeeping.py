"""The tasks that clear up in Prefect. They choose by filters and leave our own records alone.

A worker stopped at the wrong moment leaves its run waiting or running for ever on the dashboard: nobody tries it again, and
nobody needs to, because the next round does the work. Only the record is put right.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import get_client, get_run_logger, task
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import (
    ArtifactCollectionFilter,
    ArtifactCollectionFilterKey,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.settings import get_current_settings
from prefect.states import Crashed

from domain.agenda import Tally
from office import keeping, rounds
from office.round import counted
from tasks.round import in_office

PENDING_MAX = timedelta(minutes=10)
RUNNING_MAX = timedelta(hours=2)  # longer than every timeout of a task here
RESULTS_KEPT = timedelta(days=7)
ARTIFACTS_KEPT = timedelta(days=14)  # older versions than the newest one of each key
PAGE = 200


@task(name="close runs that never began", task_run_name="close runs that never began")
async def close_waiting() -> Tally:
    """Runs that a worker took and never started: Pending or Submitting for ten minutes."""
    before = datetime.now(UTC) - PENDING_MAX
    stuck = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=before),
    )
    return await _crash(stuck, before, "runs that never began", "Its worker stopped before it began.")


@task(name="close runs without a sign of life", task_run_name="close runs without a sign of life")
async def close_running() -> Tally:
    """Runs whose process is gone: Running for two hours."""
    before = datetime.now(UTC) - RUNNING_MAX
    lost = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])),
        start_time=FlowRunFilterStartTime(before_=before),
    )
    return await _crash(lost, before, "runs without a sign of life", "Its process ended without a word.")


async def _crash(which: FlowRunFilter, before: datetime, what: str, why: str) -> Tally:
    """Mark runs as crashed that have been in their state since before then."""
    async with get_client() as client:
        runs = await client.read_flow_runs(flow_run_filter=which, limit=PAGE)
        stuck = [run for run in runs if run.state is not None and run.state.timestamp < before]
        for run in stuck:
            await client.set_flow_run_state(run.id, Crashed(message=f"{why} The next round does its work."), force=True)
    get_run_logger().info("%d %s: %s", len(stuck), what, ", ".join(run.name for run in stuck))
    return counted(what, len(stuck))


@task(name="throw away old artifacts", task_run_name="throw away old artifacts")
async def prune_artifacts() -> Tally:
    """Versions of artifacts from runs of two weeks ago, unless they are the newest of their key."""
    old = FlowRunFilter(end_time=FlowRunFilterEndTime(before_=datetime.now(UTC) - ARTIFACTS_KEPT))
    async with get_client() as client:
        found = await client.read_artifacts(flow_run_filter=old)
        keys = ArtifactCollectionFilterKey(any_=sorted({artifact.key for artifact in found if artifact.key}))
        latest = await client.read_latest_artifacts(artifact_filter=ArtifactCollectionFilter(key=keys))
        kept = {artifact.latest_id for artifact in latest}
        gone = [artifact.id for artifact in found if artifact.id not in kept]
        for artifact_id in gone:
            await client.delete_artifact(artifact_id)
    return counted("old artifacts", len(gone))


@task(name="throw away old results", task_run_name="throw away old results")
async def prune_results() -> Tally:
    """Files of results that Prefect wrote a week ago and never removes itself."""
    folder = Path(get_current_settings().results.local_storage_path)
    before = (datetime.now(UTC) - RESULTS_KEPT).timestamp()
    old = [path for path in folder.glob("**/*") if path.is_file() and os.path.getmtime(path) < before]
    for path in old:
        path.unlink(missing_ok=True)
    return counted("old results", len(old))


@task(name="refresh the launch form", task_run_name="refresh the launch form")
async def refresh_launch_form(parameters: dict[str, Any]) -> Tally:
    """The form's lists as they are today: a coordinator registered since the last start can be chosen."""
    async with get_client() as client:
        deployment = await client.read_deployment_by_name("launch-cohort/launch-cohort")
        changed = [deployment.id][: int(deployment.parameter_openapi_schema != parameters)]
        for deployment_id in changed:
            await client.update_deployment(deployment_id, DeploymentUpdate(parameter_openapi_schema=parameters))
    return counted("launch form refreshed", len(changed))


@task(name="clear up in the office", task_run_name="clear up in the office")
async def clear_up() -> Tally:
    """What the office keeps and nobody needs any more."""
    return await in_office(rounds.clear_up)


@task(name="forget what is past its time", task_run_name="forget what is past its time")
async def let_go() -> Tally:
    """What belongs to people and is not kept any longer in cohorts that have closed."""
    return await in_office(keeping.let_go)
