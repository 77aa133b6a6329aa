"""Mornings: a letter that tells somebody of all that waits in all their cohorts is written once, whichever of them is first.

Another one of the same morning stays unwritten when it would tell of nothing that the first has not told.
"""

from datetime import timedelta

from sqlalchemy import Connection, select

from domain.lifecycles import MessageState
from domain.messages import Message, Rendered
from storage.tables import coordinators, desks, messages

SAME_MORNING = timedelta(hours=12)  # cohorts open their post at hours of their own
NOT_TOLD = (MessageState.DROPPED, MessageState.FAILED, MessageState.BOUNCED)
_m = messages.c


def is_told(db: Connection, message: Message, rendered: Rendered) -> bool:
    """Whether a letter of this morning has told its reader all that this one would, or there is nothing to tell. Within
    the turn that writes it."""
    if rendered.tells is None or rendered.failure:
        return False
    # Two cohorts that write at once wait for each other here; SQLite has one writer at a time anyway.
    db.execute(select(coordinators.c.code).where(coordinators.c.code == message.to).with_for_update())
    theirs = select(desks.c.cohort).where(desks.c.coordinator == message.to)
    earlier = select(_m.tells).where(
        _m.cohort.in_(theirs),
        _m.letter == message.letter,
        _m.to == message.to,
        _m.written_at > message.written_at - SAME_MORNING,
        _m.state.not_in(NOT_TOLD),
    )
    told = {one for tells in db.scalars(earlier) for one in tells or ()}
    return told.issuperset(rendered.tells)
