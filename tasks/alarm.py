"""The task that tells the admin of a run that has failed."""

import asyncio

from prefect import task

from domain.agenda import Tally
from office.alarm import run_failed
from office.round import counted
from office.rounds import quietly


@task(name="tell the admin", task_run_name="tell the admin", timeout_seconds=900)
async def tell_the_admin(run: str) -> Tally:
    """A letter, unless one about the same flow has gone out lately or nobody said to whom."""
    return counted("letters to the admin", int(await asyncio.to_thread(quietly, run_failed, run)))
