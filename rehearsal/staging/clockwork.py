"""Clockwork: the one clock of a rehearsal, which jumps from due to due, for every stage on it. What happens there is theirs.

Cohorts of one office are played side by side, not one after the other: their letters lie in the order of time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from office.clock import VirtualClock
from rehearsal.staging.stage import Stage


@dataclass(frozen=True)
class Entrance:
    """A cohort that is launched at this moment."""

    at: datetime
    enter: Callable[[], Stage]


def run(clock: VirtualClock, stages: list[Stage], until: datetime, entrances: Sequence[Entrance] = ()) -> list[Stage]:
    """Play until a moment: settle what is due, send the post, go to whatever comes next. All stages, as they entered."""
    waiting = sorted(entrances, key=lambda entrance: entrance.at)
    awake = stages = list(stages)
    while clock.now() < until:
        while waiting and waiting[0].at <= clock.now():
            stages.append(waiting.pop(0).enter())
            awake = [*awake, stages[-1]]
        for stage in awake:
            stage.settle()
        coming = {stage: at for stage in stages if (at := stage.next_moment()) is not None}
        moment = min([*coming.values(), *(entrance.at for entrance in waiting[:1]), until])
        clock.move_to(moment)
        # Whoever wants nothing of this moment is left alone: most moments are one cohort's only.
        awake = [stage for stage, at in coming.items() if at <= moment]
        for stage in awake:
            stage.act_out(moment)
    return stages
