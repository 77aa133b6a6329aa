"""The task of a rehearsal. Everybody in it is invented and appears by code."""

import asyncio

from prefect import task
from prefect.artifacts import acreate_markdown_artifact

from office.policies import policy
from rehearsal.acting.cast import cast
from rehearsal.rehearse import rehearse
from rehearsal.telling.chronicle import Chronicle
from rehearsal.telling.pages import as_text


@task(name="rehearse", task_run_name="rehearse {preset} with seed {seed}", timeout_seconds=3600)
async def play(preset: str, seed: int, mentors: int, mentees: int) -> Chronicle:
    """Play a whole programme on a clock of its own and put its chronicle on the dashboard."""
    numbers = policy(preset)
    people = cast(seed, mentors, mentees, recruitment=numbers.recruitment)
    chronicle = await asyncio.to_thread(rehearse, numbers, people, seed)
    text = f"```\n{as_text(chronicle)}\n```"
    await acreate_markdown_artifact(text, key=f"rehearsal-{preset}", description=f"{preset}, seed {seed}")
    return chronicle
