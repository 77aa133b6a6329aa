"""The flow that tells the admin of a run that has failed. Prefect starts it: its trigger is in prefect.yaml."""

from typing import Any

from prefect import State, flow

from flows.round import Round
from tasks.alarm import tell_the_admin


@flow(name="alarm", flow_run_name="alarm about {run}")
async def alarm(run: str) -> State[Any]:
    """Write to the admin that a run has failed: one letter in six hours about one flow.

    Args:
        run: The name of the run, such as "mentoring · pilot-27".
    """
    round = Round()
    await round.take(tell_the_admin(run))
    return await round.ending()
