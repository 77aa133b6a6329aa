"""Outbox: the postman's side of the post: claim letters, mark the last dot, close with an outcome. Sends nothing.

1. `claim`: letters whose time has come are SENDING, ours until the lease ends; what became pointless is dropped.
2. `dotted`: committed before the final dot of a letter leaves. From here on the mail server may have it.
3. `close`: what became of it. Without a close, after the lease: not dotted → QUEUED, dotted → UNKNOWN.
A letter in UNKNOWN goes out once more under the same Message-ID, or waits for a person (`hold_unknown`).
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update

from domain.lifecycles import MessageState
from domain.messages import Parcel
from storage.claims import claim_some, sweep
from storage.engine import Database, insert
from storage.posts import Posts
from storage.tables import messages, pauses
from storage.together import Together

Outcome = Literal["sent", "retry", "failed", "unknown", "configuration"]
Closing = tuple[int, Outcome, str]  # the letter's id, what became of it, the server's words

BACK_OFF_MINUTES = (2, 8, 30, 60, 120, 240)  # after each attempt, the last one from then on; ±25 %
GIVE_UP_AFTER = timedelta(hours=48)
ATTEMPTS_MIN = len(BACK_OFF_MINUTES)
LOOK_AFTER_UNKNOWN = timedelta(minutes=15)
POST = "post"


@dataclass(frozen=True)
class Pause:
    """The whole queue stands still since then, because of this."""

    since: datetime
    reason: str


@dataclass(frozen=True)
class Dot:
    """A letter whose last dot is about to leave, its bytes, and the letters before it that are done."""

    key: int
    mime: bytes
    done: tuple[Closing, ...]


# Statements of every letter's way, built once: building one costs more than running it.
_m = messages.c
_one = _m.id == bindparam("_id")
_ours = and_(_one, _m.state == MessageState.SENDING, _m.claimed_by == bindparam("_holder"))
DOTTED = update(messages).where(_ours).values(dotted_at=bindparam("_at"), dots=_m.dots + 1, mime=bindparam("_mime"))
# A lease may have ended while the server thought; that it took the letter is true all the same.
SENT = (
    update(messages)
    .where(_one, or_(_m.state == MessageState.SENDING, _m.state == MessageState.UNKNOWN))
    .values(
        state=MessageState.SENT,
        sent_at=bindparam("_at"),
        detail=bindparam("_detail"),
        claimed_by="",
        claimed_until=None,
        mime=None,
    )
)
TRIED = (
    select(_m.id, _m.attempts, _m.first_tried_at, _m.message_id)
    .where(_m.id.in_(bindparam("_ids", expanding=True)))
    .order_by(_m.id)
    .with_for_update()
)
CLOSED = (
    update(messages)
    .where(_ours)
    .values(
        {name: bindparam(f"_{name}") for name in ("state", "attempts", "not_before", "detail")}
        | {"claimed_by": "", "claimed_until": None}
    )
)


class Outbox(Posts):
    """The post of all cohorts. One instance for each postman: what it has claimed nobody else may close."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self.clock, self.holder = db, clock, secrets.token_hex(8)
        self._dots = Together(self._dotted)

    def claim(self, now: datetime, limit: int = 20, lease: timedelta = timedelta(minutes=10)) -> list[Parcel]:
        """Up to `limit` letters to send now, earliest first; none while the queue is paused.

        The lease must be longer than sending all of them can take. Addresses are those of this moment.
        """
        if self.paused():
            return []
        with self.db.writing() as db:
            sweep(db, now)
        parcels: list[Parcel] = []
        while len(parcels) < limit:
            wanted = limit - len(parcels)
            with self.db.writing() as db:
                claimed, more = claim_some(db, now, wanted, now + lease, self.holder)
            parcels += more
            if claimed < wanted:
                break
        return parcels

    def dotted(self, key: int, mime: bytes = b"", done: Iterable[Closing] = ()) -> bool:
        """Note that the last dot is about to leave, with the bytes sent. False: the claim is lost, do not send.

        `done` closes the letters before it in the same transaction: whatever is killed, at most one letter of each
        connection is left of which nobody knows whether it arrived. Connections that come together share a commit.
        """
        return self._dots(Dot(key, mime, tuple(done)))

    def _dotted(self, dots: list[Dot]) -> list[bool]:
        now = self.clock()
        with self.db.writing() as db:
            self._close(db, [closing for dot in dots for closing in dot.done], now)
            marks = [{"_id": d.key, "_holder": self.holder, "_at": now, "_mime": d.mime or None} for d in dots]
            return [db.execute(DOTTED, mark).rowcount == 1 for mark in marks]

    def close(self, key: int, outcome: Outcome, now: datetime, detail: str = "") -> None:
        """Note what became of one letter; see `close_many`."""
        self.close_many([(key, outcome, detail)], now)

    def close_many(self, closings: Iterable[Closing], now: datetime) -> None:
        """Note what became of these letters, in one transaction.

        sent; retry: later, with growing pauses, for 48 hours; failed: for good; unknown: the server may have it;
        configuration: nothing is wrong with the letter, the whole queue is paused with `detail`. A letter that is no
        longer ours keeps its state, but "sent" always counts.
        """
        if told := list(closings):
            with self.db.writing() as db:
                self._close(db, told, now)

    def _close(self, db: Connection, closings: Iterable[Closing], now: datetime) -> None:
        told = {key: (outcome, detail) for key, outcome, detail in closings}
        if not told:
            return
        # In the order of their ids, so that two postmen who close the same letters do not wait for each other.
        sent = [{"_id": key, "_at": now, "_detail": told[key][1]} for key in sorted(told) if told[key][0] == "sent"]
        if sent:
            db.execute(SENT, sent)
        others = [key for key, (outcome, _) in told.items() if outcome != "sent"]
        if others:
            rows = db.execute(TRIED, {"_ids": others})
            values = [_closing(row, *told[row.id], now) | {"_holder": self.holder} for row in rows]
            db.execute(CLOSED, values)
        for outcome, reason in told.values():
            if outcome == "configuration":
                _pause(db, now, reason)

    # --- the queue as a whole -----------------------------------------------------------------------------------

    def paused(self) -> Pause | None:
        """Whether and why the queue stands still."""
        with self.db.reading() as db:
            row = db.execute(select(pauses.c.since, pauses.c.reason).where(pauses.c.name == POST)).one_or_none()
        return None if row is None else Pause(*row)

    def pause(self, reason: str) -> None:
        """Stop the queue until somebody has mended what the reason names. The first reason stands."""
        with self.db.writing() as db:
            _pause(db, self.clock(), reason)

    def resume(self) -> None:
        """Let the queue go on."""
        with self.db.writing() as db:
            db.execute(delete(pauses).where(pauses.c.name == POST))


