"""The flow of the second phase, up to the first pairs; its steps are in domain/steps.py."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="recruitment", flow_run_name=run_name)
async def recruitment(cohort: str | None = None) -> State[Any]:
    """Mentors first, then mentees: call, apply, screen, match, accept. Nothing starts without two people saying yes.

    Args:
        cohort: Code of one cohort; empty: all cohorts in recruitment.
    """
    return await round_of(Phase.RECRUITMENT, only=cohort)
