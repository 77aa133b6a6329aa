"""The flow that clears up, so that the dashboard tells the truth and no disk fills."""

from typing import Any

from prefect import State, flow
from prefect.utilities.callables import parameter_schema

from flows.launch import launch_cohort
from flows.round import Round
from tasks.housekeeping import (
    clear_up,
    close_running,
    close_waiting,
    let_go,
    prune_artifacts,
    prune_results,
    refresh_launch_form,
)


@flow(name="housekeeping", flow_run_name="clear up")
async def housekeeping() -> State[Any]:
    """Close runs whose worker is gone, throw away what is old, keep the launch form fresh, forget what is past its
    time, and leave a beat."""
    round = Round()
    await round.take(close_waiting())
    await round.take(close_running())
    await round.take(prune_artifacts())
    await round.take(prune_results())
    await round.take(refresh_launch_form(parameter_schema(launch_cohort).model_dump_for_openapi()))
    await round.take(let_go())
    await round.take(clear_up())
    return await round.ending()
