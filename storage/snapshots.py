"""Snapshots: a cohort, whole or in part, loaded in a constant number of statements from one moment of the database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, select, union_all

from domain.applications import Application
from domain.cohort import Cohort
from domain.documents import Document, Material
from domain.gatherings import Gathering
from domain.pairs import Pair
from domain.people import Coordinator, Participant
from domain.proposals import Proposal
from domain.saying import say
from storage.engine import Database
from storage.errors import UnknownCohort
from storage.rows import HEADER, KINDS, collection_of, fields_of
from storage.tables import RECORDS, cohorts, coordinators, desks, journal, scopes

# An IN list must stay under what a statement may carry (SQLite 32,766 values); a batch of 200 scopes needs some 1,000.
LIST_MAX = 10_000

# The cohort's own scope: what its rules look at comes with it whole, other scopes only with their lighter records.
WITH_THE_COHORT = (Participant, Application, Pair, Document)
ONLY_WITH_THE_COHORT = (Proposal, Material)


@dataclass(frozen=True)
class Standing:
    """Where a scope stood when it was loaded."""

    version: int
    woken: int
    next_due: datetime | None


@dataclass(frozen=True)
class Loaded:
    """A snapshot with what is needed to notice that somebody was faster."""

    cohort: Cohort
    version: int
    standings: dict[str, Standing] = field(default_factory=dict)


class Snapshots:
    """Loading cohorts."""

    db: Database

    def load(self, code: str, focus: Collection[str] | None = None) -> Cohort:
        """The cohort with this code, whole, or only the scopes in `focus` with what rules over them read.

        A pair comes with both members, a person with all their pairs and partners, "" with all participants,
        applications, pairs and documents. UnknownCohort when there is none.
        """
        with self.db.reading() as db:
            return load(db, code, focus).cohort


def load(db: Connection, code: str, focus: Collection[str] | None) -> Loaded:
    """Load a snapshot within a read transaction."""
    row = db.execute(THE_COHORT, {"code": code}).one_or_none()
    if row is None:
        raise UnknownCohort(say("there is no cohort {code}; `mentoring cohorts` lists those that are there", code=code))
    reach = _Reach(db, code, focus)
    known: dict[str, Any] = dict(zip(HEADER, row, strict=False))
    known |= {name: collection_of(reach.rows(kind), kind) for kind, name, _ in KINDS}
    cohort = Cohort(
        **known,
        coordinators=tuple(Coordinator(*row) for row in db.execute(COORDINATORS, {"code": code})),
        journal=frozenset(row[0] for row in reach.of(JOURNAL, None if focus is None else list(focus))),
        focus=None if focus is None else frozenset(focus),
    )
    # With "" everything may be written, so the standings of all scopes are needed.
    standings = reach.of(STANDINGS, None if focus is None or "" in focus else reach.scopes)
    return Loaded(cohort, row.version, {row.scope: Standing(*row[1:]) for row in standings})


# Every statement is built once: building one costs more than running it.
CODE: BindParameter[str] = bindparam("code")
SOME: BindParameter[Any] = bindparam("some", expanding=True)
THE_COHORT = select(*(cohorts.c[name] for name in HEADER), cohorts.c.version).where(cohorts.c.code == CODE)
COORDINATORS = (
    select(*fields_of(coordinators, Coordinator))
    .join(desks, desks.c.coordinator == coordinators.c.code)
    .where(desks.c.cohort == CODE)
    .order_by(desks.c.position)
)


@dataclass(frozen=True)
class _Query:
    """All rows of a cohort, or those of some scopes."""

    whole: Select[Any]
    of_scopes: Select[Any]


def _query(table: Table, *columns: Any) -> _Query:
    # No ORDER BY beside the scopes: it would make SQLite walk the whole cohort by id instead of searching by scope.
    whole = select(*columns).where(table.c.cohort == CODE)
    return _Query(whole, whole.where(table.c.scope.in_(SOME)))


JOURNAL = _query(journal, journal.c.key)
STANDINGS = _query(scopes, scopes.c.scope, scopes.c.version, scopes.c.woken, scopes.c.next_due)
OF_KIND = {kind: _query(table, *fields_of(table, kind)) for kind, _, table in KINDS}
_pairs = RECORDS[Pair].c
# Three searches instead of one OR: each finds its own index, however large the cohort.
TOUCHING = union_all(
    *(
        select(_pairs.id, _pairs.mentor, _pairs.mentee).where(_pairs.cohort == CODE, _pairs[name].in_(SOME))
        for name in ("id", "mentor", "mentee")
    )
)


class _Reach:
    """What belongs to a focus: the scopes themselves, the members of their pairs, the pairs of their members."""

    def __init__(self, db: Connection, code: str, focus: Collection[str] | None) -> None:
        self.db, self.code, self.focus = db, code, focus
        reached = set(focus or ())
        for part in parts([scope for scope in focus or () if scope]):
            rows = db.execute(TOUCHING, {"code": code, "some": part})
            reached.update(member for row in rows for member in row)
        self.scopes = sorted(reached)

    def rows(self, kind: type[Any]) -> list[Any]:
        """The rows of one kind that the focus needs, by id, ready for `kind(*row)`."""
        whole = self.focus is None or kind is Gathering or (kind in WITH_THE_COHORT and "" in self.focus)
        if not whole and kind in ONLY_WITH_THE_COHORT and "" not in (self.focus or ()):
            return []
        return sorted(self.of(OF_KIND[kind], None if whole else self.scopes), key=lambda row: row.id)

    def of(self, query: _Query, some: list[str] | None) -> list[Any]:
        """The rows of a query, all (None) or those of some scopes."""
        if some is None:
            return list(self.db.execute(query.whole, {"code": self.code}))
        found: list[Any] = []
        for part in parts(some):
            found += self.db.execute(query.of_scopes, {"code": self.code, "some": part})
        return found


def parts(values: list[str]) -> Iterator[list[str]]:
    """A list in pieces that one statement can carry; one empty piece for an empty list."""
    for start in range(0, max(1, len(values)), LIST_MAX):
        yield values[start : start + LIST_MAX]
