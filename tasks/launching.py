"""The tasks of a launch."""

import asyncio
from typing import Any

from prefect import task

from office import launch_form
from office.rounds import quietly


@task(name="check the plan", task_run_name="check the plan")
async def check(plan: dict[str, Any]) -> list[str]:
    """Every mistake of the plan, in words; none when it can be launched."""
    return await asyncio.to_thread(quietly, launch_form.mistakes_in, plan)


@task(name="launch", task_run_name="launch · {plan[code]}")
async def begin(plan: dict[str, Any], by: str) -> launch_form.Beginning:
    """Bring the cohort into being, or find that it is there already."""
    return await asyncio.to_thread(quietly, launch_form.begin, plan, by)
