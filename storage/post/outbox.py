"""Outbox: the postman's side of the post: claim letters, mark the last dot, close with an outcome. Sends nothing.

1. `claim`: letters whose time has come are SENDING, ours until the lease ends; what became pointless is dropped.
2. `dotted`: committed before the final dot of a letter leaves. From here on the mail server may have it.
3. `close`: what became of it. Without a close, after the lease: not dotted → QUEUED, dotted → UNKNOWN.
A letter in UNKNOWN goes out once more under the same Message-ID, or waits for a person (`hold_unknown`). When the whole
queue stands still is written in pauses.py, what becomes of letters that came back in returns.py.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from domain.lifecycles import MessageState
from domain.messages import Parcel, Whole
from domain.saying import say
from storage.engine import Database
from storage.post.claims import claim_some, queue, sweep
from storage.post.pauses import Pause, end_the_row, go_on, refused_in_a_row, stand_still, standing
from storage.post.together import Together
from storage.prepared import Prepared
from storage.tables import messages

Outcome = Literal["sent", "retry", "later", "gone", "blocked", "too_big", "failed", "unknown", "configuration"]
Closing = tuple[int, Outcome, str]  # the letter's id, what became of it, the server's words

BACK_OFF_MINUTES = (2, 8, 30, 60, 120, 240)  # after each attempt, the last one from then on; ±25 %
GIVE_UP_AFTER = timedelta(hours=48)
GIVE_UP_A_MAILBOX_AFTER = timedelta(days=5)  # as long as mail servers try (RFC 5321 4.5.4.1)
ATTEMPTS_MIN = len(BACK_OFF_MINUTES)
LOOK_AFTER_UNKNOWN = timedelta(minutes=15)
PROBE_AGAIN_AFTER = timedelta(minutes=30)  # so that other letters are tried meanwhile
OF_US = ("blocked", "too_big")


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
DOTTED = Prepared(
    update(messages).where(_ours).values(dotted_at=bindparam("_at"), dots=_m.dots + 1, mime=bindparam("_mime"))
)
# A lease may have ended while the server thought; that it took the letter is true all the same.
SENT = Prepared(
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
_RETURN = ("returns", "returned_at", "returned_for")
TRIED = (
    select(_m.id, _m.attempts, _m.first_tried_at, _m.message_id, *(_m[name] for name in _RETURN))
    .where(_m.id.in_(bindparam("_ids", expanding=True)))
    .order_by(_m.id)
    .with_for_update()
)
CLOSED = (
    update(messages)
    .where(_ours)
    .values(
        {name: bindparam(f"_{name}") for name in ("state", "attempts", "not_before", "detail", *_RETURN)}
        | {"claimed_by": "", "claimed_until": None}
    )
)
UNTRIED = (
    update(messages)
    .where(_ours)
    .values(state=MessageState.QUEUED, attempts=_m.attempts - 1, claimed_by="", claimed_until=None)
)


class Outbox:
    """The post of all cohorts. One instance for each postman: what it has claimed nobody else may close."""

    def __init__(self, db: Database, clock: Callable[[], datetime], whole: Whole) -> None:
        self.db, self.clock, self.whole, self.holder = db, clock, whole, secrets.token_hex(8)
        self._parts: dict[int, tuple[int, ...]] = {}  # of what we have claimed: the letters that are told in each
        self._dots = Together(self._dotted)
        # As far as we know; asked with each claim, so that a letter that is taken costs nothing more.
        self._row_stands = True

    def claim(
        self, now: datetime, limit: int = 20, lease: timedelta = timedelta(minutes=10), though_paused: bool = False
    ) -> list[Parcel]:
        """Up to `limit` letters to send now, earliest first; none while the queue is paused, unless it is to be tried.

        The lease must be longer than sending all of them can take. Addresses are those of this moment.
        """
        wanted = limit
        with self.db.writing() as db:
            found = queue(db, now)
            if found.is_paused and not though_paused:
                return []
            sweep(db, found, now)
            self._row_stands = found.row_stands
            claimed, parcels = claim_some(db, now, wanted, now + lease, self.holder, self.whole)
        while claimed == wanted and len(parcels) < limit:  # some of them were not to be sent
            wanted = limit - len(parcels)
            with self.db.writing() as db:
                claimed, more = claim_some(db, now, wanted, now + lease, self.holder, self.whole)
            parcels += more
        for parcel in parcels:
            self._parts[parcel.id] = parcel.parts
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
            mark = {"_holder": self.holder, "_at": now}
            marks = [mark | {"_id": dot.key, "_mime": dot.mime or None} for dot in dots]
            parts = [mark | {"_id": part, "_mime": None} for dot in dots for part in self._parts.get(dot.key, ())]
            if parts:
                DOTTED.change(db, *parts)
            return [DOTTED.change(db, one) == 1 for one in marks]

    def close(self, key: int, outcome: Outcome, now: datetime, detail: str = "") -> None:
        """Note what became of one letter; see `close_many`."""
        self.close_many([(key, outcome, detail)], now)

    def close_many(self, closings: Iterable[Closing], now: datetime) -> list[int]:
        """Note what became of these letters, in one transaction; which of them count as come back.

        sent; retry: later, with growing pauses, for 48 hours; later: the same for a mailbox, for five days; gone: the
        address takes nothing; failed: for good; unknown: the server may have it; blocked, too_big: as retry, and when
        many are in a row the whole queue is paused; configuration: nothing is wrong with the letter, the queue is paused
        with `detail`. While it is paused nothing is counted against a letter. A letter that is no longer ours keeps its
        state, but "sent" always counts.
        """
        told = list(closings)
        if not told:
            return []
        with self.db.writing() as db:
            return self._close(db, told, now)

    def give_back(self, keys: Iterable[int]) -> None:
        """Letters that were claimed and not tried are everybody's again."""
        given = sorted(one for key in keys for one in (key, *self._parts.get(key, ())))
        if rows := [{"_id": key, "_holder": self.holder} for key in given]:
            with self.db.writing() as db:
                db.execute(UNTRIED, rows)

    def _close(self, db: Connection, closings: Iterable[Closing], now: datetime) -> list[int]:
        closed = {key: (outcome, detail) for key, outcome, detail in closings}
        leads = {part: key for key in closed for part in (key, *self._parts.get(key, ()))}
        told = {part: closed[key] for part, key in leads.items()}
        if not told:
            return []
        # What becomes of a letter becomes of whatever is told in it.
        # In the order of their ids, so that two postmen who close the same letters do not wait for each other.
        sent = [{"_id": key, "_at": now, "_detail": told[key][1]} for key in sorted(told) if told[key][0] == "sent"]
        if sent:
            SENT.change(db, *sent)
        self._settle_the_row(db, closed, now)
        for key in closed:
            self._parts.pop(key, None)
        others = [key for key, (outcome, _) in told.items() if outcome != "sent"]
        if not others:
            return []
        waits = standing(db) is not None
        rows = {row.id: row for row in db.execute(TRIED, {"_ids": others})}
        # Each by its own count, but all that is told in one letter waits equally long for its next try.
        values = [
            _closing(row, *told[row.id], now + _pause(rows[leads[row.id]]), now, waits) | {"_holder": self.holder}
            for row in rows.values()
        ]
        db.execute(CLOSED, values)
        return [value["_id"] for value in values if value["_state"] is MessageState.BOUNCED]

    def _settle_the_row(self, db: Connection, told: Mapping[int, tuple[Outcome, str]], now: datetime) -> None:
        """A letter that was taken ends the row of refusals, those after it begin one; a wrong setting needs no row."""
        outcomes = [outcome for outcome, _ in told.values()]
        after = len(outcomes) - outcomes[::-1].index("sent") if "sent" in outcomes else 0
        if after and self._row_stands:
            end_the_row(db)
            self._row_stands = False
        for key, (outcome, words) in list(told.items())[after:]:
            if outcome in OF_US:
                refused_in_a_row(db, key, outcome, now, words)
                self._row_stands = True
        for outcome, words in told.values():
            if outcome == "configuration":
                stand_still(db, now, words)

    # --- the queue as a whole -----------------------------------------------------------------------------------

    def paused(self) -> Pause | None:
        """Whether and why the queue stands still."""
        with self.db.reading() as db:
            return standing(db)

    def pause(self, reason: str) -> None:
        """Stop the queue until somebody has mended what the reason names. The first reason stands."""
        with self.db.writing() as db:
            stand_still(db, self.clock(), reason)

    def resume(self) -> None:
        """Let the queue go on."""
        with self.db.writing() as db:
            go_on(db, self.clock())

    def is_empty(self) -> bool:
        """Whether no letter waits to be sent."""
        waiting = select(_m.id).where(_m.state.in_((MessageState.QUEUED, MessageState.RETRY))).limit(1)
        with self.db.reading() as db:
            return db.scalar(waiting) is None


