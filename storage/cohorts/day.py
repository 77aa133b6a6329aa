"""Day: the open cases of several cohorts as the list of a coordinator shows them, a page at a time, those alike as one.
Found by the database; no snapshot is loaded. Which are alike is told by domain/today/alike.py.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, exists, false, func, literal, not_, or_, over, select, tuple_

from domain.escalations import Escalation
from domain.groups import Group
from domain.lifecycles import PairState, SessionState
from domain.people import Participant
from domain.sessions import Session
from domain.today.alike import OTHERS_ALIKE, Facts, likeness_of
from domain.today.cases import BLOCKS, DISTRESS, MISSED_MATTERS
from domain.today.item import Rank
from storage.cohorts.casebook import OPEN
from storage.engine import Database
from storage.tables import RECORDS, memberships

_cases, _sessions = RECORDS[Escalation].c, RECORDS[Session].c
_people, _groups, _m = RECORDS[Participant].c, RECORDS[Group].c, memberships.c


@dataclass(frozen=True)
class Heap:
    """A case, or several that are alike: `number` of them, of which `ids` are the first, in these `scopes`; `sessions`: the
    first and the last number of those that they are about."""

    place: tuple[int, datetime, str, str]
    cohort: str
    number: int
    sessions: set[int]
    ids: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Resting:
    """A case that sleeps, or one that was decided."""

    cohort: str
    id: str
    scope: str


class Day:
    """Reading what waits for a coordinator. `placeless`: (cohort, gathering) of which a form waits too: its case does not."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def heaps(
        self,
        cohorts: Collection[str],
        now: datetime,
        placeless: Collection[tuple[str, str]],
        start: int,
        size: int,
        each: int,
    ) -> tuple[list[Heap], int]:
        """Those from `start` on in the order of the list, each with its first cases, and how many there are in all; none of
        them behind the last."""
        placed = _placed(cohorts, now, placeless)
        c = placed.c
        told = (
            c.place,
            c.rank,
            c.first_since,
            c.cohort,
            c.first,
            c.number,
            c.first_session,
            c.last_session,
            c.id,
            c.scope,
        )
        query = select(*told, c.total).where(c.place > start, c.place <= start + size, c.nth <= each)
        found: dict[int, Heap] = {}
        with self.db.reading() as db:
            rows = db.execute(query.order_by(c.place, c.since, c.id)).all()
        for place, rank, since, cohort, first, number, one, other, id, scope, _ in rows:
            sessions = {one, other} - {None}
            heap = found.setdefault(place, Heap((rank, since, cohort, first), cohort, number, sessions))
            heap.ids.append(id)
            heap.scopes.append(scope)
        return list(found.values()), rows[0].total if rows else 0

    def place_of(
        self, cohorts: Collection[str], now: datetime, placeless: Collection[tuple[str, str]], id: str
    ) -> tuple[int, tuple[int, datetime, str, str]] | None:
        """How many stand before the one in which this case is, and its place; None when it does not wait."""
        c = _placed(cohorts, now, placeless).c
        query = select(c.place, c.rank, c.first_since, c.cohort, c.first).where(c.id == id).limit(1)
        with self.db.reading() as db:
            row = db.execute(query).one_or_none()
        return None if row is None else (row[0] - 1, (row[1], row[2], row[3], row[4]))

    def number_before(
        self,
        cohorts: Collection[str],
        now: datetime,
        placeless: Collection[tuple[str, str]],
        place: tuple[int, datetime, str, str],
    ) -> int:
        """How many stand before this place."""
        c = _placed(cohorts, now, placeless).c
        columns = c.rank, c.first_since, c.cohort, c.first
        values = (literal(value, column.type) for value, column in zip(place, columns, strict=True))
        query = select(func.count()).where(c.nth == 1, tuple_(*columns) < tuple_(*values))
        with self.db.reading() as db:
            return int(db.scalar(query) or 0)

    def asleep(self, cohorts: Sequence[str], now: datetime, size: int) -> tuple[list[Resting], int]:
        """Open cases that rest, cohort by cohort, the one that comes back first at the top; and how many there are."""
        return self._resting(cohorts, _asleep(now), size, _cases.rests_until, _cases.id)

    def decided(self, cohorts: Sequence[str], since: datetime, size: int) -> tuple[list[Resting], int]:
        """What was decided after a moment or settled itself, cohort by cohort, the newest first; and how many there are."""
        over = and_(_cases.state.not_in(OPEN), _cases.decided_at > since)
        return self._resting(cohorts, over, size, _cases.decided_at.desc(), _cases.id.desc())

    def _resting(
        self, cohorts: Sequence[str], which: ColumnElement[bool], size: int, *order: Any
    ) -> tuple[list[Resting], int]:
        those = _cases.cohort.in_(cohorts), which
        by_cohort = case({code: n for n, code in enumerate(cohorts)}, value=_cases.cohort)
        query = select(_cases.cohort, _cases.id, _cases.scope).where(*those).order_by(by_cohort, *order)
        with self.db.reading() as db:
            number = int(db.scalar(select(func.count()).select_from(RECORDS[Escalation]).where(*those)) or 0)
            return [Resting(*row) for row in db.execute(query.limit(size))], number


