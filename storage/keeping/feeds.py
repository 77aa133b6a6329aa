"""Feeds: the addresses at which people follow their own calendar. What stands there is office/calendars'."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, select

from storage.engine import Database
from storage.tables import feeds, journal

_f = feeds.c


@dataclass(frozen=True)
class Feed:
    """Whose calendar lies behind an address, and since when it has this address."""

    cohort: str
    person: str
    secret: str
    since: datetime


class Feeds:
    """One address each, or none."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def of(self, cohort: str, person: str) -> Feed | None:
        """Somebody's own."""
        return self._one(_f.cohort == cohort, _f.person == person)

    def behind(self, secret: str) -> Feed | None:
        """Whose it is; None for an address that is none of ours, or is none any more."""
        return self._one(_f.secret == secret)

    def renew(self, feed: Feed) -> None:
        """Give somebody an address; the one they had is none any more."""
        with self.db.writing() as db:
            db.execute(delete(feeds).where(_f.cohort == feed.cohort, _f.person == feed.person))
            db.execute(insert(feeds).values(vars(feed)))

    def end(self, cohort: str, person: str) -> None:
        """Somebody has none any more."""
        with self.db.writing() as db:
            db.execute(delete(feeds).where(_f.cohort == cohort, _f.person == person))

    def last_line(self, cohort: str, scopes: Collection[str]) -> datetime | None:
        """When anything last changed in these scopes: every change has its line in the journal."""
        lines = and_(journal.c.cohort == cohort, journal.c.scope.in_(sorted(scopes)))
        with self.db.reading() as db:
            found: datetime | None = db.scalar(select(func.max(journal.c.at)).where(lines))
        return found

    def _one(self, *which: object) -> Feed | None:
        with self.db.reading() as db:
            row = db.execute(select(*(_f[name] for name in Feed.__dataclass_fields__)).where(*which)).one_or_none()  # type: ignore[arg-type]
        return None if row is None else Feed(*row)
