"""Visits: who is signed in where, and the links by which they sign in. Of every secret only a hash comes in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, delete, func, or_, select, update

from domain.lifecycles import MessageState
from storage.engine import Database
from storage.tables import messages, sign_ins, visits

_s, _v, _m = sign_ins.c, visits.c, messages.c
WAITING = (MessageState.QUEUED, MessageState.RETRY)
LETTER_MAY_BE_ON_ITS_WAY = timedelta(minutes=30)  # longer than a postman holds a letter


@dataclass(frozen=True)
class Asked:
    """A link by which somebody may sign in. `asker`: the hash of what the browser that asked remembers; "" for any.

    `cohort`: in whose name the letter that brings it was written.
    """

    key: str
    coordinator: str
    asker: str
    leads_to: str
    cohort: str
    asked_at: datetime
    until: datetime

    @property
    def letter(self) -> str:
        """The key of that letter."""
        return f"{self.coordinator}:sign-in:{self.key}"


@dataclass(frozen=True)
class Visit:
    """Somebody is signed in, in one browser."""

    id: int
    coordinator: str
    browser: str
    since: datetime
    seen_at: datetime
    ends_at: datetime


class Visits:
    """Signing in, staying, going."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def ask(self, asked: Asked) -> None:
        """Keep a link until it is used or too old."""
        with self.db.writing() as db:
            db.execute(sign_ins.insert().values(vars(asked)))

    def asked_since(self, coordinator: str, moment: datetime) -> int:
        """How many links were asked for by letter after a moment."""
        theirs = select(func.count()).where(_s.coordinator == coordinator, _s.asked_at > moment, _s.cohort != "")
        with self.db.reading() as db:
            return db.scalar(theirs) or 0

    def asked(self, key: str, now: datetime) -> Asked | None:
        """The link of this key, as long as it can be used."""
        with self.db.reading() as db:
            row = db.execute(_open(key, now)).one_or_none()
        return None if row is None else Asked(*row)

    def enter(self, key: str, asker: str, secret: str, browser: str, now: datetime, ends_at: datetime) -> Asked | None:
        """Use a link up and begin a visit; None when it is used, too old, or was asked for in another browser."""
        fits = or_(_s.asker == "", _s.asker == asker)
        used = update(sign_ins).where(_s.key == key, _s.used_at.is_(None), _s.until > now, fits).values(used_at=now)
        with self.db.writing() as db:
            row = db.execute(used.returning(*_ASKED)).one_or_none()
            if row is None:
                return None
            asked = Asked(*row)
            begun = {"coordinator": asked.coordinator, "secret": secret, "browser": browser}
            db.execute(visits.insert().values(begun | {"since": now, "seen_at": now, "ends_at": ends_at}))
            _let_words_go(db, [asked])
        return asked

    def visit(self, secret: str, now: datetime, seen_after: datetime) -> Visit | None:
        """The visit of this secret that is not over; one that nobody used since `seen_after` is."""
        with self.db.reading() as db:
            row = db.execute(_standing(now, seen_after).where(_v.secret == secret)).one_or_none()
        return None if row is None else Visit(*row)

    def visits_of(self, coordinator: str, now: datetime, seen_after: datetime) -> list[Visit]:
        """Where somebody is signed in, the place used last first."""
        query = _standing(now, seen_after).where(_v.coordinator == coordinator)
        with self.db.reading() as db:
            return [Visit(*row) for row in db.execute(query.order_by(_v.seen_at.desc(), _v.id.desc()))]

    def seen(self, visit: int, now: datetime) -> None:
        """Somebody came by again."""
        with self.db.writing() as db:
            db.execute(update(visits).where(_v.id == visit).values(seen_at=now))

    def end(self, coordinator: str, visit: int) -> None:
        """One visit of somebody is over."""
        with self.db.writing() as db:
            db.execute(delete(visits).where(_v.coordinator == coordinator, _v.id == visit))

    def end_all(self, coordinator: str) -> None:
        """Somebody is signed out everywhere, and the links they asked for work no more."""
        with self.db.writing() as db:
            db.execute(delete(visits).where(_v.coordinator == coordinator))
            db.execute(delete(sign_ins).where(_s.coordinator == coordinator, _s.used_at.is_(None)))

    def sweep(self, now: datetime, seen_after: datetime) -> None:
        """Forget links that are too old, visits that are over, and the words of the letters that brought the links."""
        old = _s.until <= now - LETTER_MAY_BE_ON_ITS_WAY
        with self.db.writing() as db:
            _let_words_go(db, [Asked(*row) for row in db.execute(delete(sign_ins).where(old).returning(*_ASKED))])
            db.execute(delete(visits).where(or_(_v.ends_at <= now, _v.seen_at <= seen_after)))


_ASKED = tuple(_s[name] for name in Asked.__dataclass_fields__)
_VISIT = tuple(_v[name] for name in Visit.__dataclass_fields__)


def _open(key: str, now: datetime) -> Select[Any]:
    return select(*_ASKED).where(_s.key == key, _s.used_at.is_(None), _s.until > now)


def _standing(now: datetime, seen_after: datetime) -> Select[Any]:
    return select(*_VISIT).where(_v.ends_at > now, _v.seen_at > seen_after)


def _let_words_go(db: Connection, of: Iterable[Asked]) -> None:
    """Their letters stay in the list of letters, what was written in them does not."""
    state = case((_m.state.in_(WAITING), MessageState.DROPPED.value), else_=_m.state)
    for asked in of:
        its = update(messages).where(_m.cohort == asked.cohort, _m.key == asked.letter)
        db.execute(its.values(text="", html="", mime=None, state=state))
