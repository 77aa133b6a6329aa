"""Dues: when each scope wants attention again. Stored so that a tick loads only what may be due; derived, rebuildable."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select, update

from domain.applications import Application
from domain.cohort import Cohort
from domain.documents import Document, Material
from domain.groups import Group
from domain.people import Participant
from domain.proposals import Proposal
from storage.cohorts.difference import Difference
from storage.cohorts.memberships import CODE, GROUPS_WITH, SOME, parts
from storage.engine import Database
from storage.tables import scopes

log = logging.getLogger(__name__)

LOOK_AGAIN = datetime(1970, 1, 1, tzinfo=UTC)  # due at once: the next tick finds out
COMPUTED_MAX = 200  # more scopes than this in one turn are left to the next tick

NextDues = Callable[[Cohort, datetime], Mapping[str, datetime | None]]

# A change in one of these may make something due for the cohort itself.
OF_THE_COHORT = (Application, Group, Material, Proposal, Participant, Document)


def always_look(cohort: Cohort, now: datetime) -> dict[str, datetime | None]:
    """For a store without rules: every scope is due at every tick."""
    return dict.fromkeys(cohort.focus or (), LOOK_AGAIN)


DUE = (
    select(scopes.c.scope)
    .where(scopes.c.cohort == bindparam("code"), scopes.c.next_due <= bindparam("now", type_=scopes.c.next_due.type))
    .order_by(scopes.c.scope)
)

FIRST_DUE = (
    select(scopes.c.next_due)
    .where(scopes.c.cohort == bindparam("code"), scopes.c.next_due.is_not(None))
    .order_by(scopes.c.next_due)
    .limit(1)
)
# Written with every turn and built once, as building costs more than running it.
_again = update(scopes).where(scopes.c.cohort == CODE).values(next_due=LOOK_AGAIN, woken=scopes.c.woken + 1)
WAKE = _again.where(scopes.c.scope.in_(SOME))
WAKE_THEIRS = _again.where(
    scopes.c.scope.in_(GROUPS_WITH), scopes.c.scope.not_in(bindparam("computed", expanding=True))
)


class Dues:
    """What is due to be looked at."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def scopes(self, code: str, now: datetime, size: int = 200) -> Iterator[list[str]]:
        """Scopes that want attention at `now`, in batches: the cohort itself ("") first and alone, then the others."""
        with self.db.reading() as db:
            found = list(db.scalars(DUE, {"code": code, "now": now}))
        if found[:1] == [""]:
            yield [""]
            found = found[1:]
        for start in range(0, len(found), size):
            yield found[start : start + size]

    def next_at(self, code: str) -> datetime | None:
        """The earliest moment at which any scope of the cohort wants attention; None when nothing is expected."""
        with self.db.reading() as db:
            return db.scalars(FIRST_DUE, {"code": code}).first()

    def wake_all(self, code: str) -> None:
        """Have every scope of the cohort looked at in the next tick: after an upgrade, or new rules."""
        with self.db.writing() as db:
            wake_everything(db, code)


def dues_of(cohort: Cohort, now: datetime, next_dues: NextDues) -> dict[str, datetime | None]:
    """When each scope in focus wants attention; empty when there are too many to compute within a turn."""
    focus = cohort.focus
    if focus is None or len(focus) > COMPUTED_MAX:
        return {}
    try:
        found = next_dues(cohort, now)
    except Exception as error:  # a rule that stumbles must not cost anybody their answer; the next tick reports it
        log.error("cohort %s, %d scopes: next due unknown (%s)", cohort.code, len(focus), type(error).__name__)
        return dict.fromkeys(focus, LOOK_AGAIN)
    return {scope: found.get(scope) for scope in sorted(focus)}


def touched_beyond(found: Difference, computed: Iterable[str]) -> set[str]:
    """Scopes that a turn may have made due without having computed it: written ones, members, and the cohort itself."""
    woken = found.scopes()
    after = found.after
    for scope in tuple(woken):
        if scope in after.groups:
            woken.update(after.groups[scope].everybody)
    if found.records(*OF_THE_COHORT):
        woken.add("")
    return woken - set(computed)


def wake(db: Connection, code: str, woken: set[str], people: list[str], computed: Iterable[str]) -> None:
    """Have these scopes looked at again, and all groups of these people but those just computed."""
    if woken:
        for part in parts(sorted(woken)):
            db.execute(WAKE, {"code": code, "some": part})
    if people:
        for part in parts(people):
            db.execute(WAKE_THEIRS, {"code": code, "some": part, "computed": list(computed)})


def wake_everything(db: Connection, code: str) -> None:
    """Have every scope looked at again."""
    db.execute(_again, {"code": code})
