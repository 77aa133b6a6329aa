"""Turns: load a snapshot, compute the next one, write the difference if nobody was faster, else load again.

Nobody waits while a turn is computed. Somebody was faster when the header or one of the scopes written has another
version than the one loaded, or when a journal key is there already.
"""

import logging
import random
import time
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.cohort import Cohort
from domain.gatherings import Gathering
from domain.groups import Group
from domain.messages import Message, Rendered
from domain.people import Participant
from domain.saying import say
from storage.difference import Difference, difference
from storage.dues import LOOK_AGAIN, NextDues, dues_of, touched_beyond, wake, wake_everything
from storage.engine import insert
from storage.errors import Conflict, StorageError
from storage.letterbox import put_into_the_outbox
from storage.memberships import keep_members
from storage.register import keep_coordinators, remember_numbers
from storage.rows import header_of, row_of, values_of
from storage.snapshots import Loaded, Snapshots, load
from storage.tables import RECORDS, answers, cohorts, drafts, journal, scopes

log = logging.getLogger(__name__)

ATTEMPTS = 20
PAUSE_SECONDS = 0.01  # grows with the attempts; jitter keeps two losers from meeting again

Turn = Callable[[Cohort], Cohort]
Render = Callable[[Cohort, Message], Rendered]


class Turns(Snapshots):
    """Changing cohorts."""

    render: Render
    next_dues: NextDues
    clock: Callable[[], datetime]
    mail_domain: str

    def update(self, code: str, turn: Turn, focus: Collection[str] | None = None) -> Cohort:
        """The cohort after `turn`, written. The turn may be computed several times and must only depend on its input.

        Writes records, journal, letters (rendered here, before anything is locked) and answers in one transaction, or
        nothing. Refreshes when the scopes in `focus` want attention again, also when the turn changed nothing.
        StorageError when others keep being faster; Unavailable when the database does not answer.
        """
        reason, before = "", None
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE_SECONDS * attempt * random.random())  # noqa: S311 (jitter, no secret)
            with self.db.reading() as db:
                loaded = load(db, code, focus, self.shelves)
            after = turn(loaded.cohort)
            try:
                self._write(loaded, difference(loaded.cohort, after))
            except Conflict as conflict:
                reason, stands = str(conflict), (loaded.version, loaded.standings)
                if conflict.rule and stands == before:
                    raise StorageError(
                        say("cohort {code} refuses this change: {reason}", code=code, reason=reason)
                    ) from conflict
                before = stands
            else:
                return after
        raise StorageError(
            say(
                "cohort {code} could not be changed: {times} times {reason}; try again later",
                code=code,
                times=ATTEMPTS,
                reason=reason,
            )
        )

    def _write(self, loaded: Loaded, found: Difference) -> None:
        after, now = found.after, self.clock()
        letters = [(message, self.written(after, message)) for message in after.messages]
        dues = dues_of(after, now, self.next_dues)
        if found.is_empty and all(_unchanged(loaded, scope, due) for scope, due in dues.items()):
            return
        with self.db.writing() as db, _race():
            if not found.is_empty:
                _settle_who_was_first(db, loaded, found)
                _write_records(db, found)
                remember_numbers(db, after.code, found.added.get(Participant, []))
                _write_what_was_done(db, found, now)
                put_into_the_outbox(db, after.code, letters, self.mail_domain)
            _write_dues(db, loaded, found, dues)
        self._keep(loaded, found)

    def _keep(self, loaded: Loaded, found: Difference) -> None:
        """What was written is known now, too; a scope that was written without being loaded is not."""
        code, by_scope, keys = found.after.code, found.by_scope(), found.keys_by_scope()
        for scope in found.scopes():
            standing = loaded.standings.get(scope)
            before = standing.version if standing else 0
            self.shelves.written(code, scope, before, by_scope.get(scope, {}), keys.get(scope, ()))

    def written(self, cohort: Cohort, message: Message) -> Rendered:
        """The letter; one that cannot be written is parked with the reason and does not hold up the others."""
        try:
            return self.render(cohort, message)
        except Exception as error:
            log.error("cohort %s: letter %s could not be written (%s)", cohort.code, message.key, type(error).__name__)
            return Rendered("", "", "", failure=f"{message.letter} could not be written ({type(error).__name__})")


