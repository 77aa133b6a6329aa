"""Free: who can be matched now (domain/rules/pairing.pool), found by the database; no snapshot is loaded."""

from typing import Any

from sqlalchemy import JSON, BindParameter, Select, and_, bindparam, case, exists, func, select, type_coerce

from domain.applications import Application
from domain.groups import Group, GroupKind
from domain.lifecycles import PairState
from domain.match.pool import Asked, Places
from domain.people import Participant, Role
from domain.rules.pairing import IN_THE_POOL, TAKEN, was_silent
from domain.traits import ACCEPTED, WAITING
from storage.cohorts.memberships import CODE
from storage.engine import Database
from storage.rows import field_names, fields_of
from storage.tables import RECORDS, memberships, traits

_people, _groups, _a = RECORDS[Participant].c, RECORDS[Group].c, RECORDS[Application].c
_m, _t = memberships.c, traits.c


class Free:
    """Reading who is free."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def number(self, code: str) -> Places:
        """How many they are."""
        found = dict(self._read(code, NUMBERS))
        return Places(found.get(Role.MENTEE, 0), found.get(Role.MENTOR, 0))

    def those(self, code: str) -> dict[Role, list[str]]:
        """Who they are, by role, in the order of their codes."""
        found: dict[Role, list[str]] = {role: [] for role in Role}
        for role, person in self._read(code, THOSE):
            found[role].append(person)
        return found

    def mentees(self, code: str, start: int, size: int) -> list[str]:
        """A page of the mentees among them."""
        return [person for (person,) in self._read(code, MENTEES.limit(size).offset(start))]

    def matched(self, code: str) -> list[str]:
        """Who has a partner, is asked whether they want one, or has had theirs to the end."""
        with self.db.reading() as db:
            return list(db.scalars(MATCHED, {"code": code}))

    def asked(self, code: str, task: str, size: int) -> Asked:
        """Of those accepted or waiting whom letters reach: who was asked, by "choosing" or "meetings"."""
        asked = type_coerce(_a[task], JSON)
        has_not = asked["at"].as_string().is_(None)
        those = select(func.count(), func.count(case((has_not, 1)))).where(*_reached, _a[task].is_not(None))
        first = select(_a.id).where(*_reached, _a[task].is_not(None), has_not).order_by(_a.id).limit(size)
        with self.db.reading() as db:
            number, silent = db.execute(those, {"code": code}).one()
            return Asked(number, silent, list(db.scalars(first, {"code": code})) if silent else [])

    def _read(self, code: str, query: Select[Any]) -> list[Any]:
        with self.db.reading() as db:
            silent = {
                row.code
                for row in db.execute(UNANSWERED, {"code": code})
                if was_silent(Group(**dict(zip(OF_GROUPS, row[2:], strict=True)), roster=()), row.code, row.mended_at)
            }
            return list(db.execute(query, {"code": code, "silent": sorted(silent)}).tuples())


# --- built once -----------------------------------------------------------------------------------------------------------

_reached = (
    _a.cohort == CODE,
    _a.state.in_(IN_THE_POOL),
    exists().where(
        _people.cohort == _a.cohort,
        _people.id == _a.id,
        *(_people[name].is_(None) for name in ("left", "erased_at", "bounced_at")),
    ),
)

OF_GROUPS = field_names(Group)
SILENT: BindParameter[Any] = bindparam("silent", expanding=True)
_in_pairs = and_(_m.cohort == CODE, _m.kind == GroupKind.PAIR, _m.left_at.is_(None))
_its_group = and_(_groups.cohort == _m.cohort, _groups.id == _m.group)
_taken = (
    select(_m.code, func.count().label("number")).where(_in_pairs, _m.state.in_(TAKEN)).group_by(_m.code).cte("taken")
)
_let_go = (
    select(_m.code)
    .join(RECORDS[Group], _its_group)
    .where(_in_pairs, _m.state == PairState.ENDED, _groups.ended_because == "ended")
)
UNANSWERED = (
    select(_m.code, _people.mended_at, *fields_of(RECORDS[Group], Group))
    .select_from(memberships.join(RECORDS[Group], _its_group))
    .join(RECORDS[Participant], and_(_people.cohort == _m.cohort, _people.id == _m.code))
    .where(_in_pairs, _m.state == PairState.TURNED_DOWN, _groups.ended_because == "no_answer")
)


def _free(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(traits)
        .join(RECORDS[Participant], and_(_people.cohort == _t.cohort, _people.id == _t.person))
        .outerjoin(_taken, _taken.c.code == _t.person)
        .where(
            _t.cohort == CODE,
            _t.role.in_(list(Role)),
            _t.what.in_((ACCEPTED, WAITING)),
            _t.places > func.coalesce(_taken.c.number, 0),
            *(_people[name].is_(None) for name in ("left", "erased_at", "bounced_at")),
            _t.person.not_in(_let_go),
            _t.person.not_in(SILENT),
        )
    )


NUMBERS = _free(_t.role, func.count()).group_by(_t.role)
THOSE = _free(_t.role, _t.person).order_by(_t.person)
MENTEES = _free(_t.person).where(_t.role == Role.MENTEE).order_by(_t.person)
MATCHED = select(_m.code).distinct().where(_in_pairs, _m.state.in_((*TAKEN, PairState.COMPLETED))).order_by(_m.code)
