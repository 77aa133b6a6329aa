"""Book: the contact book of possible mentors, across cohorts. What may be done with them domain/contact_book.py says.

Whoever goes from it leaves nothing behind: entry, askings, and the words of the letters to them go together.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, false, func, or_, select, update

from domain.applications import Application
from domain.contact_book import (
    ASKED_A_DAY_MAX,
    Added,
    Asking,
    Basis,
    ListTaken,
    PossibleMentor,
    Reply,
    Wanted,
    fingerprint,
)
from domain.lifecycles import ApplicationState, MessageState
from domain.messages import Message, Rendered
from domain.one_person import mailbox
from storage.engine import Database, insert
from storage.post.letterbox import Letterbox
from storage.rows import fields_of, values_of
from storage.tables import RECORDS, askings, messages, never_again, possible_mentors

_p, _a, _n, _m, _applied = possible_mentors.c, askings.c, never_again.c, messages.c, RECORDS[Application].c
DAY = timedelta(days=1)
AT_ONCE = 500  # addresses of one question to the database
WAITING = (MessageState.DRAFT, MessageState.QUEUED, MessageState.RETRY)
NO_WORDS = values_of(Rendered("", "", "")) | {"mime": None, "detail": "", "address": "", "wording": None}


@dataclass(frozen=True)
class Came:
    """An asking and what came of it: how their application stands, as far as there is one."""

    asking: Asking
    application: ApplicationState | None


class Book:
    """The entries, the askings, and the fingerprints of those who left for good."""

    def __init__(self, db: Database, letterbox: Letterbox) -> None:
        self.db, self.letterbox = db, letterbox

    # --- looking --------------------------------------------------------------------------------------------------

    def person(self, code: str) -> PossibleMentor | None:
        """One entry."""
        return self._one(_p.code == code)

    def of_address(self, address: str) -> PossibleMentor | None:
        """The entry of whoever has this address, however it is written."""
        return self._one(_p.mailbox == mailbox(address))

    def _one(self, test: ColumnElement[bool]) -> PossibleMentor | None:
        with self.db.reading() as db:
            row = db.execute(PEOPLE.where(test)).one_or_none()
        return None if row is None else PossibleMentor(*row)

    def found(self, wanted: Wanted, now: datetime, *, start: int, size: int) -> list[PossibleMentor]:
        """Entries by name, so many from `start`."""
        query = PEOPLE.where(*_tests(wanted, now)).order_by(_p.name, _p.code).limit(size).offset(start)
        with self.db.reading() as db:
            return [PossibleMentor(*row) for row in db.execute(query)]

    def number(self, wanted: Wanted, now: datetime) -> int:
        """How many entries there are of these."""
        with self.db.reading() as db:
            return db.scalar(select(func.count()).select_from(possible_mentors).where(*_tests(wanted, now))) or 0

    def by_track(self) -> dict[int, int]:
        """How many entries each career track has."""
        with self.db.reading() as db:
            return {row[0]: row[1] for row in db.execute(select(_p.track, func.count()).group_by(_p.track))}

    def came_of(self, people: Collection[str]) -> dict[str, list[Came]]:
        """Who of these was asked for what, the newest first, and what came of it."""
        found: dict[str, list[Came]] = {code: [] for code in people}
        query = CAME.where(_a.person.in_(found)).order_by(_a.at.desc(), _a.cohort)
        with self.db.reading() as db:
            for *row, state in db.execute(query):
                asking = Asking(*row)
                found[asking.person].append(Came(asking, state))
        return found

    def never(self, addresses: Iterable[str]) -> set[str]:
        """Those of these addresses that must never be asked again."""
        prints = {fingerprint(address): address for address in addresses}
        with self.db.reading() as db:
            return {prints[one] for one in _never(db, prints)}

    def there(self, addresses: Iterable[str]) -> set[str]:
        """Those of these addresses that stand in the book, however they are written there."""
        boxes: dict[str, set[str]] = {}
        for address in addresses:
            boxes.setdefault(mailbox(address), set()).add(address)
        every, found = sorted(boxes), set()
        with self.db.reading() as db:
            for n in range(0, len(every), AT_ONCE):
                for box in db.scalars(select(_p.mailbox).where(_p.mailbox.in_(every[n : n + AT_ONCE]))):
                    found |= boxes[box]
        return found

    def lists(self, since: datetime, limit: int) -> list[ListTaken]:
        """The lists that came in since then and can still be taken back, in part at least, the newest first."""
        first = func.min(_p.added_at)
        query = (
            select(_p.came_with, func.min(_p.added_by), first, func.count())
            .where(_p.came_with != "", _p.added_at >= since, ~ASKED.exists())
            .group_by(_p.came_with)
            .order_by(first.desc())
            .limit(limit)
        )
        with self.db.reading() as db:
            return [ListTaken(*row) for row in db.execute(query)]

    # --- keeping --------------------------------------------------------------------------------------------------

    def add(self, people: Sequence[PossibleMentor]) -> Added:
        """Add those who are not in the book and may be in it."""
        boxes = {mailbox(one.email): one for one in people}
        with self.db.writing() as db:
            gone = _never(db, [fingerprint(one.email) for one in boxes.values()])
            kept = {box: one for box, one in boxes.items() if fingerprint(one.email) not in gone}
            rows = [values_of(one) | {"mailbox": box} for box, one in kept.items()]
            step = insert(db, possible_mentors).on_conflict_do_nothing(index_elements=["mailbox"]).returning(_p.code)
            added = len(list(db.scalars(step, rows))) if rows else 0
        return Added(added, len(kept) - added, len(boxes) - len(kept))

    def change(self, person: PossibleMentor) -> bool:
        """Keep an entry as it is now; False when its address is somebody else's, or the entry is gone."""
        box = mailbox(person.email)
        with self.db.writing() as db:
            if db.scalar(select(_p.code).where(_p.mailbox == box, _p.code != person.code)):
                return False
            step = update(possible_mentors).where(_p.code == person.code)
            return db.execute(step.values(values_of(person) | {"mailbox": box})).rowcount == 1

    def bounced(self, code: str, at: datetime) -> None:
        """Letters to somebody come back."""
        with self.db.writing() as db:
            db.execute(update(possible_mentors).where(_p.code == code).values(bounced_at=at))

    def take_back(self, code: str, since: datetime) -> int:
        """Let those of a list that came since then go whom nobody has asked and whose entry nobody has changed; how many."""
        theirs = and_(_p.came_with == code, _p.added_at >= since) if code else false()
        with self.db.writing() as db:
            # Whoever is being asked at this moment is waited for, and stays.
            db.scalars(select(_p.code).where(theirs).with_for_update()).all()
            gone = db.execute(delete(possible_mentors).where(theirs, ~ASKED.exists())).rowcount
        self.db.empty_the_log()
        return gone

    # --- asking ---------------------------------------------------------------------------------------------------

    def ask(self, asking: Asking, message: Message | None, rendered: Rendered | None) -> bool:
        """Note that somebody is asked, and put the letter into the outbox with it; False when they were asked for this
        cohort before, are not in the book any more, or so many were written to today already."""
        with self.db.writing() as db:
            if message is not None and _asked_since(db, asking.cohort, asking.at - DAY) >= ASKED_A_DAY_MAX:
                return False
            there = select(_p.code).where(_p.code == asking.person).with_for_update()
            if db.scalar(there) is None:
                return False
            step = insert(db, askings).values(values_of(asking)).on_conflict_do_nothing().returning(_a.person)
            if db.scalar(step) is None:
                return False
            if message is not None and rendered is not None:
                self.letterbox.put(db, asking.cohort, [(message, rendered)])
        return True

    def asked_since(self, cohort: str, since: datetime) -> int:
        """How many were written to from a cohort after a moment."""
        with self.db.reading() as db:
            return _asked_since(db, cohort, since)

    def replied(self, asking: Asking, ask_from: date | None) -> None:
        """Keep what somebody said, and from when on they may be asked again."""
        with self.db.writing() as db:
            db.execute(update(askings).where(_one_asking(asking)).values(values_of(asking)))
            db.execute(update(possible_mentors).where(_p.code == asking.person).values(ask_from=ask_from))

    # --- the end --------------------------------------------------------------------------------------------------

    def forget(self, code: str, *, never_since: datetime | None = None) -> bool:
        """Let somebody go, whole; with `never_since` a fingerprint stays, so that they are never asked again."""
        with self.db.writing() as db:
            address = db.scalar(select(_p.email).where(_p.code == code).with_for_update())
            if address is None:
                return False
            if never_since is not None:
                row = {"fingerprint": fingerprint(address), "since": never_since}
                db.execute(insert(db, never_again).values(row).on_conflict_do_nothing())
            db.execute(delete(askings).where(_a.person == code))
            db.execute(delete(possible_mentors).where(_p.code == code))
            state = case((_m.state.in_(WAITING), MessageState.DROPPED.value), else_=_m.state)
            db.execute(update(messages).where(_m.to == code).values(NO_WORDS | {"state": state}))
        self.db.empty_the_log()
        return True

    def past(self, day: date, limit: int) -> list[str]:
        """Those whose last day was before this one."""
        with self.db.reading() as db:
            return list(db.scalars(select(_p.code).where(_p.keep_until < day).order_by(_p.keep_until).limit(limit)))

    def to_be_told(self, until: date, limit: int) -> list[PossibleMentor]:
        """Those who agreed to be in the book, whose entry ends by this day, and who have not heard of it."""
        due = and_(_p.keep_until <= until, _p.told_at.is_(None), _p.basis == Basis.CONSENT, _p.bounced_at.is_(None))
        with self.db.reading() as db:
            return [PossibleMentor(*row) for row in db.execute(PEOPLE.where(due).order_by(_p.keep_until).limit(limit))]

    def tell(self, person: PossibleMentor, message: Message, rendered: Rendered) -> None:
        """Put the letter that announces the end into the outbox, once; the entry ends on the day that it names."""
        with self.db.writing() as db:
            step = update(possible_mentors).where(_p.code == person.code, _p.told_at.is_(None))
            if db.execute(step.values(told_at=person.told_at, keep_until=person.keep_until)).rowcount == 1:
                self.letterbox.put(db, person.home, [(message, rendered)])


