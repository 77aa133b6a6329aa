"""Examinations of Prefect, from outside: the server, what is deployed, who works, and when a round was last made."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Literal

from domain.saying import say
from machine import prefect_api, surroundings
from office.office import Office
from office.silence import silent

State = Literal["ok", "warning", "problem"]
Found = tuple[State, str] | tuple[State, str, str]  # how it is, in words, what to do about it

START = say("Start it with `mentoring serve`, or set MENTORING_PREFECT_API_URL to the server you mean.")


def prefect(office: Office) -> Iterator[Found]:
    """The server answers and is of the version we were made for."""
    there, here = prefect_api.version(office.settings), version("prefect")
    if there != here:
        remedy = say("Stop the office, run `make install`, and start it again.")
        yield (
            "problem",
            say("The Prefect server is {there}, but {here} is installed here.", there=there, here=here),
            remedy,
        )
    else:
        yield (
            "ok",
            say(
                "Prefect {there} answers at {dashboard}.",
                there=there,
                dashboard=surroundings.dashboard(office.settings),
            ),
        )


def deployments(office: Office) -> Iterator[Found]:
    """Everything in prefect.yaml is applied, nothing is paused, and somebody works."""
    there = prefect_api.deployments(office.settings)
    missing = [name for name in prefect_api.wanted_deployments() if name not in there]
    paused = [name for name, is_paused in there.items() if is_paused]
    if missing:
        yield (
            "problem",
            say("Deployments are missing: {missing}.", missing=", ".join(missing)),
            say("Start `mentoring serve` again: it applies them."),
        )
    if paused:
        yield (
            "warning",
            say("Paused on the dashboard: {paused}.", paused=", ".join(paused)),
            say("Resume them there when you mean to."),
        )
    if prefect_api.pool_is_paused(office.settings):
        remedy = say("Resume {pool} on the dashboard under Work Pools.", pool=surroundings.POOL)
        yield "problem", say("The work pool or one of its queues is paused: nothing runs."), remedy
    workers = prefect_api.workers_online(office.settings)
    if not workers:
        yield (
            "problem",
            say("No worker is alive: nothing runs."),
            say("Start one with `mentoring serve`, or `--only worker`."),
        )
    elif not missing and not paused:
        yield "ok", say("{deployments} deployments, {workers} workers.", deployments=len(there), workers=len(workers))


def rounds(office: Office) -> Iterator[Found]:
    """Somebody looked at every open cohort lately: the dead man's alarm."""
    waiting = [say("{code} (last {last} UTC)", code=code, last=last) for code, last in silent(office).items()]
    if waiting:
        remedy = say("Look at the runs of its phase on the dashboard; with no worker alive, start `mentoring serve`.")
        yield "problem", say("No round has been made for {silent}.", silent=waiting), remedy
    else:
        yield "ok", say("Every open cohort was looked at lately.")
