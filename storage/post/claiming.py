"""Claiming: the statements of the outbox's claims, built once; building one costs more than running it. See claims.py."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    union_all,
    update,
)

from domain.invitations import Invitation
from domain.lifecycles import MessageState
from domain.messages import Rendered
from domain.people import Participant
from domain.saying import say
from domain.sessions import Session
from storage.post.pauses import IN_THE_ROW, STANDS
from storage.prepared import Prepared
from storage.rows import field_names
from storage.tables import IN_ITSELF, RECORDS, RUNS, cohorts, coordinators, desks, messages, possible_mentors

COPIES_MAX = 2  # of one letter, after an unclear outcome, under the same Message-ID
S = MessageState
_m = messages.c


def _at(name: str) -> BindParameter[Any]:
    return bindparam(name, type_=_m.not_before.type)


def _some(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


# --- sweeping ---------------------------------------------------------------------------------------------------

_undotted = _m.dotted_at.is_(None)
_left_behind = and_(_m.state == S.SENDING, _m.claimed_until <= _at("now"))
_too_late = and_(_m.state.in_((S.QUEUED, S.RETRY, S.DRAFT)), _m.until <= _at("now"))
# One question, asked before every claim, instead of two updates that nearly always find nothing, and two questions more.
BEFORE_A_CLAIM = Prepared(
    union_all(
        *(
            select(literal(what)).where(there.exists())
            for what, there in {
                "paused": STANDS,
                "row": IN_THE_ROW,
                "left behind": select(_m.id).where(_left_behind),
                "too late": select(_m.id).where(_too_late),
            }.items()
        )
    )
)
TAKEN_BACK = (
    update(messages)
    .where(_left_behind)
    .values(
        state=case((_undotted, S.QUEUED.value), else_=S.UNKNOWN.value),
        detail=case((_undotted, _m.detail), else_=str(say("the sender stopped while the mail server was answering"))),
        claimed_by="",
        claimed_until=None,
    )
)
TOO_LATE = update(messages).where(_too_late).values(state=S.DROPPED, detail=say("too late, it was no longer wanted"))


CLAIMED = {
    "state": S.SENDING,
    "claimed_by": bindparam("holder"),
    "claimed_until": _at("lease"),
    "dotted_at": None,
    "attempts": _m.attempts + 1,
    "first_tried_at": func.coalesce(_m.first_tried_at, _at("now")),
}

# --- claiming ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def claimed(limit: int) -> Prepared:
    """Claim up to `limit` letters for :holder until :until. The limit is literal: PostgreSQL plans this statement five
    times slower with a parameter there."""
    again = and_(_m.state == S.UNKNOWN, _m.hold_unknown.is_(False), _m.dots < COPIES_MAX)
    waiting = or_(_m.state.in_((S.QUEUED, S.RETRY)), again)
    ready = and_(waiting, _m.not_before <= _at("now"), _m.until > _at("now"))
    picked = select(_m.id).where(ready).order_by(_m.not_before, _m.id).limit(literal_column(str(int(limit))))
    picked_ids = picked.with_for_update(skip_locked=True).cte("picked")
    return Prepared(update(messages).where(_m.id.in_(select(picked_ids.c.id))).values(CLAIMED).returning(_m.id))


# What else waits for the same readers, and may leave with what was claimed: it was put off, or waits for a quiet moment.
_rides = or_(_m.not_before <= _at("now"), _m.rides_from <= _at("now"))
COMPANIONS_OF = update(messages).where(_m.until > _at("now")).values(CLAIMED)
COMPANIONS = Prepared(
    COMPANIONS_OF.where(
        _m.cohort.in_(_some("codes")), _m.to.in_(_some("people")), _m.state == S.QUEUED, _rides
    ).returning(_m.id)
)
# The other parts of letters that went out in one and have to go again.
THE_REST = Prepared(
    COMPANIONS_OF.where(_m.told_in.in_(_some("within")), _m.state.in_((S.QUEUED, S.RETRY, S.UNKNOWN))).returning(_m.id)
)
# Of one reader several letters may be ready: two postmen must not take one each and neither know of the other's.
ONE_CLAIMS_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7106421)")

# --- sorting out ------------------------------------------------------------------------------------------------

_people, _forms, _sessions = RECORDS[Participant].c, RECORDS[Invitation].c, RECORDS[Session].c
_staff, _book = coordinators.c, possible_mentors.c
# Reminders of which a newer one exists, and calendar entries that another letter has changed since.
_newer = messages.alias("newer")
_same = and_(_newer.c.cohort == _m.cohort, _newer.c.to == _m.to, _newer.c.about == _m.about, _newer.c.id > _m.id)
_says_it = or_(
    and_(_m.reminder, _newer.c.letter == _m.letter),
    and_(_m.calendar != "", _newer.c.calendar != ""),
)
_counts = _newer.c.state.not_in((S.DRAFT, S.DROPPED, S.FAILED))
_overtaken = select(_newer.c.id).where(_same, _says_it, _counts).exists().label("overtaken")
# The letters with what is known of their readers and forms at this moment.
FACTS = Prepared(
    select(
        *(_m[name] for name in ("id", "cohort", "key", "letter", "to", "written_at", "until", "attempts", "dots")),
        *(_m[name] for name in ("message_id", "mime", "reminder", "hold_unknown", *field_names(Rendered))),
        *(_m[name] for name in ("not_before", "rides_from", "prompt", "invitation", "told_in")),
        *(_people[name] for name in ("role", "left", "opted_out_at", "erased_at")),
        case((_m.address == "", func.coalesce(_people.bounced_at, _staff.bounced_at, _book.bounced_at))).label(
            "bounced_at"
        ),
        func.coalesce(_people.name, _staff.name, _book.name).label("to_name"),
        func.coalesce(func.nullif(_m.address, ""), _people.email, _staff.email, _book.email).label("to_email"),
        func.coalesce(_people.links, 1).label("links"),
        _forms.state.label("form_state"),
        _sessions.state.label("session_state"),
        _overtaken,
    )
    .select_from(
        messages.outerjoin(RECORDS[Participant], and_(_people.cohort == _m.cohort, _people.id == _m.to))
        .outerjoin(coordinators, _staff.code == _m.to)
        .outerjoin(possible_mentors, _book.code == _m.to)
        .outerjoin(RECORDS[Session], and_(_sessions.cohort == _m.cohort, _sessions.id == _m.about))
        .outerjoin(RECORDS[Invitation], and_(_forms.cohort == _m.cohort, _forms.id == _m.invitation))
    )
    .where(_m.id.in_(_some("ids")))
    .order_by(_m.not_before, _m.id)
)

_c = cohorts.c
_lead = and_(desks.c.cohort == _c.code, desks.c.position == 0)
# The policy as it stands in the row: to read it takes longer than to claim, and it seldom changes.
_policy = cast(_c.policy, Text).label("policy")
SENDERS = Prepared(
    select(*(_c[name] for name in ("code", "phase", "hold", "stand_in", "zone", "country")))
    .add_columns(_policy, coordinators.c.name, coordinators.c.email)
    .select_from(cohorts.outerjoin(desks, _lead).outerjoin(coordinators, coordinators.c.code == desks.c.coordinator))
    .where(_c.code.in_(_some("codes")))
)

# Who runs these cohorts, to be asked where somebody stands in for the lead.
COLLEAGUES = (
    select(desks.c.cohort, coordinators.c.code, coordinators.c.name, coordinators.c.email)
    .join(coordinators, coordinators.c.code == desks.c.coordinator)
    .where(desks.c.cohort.in_(_some("codes")), desks.c.role == RUNS)
)

_gone = and_(_m.state.in_((S.SENT, S.UNKNOWN, S.BOUNCED)), func.coalesce(_m.sent_at, _m.dotted_at) > _at("week_ago"))
_going = and_(_m.state == S.SENDING, _m.id.not_in(_some("ids")))
_theirs = and_(_m.cohort.in_(_some("codes")), _m.to.in_(_some("people")))
_left_at = func.coalesce(_m.sent_at, _m.dotted_at, _at("now")).label("left_at")
# What left in the last seven days: letters, not their parts. Whether one counts its kind tells.
LEFT = Prepared(select(_m.cohort, _m.to, _m.letter, _m.prompt, _left_at).where(_theirs, IN_ITSELF, or_(_gone, _going)))

_freed = update(messages).where(_m.id == bindparam("_id"))
_freed = _freed.values(claimed_by="", claimed_until=None, attempts=_m.attempts - 1)
# As if it had come back: it waits for an address that works (returns.py).
HOLD = _freed.values(state=S.BOUNCED, detail=say("not sent, for the reader's address does not work"))
DROP = _freed.values(state=S.DROPPED, detail=bindparam("_detail"))
WORDS = ("subject", "text", "html", "calendar", "calendar_method", "attachments")
# One letter of several parts; each part knows in which it goes, and what leads them has the words of the whole.
TOLD_IN = update(messages).where(_m.id == bindparam("_id")).values(told_in=bindparam("_told_in"))
WHOLE = update(messages).where(_m.id == bindparam("_id"))
WHOLE = WHOLE.values({name: bindparam(f"_{name}") for name in WORDS} | {"mime": None})
POSTPONE = _freed.values(state=S.QUEUED, not_before=_at("_not_before"))
