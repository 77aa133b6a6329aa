"""Grown: a cohort many times as large, its people copied with all that became of them: rows, letters, journal, answers.

What belongs to nobody in particular (gatherings, materials, proposals, coordinators) stays as it is. SQLite only: rows are
copied as they lie in the database. Counts what a page reads, for tests and benchmarks of large cohorts.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import event

from office.office import Office
from storage.tables import metadata

CODE = re.compile(r"(?<![A-Za-z0-9])([MNP])(\d+)(?!\d)")
APART = 1_000  # the copy of M07 is M1007, the next one M2007
# What tells one row of a table from the others of its cohort, where that is not its primary key.
KEYS = {"messages": ("key",)}
OWN = {"messages": ("id",)}  # given by the database
STAYS = ("cohorts", "desks", "numbers", "files", "leases", "proposals", "sign_ins", "visits")
# The words of a letter's copy are not read by any list, and would make a large cohort a slow test.
SHORT = {"html": "", "attachments": "[]", "mime": None}


def grow(office: Office, code: str, times: int) -> None:
    """The cohort, so many times as large."""
    db = sqlite3.connect(office.store.db.path, isolation_level=None)
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    for table in metadata.sorted_tables:
        if "cohort" in table.c and table.name not in STAYS:
            keys = KEYS.get(table.name) or tuple(column.name for column in table.primary_key if column.name != "cohort")
            rows = db.execute(f'SELECT * FROM "{table.name}" WHERE cohort = ?', (code,)).fetchall()
            ours = [row for row in map(dict, rows) if any(CODE.search(str(row[key])) for key in keys)]
            for n in range(1, times):
                _write(db, table.name, [_copied(row, n, OWN.get(table.name, ())) for row in ours])
    db.execute("UPDATE numbers SET taken = taken + ? WHERE cohort = ?", (times * APART, code))
    db.execute("COMMIT")
    db.close()


def _write(db: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _copied(row: dict[str, Any], n: int, own: tuple[str, ...]) -> dict[str, Any]:
    to_copy = partial(_code_of, n)
    told = {
        name: CODE.sub(to_copy, value) if isinstance(value, str) and name != "cohort" else value
        for name, value in row.items()
        if name not in own
    }
    told |= {name: short for name, short in SHORT.items() if name in told}
    if "message_id" in told:
        told["message_id"] = f"{n}-{told['message_id']}"
    if told.get("email"):
        told["email"] = f"{n}.{told['email']}"
    return told


def _code_of(n: int, found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]) + n * APART:02d}"


@dataclass
class Read:
    """What was asked of the database: how many statements, how many rows came back."""

    statements: int = 0
    rows: int = 0
    words: list[str] = field(default_factory=list)


@contextmanager
def counted(office: Office) -> Iterator[Read]:
    """Count every statement and every row of an office on SQLite."""
    read, engines = Read(), set(office.store.db.engines())

    def row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> tuple[Any, ...]:
        read.rows += 1
        return values

    def opened(connection: sqlite3.Connection, _record: Any, _proxy: Any) -> None:
        connection.row_factory = row

    def closed(connection: sqlite3.Connection, _record: Any) -> None:
        connection.row_factory = None

    def asked(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
        read.statements += 1
        read.words.append(statement)

    for engine in engines:
        event.listen(engine, "checkout", opened)
        event.listen(engine, "checkin", closed)
        event.listen(engine, "after_cursor_execute", asked)
    try:
        yield read
    finally:
        for engine in engines:
            event.remove(engine, "checkout", opened)
            event.remove(engine, "checkin", closed)
            event.remove(engine, "after_cursor_execute", asked)
