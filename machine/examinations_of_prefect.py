"""Examinations of Prefect, from outside: the server, what is deployed, who works, and when a round was last made."""

from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version
from typing import Literal

from machine import prefect_api, surroundings
from office.office import Office

ROUND_EVERY = timedelta(hours=1)  # the schedule of the phases in prefect.yaml
State = Literal["ok", "warning", "problem"]
Found = tuple[State, str] | tuple[State, str, str]  # how it is, in words, what to do about it

INTERVALS_MISSED = 3  # so many rounds left out are no accident any more
START = "Start it with `mentoring serve`, or set MENTORING_PREFECT_API_URL to the server you mean."


def prefect(office: Office) -> Iterator[Found]:
    """The server answers and is of the version we were made for."""
    there, here = prefect_api.version(office.settings), version("prefect")
    if there != here:
        remedy = "Stop the office, run `make install`, and start it again."
        yield "problem", f"The Prefect server is {there}, but {here} is installed here.", remedy
    else:
        yield "ok", f"Prefect {there} answers at {surroundings.dashboard(office.settings)}."


def deployments(office: Office) -> Iterator[Found]:
    """Everything in prefect.yaml is applied, nothing is paused, and somebody works."""
    there = prefect_api.deployments(office.settings)
    missing = [name for name in prefect_api.wanted_deployments() if name not in there]
    paused = [name for name, is_paused in there.items() if is_paused]
    if missing:
        yield (
            "problem",
            f"Deployments are missing: {', '.join(missing)}.",
            "Start `mentoring serve` again: it applies them.",
        )
    if paused:
        yield "warning", f"Paused on the dashboard: {', '.join(paused)}.", "Resume them there when you mean to."
    if prefect_api.pool_is_paused(office.settings):
        remedy = f"Resume {surroundings.POOL} on the dashboard under Work Pools."
        yield "problem", "The work pool or one of its queues is paused: nothing runs.", remedy
    workers = prefect_api.workers_online(office.settings)
    if not workers:
        yield "problem", "No worker is alive: nothing runs.", "Start one with `mentoring serve`, or `--only worker`."
    elif not missing and not paused:
        yield "ok", f"{len(there)} deployments, {len(workers)} workers."


def rounds(office: Office) -> Iterator[Found]:
    """Somebody looked at every open cohort lately: the dead man's alarm."""
    now, silent = office.clock.now(), []
    for code in office.store.cohorts():
        cohort = office.store.load(code, focus={""})
        last = office.store.leases.last_beat(f"tick:{code}") or cohort.launched_at
        if cohort.is_open and now - last > INTERVALS_MISSED * ROUND_EVERY:
            silent.append(f"{code} (last {last:%Y-%m-%d %H:%M} UTC)")
    if silent:
        remedy = "Look at the runs of its phase on the dashboard; with no worker alive, start `mentoring serve`."
        yield "problem", f"No round has been made for {', '.join(silent)}.", remedy
    else:
        yield "ok", "Every open cohort was looked at lately."
