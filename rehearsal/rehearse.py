"""Rehearse: play a whole cohort on a virtual clock, with the real rules, store, letters, forms and matching.

    as_text(rehearse(policy, cast(seed=7), seed=7))

Uses: the coordinator's preview before launch, tests and figures. The demo plays several cohorts into a real office, up to
today (`rehearse_together`).
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast as as_type

from domain.dates import moment
from domain.people import Role
from domain.policy import Policy
from office.clock import VirtualClock
from office.launch import check_plan, launch
from office.office import Office, open_office
from office.plans import Plan
from office.settings import Settings
from office.taking_in import Brought, take_in_at_once
from rehearsal.acting.cast import Cast
from rehearsal.acting.people import contact_list
from rehearsal.staging.clockwork import Entrance, run
from rehearsal.staging.faults import Faults, Nemesis
from rehearsal.staging.mailroom import Mailroom
from rehearsal.staging.stage import Stage
from rehearsal.staging.witness import WatchedStore
from rehearsal.telling.chronicle import Chronicle, chronicle
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
    mailroom = _mailroom(_begin(plan), faults or Faults(), seed)
    with _place(office) as settings:
        return _play(_set_the_stage(plan, cast, settings, mailroom, until), probes)


def rehearse_together(plays: Sequence[tuple[Plan, Cast]], seed: int, *, until: datetime, office: Office) -> None:
    """Play several cohorts of one office side by side, each from its own launch, until a moment. They live on in there."""
    mailroom = _mailroom(min(_begin(plan) for plan, _ in plays), Faults(), seed)
    with _place(office) as settings:
        entrances = [
            Entrance(_begin(plan), partial(_set_the_stage, plan, cast, settings, mailroom, until))
            for plan, cast in plays
        ]
        for stage in run(mailroom.clock, [], until, entrances):
            stage.office.store.close()


def carry_on(casts: Mapping[str, Cast], seed: int, *, office: Office, until: datetime | None = None) -> list[Chronicle]:
    """Play living cohorts of one office on, side by side, from the moment its clock shows until another or their closing.

    Whoever of a cast takes part is known by the address, and goes on with what lies in the mailbox; nobody new comes.
    """
    mailroom = _mailroom(office.clock.now(), Faults(), seed)
    with _place(office) as settings:
        stages = [_take_over(code, cast, settings, mailroom, until) for code, cast in casts.items()]
        run(mailroom.clock, stages, max(stage.until for stage in stages))
        return [_told(stage) for stage in stages]


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


def _begin(plan: Plan) -> datetime:
    """Seven in the morning of the first day."""
    return moment(plan.starts_on, datetime.min.time(), plan.time_zone) + timedelta(hours=7)


def _mailroom(begin: datetime, faults: Faults, seed: int) -> Mailroom:
    return Mailroom(VirtualClock(begin), Nemesis(faults, seed))


@contextmanager
def _place(office: Office | None) -> Iterator[Settings]:
    """The settings of the office that is given, or of one in a folder that is gone afterwards."""
    if office is not None:
        yield office.settings.model_copy(update={"wakes_prefect": False})
        return
    with folder_for_a_while() as folder:
        yield Settings(
            _env_file=None,
            data=folder,
            database_url=f"sqlite:///{folder / 'rehearsal.sqlite'}",
            base_url="https://mentoring.example.org",
            secret_keys="rehearsal",  # noqa: S106 (guards nothing: the folder is gone afterwards)
            smtp_host="",
            wakes_prefect=False,
        )


@contextmanager
def folder_for_a_while() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where the system has one: nothing in it need survive a power cut."""
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _set_the_stage(plan: Plan, cast: Cast, settings: Settings, mailroom: Mailroom, until: datetime | None) -> Stage:
    """Open the office, launch the cohort, bring the contact lists."""
    open_ = _opening(settings, mailroom)
    office = open_()
    office.store.migrate()
    _register(office, cast)
    checked = check_plan(office, plan)
    launch(office, checked, cast.coordinator.code)
    office.store.close()
    stage = _stage(open_, plan.code, cast, mailroom, until)
    brought_at = mailroom.clock.now() + timedelta(days=2)
    for role in Role:
        stage.plan(brought_at, _bringing(stage, role))
    stage.begin()
    return stage


def _take_over(code: str, cast: Cast, settings: Settings, mailroom: Mailroom, until: datetime | None) -> Stage:
    """Open the office, and have the cast take the places that its people have in a cohort."""
    stage = _stage(_opening(settings, mailroom), code, cast, mailroom, until)
    stage.take_over()
    return stage


def _opening(settings: Settings, mailroom: Mailroom) -> Callable[[], Office]:
    """How to open the office of a rehearsal, anew after each crash: with a clock, a store and a post that are watched."""
    clock, nemesis = mailroom.clock, mailroom.nemesis

    def open_() -> Office:
        office = open_office(settings, clock, mailroom)
        watched = WatchedStore(office.store, clock.now, nemesis)
        return replace(office, store=as_type(Store, watched))

    return open_


def _stage(open_: Callable[[], Office], code: str, cast: Cast, mailroom: Mailroom, until: datetime | None) -> Stage:
    stage = Stage(open_, code, cast, mailroom.clock, mailroom, mailroom.nemesis)
    milestones = stage.office.store.load(code).milestones
    stage.mentoring_starts = milestones.mentoring_starts
    stage.until = (until or milestones.closes + AFTERWARDS).astimezone(UTC)
    return stage


def _register(office: Office, cast: Cast) -> None:
    known = {coordinator.code for coordinator in office.store.register.coordinators()}
    if cast.coordinator.code not in known:
        office.store.register.add_coordinator(cast.coordinator)


def _bringing(stage: Stage, role: Role) -> Callable[[], None]:
    def bring() -> None:
        people = [actor.person for actor in stage.company.cast.of(role) if not actor.temper.persona.walks_in]
        take_in_at_once(
            stage.office, stage.code, stage.company.cast.coordinator.code, Brought(role, contact_list(people))
        )
        stage.company.meet()

    return bring


def _play(stage: Stage, probes: int) -> Chronicle:
    begin = stage.clock.now()
    stage.probe_days = [begin + (stage.until - begin) * (n + 1) / (probes + 1) for n in range(probes)]
    run(stage.clock, [stage], stage.until)
    return _told(stage)


def _told(stage: Stage) -> Chronicle:
    told = chronicle(stage.history(), {code: actor.persona for code, actor in stage.company.actors.items()})
    stage.office.store.close()
    return told
