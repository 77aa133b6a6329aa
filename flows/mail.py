"""The flow of the post: reads what came in, and empties the outbox, whatever put letters there."""

from typing import Any

from prefect import State, flow

from flows.round import Round, run_name
from tasks.round import deliver_post, read_mail


@flow(name="post", flow_run_name=run_name)
async def post() -> State[Any]:
    """Take in what arrived by mail, then send what is due: new letters, those a coordinator released, those turned away."""
    round = Round()
    await round.take(read_mail())
    await round.take(deliver_post())
    return await round.ending()
