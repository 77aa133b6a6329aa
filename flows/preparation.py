"""The flow of the first phase; its steps are in domain/steps.py."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="preparation", flow_run_name=run_name)
async def preparation(cohort: str | None = None) -> State[Any]:
    """A month before the first call: the coordinator signs off the materials, and recruitment opens on its date.

    Args:
        cohort: Code of one cohort; empty: all cohorts in preparation.
    """
    return await round_of(Phase.PREPARATION, only=cohort)
