"""Steps as tasks of Prefect. One task per step and cohort, so that the dashboard shows where a round stands.

The office works in a thread: it waits for a database, and the flow's loop goes on with logs and cancellation meanwhile.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from prefect import Task, get_run_logger, task

from domain.agenda import Tally
from domain.lifecycles import Phase
from office.rounds import in_words, quietly, take_step


async def in_office(call: Callable[..., Tally], *args: object) -> Tally:
    """Call a use-case of the office and log its tally: codes, keys and counts."""
    tally = await asyncio.to_thread(quietly, call, *args)
    get_run_logger().info(in_words(tally))
    return tally


def step(phase: Phase, name: str) -> Task[[str], Any]:
    """The task for one step of a phase. Not tried again on failure: the next round is the next try."""

    @task(name=name, task_run_name=f"{name} · {{code}}", tags=[f"phase:{phase.value.replace('_', '-')}"])
    async def take(code: str) -> Tally:
        return await in_office(take_step, code, phase, name)

    return take
