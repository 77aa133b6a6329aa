"""The flow that empties the outbox, whatever put letters there."""

from typing import Any

from prefect import State, flow

from flows.round import Round, run_name
from tasks.round import deliver_post


@flow(name="post", flow_run_name=run_name)
async def post() -> State[Any]:
    """Send every letter that is due: new ones, those a coordinator released, and those the mail server turned away."""
    round = Round()
    await round.take(deliver_post())
    return await round.ending()
