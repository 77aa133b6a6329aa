"""The flow for cohorts that a coordinator called off."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import Round, run_name
from tasks.called_off import say_that_it_is_off
from tasks.round import deliver_post


@flow(name="called-off", flow_run_name=run_name)
async def called_off(cohort: str | None = None) -> State[Any]:
    """Everybody who was waiting for something hears that it will not come, and dates leave the calendars.

    Args:
        cohort: Code of one cohort; empty: all cohorts that were called off.
    """
    round = Round()
    async for code in round.cohorts_in(Phase.CALLED_OFF, cohort):
        await round.take(say_that_it_is_off(code))
    await round.take(deliver_post())
    return await round.ending()
