"""Claims: which letters go out now, which no longer make sense, which wait. Within the outbox's transaction.

What one reader gets of what is ready, and in how many letters, domain/post_plan.py decides; binding.py makes one of several.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from domain.dates import Days, posting
from domain.lifecycles import InvitationState, MessageState, Phase
from domain.messages import A_WORD, AT_ONCE, ENTRIES, FAREWELLS, WHILE, Parcel, Rendered, Whole
from domain.policy import Post
from domain.post_plan import Waiting, post_plan
from domain.saying import say
from storage.post.binding import bound
from storage.post.claiming import (
    BEFORE_A_CLAIM,
    COLLEAGUES,
    COMPANIONS,
    DROP,
    FACTS,
    HOLD,
    LEFT,
    ONE_CLAIMS_AT_A_TIME,
    POSTPONE,
    SENDERS,
    TAKEN_BACK,
    THE_REST,
    TOO_LATE,
    claimed,
)
from storage.post.letterbox import ESSENTIAL, HOLD_UNKNOWN, OPTIONAL, is_one_of
from storage.rows import field_names

WEEK, DAY = timedelta(7), timedelta(1)
YOUNG = timedelta(hours=1)  # a letter this young may be the answer to what somebody has just done
S = MessageState
# What is a decision, a paper, a word in answer to somebody's worries, or not needed to take part has a letter of its own.
ALONE = (*HOLD_UNKNOWN, *OPTIONAL, A_WORD)
DEAD = (InvitationState.EXPIRED, InvitationState.REVOKED)


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


def claim_some(
    db: Connection, now: datetime, limit: int, until: datetime, holder: str, whole: Whole
) -> tuple[int, list[Parcel]]:
    """Claim up to `limit` letters; how many were claimed, and those of them that are to be sent. What else is ready for the
    same readers comes along."""
    if db.dialect.name == "postgresql":
        db.execute(ONE_CLAIMS_AT_A_TIME)
    claim = {"now": now, "lease": until, "holder": holder}
    ids = claimed(limit).column(db, claim)
    if not ids:
        return 0, []
    rows = FACTS.rows(db, {"ids": ids})
    if more := _companions(db, rows, claim):
        rows = FACTS.rows(db, {"ids": [*ids, *more]})
    return len(ids), _sorted_out(db, rows, now, whole)


def _companions(db: Connection, rows: Collection[Any], claim: Mapping[str, Any]) -> list[int]:
    """What else is ready for the participants among the readers, or belongs to what went out in one letter."""
    readers = {(row.cohort, row.to) for row in rows if row.role}
    if not readers:
        return []
    codes, people = sorted({cohort for cohort, _ in readers}), sorted({to for _, to in readers})
    found = COMPANIONS.column(db, {**claim, "codes": codes, "people": people})
    if within := sorted({row.told_in for row in rows if row.told_in is not None}):
        found += THE_REST.column(db, {**claim, "within": within})
    return found


def _sorted_out(db: Connection, rows: Collection[Any], now: datetime, whole: Whole) -> list[Parcel]:
    ids, codes = [row.id for row in rows], sorted({row.cohort for row in rows})
    senders = {row.code: _Sender(row) for row in SENDERS.rows(db, {"codes": codes})}
    _stand_in(db, senders, now)
    dropped, held, postponed, ready = [], [], [], []
    for row in rows:
        sender = senders[row.cohort]
        if reason := _reason_to_drop(row, sender):
            dropped.append({"_id": row.id, "_detail": reason})
        elif row.bounced_at is not None:
            held.append({"_id": row.id})
        elif row.reminder and row.role and sender.hold:
            postponed.append({"_id": row.id, "_not_before": now + DAY})
        elif now - row.written_at > YOUNG and (opens := posting(now, sender.days)) > now:
            # What could not leave at once, for whatever reason, waits for posting hours like any other letter.
            postponed.append({"_id": row.id, "_not_before": max(opens, row.not_before)})
        else:
            ready.append(row)
    again, left = _once_more(rows, ready), _left(db, ids, ready, now)
    for lead in (parts[0] for parts in again if not _waiting(parts[0]).at_once):
        left.setdefault((lead.cohort, lead.to), []).append(now)
    letters, waits, told = _planned(ready, senders, left, now)
    letters += again
    dropped += [{"_id": id, "_detail": say("the same letter asks for it")} for id in told]
    postponed += [{"_id": id, "_not_before": at} for id, at in waits.items()]
    if dropped:
        db.execute(DROP, dropped)
    if held:
        db.execute(HOLD, held)
    if postponed:
        db.execute(POSTPONE, postponed)
    letters.sort(key=lambda parts: parts[0].id)
    return bound(db, [(parts, _parcel(parts[0], senders[parts[0].cohort])) for parts in letters], whole)


def _planned(
    ready: Sequence[Any],
    senders: Mapping[str, "_Sender"],
    left: Mapping[tuple[str, str], list[datetime]],
    now: datetime,
) -> tuple[list[list[Any]], dict[int, datetime], list[int]]:
    """The letters that leave, each with its parts; until when the others wait; and what another part asks for already.

    Those who run the cohort get what there is.
    """
    letters: list[list[Any]] = []
    waits: dict[int, datetime] = {}
    told: list[int] = []
    theirs: dict[tuple[str, str], list[Any]] = {}
    for row in ready:
        if not row.role:
            letters.append([row])
        elif not _may_have_arrived_with_others(row):
            theirs.setdefault((row.cohort, row.to), []).append(row)
    for reader, rows in theirs.items():
        sender, known = senders[reader[0]], {row.id: row for row in rows}
        plan = post_plan([_waiting(row) for row in rows], left.get(reader, ()), now, sender.days, sender.weekly)
        letters += [[known[id] for id in parts] for parts in plan.letters]
        waits |= plan.waits
        told += plan.told
    return letters, waits, told


def _may_have_arrived_with_others(row: Any) -> bool:
    return bool(row.told_in is not None and row.dots)


def _once_more(rows: Collection[Any], ready: Collection[Any]) -> list[list[Any]]:
    """What went out in one letter and may have arrived goes again in one: the very same, unless a part is wanted no more."""
    found: dict[int, list[Any]] = {}
    for row in ready:
        if _may_have_arrived_with_others(row):
            found.setdefault(row.told_in, []).append(row)
    for first, parts in found.items():
        parts.sort(key=lambda row: (row.id != first, row.id))
        if sum(row.told_in == first for row in rows) > len(parts):
            parts[0] = parts[0]._replace(mime=b"")
    return list(found.values())


def _waiting(row: Any) -> Waiting:
    return Waiting(
        id=row.id,
        letter=row.letter,
        not_before=row.not_before,
        until=row.until,
        prompt=row.prompt,
        reminder=row.reminder,
        joins=row.piece is not None and not row.dots and not is_one_of(row.letter, ALONE),
        enters=bool(row.calendar),
        invitation=row.invitation,
    )


def _left(
    db: Connection, ids: list[int], ready: Collection[Any], now: datetime
) -> dict[tuple[str, str], list[datetime]]:
    """When the letters of the last week left that count, by reader."""
    readers = {(row.cohort, row.to) for row in ready if row.role}
    if not readers:
        return {}
    asked = {
        "ids": ids,
        "codes": sorted({cohort for cohort, _ in readers}),
        "people": sorted({to for _, to in readers}),
        "week_ago": now - WEEK,
        "now": now,
    }
    found: dict[tuple[str, str], list[datetime]] = {}
    for row in LEFT.rows(db, asked):
        if not row.prompt and row.letter not in AT_ONCE:
            found.setdefault((row.cohort, row.to), []).append(row.left_at)
    return found


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
        self.weekly = post.letters_per_week_max
        self.name, self.email = row.name or "", row.email or ""
        self.zone, self.stand_in = row.zone, row.stand_in

    def away(self, now: datetime) -> str:
        """The code of whoever stands in for the lead; "" while the lead is there."""
        return self.stand_in.code if self.stand_in and self.stand_in.stands(now, self.zone) else ""


def _reason_to_drop(row: Any, sender: _Sender) -> str:
    """Why this letter must not go out any more; "" when it may."""
    essential = is_one_of(row.letter, ESSENTIAL)
    reasons = {
        say("the reader's name and address were erased"): row.erased_at is not None,
        say("nobody has this code any more"): not row.to_email,
        say("the reader has left"): row.left is not None and row.letter not in FAREWELLS,
        say("the reader does not want letters of this kind"): row.opted_out_at is not None
        and is_one_of(row.letter, OPTIONAL),
        # What waited for its day may have been answered meanwhile; an entry for a calendar is more than what it asks.
        say("the form was answered or is closed"): row.form_state not in (None, InvitationState.OPEN)
        and (row.reminder or not (row.prompt or row.letter in ENTRIES)),
        say("the form it links to is closed"): row.form_state in DEAD and not essential,
        say("a newer letter says it"): row.overtaken,
        say("the session is no longer as it says"): _is_told_otherwise(row),
        say("the cohort was called off"): sender.called_off and row.reminder,
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def _is_told_otherwise(row: Any) -> bool:
    """What this letter says of a session is not true any more."""
    true_while = WHILE.get(row.letter.partition("/")[2])
    return true_while is not None and row.session_state is not None and row.session_state not in true_while


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
