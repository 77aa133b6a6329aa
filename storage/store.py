"""Store: everything the office keeps, behind one door. Synchronous; safe to share between threads.

    store = Store("sqlite:///office.db", Path("files"), render=..., next_dues=...)
    store.migrate()
    store.create(cohort)
    store.update("2027a", lambda cohort: cohort.put(group), focus={"P07"})

`store.outbox` is the post (outbox.py, posts.py), `store.files` the folder, `store.leases` leases and beats.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from domain.cohort import Cohort
from domain.lifecycles import MessageState
from domain.messages import Message, Rendered
from storage.drafts import Drafts
from storage.dues import Dues, NextDues, always_look
from storage.engine import Database
from storage.erasure import Erasure
from storage.files import Files
from storage.leases import Leases
from storage.ledger import Ledger
from storage.lookups import Lookups
from storage.migrate import check, migrate
from storage.outbox import Outbox
from storage.register import Register
from storage.shelves import Shelves
from storage.turns import Render


def in_plain_words(cohort: Cohort, message: Message) -> Rendered:
    """For a store without letters: the letter's name and what it is about."""
    return Rendered(message.letter, message.about, "")


def system_clock() -> datetime:
    """The time of this machine, in UTC."""
    return datetime.now(UTC)


class Store(Register, Erasure, Dues, Drafts, Ledger, Lookups):
    """One database and one folder of files.

    `url`: sqlite:///path or postgresql://user:password@host/name. `render` turns a message into what its reader sees;
    `next_dues` says when each scope in focus wants attention again; `clock` tells the time at which dues are computed
    and drafts and files are kept; `mail_domain` ends our Message-IDs. StorageError when the address is none of ours.
    """

    def __init__(
        self,
        url: str,
        files: Path,
        *,
        render: Render = in_plain_words,
        next_dues: NextDues = always_look,
        clock: Callable[[], datetime] = system_clock,
        mail_domain: str = "mentoring.invalid",
    ) -> None:
        self.db = Database(url)
        self.render, self.next_dues, self.clock, self.mail_domain = render, next_dues, clock, mail_domain
        self.shelves = Shelves()
        self.files = Files(self.db, files, clock)
        self.outbox = Outbox(self.db, clock)
        self.leases = Leases(self.db)

    def migrate(self) -> None:
        """Create or upgrade the tables; what is kept is closed to others. StorageError, with the remedy, when not."""
        migrate(self.db)
        self.files.close_to_others()

    def check(self) -> None:
        """StorageError, with the remedy, when database or folder cannot be used as they are."""
        check(self.db)
        self.files.check()

    def post_counts(self, code: str) -> dict[MessageState, int]:
        """How many letters of a cohort are in each state."""
        return self.outbox.counts(code).get(code, {})

    def paused(self) -> str | None:
        """Why no letter leaves at all; None when letters leave."""
        pause = self.outbox.paused()
        return pause.reason if pause else None

    def close(self) -> None:
        """Close all connections."""
        self.db.close()
