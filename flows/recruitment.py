"""The flow of the second phase, up to the first pairs."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import Round, run_name
from tasks.recruitment import (
    agree_and_plan,
    call,
    collect_applications,
    gather,
    match,
    offer_the_pairs,
    print_the_handbooks,
    screen,
    settle_cases,
    start_mentoring,
    tidy_up,
    welcome_the_pairs,
)
from tasks.round import deliver_post, print_orders, solve


@flow(name="recruitment", flow_run_name=run_name)
async def recruitment(cohort: str | None = None) -> State[Any]:
    """Mentors first, then mentees: call, apply, screen, match, accept. Nothing starts without two people saying yes.

    Args:
        cohort: Code of one cohort; empty: all cohorts in recruitment.
    """
    round = Round()
    async for code in round.cohorts_in(Phase.RECRUITMENT, cohort):
        await round.take(call(code))
        await round.take(collect_applications(code))
        await round.take(screen(code))
        await round.take(match(code))
        await round.take(solve(code))
        await round.take(offer_the_pairs(code))
        await round.take(welcome_the_pairs(code))
        await round.take(gather(code))
        await round.take(print_the_handbooks(code))
        await round.take(print_orders(code))
        await round.take(agree_and_plan(code))
        await round.take(start_mentoring(code))
        await round.take(settle_cases(code))
        await round.take(tidy_up(code))
    await round.take(deliver_post())
    return await round.ending()
