"""Living: a cohort whose people are acted and whose coordinator is a browser. Time passes in days, on a virtual clock.

The office, its rounds, letters and answers are those of a rehearsal; the acted coordinator leaves everything lying.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast as as_type

from domain.cohort import Cohort
from domain.forms import FORMS
from office.clock import VirtualClock
from office.office import Office, open_office
from office.settings import Settings
from rehearsal.acting.cast import Cast
from rehearsal.staging.clockwork import run
from rehearsal.staging.faults import Faults, Nemesis
from rehearsal.staging.mailroom import Mailroom
from rehearsal.staging.stage import Stage
from rehearsal.staging.witness import WatchedStore
from storage.store import Store
from tests.web.serving import on_a_port

DAY = timedelta(days=1)


@dataclass
class Living:
    """A served office, and the people of its cohort."""

    office: Office
    clock: VirtualClock
    base: str
    open_stage: Callable[[str], Stage]
    stage: Stage | None = None

    def begin(self, code: str) -> None:
        """A cohort has been launched: its people come to life."""
        self.stage = self.open_stage(code)

    @property
    def cohort(self) -> Cohort:
        return self.office.store.load(self.stage.code)

    def meet(self) -> None:
        """The people that the coordinator has brought are known from here."""
        self.stage.company.meet()

    def days(self, number: int = 1) -> None:
        """So many days go by."""
        self.stage.mailroom.look(self.stage.office)
        run(self.clock, [self.stage], self.clock.now() + number * DAY)
        self.stage.settle()

    def minutes(self, number: int) -> None:
        """The clock goes on a little; nobody acts."""
        self.clock.move_to(self.clock.now() + timedelta(minutes=number))

    def until(self, comes: Callable[[Cohort], object], days_max: int = 120) -> None:
        """Days go by until something is so."""
        for _ in range(days_max):
            if comes(self.cohort):
                return
            self.days()
        raise AssertionError(f"in {days_max} days it did not come, now it is {self.clock.now():%Y-%m-%d}")


@contextmanager
def living(folder: Path, cast: Cast, now: datetime) -> Iterator[Living]:
    """An office at this moment, with a coordinator who may launch a cohort that this cast will play."""
    clock = VirtualClock(now)
    nemesis = Nemesis(Faults(), cast.seed)
    mailroom = Mailroom(clock, nemesis)
    settings = Settings(_env_file=None, data=folder, wakes_prefect=False, secret_keys="a key for a walk")

    def watched() -> Office:
        office = open_office(settings, clock, mailroom)
        return replace(office, store=as_type(Store, WatchedStore(office.store, clock.now, nemesis)))

    office = open_office(settings, clock)
    office.store.migrate()
    office.store.register.add_coordinator(cast.coordinator)

    def open_stage(code: str) -> Stage:
        stage = Stage(watched, code, replace(cast, neglects=tuple(FORMS)), clock, mailroom, nemesis)
        milestones = office.store.load(code).milestones
        stage.mentoring_starts, stage.until = milestones.mentoring_starts, milestones.closes.astimezone(UTC) + 3 * DAY
        stage.begin()
        return stage

    with on_a_port(office) as base:
        yield Living(office, clock, base, open_stage)
