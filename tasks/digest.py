"""The task of the weekly digest."""

import asyncio

from prefect import task
from prefect.artifacts import acreate_table_artifact

from domain.agenda import Tally
from office import reports
from office.round import counted
from office.rounds import quietly


@task(name="show the week", task_run_name="show the week", retries=2, retry_delay_seconds=30)
async def show_the_week() -> Tally:
    """One table over all open cohorts."""
    rows = await asyncio.to_thread(quietly, reports.digest)
    await acreate_table_artifact(rows, key="office-digest", description="The open cohorts and their last seven days")
    return counted("cohorts", len(rows))
