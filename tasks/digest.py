"""The task of the weekly digest."""

import asyncio

from prefect import task

from domain.agenda import Tally
from office import reports
from office.reports import Sheets
from office.round import counted
from office.rounds import quietly
from tasks.artifacts import put_up


@task(name="show the week", task_run_name="show the week", retries=2, retry_delay_seconds=30)
async def show_the_week() -> Tally:
    """One table over all open cohorts."""
    week = await asyncio.to_thread(quietly, reports.digest)
    await put_up("office", Sheets((), (week,)))
    return counted("cohorts", len(week.rows))
