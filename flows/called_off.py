"""The flow for cohorts that a coordinator called off; its step is in domain/steps.py."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="called-off", flow_run_name=run_name)
async def called_off(cohort: str | None = None) -> State[Any]:
    """Everybody who was waiting for something hears that it will not come, and dates leave the calendars.

    Args:
        cohort: Code of one cohort; empty: all cohorts that were called off.
    """
    return await round_of(Phase.CALLED_OFF, only=cohort)
