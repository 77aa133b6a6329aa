"""A rehearsed cohort of 15 pairs, against the bare rules: the same moments, looked at by the same rules, in memory.

In seconds of the processor, because nothing here waits for anything and machines are shared.
"""

import time
from bisect import bisect_right
from dataclasses import replace
from datetime import datetime

from domain.agenda import agenda
from domain.cohort import Cohort
from domain.lifecycles import Phase
from domain.steps import rules_of
from office.policies import policy
from rehearsal.acting.cast import cast
from rehearsal.rehearse import rehearse
from rehearsal.staging.stage import Stage

SEED = 7


def measure() -> list[tuple[str, str]]:
    """Rows of (what, figure)."""
    moments, cohorts = [], []
    play = Stage._round

    def watched(stage: Stage) -> int:
        moments.append(stage.clock.now())
        if not cohorts or len(moments) % 50 == 0:
            cohorts.append((stage.clock.now(), stage.office.store.load(stage.code)))
        return play(stage)

    preset = policy("industry-one-to-one")
    start = time.process_time()
    chronicle = rehearse(preset, cast(SEED), SEED, probes=0)
    rehearsed = time.process_time() - start
    Stage._round = watched  # type: ignore[method-assign]
    try:
        rehearse(preset, cast(SEED), SEED, probes=0)
    finally:
        Stage._round = play  # type: ignore[method-assign]
    start = time.process_time()
    times = [at for at, _ in cohorts]
    for moment in moments:
        _look(cohorts[bisect_right(times, moment) - 1][1], moment)
    bare = time.process_time() - start
    letters = len(chronicle.letters)
    return [
        (
            "a programme of 15 pairs and 33 people, rehearsed",
            f"{rehearsed:.1f} s, {letters} letters, {len(moments)} rounds",
        ),
        ("the same against the bare rules on whole snapshots in memory", f"{rehearsed / bare:.1f} x ({bare:.1f} s)"),
    ]


def _look(cohort: Cohort, moment: datetime) -> None:
    if cohort.phase is not Phase.CLOSED:
        agenda(replace(cohort), moment, rules_of(cohort.phase))  # a copy has worked nothing out yet
