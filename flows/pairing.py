"""The flow of the phases that make pairs. Its deployment is called "matching"; a file of that name would hide the room."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import round_of, run_name


@flow(name="matching", flow_run_name=run_name)
async def matching(cohort: str | None = None) -> State[Any]:
    """A round of every cohort in which pairs are made: solve what is ordered, have it reviewed, offer what is approved.

    Args:
        cohort: Code of one cohort; empty: all cohorts in recruitment and mentoring.
    """
    return await round_of(Phase.RECRUITMENT, Phase.MENTORING, only=cohort)
