"""Sheets: the applications that wait for a verdict, a page at a time, in the order of domain/sheets. Found by the
database; no application is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from domain.applications import Application
from domain.channels import OPEN, WAITED
from domain.lifecycles import ApplicationState
from domain.people import Participant, Role
from domain.policy import Recruitment
from storage.engine import Database
from storage.tables import RECORDS

_a, _people = RECORDS[Application].c, RECORDS[Participant].c


@dataclass(frozen=True)
class Waiting:
    """All that wait, of both roles: the first as they came in, how many, and when the first of each role was sent."""

    first: list[str]
    number: int
    since: dict[Role, datetime]


class Sheets:
    """Reading applications. `policy` says which of them need a look."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def waiting_in_all(
        self, code: str, policy: Recruitment, later: Mapping[Role, tuple[datetime, datetime] | None], size: int
    ) -> Waiting:
        """Those that wait by now, the first to come first; `later`: when those were sent that do not wait yet."""
        first, number, since = list[tuple[datetime, str]](), 0, dict[Role, datetime]()
        with self.db.reading() as db:
            for role in Role:
                span = later.get(role)
                by_now = or_(_a.submitted_at < span[0], _a.submitted_at >= span[1]) if span else true()
                those = _those(code, policy, role, func.count(), func.min(_a.submitted_at)).where(by_now)
                theirs, oldest = db.execute(those).one()
                if theirs:
                    number, since[role] = number + theirs, oldest
                    query = _those(code, policy, role, _a.submitted_at, _a.id).where(by_now)
                    rows = db.execute(query.order_by(_a.submitted_at, _a.id).limit(size))
                    first += [row._tuple() for row in rows]
        return Waiting([id for _, id in sorted(first)[:size]], number, since)

    def number(self, code: str, policy: Recruitment, role: Role) -> int:
        """How many wait of one role."""
        with self.db.reading() as db:
            return int(db.scalar(_those(code, policy, role, func.count())) or 0)

    def page(self, code: str, policy: Recruitment, role: Role, start: int, size: int) -> list[str]:
        """Whose applications of one role wait, in the order of their sheets."""
        query = _those(code, policy, role, _a.id).order_by(*ORDER)
        with self.db.reading() as db:
            return list(db.scalars(query.limit(size).offset(start)))

    def first_marked(self, code: str, policy: Recruitment, size: int) -> set[str]:
        """The mentees who have marks, in the order of their sheets, so many of them."""
        query = _those(code, policy, Role.MENTEE, _a.id).where(_a.score.is_not(None)).order_by(*ORDER)
        with self.db.reading() as db:
            return set(db.scalars(query.limit(size)))


# --- which, and in which order ----------------------------------------------------------------------------------------------


def _those(code: str, policy: Recruitment, role: Role, *columns: Any) -> Select[Any]:
    """Of mentees all that were sent in; of mentors, too, or those with a flag or a sheet, as the policy says."""
    those = select(*columns).where(_a.cohort == code, _a.state == ApplicationState.SUBMITTED, _a.role == role)
    if role is Role.MENTOR and policy.screening_of_mentors == "flagged":
        return those.where(or_(_a.screening.is_not(None), *flags(policy).values()))
    return those


def _theirs(*tests: ColumnElement[bool]) -> ColumnElement[bool]:
    """The person whose application it is is one of these."""
    return exists().where(_people.cohort == _a.cohort, _people.id == _a.id, *tests)


def _told(name: str) -> ColumnElement[str]:
    """An answer as a word."""
    answer = type_coerce(_a.answers, JSON)[name].as_string()
    return func.coalesce(cast(answer, Text), "")


def _came_by(source: str) -> ColumnElement[bool]:
    return _theirs(or_(_people.source == source, _people.source.startswith(f"{source}:", autoescape=True)))


NOTHING = ("", "0", "[]", "null", "false")


def flags(policy: Recruitment) -> dict[str, ColumnElement[bool]]:
    """As domain/flags tells them of mentors; of mentees all need a look, and "changed" has a sheet."""
    told: dict[str, ColumnElement[bool]] = {
        "no_cv": _told("cv").in_(NOTHING),
        "conflict": _told("not_with").not_in(NOTHING),
        "out_of_reach": _theirs(_people.bounced_at.is_not(None)),
        "stranger": _came_by(OPEN),
        "many_places": and_(not_(_told("capacity").in_((*NOTHING, "1"))), _told("mentoring_experience") == "none"),
    }
    if policy.sector == "life_sciences":
        told["other_field"] = _told("life_sciences") == "never"
    if policy.leads_out:
        told["not_outside"] = _told("years_outside").in_(NOTHING)
    if policy.mentors_from:
        told["other_employer"] = _told("employer_type").not_in(policy.mentors_from)
    return told


ORDER = (
    case((_came_by(WAITED), 0), else_=1),
    case((_a.score.is_(None), 1), else_=0),
    -func.coalesce(_a.score, 0),
    _a.submitted_at,
    _a.id,
)
