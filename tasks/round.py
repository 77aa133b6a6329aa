"""What every round does besides its steps: see whom to look at, empty the trays, send the post, show the cohort."""

import asyncio
from typing import Any

from prefect import State, Task, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.schemas.objects import TaskRun

from domain.agenda import Tally
from domain.lifecycles import Phase
from office import reports, rounds
from office.rounds import RulesFailed, quietly
from tasks.step import in_office


def is_worth_another_try(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Anything but a use-case that came to its end and said what is wrong."""
    return not isinstance(state.data, RulesFailed) and "RulesFailed" not in (state.message or "")


# The outside (disk, mail server, solver, database) gets another try; a step of rules does not: the next round is it.
PATIENCE: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [2, 10],
    "retry_condition_fn": is_worth_another_try,
}


@task(name="see who wants attention", task_run_name="see who wants attention in {phase}", **PATIENCE)
async def awake(phase: Phase, cohort: str | None) -> list[str]:
    """The codes of the cohorts in which something may be due."""
    codes = await asyncio.to_thread(quietly, rounds.awake, phase, cohort)
    get_run_logger().info("%d: %s", len(codes), ", ".join(codes))
    return codes


@task(name="solve the match", task_run_name="solve the match · {code}", timeout_seconds=1800, **PATIENCE)
async def solve(code: str) -> Tally:
    """Have the matchmaker answer what was ordered."""
    return await in_office(rounds.solve, code)


@task(name="print documents", task_run_name="print documents · {code}", timeout_seconds=1800, **PATIENCE)
async def print_orders(code: str) -> Tally:
    """Have the press print what was ordered."""
    return await in_office(rounds.print_orders, code)


@task(name="deliver the post", task_run_name="deliver the post", timeout_seconds=900, **PATIENCE)
async def deliver_post() -> Tally:
    """Send what is due in the outbox."""
    return await in_office(rounds.deliver)


@task(name="note the round", task_run_name="note the round · {code}", **PATIENCE)
async def looked_at(code: str) -> Tally:
    """Leave the mark by which the desk and the doctor see that the office is alive."""
    return await in_office(rounds.looked_at, code)


@task(name="show", task_run_name="show · {code}", **PATIENCE)
async def show(code: str) -> Tally:
    """Put fresh pages and tables of the cohort on the dashboard: artifacts whose keys never change."""
    sheets = await asyncio.to_thread(quietly, reports.sheets, code)
    for page in sheets.pages:
        await acreate_markdown_artifact(page.text, key=f"{code}-{page.name}", description=page.about)
    for table in sheets.tables:
        await acreate_table_artifact(table.rows, key=f"{code}-{table.name}", description=table.about)
    return Tally()
