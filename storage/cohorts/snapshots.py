"""Snapshots: a cohort, whole or in part, loaded in a constant number of statements from one moment of the database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from domain.applications import Application
from domain.cohort import Cohort
from domain.documents import Document, Material
from domain.escalations import Escalation
from domain.gatherings import Attendance, Gathering
from domain.groups import Group
from domain.people import Coordinator, Issuer, Participant, Role
from domain.proposals import Proposal
from storage.cohorts.memberships import CODE, SOME, parts, rosters_touching
from storage.cohorts.shelves import Shelves
from storage.engine import Database
from storage.errors import no_cohort
from storage.prepared import Prepared
from storage.rows import HEADER, KINDS, fields_of, groups_from
from storage.tables import LOOKS_ON, RUNS, admins, cohorts, coordinators, desks, journal, numbers, scopes

# The cohort's own scope: what its rules look at comes with it whole, other scopes only with their lighter records.
WITH_THE_COHORT = (Participant, Application, Group, Attendance, Document, Escalation)
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

    def __init__(self, db: Database, issuer: Issuer) -> None:
        self.db, self.shelves, self.issuer = db, Shelves(), issuer

    def load(self, code: str, focus: Collection[str] | None = None) -> Cohort:
        """The cohort with this code, whole, or only the scopes in `focus` with what rules over them read.

        A group comes with its members, a person with all their groups and those in them, "" with all participants,
        applications, groups, documents, cases and who comes to gatherings. UnknownCohort when there is none.
        """
        with self.db.reading() as db:
            return load(db, code, focus, self.shelves, self.issuer).cohort

    def load_only(self, code: str, focus: Collection[str], kinds: Collection[type[Any]]) -> Cohort:
        """The same with records of these kinds alone and no journal: to be looked at; no rule could decide by it."""
        with self.db.reading() as db:
            reach = _Reach(db, code, focus, self.shelves)
            known = {name: reach.records(kind) for kind, name, _ in KINDS if kind in kinds}
            return Cohort(**_header(db, code, reach.version, self.shelves) | known, focus=frozenset(focus))


def load(db: Connection, code: str, focus: Collection[str] | None, shelves: Shelves, issuer: Issuer) -> Loaded:
    """Load a snapshot within a read transaction; what has not changed since it was last read comes from the shelves."""
    reach = _Reach(db, code, focus, shelves)
    known = _header(db, code, reach.version, shelves) | {name: reach.records(kind) for kind, name, _ in KINDS}
    here = None if focus is None else frozenset(focus)
    cohort = Cohort(**known, journal=reach.journal(), focus=here, numbers=reach.numbers, issuer=issuer)
    return Loaded(cohort, reach.version, reach.standings)


def _header(db: Connection, code: str, version: int, shelves: Shelves) -> dict[str, Any]:
    """A cohort's own row and those at its desk, who count as part of it: its policy is long, and both seldom change."""
    header = shelves.header(code, version)
    if header is None:
        row = db.execute(THE_COHORT, {"code": code}).one()
        people = [(person[-1], Coordinator(*person[:-1])) for person in db.execute(AT_THE_DESK, {"code": code})]
        running = tuple(person for role, person in people if role == RUNS)
        reading = tuple(person for role, person in people if role == LOOKS_ON)
        of_all = tuple(Coordinator(*person) for person in db.execute(ADMINS))
        header = dict(zip(HEADER, row, strict=True))
        header |= {"coordinators": running, "readers": reading, "admins": of_all}
        shelves.keep_header(code, version, header)
    return header


# Every statement is built once: building one costs more than running it.
THE_COHORT = select(*(cohorts.c[name] for name in HEADER)).where(cohorts.c.code == CODE)
AT_THE_DESK = (
    select(*fields_of(coordinators, Coordinator), desks.c.role)
    .join(desks, desks.c.coordinator == coordinators.c.code)
    .where(desks.c.cohort == CODE)
    .order_by(desks.c.position)
)
ADMINS = (
    select(*fields_of(coordinators, Coordinator))
    .join(admins, admins.c.coordinator == coordinators.c.code)
    .where(admins.c.ended_at.is_(None))
    .order_by(coordinators.c.code)
)


@dataclass(frozen=True)
class _Query:
    """All rows of a cohort, or those of some scopes."""

    whole: Prepared
    of_scopes: Prepared


def _query(table: Table, *columns: Any) -> _Query:
    # No ORDER BY beside the scopes: it would make SQLite walk the whole cohort by id instead of searching by scope.
    whole = select(*columns).where(table.c.cohort == CODE)
    return _Query(Prepared(whole), Prepared(whole.where(table.c.scope.in_(SOME))))


