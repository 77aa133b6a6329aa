"""The flow of the first phase."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import Round, run_name
from tasks.preparation import open_recruitment, plan_the_materials, settle_cases, sign_off, tidy_up
from tasks.round import deliver_post


@flow(name="preparation", flow_run_name=run_name)
async def preparation(cohort: str | None = None) -> State[Any]:
    """A month before the first call: the coordinator signs off the materials, and recruitment opens on its date.

    Args:
        cohort: Code of one cohort; empty: all cohorts in preparation.
    """
    round = Round()
    async for code in round.cohorts_in(Phase.PREPARATION, cohort):
        await round.take(plan_the_materials(code))
        await round.take(sign_off(code))
        await round.take(open_recruitment(code))
        await round.take(settle_cases(code))
        await round.take(tidy_up(code))
    await round.take(deliver_post())
    return await round.ending()
