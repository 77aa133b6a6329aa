"""Writing: the statements by which a turn's difference reaches the database, within its transaction. Built once: building a
statement costs more than running it. Whether a turn may be written at all is decided here, by who was first; loading and
computing it is turns.py.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.applications import Application
from domain.gatherings import Gathering
from domain.groups import Group
from domain.people import Participant
from domain.saying import say
from domain.traits import traits_of
from storage.cohorts.difference import AT_THE_DESK, Difference
from storage.cohorts.dues import LOOK_AGAIN, touched_beyond, wake, wake_everything
from storage.cohorts.memberships import keep_members
from storage.cohorts.register import keep_desk
from storage.cohorts.snapshots import Loaded, Standing
from storage.cohorts.traits import keep_traits
from storage.errors import Conflict, StorageError
from storage.prepared import Prepared
from storage.rows import header_of, row_of, values_of
from storage.tables import RECORDS, answers, cohorts, drafts, journal, scopes


def settle_who_was_first(db: Connection, loaded: Loaded, found: Difference, dues: dict[str, datetime | None]) -> None:
    """Lock header and scopes at the versions that were loaded. Sorted, so that two writers meet in the same order.

    A scope that was computed, too, learns in the same statement when it wants attention again, unless it was woken meanwhile.
    """
    code = found.after.code
    if found.header:
        newer = header_of(found.after) | {"version": loaded.version + 1}
        matched = db.execute(
            update(cohorts).where(cohorts.c.code == code, cohorts.c.version == loaded.version).values(newer)
        ).rowcount
        if matched != 1:
            raise Conflict("the cohort itself was changed meanwhile")
        if any(getattr(found.before, name) != getattr(found.after, name) for name in AT_THE_DESK):
            keep_desk(db, found.after)
    else:
        if STANDS.value(db, {"code": code}) != loaded.version:
            raise Conflict("the cohort itself was changed meanwhile")
    written = sorted(found.scopes())
    known = [scope for scope in written if scope in loaded.standings]
    if known:
        values = [_moved(code, scope, loaded.standings[scope], dues) for scope in known]
        if NEXT_VERSION.change(db, *values) != len(known):
            raise Conflict("one of its groups or people was changed meanwhile")
    new = [{"cohort": code, "scope": scope, "next_due": LOOK_AGAIN} for scope in written if scope not in known]
    if new:  # or not loaded: something is added there that no decision rests on
        db.execute(_new_scopes(db.dialect.name), new)


def write_records(db: Connection, found: Difference) -> None:
    code = found.after.code
    for kind, table in RECORDS.items():
        if changed := found.changed.get(kind):
            rows = [{f"_{name}": value for name, value in row_of(code, record).items()} for record in changed]
            if CHANGED[kind].change(db, *rows) != len(changed):
                raise StorageError(
                    say("a row of {name} is gone; restore the database from its backup", name=table.name)
                )
        if added := found.added.get(kind):
            ADDED[kind].change(db, *(row_of(code, record) for record in added))
    known = found.before.groups
    others = [g for g in found.records(Group) if g.id not in known or known[g.id].roster != g.roster]
    keep_members(db, code, others)
    applied = found.before.applications
    told = [a for a in found.records(Application) if a.id not in applied or _counts_otherwise(applied[a.id], a)]
    keep_traits(db, code, told)


def _counts_otherwise(before: Application, after: Application) -> bool:
    return before.capacity != after.capacity or traits_of(before) != traits_of(after)


def write_what_was_done(db: Connection, found: Difference, now: datetime) -> None:
    after = found.after
    if after.entries:
        JOURNAL_LINES.change(db, *(values_of(entry) | {"cohort": after.code} for entry in after.entries))
    if after.answers:
        ANSWERS.change(db, *(values_of(answer) | {"cohort": after.code} for answer in after.answers))
        answered = [answer.invitation for answer in after.answers]
        NO_DRAFTS.change(db, {"c": after.code, "answered": answered})


def _moved(code: str, scope: str, standing: Standing, dues: dict[str, datetime | None]) -> dict[str, Any]:
    woken = standing.woken if scope in dues else NEVER
    return {"c": code, "s": scope, "v": standing.version, "w": woken, "d": dues.get(scope)}


def write_dues(db: Connection, loaded: Loaded, found: Difference, dues: dict[str, datetime | None]) -> None:
    """When scopes that were computed want attention again, those that were written apart; and who else is to be looked at."""
    code, written = found.after.code, found.scopes()
    moved = [
        _moved(code, scope, standing, dues)
        for scope, due in dues.items()
        if (standing := loaded.standings.get(scope, NEW)) is NEW or (scope not in written and standing.next_due != due)
    ]
    if moved:
        NEXT_DUE.change(db, *moved)
    if found.is_empty:
        return
    if found.header or found.taken or found.records(Gathering):  # every person is invited to gatherings
        wake_everything(db, code)
    else:
        people = [person.id for person in found.records(Participant)]
        wake(db, code, touched_beyond(found, dues), people, dues)


NEVER = -1  # woken so often: what was not computed keeps its due
NEW = Standing(version=1, woken=0, next_due=None)  # of a scope that this very turn has made
_C: BindParameter[str] = bindparam("c")
_S: BindParameter[str] = bindparam("s")
STANDS = Prepared(select(cohorts.c.version).where(cohorts.c.code == bindparam("code")).with_for_update(read=True))
NEXT_VERSION = Prepared(
    update(scopes)
    .where(scopes.c.cohort == _C, scopes.c.scope == _S, scopes.c.version == bindparam("v"))
    .values(
        version=scopes.c.version + 1,
        next_due=case(
            (scopes.c.woken == bindparam("w"), bindparam("d", type_=scopes.c.next_due.type)), else_=scopes.c.next_due
        ),
    )
)
NEXT_DUE = Prepared(
    update(scopes)
    .where(scopes.c.cohort == _C, scopes.c.scope == _S)
    .where(scopes.c.woken == bindparam("w"), scopes.c.version == bindparam("v"))
    .values(next_due=bindparam("d"))
)
CHANGED = {
    kind: Prepared(
        update(table)
        .where(table.c.cohort == bindparam("_cohort"), table.c.id == bindparam("_id"))
        .values(
            {column.name: bindparam(f"_{column.name}") for column in table.c if column.name not in ("cohort", "id")}
        )
    )
    for kind, table in RECORDS.items()
}
ADDED = {kind: Prepared(table.insert()) for kind, table in RECORDS.items()}
JOURNAL_LINES, ANSWERS = Prepared(journal.insert()), Prepared(answers.insert())
NO_DRAFTS = Prepared(
    delete(drafts).where(drafts.c.cohort == _C, drafts.c.invitation.in_(bindparam("answered", expanding=True)))
)


@cache
def _new_scopes(dialect: str) -> Any:
    step = sqlite.insert(scopes) if dialect == "sqlite" else postgresql.insert(scopes)
    again = {"version": scopes.c.version + 1}
    return step.on_conflict_do_update(index_elements=["cohort", "scope"], set_=again)
