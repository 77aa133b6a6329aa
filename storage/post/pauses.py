"""Pauses: whether the whole post stands still and why, and the row of refusals that brings it there.

A server that refuses us, and not one letter or one reader, refuses every letter alike: after some in a row, or a day in
which it took none, the queue stands still and keeps them. The first letter that is taken ends the row. Who tries whether
the block is over is office/post.py.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, select, update

from domain.lifecycles import MessageState
from storage.engine import insert
from storage.prepared import Prepared
from storage.tables import messages, pauses, refusals

POST = "post"
READERS_MIN = 3  # so many different people refused in a row: it is us, not them
# So long refused, to so many, and nothing taken meanwhile: it may be us, and letters must wait. Of one alone the post of a
# small cohort, in which nobody else gets a letter for a day, says nothing.
ROW_TELLS_AFTER, OF_READERS_MIN = timedelta(days=1), 2
WAITING = (MessageState.QUEUED, MessageState.RETRY)
_m, _r = messages.c, refusals.c
STANDS = select(pauses.c.since, pauses.c.reason, pauses.c.kind).where(pauses.c.name == POST)
STANDING = Prepared(STANDS)
IN_THE_ROW = select(_r.letter)  # whether the last letters that were tried were refused
THE_ROW_ENDS = delete(refusals).where(~exists().where(pauses.c.name == POST))
READERS = select(_m.cohort, _m.to).join(refusals, _r.letter == _m.id).distinct()


@dataclass(frozen=True)
class Pause:
    """The whole queue stands still since then, because of this: the words of the server, or of whoever stopped it.

    `refused`: letters to so many people were refused in a row; 0 when the pause has another cause.
    """

    since: datetime
    reason: str
    refused: int = 0


def standing(db: Connection) -> Pause | None:
    """Whether and why the queue stands still."""
    row = STANDING.row(db, {})
    return None if row is None else Pause(row.since, row.reason, _people_in_the_row(db, row.kind) if row.kind else 0)


def stand_still(db: Connection, now: datetime, reason: str, kind: str = "") -> None:
    """Stop the queue; the first reason stands. `kind`: of the row of refusals that brought it to this."""
    step = insert(db, pauses).values(name=POST, since=now, reason=reason, kind=kind)
    db.execute(step.on_conflict_do_nothing(index_elements=["name"]))


def go_on(db: Connection, now: datetime) -> None:
    """Let the queue go on; what was refused in the row is tried now, not when its own pause is over."""
    refused = select(_r.letter)
    kept = update(messages).where(_m.id.in_(refused))
    db.execute(kept.where(_m.state.in_(WAITING)).values(not_before=now))
    db.execute(kept.where(_m.state == MessageState.BOUNCED).values(again_at=None))
    db.execute(delete(refusals))
    db.execute(delete(pauses).where(pauses.c.name == POST))


def end_the_row(db: Connection) -> None:
    """A letter was taken: whatever was refused before it was refused for itself. A pause keeps its row until it is over."""
    db.execute(THE_ROW_ENDS)


def refused_in_a_row(db: Connection, letter: int, kind: str, now: datetime, words: str) -> None:
    """Note that this letter was refused for a reason of this kind; the queue stops when the row is too wide or too long."""
    db.execute(insert(db, refusals).values(kind=kind, letter=letter, at=now).on_conflict_do_nothing())
    first = db.scalar(select(func.min(_r.at)).where(_r.kind == kind)) or now
    people = _people_in_the_row(db, kind)
    if people >= READERS_MIN or (people >= OF_READERS_MIN and now - first >= ROW_TELLS_AFTER):
        stand_still(db, now, words, kind)


def _people_in_the_row(db: Connection, kind: str) -> int:
    return db.scalar(select(func.count()).select_from(READERS.where(_r.kind == kind).subquery())) or 0
