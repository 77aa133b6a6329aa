"""Rehearse: play a whole cohort on a virtual clock, with the real rules, store, letters, forms and matching.

    rehearse(policy, cast(seed=7), seed=7).as_text()

Uses: the coordinator's preview before launch, the demo (`office=`: into a real office, up to today), tests and figures.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast as as_type

from domain.dates import moment
from domain.people import Role
from domain.policy import Policy
from office.clock import VirtualClock
from office.contacts import import_contacts
from office.launch import Plan, check_plan, launch
from office.office import Office, open_office
from office.settings import Settings
from rehearsal.cast import Cast
from rehearsal.chronicle import Chronicle, chronicle
from rehearsal.faults import Faults, Nemesis
from rehearsal.mailroom import Mailroom
from rehearsal.people import contact_list
from rehearsal.stage import Stage
from rehearsal.witness import WatchedStore
from storage.store import Store

START = date(2027, 2, 1)
ZONE, COUNTRY = "Europe/Prague", "CZ"
CODE = "rehearsal"
PROBES = 6
AFTERWARDS = timedelta(days=3)  # so that the last letters of the last day leave too
MEMORY = Path("/dev/shm")  # noqa: S108 (a folder in memory where the system has one; removed afterwards)


def rehearse(
    what: Policy | Plan,
    cast: Cast,
    seed: int,
    *,
    faults: Faults | None = None,
    until: datetime | None = None,
    office: Office | None = None,
    probes: int = PROBES,
) -> Chronicle:
    """Play a cohort from its launch to `until`, or to its closing.

    With `office`, the cohort lives on in that office's store and files: its letters are on the inbox page, its open
    forms have links that work. Without, everything happens in a folder of its own that is gone afterwards.
    """
    plan = what if isinstance(what, Plan) else plan_of(what)
    clock = VirtualClock(moment(plan.starts_on, datetime.min.time(), plan.time_zone) + timedelta(hours=7))
    nemesis = Nemesis(faults or Faults(), seed)
    mailroom = Mailroom(clock, nemesis)
    with _place(office) as settings:
        stage = _set_the_stage(plan, cast, settings, clock, mailroom, nemesis)
        return _play(stage, seed, until, probes)


def plan_of(policy: Policy, starts_on: date = START) -> Plan:
    """A plan for rehearsing a policy before there is one."""
    return Plan(
        code=CODE,
        name="Rehearsal",
        starts_on=starts_on,
        coordinators=("C01",),
        preset=policy.preset,
        time_zone=ZONE,
        country=COUNTRY,
        policy=policy.model_dump(mode="json"),
    )


@contextmanager
def _place(office: Office | None) -> Iterator[Settings]:
    """The settings of the office that is given, or of one in a folder that is gone afterwards."""
    if office is not None:
        yield office.settings.model_copy(update={"wakes_prefect": False})
        return
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        yield Settings(
            _env_file=None,
            data=folder,
            database_url=f"sqlite:///{folder / 'rehearsal.sqlite'}",
            base_url="https://mentoring.example.org",
            secret_keys="rehearsal",  # noqa: S106 (guards nothing: the folder is gone afterwards)
            smtp_host="",
            wakes_prefect=False,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _set_the_stage(
    plan: Plan, cast: Cast, settings: Settings, clock: VirtualClock, mailroom: Mailroom, nemesis: Nemesis
) -> Stage:
    """Open the office, launch the cohort, bring the contact lists."""

    def open_() -> Office:
        office = open_office(settings, clock, mailroom)
        watched = WatchedStore(office.store, clock.now, nemesis)
        return replace(office, store=as_type(Store, watched))

    office = open_()
    office.store.migrate()
    _register(office, cast)
    checked = check_plan(office, plan)
    launch(office, checked, cast.coordinator.code)
    stage = Stage(open_, plan.code, cast, clock, mailroom, nemesis)
    office.store.close()
    milestones = stage.office.store.load(plan.code).milestones
    stage.mentoring_starts = milestones.mentoring_starts
    brought_at = clock.now() + timedelta(days=2)
    for role in Role:
        stage.plan(brought_at, _bringing(stage, role))
    return stage


def _register(office: Office, cast: Cast) -> None:
    known = {coordinator.code for coordinator in office.store.coordinators()}
    if cast.coordinator.code not in known:
        office.store.add_coordinator(cast.coordinator)


def _bringing(stage: Stage, role: Role) -> Callable[[], None]:
    def bring() -> None:
        people = [actor.person for actor in stage.cast.of(role)]
        import_contacts(stage.office, stage.code, role, contact_list(people), stage.cast.coordinator.code)
        stage.meet()

    return bring


def _play(stage: Stage, seed: int, until: datetime | None, probes: int) -> Chronicle:
    milestones = stage.office.store.load(stage.code).milestones
    end = until or milestones.closes + AFTERWARDS
    begin = stage.clock.now()
    stage.probe_days = [begin + (end - begin) * (n + 1) / (probes + 1) for n in range(probes)]
    stage.run(end.astimezone(UTC), milestones.mentoring_starts)
    told = chronicle(stage.history(), {code: actor.persona for code, actor in stage.actors.items()})
    stage.office.store.close()
    return told