ASKED = select(_a.person).where(_a.person == _p.code)
PEOPLE = select(*fields_of(possible_mentors, PossibleMentor))
CAME = select(*fields_of(askings, Asking), _applied.state).select_from(
    askings.outerjoin(RECORDS[Application], and_(_applied.cohort == _a.cohort, _applied.id == _a.participant))
)


def _tests(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if wanted.track:
        tests.append(_p.track == wanted.track)
    if wanted.sector:
        tests.append(_p.sector == wanted.sector)
    if wanted.words:
        tests.append(
            or_(
                func.lower(_p.name).contains(wanted.words.lower(), autoescape=True),
                func.lower(_p.organisation).contains(wanted.words.lower(), autoescape=True),
            )
        )
    if wanted.standing:
        tests.append(_standing(wanted.standing, now))
    return tests


def _standing(standing: str, now: datetime) -> ColumnElement[bool]:
    match standing:
        case "new":
            return ~ASKED.exists()
        case "waiting":
            return ASKED.where(_a.reply == "").exists()
        case "yes":
            return ASKED.where(_a.reply == Reply.YES).exists()
        case _:
            return and_(_p.ask_from.is_not(None), _p.ask_from > now.date())


def _one_asking(asking: Asking) -> ColumnElement[bool]:
    return and_(_a.person == asking.person, _a.cohort == asking.cohort)


def _asked_since(db: Connection, cohort: str, since: datetime) -> int:
    query: Select[Any] = select(func.count()).where(_a.cohort == cohort, _a.at > since, _a.by_letter)
    return db.scalar(query) or 0


def _never(db: Connection, prints: Collection[str]) -> set[str]:
    found: set[str] = set()
    every = sorted(prints)
    for n in range(0, len(every), AT_ONCE):
        found |= set(db.scalars(select(_n.fingerprint).where(_n.fingerprint.in_(every[n : n + AT_ONCE]))))
    return found
