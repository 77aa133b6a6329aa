"""Claims: which letters go out now, which no longer make sense, which wait a day. Within the outbox's transaction."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from domain.dates import Days, posting
from domain.lifecycles import InvitationState, MessageState, Phase
from domain.messages import FAREWELLS, Parcel, Rendered
from domain.policy import Post
from domain.saying import say
from storage.post.claiming import (
    BEFORE_A_CLAIM,
    COLLEAGUES,
    DROP,
    FACTS,
    HOLD,
    POSTPONE,
    REMINDED,
    SENDERS,
    TAKEN_BACK,
    TOO_LATE,
    claimed,
)
from storage.post.letterbox import ESSENTIAL, OPTIONAL, is_one_of
from storage.rows import field_names

WEEK, DAY = timedelta(7), timedelta(1)
AT_ONCE = timedelta(hours=1)  # a letter this young may be the answer to what somebody has just done
S = MessageState
DEAD = (InvitationState.EXPIRED, InvitationState.REVOKED)
TO_DECIDE = "coordinator/"  # what they have decided on their desk before a letter asks for it is not asked for


@dataclass(frozen=True)
class Queue:
    """How the queue stands before a claim: as a whole, after a row of refusals, and with letters that must be swept first."""

    is_paused: bool
    row_stands: bool
    left_behind: bool
    too_late: bool


def queue(db: Connection, now: datetime) -> Queue:
    """How the queue stands at this moment."""
    found = set(BEFORE_A_CLAIM.column(db, {"now": now}))
    return Queue("paused" in found, "row" in found, "left behind" in found, "too late" in found)


def sweep(db: Connection, found: Queue, now: datetime) -> None:
    """Take back what a dead postman held, and drop what is too late."""
    if found.left_behind:
        db.execute(TAKEN_BACK, {"now": now})
    if found.too_late or found.left_behind:  # what was taken back may be too late as well
        db.execute(TOO_LATE, {"now": now})


def claim_some(db: Connection, now: datetime, limit: int, until: datetime, holder: str) -> tuple[int, list[Parcel]]:
    """Claim up to `limit` letters; how many were claimed, and those of them that are to be sent."""
    ids = claimed(limit).column(db, {"now": now, "lease": until, "holder": holder})
    if not ids:
        return 0, []
    return len(ids), _sorted_out(db, ids, now)


def _sorted_out(db: Connection, ids: list[int], now: datetime) -> list[Parcel]:
    rows = FACTS.rows(db, {"ids": ids})
    codes = sorted({row.cohort for row in rows})
    senders = {row.code: _Sender(row) for row in SENDERS.rows(db, {"codes": codes})}
    _stand_in(db, senders, now)
    reminded = _reminders_this_week(db, ids, {(row.cohort, row.to) for row in rows if row.reminder}, now)
    dropped, held, postponed, parcels = [], [], [], []
    for row in rows:
        sender = senders[row.cohort]
        if reason := _reason_to_drop(row, sender):
            dropped.append({"_id": row.id, "_detail": reason})
        elif row.bounced_at is not None:
            held.append({"_id": row.id})
        elif row.reminder and row.role and (sender.hold or reminded[row.cohort, row.to] >= sender.weekly):
            postponed.append({"_id": row.id, "_not_before": now + DAY})
        elif now - row.written_at > AT_ONCE and (opens := posting(now, sender.days)) > now:
            # What could not leave at once, for whatever reason, waits for posting hours like any other letter.
            postponed.append({"_id": row.id, "_not_before": opens})
        else:
            reminded[row.cohort, row.to] += bool(row.reminder)
            parcels.append(_parcel(row, sender))
    if dropped:
        db.execute(DROP, dropped)
    if held:
        db.execute(HOLD, held)
    if postponed:
        db.execute(POSTPONE, postponed)
    return parcels


def _stand_in(db: Connection, senders: Mapping[str, "_Sender"], now: datetime) -> None:
    """Answers go to whoever stands in for a lead on this day."""
    away = {code: there for code, sender in senders.items() if (there := sender.away(now))}
    if away:
        for row in db.execute(COLLEAGUES, {"codes": sorted(away)}):
            if row.code == away[row.cohort]:
                senders[row.cohort].name, senders[row.cohort].email = row.name, row.email


@lru_cache(maxsize=64)
def _post_of(policy: str) -> Post:
    """What a policy says of the post; worked out once for the same text."""
    return Post.model_validate(json.loads(policy)["post"], extra="ignore")


class _Sender:
    """A cohort as the sender of letters."""

    def __init__(self, row: Any) -> None:
        post = _post_of(row.policy)
        self.days = Days(row.zone, row.country, post.hours_from, post.hours_until, frozenset(post.closed_days))
        self.called_off, self.hold = row.phase is Phase.CALLED_OFF, row.hold is not None
        self.weekly = post.reminders_per_week_max
        self.name, self.email = row.name or "", row.email or ""
        self.zone, self.stand_in = row.zone, row.stand_in

    def away(self, now: datetime) -> str:
        """The code of whoever stands in for the lead; "" while the lead is there."""
        return self.stand_in.code if self.stand_in and self.stand_in.stands(now, self.zone) else ""


def _reminders_this_week(
    db: Connection, ids: list[int], people: Collection[tuple[str, str]], now: datetime
) -> Counter[tuple[str, str]]:
    if not people:
        return Counter()
    asked = {
        "ids": ids,
        "codes": sorted({cohort for cohort, _ in people}),
        "people": sorted({to for _, to in people}),
        "week_ago": now - WEEK,
    }
    return Counter({(cohort, to): number for cohort, to, number in REMINDED.rows(db, asked)})


def _reason_to_drop(row: Any, sender: _Sender) -> str:
    """Why this letter must not go out any more; "" when it may."""
    essential = is_one_of(row.letter, ESSENTIAL)
    reasons = {
        say("the reader's name and address were erased"): row.erased_at is not None,
        say("nobody has this code any more"): not row.to_email,
        say("the reader has left"): row.left is not None and row.letter not in FAREWELLS,
        say("the reader does not want letters of this kind"): row.opted_out_at is not None
        and is_one_of(row.letter, OPTIONAL),
        say("the form was answered or is closed"): row.form_state not in (None, InvitationState.OPEN)
        and (row.reminder or row.letter.startswith(TO_DECIDE)),
        say("the form it links to is closed"): row.form_state in DEAD and not essential,
        say("a newer letter says it"): row.overtaken,
        say("the cohort was called off"): sender.called_off and row.reminder,
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def _parcel(row: Any, sender: _Sender) -> Parcel:
    return Parcel(
        id=row.id,
        cohort=row.cohort,
        key=row.key,
        to=row.to,
        to_name=row.to_name,
        to_email=row.to_email,
        reply_name=sender.name,
        reply_email=sender.email,
        rendered=Rendered(*(getattr(row, name) for name in field_names(Rendered))),
        written_at=row.written_at,
        until=row.until,
        attempts=row.attempts,
        message_id=row.message_id,
        mime=row.mime or b"",
        reminder=row.reminder,
        optional=is_one_of(row.letter, OPTIONAL),
        hold_unknown=row.hold_unknown,
        links=row.links,
    )
