"""The flow of the matchmaker. Its deployment is called "matching"; a file of that name would hide the room."""

from typing import Any

from prefect import State, flow

import tasks.mentoring
import tasks.recruitment
from domain.lifecycles import Phase
from flows.round import Round, run_name
from tasks.round import deliver_post, solve

# Pairs are made in recruitment, and again in mentoring after a decline or when somebody had to stop.
STEPS = {
    Phase.RECRUITMENT: (tasks.recruitment.match, solve, tasks.recruitment.match, tasks.recruitment.offer_the_pairs),
    Phase.MENTORING: (tasks.mentoring.match, solve, tasks.mentoring.match, tasks.mentoring.offer_the_pairs),
}


@flow(name="matching", flow_run_name=run_name)
async def matching(cohort: str | None = None) -> State[Any]:
    """Only the matchmaker's part of recruitment and mentoring: order, solve, ask for review, offer what is approved.

    Args:
        cohort: Code of one cohort; empty: all cohorts in recruitment and mentoring.
    """
    round = Round()
    for phase, steps in STEPS.items():
        async for code in round.cohorts_in(phase, cohort):
            for take in steps:
                await round.take(take(code))
    await round.take(deliver_post())
    return await round.ending()
