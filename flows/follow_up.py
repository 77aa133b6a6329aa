"""The flow of the last phase; its steps are in domain/steps.py."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="follow-up", flow_run_name=run_name)
async def follow_up(cohort: str | None = None) -> State[Any]:
    """The month after: look back, complete, hand out certificates, keep in touch, close.

    Args:
        cohort: Code of one cohort; empty: all cohorts in follow-up.
    """
    return await round_of(Phase.FOLLOW_UP, only=cohort)
