"""The flow of the weekly digest."""

from typing import Any

from prefect import State, flow

from flows.round import Round, run_name
from tasks.digest import show_the_week


@flow(name="digest", flow_run_name=run_name)
async def digest() -> State[Any]:
    """Every open cohort in one table: what was held and missed, what waits, what comes next."""
    round = Round()
    await round.take(show_the_week())
    return await round.ending()
