"""Leases and beats: whose turn it is, and when something last ran. A lease ends by itself when its holder dies."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, or_, select

from storage.engine import Database, insert, insert_once
from storage.prepared import Prepared
from storage.tables import beats, leases


class Leases:
    """Leases keep overlapping ticks rare; correctness never depends on them (turns.py settles who was first)."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def take(self, name: str, holder: str, now: datetime, seconds: float) -> bool:
        """Hold the lease for so long; True when it is ours now. Taking it again while holding it prolongs it."""
        values = {"name": name, "holder": holder, "until": now + timedelta(seconds=seconds)}
        with self.db.writing() as db:
            step = insert(db, leases).values(values)
            free = or_(leases.c.until <= now, leases.c.holder == holder)
            step = step.on_conflict_do_update(index_elements=["name"], set_=values, where=free)
            return db.execute(step.returning(leases.c.holder)).one_or_none() is not None

    def give_back(self, name: str, holder: str) -> None:
        """Let others have it; nothing happens when it is not ours."""
        with self.db.writing() as db:
            db.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))

    def beat(self, name: str, at: datetime) -> None:
        """Note that something ran."""
        with self.db.writing() as db:
            BEAT.change(db, {"name": name, "at": at})

    def forget(self, name: str) -> None:
        """As if it had never run."""
        with self.db.writing() as db:
            db.execute(delete(beats).where(beats.c.name == name))

    def last_beat(self, name: str) -> datetime | None:
        """When it last ran; None if never."""
        with self.db.reading() as db:
            found: datetime | None = LAST_BEAT.value(db, {"name": name})
        return found


# Built once, as each round and each look at the clock leaves a beat.
LAST_BEAT = Prepared(select(beats.c.at).where(beats.c.name == bindparam("name")))
BEAT = Prepared(insert_once(beats, ("name", "at"), "(name) DO UPDATE SET at = excluded.at"))