class _race:  # reads as a word in `with`
    """Turn a lost race into Conflict; a broken rule of the schema that no retry mends into StorageError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, IntegrityError):
            reason = str(error.orig).splitlines()[0]
            if "unique" in reason.lower():
                raise Conflict(f"the same is there already ({reason})", rule=True) from error
            raise StorageError(say("the database refuses this change: {reason}", reason=reason)) from error
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in ("40P01", "40001"):
            raise Conflict("two writers waited for each other") from error


def _unchanged(loaded: Loaded, scope: str, due: datetime | None) -> bool:
    standing = loaded.standings.get(scope)
    return standing is not None and standing.next_due == due


def _settle_who_was_first(db: Connection, loaded: Loaded, found: Difference) -> None:
    """Lock header and scopes at the versions that were loaded. Sorted, so that two writers meet in the same order."""
    code = found.after.code
    if found.header:
        newer = header_of(found.after) | {"version": loaded.version + 1}
        matched = db.execute(
            update(cohorts).where(cohorts.c.code == code, cohorts.c.version == loaded.version).values(newer)
        ).rowcount
        if matched != 1:
            raise Conflict("the cohort itself was changed meanwhile")
        if found.before.coordinators != found.after.coordinators:
            keep_coordinators(db, found.after)
    else:
        stands = select(cohorts.c.version).where(cohorts.c.code == code).with_for_update(read=True)
        if db.scalar(stands) != loaded.version:
            raise Conflict("the cohort itself was changed meanwhile")
    written = sorted(found.scopes())
    known = [scope for scope in written if scope in loaded.standings]
    if known:
        step = (
            update(scopes)
            .where(scopes.c.cohort == code, scopes.c.scope == bindparam("s"), scopes.c.version == bindparam("v"))
            .values(version=scopes.c.version + 1)
        )
        values = [{"s": scope, "v": loaded.standings[scope].version} for scope in known]
        if db.execute(step, values).rowcount != len(known):
            raise Conflict("one of its groups or people was changed meanwhile")
    new = [{"cohort": code, "scope": scope, "next_due": LOOK_AGAIN} for scope in written if scope not in known]
    if new:  # or not loaded: something is added there that no decision rests on
        step = insert(db, scopes)
        again = {"version": scopes.c.version + 1}
        db.execute(step.on_conflict_do_update(index_elements=["cohort", "scope"], set_=again), new)


def _write_records(db: Connection, found: Difference) -> None:
    code = found.after.code
    for kind, table in RECORDS.items():
        if changed := found.changed.get(kind):
            names = [column.name for column in table.c if column.name not in ("cohort", "id")]
            step = (
                update(table)
                .where(table.c.cohort == code, table.c.id == bindparam("_id"))
                .values({name: bindparam(f"_{name}") for name in names})
            )
            rows = [{f"_{name}": value for name, value in row_of(code, record).items()} for record in changed]
            if db.execute(step, rows).rowcount != len(changed):
                raise StorageError(
                    say("a row of {name} is gone; restore the database from its backup", name=table.name)
                )
        if added := found.added.get(kind):
            db.execute(table.insert(), [row_of(code, record) for record in added])
    known = found.before.groups
    others = [g for g in found.records(Group) if g.id not in known or known[g.id].roster != g.roster]
    keep_members(db, code, others)


def _write_what_was_done(db: Connection, found: Difference, now: datetime) -> None:
    after = found.after
    if after.entries:
        db.execute(journal.insert(), [values_of(entry) | {"cohort": after.code} for entry in after.entries])
    if after.answers:
        db.execute(answers.insert(), [values_of(answer) | {"cohort": after.code} for answer in after.answers])
        answered = [answer.invitation for answer in after.answers]
        db.execute(delete(drafts).where(drafts.c.cohort == after.code, drafts.c.invitation.in_(answered)))


def _write_dues(db: Connection, loaded: Loaded, found: Difference, dues: dict[str, datetime | None]) -> None:
    code = found.after.code
    moved = [
        {"s": scope, "w": standing.woken, "v": standing.version + (scope in found.scopes()), "d": due}
        for scope, due in dues.items()
        if (standing := loaded.standings.get(scope)) is not None and standing.next_due != due
    ]
    new = [{"s": scope, "w": 0, "v": 1, "d": due} for scope, due in dues.items() if scope not in loaded.standings]
    if moved or new:
        step = (
            update(scopes)
            .where(scopes.c.cohort == code, scopes.c.scope == bindparam("s"))
            .where(scopes.c.woken == bindparam("w"), scopes.c.version == bindparam("v"))
            .values(next_due=bindparam("d"))
        )
        db.execute(step, moved + new)
    if found.is_empty:
        return
    if found.header or found.records(Gathering):  # every person is invited to gatherings
        wake_everything(db, code)
    else:
        people = [person.id for person in found.records(Participant)]
        wake(db, code, touched_beyond(found, dues), people, dues)
