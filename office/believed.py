"""Believed: whether the office may act on what the clock says. A wrong clock would close cohorts and drop letters for good.

Each look leaves the moment it saw. A clock that says a day more than the last look, or an hour less, is doubted: rounds,
post and housekeeping then do nothing until it is right again, or a person says that it is right. A start of the office is
such a word, for as long as an office may be switched off; not once the doubt arose while it ran, because whatever restarts
a process does so too. Why: docs/decisions/19-a-clock-is-doubted.md.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cohort import Cohort, Entry
from domain.saying import say
from office.office import Office

log = logging.getLogger(__name__)

AHEAD_MAX = timedelta(days=1)  # rounds look every hour and housekeeping every quarter of one
BACK_MAX = timedelta(hours=1)  # clocks are set right, and those of two machines differ
OFF_MAX = timedelta(days=31)  # for so long a start may have been preceded by nothing
SEEN, DOUBTED = "clock", "clock doubted"
REMEDY = say(
    "If the clock is wrong, set it right: the office goes on by itself. If it is right, say so with `mentoring go-on`."
)


@dataclass(frozen=True)
class Doubt:
    """The clock says `now`; the last time the office looked, it said `last`."""

    last: datetime
    now: datetime

    @property
    def is_ahead(self) -> bool:
        return self.now > self.last

    @property
    def in_words(self) -> str:
        days = round(abs(self.now - self.last) / timedelta(days=1), 1)
        now, last = f"{self.now:%Y-%m-%d %H:%M}", f"{self.last:%Y-%m-%d %H:%M}"
        if self.is_ahead:
            return say(
                "The clock says {now} UTC, {days} days after the office last looked at it ({last})",
                now=now,
                days=days,
                last=last,
            )
        return say(
            "The clock says {now} UTC, {days} days before the office last looked at it ({last})",
            now=now,
            days=days,
            last=last,
        )


def clock_jumped(office: Office) -> Doubt | None:
    """The doubt because of which nothing may be done now. For the beginning of whatever time decides; leaves its mark."""
    found = doubt(office)
    if found is not None:
        office.store.leases.beat(DOUBTED, found.now)
        log.warning("%s; nothing is done until somebody says that this is right", found.in_words)
    elif office.clock.may_err:
        _believe(office)
    return found


def doubt(office: Office) -> Doubt | None:
    """What is doubtful about the clock; None when all is well. Changes nothing."""
    last, now = office.store.leases.last_beat(SEEN) if office.clock.may_err else None, office.clock.now()
    if last is None or last - BACK_MAX <= now <= last + AHEAD_MAX:
        return None
    return Doubt(last, now)


def believe_at_start(office: Office) -> Doubt | None:
    """Somebody starts the office: it had been off, unless that is too long ago or it had doubts while it ran.

    The doubt that remains; None when it may work.
    """
    found = doubt(office)
    if found is None:
        return None
    was_off = found.is_ahead and found.now - found.last <= OFF_MAX
    if not was_off or office.store.leases.last_beat(DOUBTED) is not None:
        return found
    _believe(office)
    return None


def go_on(office: Office, by: str = "") -> Doubt | None:
    """A person says that the clock is right. Stands in the journal of every open cohort; what was doubted, None: nothing."""
    found = doubt(office)
    if found is None:
        return None
    _believe(office)
    for code in office.store.cohorts():
        office.store.update(code, lambda cohort: _noted(cohort, found, by), focus={""})
    return found


def _noted(cohort: Cohort, found: Doubt, by: str) -> Cohort:
    key = f"clock:{found.now:%Y-%m-%dT%H%M}"
    if not cohort.is_open or key in cohort.journal:
        return cohort
    return cohort.note(
        Entry(key, "", found.now, f"go on, {found.now:%Y-%m-%d} is right after {found.last:%Y-%m-%d}", by)
    )


def _believe(office: Office) -> None:
    office.store.leases.beat(SEEN, office.clock.now())
    office.store.leases.forget(DOUBTED)