JOURNAL = _query(journal, journal.c.scope, journal.c.key)
# With the version of the cohort's own row in each, and the numbers given so far: one statement tells whether anything has
# changed.
_version = select(cohorts.c.version).where(cohorts.c.code == CODE).scalar_subquery().label("header")
_given = {
    role.letter: select(numbers.c.taken)
    .where(numbers.c.cohort == CODE, numbers.c.letter == role.letter)
    .scalar_subquery()
    .label(role.letter)
    for role in Role
}
STANDINGS = _query(
    scopes, scopes.c.scope, scopes.c.version, scopes.c.woken, scopes.c.next_due, _version, *_given.values()
)
OF_KIND = {kind: _query(table, *fields_of(table, kind)) for kind, _, table in KINDS}


class _Reach:
    """What belongs to a focus: the scopes themselves, the groups of the people among them, the members of all these."""

    def __init__(self, db: Connection, code: str, focus: Collection[str] | None, shelves: Shelves) -> None:
        self.db, self.code, self.focus = db, code, focus
        named = [scope for scope in focus or () if scope]
        self.near = rosters_touching(db, code, named) if named else {}
        people = (member.code for roster in self.near.values() for member in roster)
        reached = {*(focus or ()), *self.near, *people}
        # With "" everything may be written, so the standings of all scopes are needed. Gatherings lie in "" for everybody.
        self.everything = focus is None or "" in focus
        standing = self._of(STANDINGS, None if self.everything else sorted({*reached, ""}))
        if not standing:
            raise no_cohort(code)
        self.version: int = standing[0].header
        self.numbers: dict[str, int] = {letter: getattr(standing[0], letter) or 0 for letter in _given}
        standings = {row.scope: Standing(*row[1:4]) for row in standing}
        self.scopes = sorted(standings) if focus is None else sorted(reached & standings.keys())
        self.shelves = shelves.at(code, {scope: standing.version for scope, standing in standings.items()})
        self.standings = standings if self.everything else {scope: standings[scope] for scope in self.scopes}

    def records(self, kind: type[Any]) -> dict[str, Any]:
        """The records of one kind that the focus needs, by id in order."""
        if kind is Gathering:
            scopes = [""] if "" in self.shelves else []
        elif self.focus is None or (kind in WITH_THE_COHORT and self.everything):
            scopes = list(self.shelves)
        elif kind in ONLY_WITH_THE_COHORT and not self.everything:
            return {}
        else:
            scopes = self.scopes
        self._fill(kind, [scope for scope in scopes if kind not in self.shelves[scope].records])
        found: dict[str, Any] = {}
        for scope in scopes:
            found |= self.shelves[scope].records[kind]
        return {id: found[id] for id in sorted(found)}

    def _fill(self, kind: type[Any], missing: list[str]) -> None:
        """Read what the shelves of some scopes lack of one kind."""
        if not missing:
            return
        by_scope: dict[str, dict[str, Any]] = {scope: {} for scope in missing}
        rows = self._of(OF_KIND[kind], None if len(missing) == len(self.shelves) else missing)
        for record in self._groups(rows) if kind is Group else (kind(*row) for row in rows):
            by_scope[record.scope][record.id] = record
        for scope, records in by_scope.items():
            self.shelves[scope].records[kind] = records

    def _groups(self, rows: list[Any]) -> Iterator[Group]:
        """Groups with their members, who were read already where the focus led to them."""
        others = [row.id for row in rows if row.id not in self.near]
        return groups_from(rows, self.near | (rosters_touching(self.db, self.code, others) if others else {}))

    def journal(self) -> frozenset[str]:
        """The journal keys of the focus."""
        scopes = self.scopes if self.focus is None else [scope for scope in self.focus if scope in self.shelves]
        missing = [scope for scope in scopes if self.shelves[scope].journal is None]
        if missing:
            keys: dict[str, list[str]] = {scope: [] for scope in missing}
            for row in self._of(JOURNAL, None if len(missing) == len(self.shelves) else missing):
                keys[row.scope].append(row.key)
            for scope, theirs in keys.items():
                self.shelves[scope].journal = frozenset(theirs)
        return frozenset().union(*(self.shelves[scope].journal or () for scope in scopes))

    def _of(self, query: _Query, some: list[str] | None) -> list[Any]:
        """The rows of a query, all (None) or those of some scopes."""
        if some is None:
            return query.whole.rows(self.db, {"code": self.code})
        found: list[Any] = []
        for part in parts(some):
            found += query.of_scopes.rows(self.db, {"code": self.code, "some": part})
        return found
