"""Dues: when each scope wants attention again. Stored so that a tick loads only what may be due; derived, rebuildable."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Text, bindparam, literal, select, type_coerce, union_all, update

from domain.applications import Application
from domain.cohort import Cohort
from domain.documents import Document, Material
from domain.escalations import Escalation
from domain.groups import Group
from domain.lifecycles import DocumentState, Phase, ProposalState
from domain.people import Participant
from domain.proposals import Proposal
from domain.sessions import Session
from storage.cohorts.difference import Difference
from storage.cohorts.memberships import CODE, GROUPS_WITH, SOME, parts
from storage.engine import Database
from storage.errors import no_cohort
from storage.prepared import Prepared
from storage.tables import RECORDS, cohorts, scopes

log = logging.getLogger(__name__)

LOOK_AGAIN = datetime(1970, 1, 1, tzinfo=UTC)  # due at once: the next tick finds out
COMPUTED_MAX = BATCH = 200  # more scopes than this in one turn are left to the next tick

NextDues = Callable[[Cohort, datetime], Mapping[str, datetime | None]]

# A change in one of these may make something due for the cohort itself.
OF_THE_COHORT = (Application, Group, Material, Proposal, Participant, Document, Escalation)
# And in one of these for the members of its group: what they are asked of themselves rests on nothing else of it.
OF_THE_MEMBERS = (Group, Session)


def always_look(cohort: Cohort, now: datetime) -> dict[str, datetime | None]:
    """For a store without rules: every scope is due at every tick."""
    return dict.fromkeys(cohort.focus or (), LOOK_AGAIN)


@dataclass(frozen=True)
class Waiting:
    """What a cohort waits for at one moment: scopes that want attention, a proposal to be solved, documents to be printed."""

    phase: Phase
    due: tuple[str, ...] = ()
    proposal: bool = False
    document: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.due) or self.proposal or self.document

    def batches(self, size: int = BATCH) -> Iterator[list[str]]:
        """The scopes that are due, in batches; the cohort itself ("") comes with the first of the others."""
        for start in range(0, len(self.due), size):
            yield list(self.due[start : start + size])


_now = bindparam("now", type_=scopes.c.next_due.type)
_proposals, _documents = RECORDS[Proposal].c, RECORDS[Document].c
# One statement: each round asks this at least twice.
WAITING = Prepared(
    union_all(
        select(literal("phase").label("what"), type_coerce(cohorts.c.phase, Text).label("which")).where(
            cohorts.c.code == CODE
        ),
        select(literal("due"), scopes.c.scope).where(scopes.c.cohort == CODE, scopes.c.next_due <= _now),
        select(literal("proposal"), _proposals.id).where(
            _proposals.cohort == CODE, _proposals.state == ProposalState.ORDERED
        ),
        select(literal("document"), _documents.id).where(
            _documents.cohort == CODE, _documents.state == DocumentState.ORDERED
        ),
    )
)

FIRST_DUE = Prepared(
    select(scopes.c.next_due)
    .where(scopes.c.cohort == bindparam("code"), scopes.c.next_due.is_not(None))
    .order_by(scopes.c.next_due)
    .limit(1)
)
# Written with every turn and built once, as building costs more than running it.
_again = update(scopes).where(scopes.c.cohort == CODE).values(next_due=LOOK_AGAIN, woken=scopes.c.woken + 1)
WAKE = Prepared(_again.where(scopes.c.scope.in_(SOME)))
WAKE_THEIRS = _again.where(
    scopes.c.scope.in_(GROUPS_WITH), scopes.c.scope.not_in(bindparam("computed", expanding=True))
)


class Dues:
    """What is due to be looked at."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def waiting(self, code: str, now: datetime) -> Waiting:
        """Where a cohort stands, and what of it wants attention at `now`. UnknownCohort when there is none."""
        found: dict[str, list[str]] = {}
        with self.db.reading() as db:
            for what, which in WAITING.rows(db, {"code": code, "now": now}):
                found.setdefault(what, []).append(which)
        if "phase" not in found:
            raise no_cohort(code)
        (phase,), due = found["phase"], tuple(sorted(found.get("due", ())))
        return Waiting(Phase(phase), due, "proposal" in found, "document" in found)

    def next_at(self, code: str) -> datetime | None:
        """The earliest moment at which any scope of the cohort wants attention; None when nothing is expected."""
        with self.db.reading() as db:
            found: datetime | None = FIRST_DUE.value(db, {"code": code})
        return found

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
    for scope in {record.scope for record in found.records(*OF_THE_MEMBERS)}:
        if scope in after.groups:
            woken.update(after.groups[scope].everybody)
    if found.records(*OF_THE_COHORT):
        woken.add("")
    return woken - set(computed)


def wake(db: Connection, code: str, woken: set[str], people: list[str], computed: Iterable[str]) -> None:
    """Have these scopes looked at again, and all groups of these people but those just computed."""
    if woken:
        for part in parts(sorted(woken)):
            WAKE.change(db, {"code": code, "some": part})
    if people:
        for part in parts(people):
            db.execute(WAKE_THEIRS, {"code": code, "some": part, "computed": list(computed)})


def wake_everything(db: Connection, code: str) -> None:
    """Have every scope looked at again."""
    db.execute(_again, {"code": code})
