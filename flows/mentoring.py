"""The flow of the third phase."""

from typing import Any

from prefect import State, flow

from domain.lifecycles import Phase
from flows.round import Round, run_name
from tasks.mentoring import (
    agree_and_plan,
    ask_for_reflections,
    collect_reports,
    end_mentoring,
    gather,
    hold_sessions,
    keep_the_waiting_list,
    match,
    offer_the_pairs,
    pass_the_half_way_mark,
    print_the_handbooks,
    settle_cases,
    settle_missed_sessions,
    tidy_up,
    welcome_the_pairs,
)
from tasks.round import deliver_post, print_orders, solve


@flow(name="mentoring", flow_run_name=run_name)
async def mentoring(cohort: str | None = None) -> State[Any]:
    """Six months of one-to-one sessions: agree, meet, report, and notice when it stops.

    Args:
        cohort: Code of one cohort; empty: all cohorts in mentoring.
    """
    round = Round()
    async for code in round.cohorts_in(Phase.MENTORING, cohort):
        await round.take(keep_the_waiting_list(code))
        await round.take(match(code))
        await round.take(solve(code))
        await round.take(offer_the_pairs(code))
        await round.take(welcome_the_pairs(code))
        await round.take(gather(code))
        await round.take(print_the_handbooks(code))
        await round.take(print_orders(code))
        await round.take(agree_and_plan(code))
        await round.take(hold_sessions(code))
        await round.take(collect_reports(code))
        await round.take(settle_missed_sessions(code))
        await round.take(pass_the_half_way_mark(code))
        await round.take(ask_for_reflections(code))
        await round.take(end_mentoring(code))
        await round.take(settle_cases(code))
        await round.take(tidy_up(code))
    await round.take(deliver_post())
    return await round.ending()
