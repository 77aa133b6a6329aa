"""The flow for cohorts that have closed; its steps are in domain/steps.py."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="closed", flow_run_name=run_name)
async def closed(cohort: str | None = None) -> State[Any]:
    """Those who agreed to it are asked later what came of it, and invited to what follows.

    Args:
        cohort: Code of one cohort; empty: all cohorts that have closed.
    """
    return await round_of(Phase.CLOSED, only=cohort)