def _pause(db: Connection, now: datetime, reason: str) -> None:
    step = insert(db, pauses).values(name=POST, since=now, reason=reason)
    db.execute(step.on_conflict_do_nothing(index_elements=["name"]))


def _closing(row: Any, outcome: Outcome, detail: str, now: datetime) -> dict[str, Any]:
    """The new values of a letter that was not sent."""
    later = now + back_off(row.message_id, row.attempts)
    values: dict[str, Any] = {"_attempts": row.attempts, "_not_before": now, "_detail": detail}
    match outcome:
        # Nights and weekends are no attempts: somebody refused on Friday evening is not given up on Monday morning.
        case "retry" if row.attempts >= ATTEMPTS_MIN and now - row.first_tried_at >= GIVE_UP_AFTER:
            values |= {"_state": MessageState.FAILED, "_detail": f"given up after 48 hours: {detail}"}
        case "retry":
            values |= {"_state": MessageState.RETRY, "_not_before": later}
        case "failed":
            values |= {"_state": MessageState.FAILED}
        case "unknown":
            values |= {"_state": MessageState.UNKNOWN, "_not_before": now + LOOK_AFTER_UNKNOWN}
        case "configuration":
            values |= {"_state": MessageState.QUEUED, "_attempts": row.attempts - 1}
    return values | {"_id": row.id}


def back_off(message_id: str, attempts: int) -> timedelta:
    """How long to wait after so many attempts. The jitter comes from the letter itself: the same in every rehearsal."""
    minutes = BACK_OFF_MINUTES[min(max(attempts, 1), len(BACK_OFF_MINUTES)) - 1]
    share = sha256(f"{message_id} {attempts}".encode()).digest()[0] / 255
    return timedelta(minutes=minutes * (0.75 + share / 2))
