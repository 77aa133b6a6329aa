"""The flow of the third phase; its steps are in domain/steps.py."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="mentoring", flow_run_name=run_name)
async def mentoring(cohort: str | None = None) -> State[Any]:
    """Six months of one-to-one sessions: agree, meet, report, and notice when it stops.

    Args:
        cohort: Code of one cohort; empty: all cohorts in mentoring.
    """
    return await round_of(Phase.MENTORING, only=cohort)