def _pause(row: Any) -> timedelta:
    return back_off(row.message_id, row.attempts)


def _closing(row: Any, outcome: Outcome, detail: str, later: datetime, now: datetime, waits: bool) -> dict[str, Any]:
    """The new values of a letter that was not sent; `later`: when it is tried again; `waits`: the whole queue stands still,
    whatever this letter met."""
    values: dict[str, Any] = {"_attempts": row.attempts, "_not_before": now, "_detail": detail}
    values |= {f"_{name}": getattr(row, name) for name in _RETURN}
    back = {"_state": MessageState.BOUNCED, "_returns": row.returns + 1, "_returned_at": now, "_returned_for": outcome}
    tried_for = now - row.first_tried_at if row.attempts >= ATTEMPTS_MIN else timedelta(0)
    match outcome:
        case "retry" | "later" | "blocked" | "too_big" if waits:
            untried = {"_attempts": row.attempts - 1, "_not_before": now + PROBE_AGAIN_AFTER}
            values |= untried | {"_state": MessageState.QUEUED}
        # Nights and weekends are no attempts: somebody refused on Friday evening is not given up on Monday morning.
        case "retry" | "blocked" | "too_big" if tried_for >= GIVE_UP_AFTER:
            values |= {"_state": MessageState.FAILED, "_detail": f"{say('given up')}: {detail}"}
        case "later" if tried_for >= GIVE_UP_A_MAILBOX_AFTER:
            values |= back | {"_detail": f"{say('given up')}: {detail}"}
        case "retry" | "later" | "blocked" | "too_big":
            values |= {"_state": MessageState.RETRY, "_not_before": later}
        case "gone":
            values |= back
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
