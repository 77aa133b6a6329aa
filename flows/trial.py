"""The flow that rehearses. Its deployment is called "rehearse"; a file named after the room would hide it."""

from enum import Enum
from typing import Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from office.policies import presets
from tasks.trial import play

Preset = Enum("Preset", {name: name for name in presets()}, type=str)  # type: ignore[misc] # names are found in policies/


def _run_name() -> str:
    return "rehearse with seed {seed}".format(**flow_run.parameters)


@flow(name="rehearse", flow_run_name=_run_name)
async def rehearse(
    preset: Preset = Preset["industry-one-to-one"], seed: int = 7, mentors: int = 15, mentees: int = 18
) -> State[Any]:
    """Play a programme from launch to closing with acted participants and check that every law of the house holds.

    Args:
        preset: The numbers of the programme.
        seed: Who is punctual, forgetful or silent, and when. The same seed plays the same programme.
        mentors: How many mentors apply.
        mentees: How many mentees apply.
    """
    chronicle = await play(preset.value, seed, mentors, mentees)
    counts = f"{len(chronicle.pairs)} pairs, {len(chronicle.letters)} letters, {len(chronicle.escalations)} cases"
    if chronicle.broken:
        broken = "; ".join(f"{law}: {len(cases)} times" for law, cases in chronicle.broken.items())
        return Failed(message=f"{counts}. Laws that did not hold: {broken}.")
    return Completed(message=f"{counts}. Every law held. The chronicle is the artifact rehearsal-{preset.value}.")
