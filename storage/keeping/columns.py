"""Columns: what somebody said the columns of a list mean, by their headings, so that the next list like it is read at once.

Headings are kept as a fingerprint: of a list without any, the first line might be a person.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from storage.engine import Database, insert
from storage.tables import list_columns


class Columns:
    """What columns mean, by all headings of a list together."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def of(self, headings: Sequence[str], kind: str = "") -> Mapping[str, int] | None:
        """By meaning, the place of its column, as somebody last said; None for headings that nobody has seen.

        `kind`: of list; the same columns may mean one thing in a list of people to invite and more in another.
        """
        query = select(list_columns.c.meanings).where(list_columns.c.headings == _fingerprint(headings, kind))
        with self.db.reading() as db:
            return db.scalar(query)

    def remember(self, headings: Sequence[str], meanings: Mapping[str, int], at: datetime, kind: str = "") -> None:
        """From now on lists of this kind with these headings are read so."""
        row = {"headings": _fingerprint(headings, kind), "meanings": dict(meanings), "said_at": at}
        with self.db.writing() as db:
            step = insert(db, list_columns).values(row)
            db.execute(step.on_conflict_do_update(index_elements=["headings"], set_=row))


def _fingerprint(headings: Sequence[str], kind: str) -> str:
    parts = ([kind] if kind else []) + [" ".join(one.casefold().split()) for one in headings]
    return sha256("\x1f".join(parts).encode()).hexdigest()
