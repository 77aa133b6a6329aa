"""Traits: what is counted of applications (domain/traits.py), kept beside them in the same turn, and counted by the database.
No application is loaded."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from domain.applications import Application
from domain.people import Role
from domain.traits import Picked, Tallies, Tally, Trait, traits_of
from storage.cohorts.behind import Listed
from storage.cohorts.memberships import CODE, SOME, parts
from storage.engine import Database
from storage.prepared import Prepared
from storage.tables import RECORDS, traits

_t, _applications = traits.c, RECORDS[Application].c


class Traits:
    """Counting the pool of a cohort."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def tallies(self, code: str) -> Tallies:
        """How many have each trait, by role."""
        with self.db.reading() as db:
            rows = TALLIES.rows(db, {"code": code})
        return {(Role(row.role), Trait(row.what, row.code)): Tally(int(row[3]), int(row[4])) for row in rows}

    def number(self, code: str, picked: Picked) -> int:
        """How many these are."""
        with self.db.reading() as db:
            return int(db.scalar(select(func.count(_t.person.distinct())).where(_those(code, picked))) or 0)

    def those(self, code: str, picked: Picked, *, start: int, size: int) -> list[Listed]:
        """Who they are, a page of them by code, and when they applied."""
        people = select(_t.person).distinct().where(_those(code, picked)).order_by(_t.person).limit(size).offset(start)
        query = select(_applications.id, _applications.id, _applications.submitted_at).where(
            _applications.cohort == code, _applications.id.in_(people)
        )
        with self.db.reading() as db:
            return [Listed(*row) for row in db.execute(query.order_by(_applications.id))]


def _those(code: str, picked: Picked) -> ColumnElement[bool]:
    tests = [_t.cohort == code, _t.role == picked.role, _t.what.in_(picked.whats)]
    return and_(*tests, *([_t.code.in_(picked.codes)] if picked.codes else ()))


def keep_traits(db: Connection, code: str, applications: Iterable[Application]) -> None:
    """Write what is counted of these applications, in place of what was."""
    those = list(applications)
    for part in parts([one.id for one in those]):
        if part:
            FORGET.change(db, {"code": code, "some": part})
    if rows := [row for one in those for row in _rows(code, one)]:
        KEEP.change(db, *rows)


def _rows(code: str, one: Application) -> list[dict[str, Any]]:
    told = {"cohort": code, "person": one.id, "role": one.role, "places": one.capacity}
    return [told | {"what": trait.what, "code": trait.code} for trait in traits_of(one)]


# Built once: building a statement costs more than running it.
TALLIES = Prepared(
    select(_t.role, _t.what, _t.code, func.count(), func.sum(_t.places))
    .where(_t.cohort == CODE)
    .group_by(_t.role, _t.what, _t.code)
)
FORGET = Prepared(delete(traits).where(_t.cohort == CODE, _t.person.in_(SOME)))
KEEP = Prepared(traits.insert())
