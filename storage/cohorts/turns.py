"""Turns: load a snapshot, compute the next one, write the difference if nobody was faster, else load again.

Nobody waits while a turn is computed. Somebody was faster when the header or one of the scopes written has another
version than the one loaded, or when a journal key is there already.
"""

import random
import time
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.cohort import Cohort
from domain.people import Participant
from domain.saying import say
from storage.cohorts.deeds import write_deeds
from storage.cohorts.difference import Difference, difference
from storage.cohorts.dues import NextDues, dues_of
from storage.cohorts.register import remember_numbers
from storage.cohorts.snapshots import Loaded, Snapshots, load
from storage.cohorts.writing import settle_who_was_first, write_dues, write_records, write_what_was_done
from storage.errors import Conflict, StorageError
from storage.post.letterbox import Letterbox

ATTEMPTS = 20
PAUSE_SECONDS = 0.01  # grows with the attempts; jitter keeps two losers from meeting again

Turn = Callable[[Cohort], Cohort]


class Turns:
    """Changing cohorts."""

    def __init__(
        self, snapshots: Snapshots, letterbox: Letterbox, next_dues: NextDues, clock: Callable[[], datetime]
    ) -> None:
        self.snapshots, self.letterbox, self.next_dues, self.clock = snapshots, letterbox, next_dues, clock
        self.db = snapshots.db

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
                loaded = load(db, code, focus, self.snapshots.shelves, self.snapshots.issuer)
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
        letters = [(message, self.letterbox.written(after, message)) for message in after.messages]
        dues = dues_of(after, now, self.next_dues)
        if found.is_empty and all(_unchanged(loaded, scope, due) for scope, due in dues.items()):
            return
        with self.db.writing() as db, _race():
            if not found.is_empty:
                settle_who_was_first(db, loaded, found, dues)
                write_records(db, found)
                remember_numbers(db, after.code, found.added.get(Participant, []))
                write_what_was_done(db, found, now)
                write_deeds(db, found, self.letterbox.mail_domain)
                self.letterbox.put(db, after.code, letters)
            write_dues(db, loaded, found, dues)
        self._keep(loaded, found)

    def _keep(self, loaded: Loaded, found: Difference) -> None:
        """What was written is known now, too; a scope that was written without being loaded is not."""
        code, by_scope, keys = found.after.code, found.by_scope(), found.keys_by_scope()
        for scope in found.scopes():
            standing = loaded.standings.get(scope)
            before = standing.version if standing else 0
            self.snapshots.shelves.written(code, scope, before, by_scope.get(scope, {}), keys.get(scope, ()))
        if any(deed.undone_at for deed in found.after.deeds):
            self.snapshots.shelves.clear(
                code, found.scopes()
            )  # what came with it is gone, and its journal keys are free


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
