"""The tasks of a round: see whom to look at, play, tell each step, send the post, show the cohort.

The office works in a thread: it waits for a database, and the flow's loop goes on with logs and cancellation meanwhile.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from prefect import State, Task, get_run_logger, task
from prefect.client.schemas.objects import TaskRun

from domain.agenda import Tally
from domain.lifecycles import Phase
from office import reports, rounds
from office.round import Played, Step, play_round
from office.rounds import RulesFailed, in_words, quietly
from tasks.artifacts import put_up


def is_worth_another_try(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Anything but a use-case that came to its end and said what is wrong."""
    return not isinstance(state.data, RulesFailed) and "RulesFailed" not in (state.message or "")


# The outside (disk, mail server, solver, database) gets another try; what a round has done already it does not do again.
PATIENCE: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [2, 10],
    "retry_condition_fn": is_worth_another_try,
}


async def in_office(call: Callable[..., Tally], *args: object) -> Tally:
    """Call a use-case of the office and log its tally: codes, keys and counts."""
    tally = await asyncio.to_thread(quietly, call, *args)
    get_run_logger().info(in_words(tally))
    return tally


@task(name="see who wants attention", task_run_name="see who wants attention", **PATIENCE)
async def awake(phases: tuple[Phase, ...], cohort: str | None) -> list[str]:
    """The codes of the cohorts in which something may be due."""
    codes = await asyncio.to_thread(quietly, rounds.awake, phases, cohort)
    get_run_logger().info("%d: %s", len(codes), ", ".join(codes) or "nobody wants attention")
    return codes


@task(name="play the round", task_run_name="play the round · {code}", timeout_seconds=3600, **PATIENCE)
async def play(code: str) -> Played:
    """Settle all that is due in one cohort, have the matchmaker solve and the press print, until it is quiet."""
    played = await asyncio.to_thread(quietly, play_round, code)
    get_run_logger().info(in_words(played.tally))
    return played


@task(name="step", task_run_name="{step.name} · {step.code}")
async def tell(step: Step) -> Tally:
    """What one step of the round did, under its own name; red when one of its rules stumbled."""
    tally = rounds.told(step)
    get_run_logger().info(in_words(tally))
    return tally


@task(name="deliver the post", task_run_name="deliver the post", timeout_seconds=900, **PATIENCE)
async def deliver_post() -> Tally:
    """Send what is due in the outbox."""
    return await in_office(rounds.deliver)


@task(name="read the mailbox", task_run_name="read the mailbox", timeout_seconds=900, **PATIENCE)
async def read_mail() -> Tally:
    """Take in the answers and the letters that came back, where the office has a mailbox of its own."""
    return await in_office(rounds.read_mail)


@task(name="show", task_run_name="show · {code}", **PATIENCE)
async def show(code: str) -> Tally:
    """Put pages and tables of the cohort on the dashboard, those that have changed: artifacts whose keys never change."""
    sheets = await asyncio.to_thread(quietly, reports.sheets, code)
    get_run_logger().info("%d artifacts are new", await put_up(code, sheets))
    return Tally()