# --- in the order of the list -------------------------------------------------------------------------------------------


EVERYTHING = (None, None)  # rows of a window: with one window for all that is asked, it is sorted once


def _placed(cohorts: Collection[str], now: datetime, placeless: Collection[tuple[str, str]]) -> CTE:
    """Every case that waits: which of those that are alike it is, how many these are, and where they stand in the list."""
    w = _waiting(cohorts, now, placeless).cte("waiting").c
    in_turn = partial(over, partition_by=w.heap, order_by=(w.since, w.id), rows=EVERYTHING)
    n = (
        select(
            *w,
            in_turn(func.row_number()).label("nth"),
            in_turn(func.count()).label("number"),
            in_turn(func.min(w.session)).label("first_session"),
            in_turn(func.max(w.session)).label("last_session"),
            in_turn(func.first_value(w.id)).label("first"),
            in_turn(func.first_value(w.since, type_=w.since.type)).label("first_since"),
        )
        .cte("numbered")
        .c
    )
    in_order = partial(over, order_by=(n.rank, n.first_since, n.cohort, n.first), rows=EVERYTHING)
    total = in_order(func.sum(case((n.nth == 1, 1), else_=0)))
    return select(*n, in_order(func.dense_rank()).label("place"), total.label("total")).cte("placed")


def _waiting(cohorts: Collection[str], now: datetime, placeless: Collection[tuple[str, str]]) -> Any:
    waits = and_(_cases.cohort.in_(cohorts), _cases.state.in_(OPEN), not_(_asleep(now)))
    asked = [
        and_(_cases.cohort == cohort, _cases.matter == "no_place", _cases.about == about) for cohort, about in placeless
    ]
    since = func.coalesce(_cases.snoozed_until, _cases.opened_at)
    return (
        select(
            *(_cases.cohort, _cases.id, _cases.scope, _sessions.number.label("session")),
            *(_rank.label("rank"), since.label("since"), _heap().label("heap")),
        )
        .select_from(
            RECORDS[Escalation]
            .outerjoin(RECORDS[Session], and_(_sessions.cohort == _cases.cohort, _sessions.id == _cases.about))
            .outerjoin(RECORDS[Group], and_(_groups.cohort == _cases.cohort, _groups.id == _sessions.group))
            .outerjoin(RECORDS[Participant], and_(_people.cohort == _cases.cohort, _people.id == _cases.about))
        )
        .where(waits, not_(or_(false(), *asked)))
    )


def _asleep(now: datetime) -> ColumnElement[bool]:
    return and_(_cases.state.in_(OPEN), func.coalesce(_cases.rests_until > now, false()))


_rank = case((_cases.matter.in_(DISTRESS), Rank.DISTRESS.value), (_cases.matter.in_(BLOCKS), Rank.BLOCKS.value),
             else_=Rank.REST.value)  # fmt: skip


def _heap() -> ColumnElement[str]:
    """The same for cases that are put together (domain/today/alike.py); all others stand for themselves."""
    settled = _sessions.state.in_((SessionState.HELD, SessionState.CANCELLED))
    known: Facts[ColumnElement[bool]] = Facts(
        missed=_cases.matter.in_(MISSED_MATTERS),
        other=_cases.matter.in_(OTHERS_ALIKE),
        untold=not_(_cases.was_told),
        first=not_(_written_earlier()),
        unsettled=func.coalesce(not_(settled), false()),
        written=_cases.was_written,
        active=func.coalesce(_groups.state == PairState.ACTIVE, false()),
        silent=_silent(),
    )
    found = likeness_of(known)
    alike: ColumnElement[str] = _cases.matter
    for is_so in (found.excusable, found.written, found.ended, found.silent):
        alike = alike + ":" + case((is_so, "yes"), else_="no")
    return _cases.cohort + ":" + case((found.together, alike), else_=_cases.id)


def _written_earlier() -> ColumnElement[bool]:
    """Another session of the same group came to nothing before, and the coordinator wrote."""
    one = RECORDS[Escalation].alias().c
    same = one.cohort == _cases.cohort, one.scope == _cases.scope, one.matter == _cases.matter
    return and_(
        _cases.matter == "missed_session", exists().where(*same, one.was_written, one.opened_at < _cases.opened_at)
    )


def _silent() -> ColumnElement[bool]:
    """No letter would reach the person whom it is about, or anybody in the group."""
    member = RECORDS[Participant].alias()
    reachable = [
        and_(one.left.is_(None), one.erased_at.is_(None), one.bounced_at.is_(None)) for one in (_people, member.c)
    ]
    of_group = _m.cohort == _cases.cohort, _m.group == _cases.scope, _m.left_at.is_(None)
    reached = and_(member.c.cohort == _m.cohort, member.c.id == _m.code, reachable[1])
    anybody, somebody = exists().where(*of_group), exists().where(*of_group, reached)
    return case((_people.id.is_not(None), not_(reachable[0])), else_=and_(anybody, not_(somebody)))
