"""Returns: letters that came back: how often and for what, which may go out again, and in which words.

A letter comes back by mail, or is refused while we talk (outbox.py). Whether it is still true, and what that says about its
reader's address, is decided in office/returns.py.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from domain.lifecycles import MessageState
from domain.messages import Message, Rendered
from domain.people import Participant
from storage.engine import Database
from storage.post.pauses import refused_in_a_row
from storage.prepared import Prepared
from storage.rows import values_of
from storage.tables import RECORDS, coordinators, messages, possible_mentors

S = MessageState
RETURNS_MAX = 4  # copies of one letter that came back: at once, and after one, two and three days more
AGAIN_AFTER = timedelta(days=1)  # a mailbox that is full today may take mail tomorrow
AGAIN_MAX = 200  # letters looked at in one round
_m, _p = messages.c, RECORDS[Participant].c
_bounced_at = func.coalesce(_p.bounced_at, coordinators.c.bounced_at, possible_mentors.c.bounced_at)
# Came back, and the reader's address works again, or still does.
MAY_GO_AGAIN = Prepared(
    select(_m.id)
    .select_from(
        messages.outerjoin(RECORDS[Participant], and_(_p.cohort == _m.cohort, _p.id == _m.to))
        .outerjoin(coordinators, coordinators.c.code == _m.to)
        .outerjoin(possible_mentors, possible_mentors.c.code == _m.to)
    )
    .where(
        _m.state == S.BOUNCED,
        or_(_m.again_at.is_(None), _m.again_at <= bindparam("now", type_=_m.again_at.type)),
        _m.returns < RETURNS_MAX,
        _bounced_at.is_(None),
        _p.left.is_(None),
        _p.erased_at.is_(None),
    )
    .order_by(_m.id)
    .limit(AGAIN_MAX)
)


class Returns:
    """What came back."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def came_back(self, key: int, what_for: str, now: datetime, detail: str, *, of_us: bool = False) -> bool:
        """A letter that had left came back; False when it never left, or is known to have come back.

        It may go again once its reader's address is mended, or, if that is not the cause, after some days.
        `of_us`: it says nothing about its reader; several in a row stop the queue.
        """
        gone = _m.state.in_((S.SENT, S.UNKNOWN))
        this = and_(or_(_m.id == key, _m.told_in == key), gone)  # with it comes whatever was told in it
        with self.db.writing() as db:
            before = db.scalar(select(_m.returns).where(_m.id == key, gone).with_for_update())
            if before is None:
                return False
            values: dict[str, Any] = {"state": S.BOUNCED, "detail": detail, "returns": before + 1, "returned_at": now}
            again = None if what_for == "gone" else now + AGAIN_AFTER * (before + 1)
            db.execute(update(messages).where(this).values(values | {"returned_for": what_for, "again_at": again}))
            if of_us:
                refused_in_a_row(db, key, what_for, now, detail)
        return True

    def returns_of(self, cohort: str, to: str, what_for: str, since: datetime) -> tuple[int, datetime | None]:
        """How often one letter to somebody came back for this since then, at most; and when the first one did."""
        theirs = and_(_m.cohort == cohort, _m.to == to, _m.returned_for == what_for, _m.returned_at > since)
        with self.db.reading() as db:
            most, first = db.execute(select(func.max(_m.returns), func.min(_m.returned_at)).where(theirs)).one()
        return most or 0, first

    def may_go_again(self, now: datetime) -> list[int]:
        """Letters that came back and whose reader can be reached now, oldest first."""
        with self.db.reading() as db:
            return MAY_GO_AGAIN.column(db, {"now": now})

    def goes_again(self, key: int, message: Message, rendered: Rendered) -> bool:
        """A letter that came back goes out again, in its words of today; False when it is no such letter any more."""
        fresh = values_of(message) | values_of(rendered) | {"detail": "", "attempts": 0, "dots": 0}
        fresh |= {"first_tried_at": None, "dotted_at": None, "mime": None, "again_at": None, "told_in": None}
        return self._is_no_longer_back(key, fresh)

    def stays_back(self, key: int, why: str) -> bool:
        """A letter that came back is not sent again."""
        return self._is_no_longer_back(key, {"state": S.DROPPED, "detail": why})

    def _is_no_longer_back(self, key: int, values: dict[str, Any]) -> bool:
        step = update(messages).where(_m.id == key, _m.state == S.BOUNCED).values(values)
        with self.db.writing() as db:
            return db.execute(step).rowcount == 1
