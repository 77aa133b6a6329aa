"""The flow of the last phase."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import Round, run_name
from tasks.follow_up import (
    ask_for_reflections,
    close,
    collect_reports,
    complete,
    gather,
    settle_cases,
    thank,
    tidy_up,
)
from tasks.round import deliver_post, print_orders


@flow(name="follow-up", flow_run_name=run_name)
async def follow_up(cohort: str | None = None) -> State[Any]:
    """The month after: look back, complete, hand out certificates, keep in touch, close.

    Args:
        cohort: Code of one cohort; empty: all cohorts in follow-up.
    """
    round = Round()
    async for code in round.cohorts_in(Phase.FOLLOW_UP, cohort):
        await round.take(gather(code))
        await round.take(collect_reports(code))
        await round.take(ask_for_reflections(code))
        await round.take(complete(code))
        await round.take(print_orders(code))
        await round.take(thank(code))
        await round.take(close(code))
        await round.take(settle_cases(code))
        await round.take(tidy_up(code))
    await round.take(deliver_post())
    return await round.ending()
