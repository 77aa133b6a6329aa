"""Store: everything the office keeps, behind one door. Synchronous; safe to share between threads.

    store = Store("sqlite:///office.db", Path("files"), render=..., next_dues=...)
    store.migrate()
    store.create(cohort)
    store.update("2027a", lambda cohort: cohort.put(group), focus={"P07"})
    store.drafts.save("2027a", "P07.1:session_report:N03", typed, version=0)

What everybody needs stands here; the rest is said of its part: cohorts/, post/ and keeping/ have a file for each.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.cohort import Cohort
from domain.lifecycles import Phase
from domain.messages import Message, Rendered, Whole
from domain.people import Issuer
from storage.cohorts.casebook import Casebook
from storage.cohorts.comparing import Comparing
from storage.cohorts.counts import Counts
from storage.cohorts.day import Day
from storage.cohorts.deeds import Deeds
from storage.cohorts.dues import Dues, NextDues, always_look
from storage.cohorts.free import Free
from storage.cohorts.guests import Guests
from storage.cohorts.listings import Listings
from storage.cohorts.lookups import Lookups
from storage.cohorts.readers import WhoReads
from storage.cohorts.register import Register
from storage.cohorts.sheets import Sheets
from storage.cohorts.snapshots import Snapshots
from storage.cohorts.traits import Traits
from storage.cohorts.turns import Turn, Turns
from storage.engine import Database
from storage.keeping.book import Book
from storage.keeping.columns import Columns
from storage.keeping.drafts import Drafts
from storage.keeping.erasure import Erasure
from storage.keeping.feeds import Feeds
from storage.keeping.files import Files
from storage.keeping.leases import Leases
from storage.keeping.ledger import Ledger
from storage.keeping.stories import Stories
from storage.keeping.tombstones import Tombstones
from storage.keeping.visits import Visits
from storage.migrate import check, is_current, migrate
from storage.post.archive import Archive
from storage.post.letterbox import Letterbox, Render
from storage.post.letters import Letters
from storage.post.outbox import Outbox
from storage.post.returns import Returns


def in_plain_words(cohort: Cohort, message: Message) -> Rendered:
    """For a store without letters: the letter's name and what it is about."""
    return Rendered(message.letter, message.about, "")


def the_leading_one(letters: Sequence[Rendered]) -> Rendered:
    """For a store without letters."""
    return letters[0]


def system_clock() -> datetime:
    """The time of this machine, in UTC."""
    return datetime.now(UTC)


class Store:
    """One database and one folder of files.

    `url`: sqlite:///path or postgresql://user:password@host/name. `render` turns a message into what its reader sees, `whole`
    makes one letter of several;
    `next_dues` says when each scope in focus wants attention again; `clock` tells the time at which dues are computed
    and drafts and files are kept; `mail_domain` ends our Message-IDs, and `issuer` says how entries for calendars are made
    out. StorageError when the address is none of ours.
    """

    def __init__(
        self,
        url: str,
        files: Path,
        *,
        render: Render = in_plain_words,
        whole: Whole = the_leading_one,
        next_dues: NextDues = always_look,
        clock: Callable[[], datetime] = system_clock,
        mail_domain: str = "mentoring.invalid",
        issuer: Issuer = Issuer(),  # noqa: B008 (frozen)
    ) -> None:
        self.db = Database(url)
        # cohorts/
        self.register = Register(self.db)
        self.lookups = Lookups(self.db)
        self.counts = Counts(self.db)
        self.comparing = Comparing(self.db)
        self.readers = WhoReads(self.db)
        self.listings = Listings(self.db)
        self.casebook = Casebook(self.db)
        self.day = Day(self.db)
        self.sheets = Sheets(self.db)
        self.guests = Guests(self.db)
        self.traits = Traits(self.db)
        self.free = Free(self.db)
        self.dues = Dues(self.db)
        self.snapshots = Snapshots(self.db, issuer)
        self.deeds = Deeds(self.db)
        # post/
        self.letterbox = Letterbox(render, mail_domain)
        self.outbox = Outbox(self.db, clock, whole)
        self.letters = Letters(self.db)
        self.returns = Returns(self.db)
        self.archive = Archive(self.db)
        # keeping/
        self.ledger = Ledger(self.db)
        self.stories = Stories(self.db)
        self.columns = Columns(self.db)
        self.book = Book(self.db, self.letterbox)
        self.drafts = Drafts(self.db, clock)
        self.files = Files(self.db, files, clock)
        self.feeds = Feeds(self.db)
        self.leases = Leases(self.db)
        self.visits = Visits(self.db)
        self.turns = Turns(self.snapshots, self.letterbox, next_dues, clock)
        self.erasure = Erasure(self.turns, self.files, Tombstones(files.parent / "erased"))

    def cohorts(self, *phases: Phase) -> list[str]:
        """The codes of the cohorts, all or those in these phases, in order of their code."""
        return self.register.cohorts(*phases)

    def create(self, cohort: Cohort) -> None:
        """Keep a new cohort with its coordinators, records and journal. AlreadyLaunched when the code is taken."""
        self.register.create(cohort)

    def load(self, code: str, focus: Collection[str] | None = None) -> Cohort:
        """The cohort with this code, whole, or the scopes in `focus` with what belongs to them (cohorts/snapshots.py)."""
        return self.snapshots.load(code, focus)

    def load_only(self, code: str, focus: Collection[str], kinds: Collection[type[Any]]) -> Cohort:
        """Records of these kinds alone, to be looked at (cohorts/snapshots.py)."""
        return self.snapshots.load_only(code, focus, kinds)

    def update(self, code: str, turn: Turn, focus: Collection[str] | None = None) -> Cohort:
        """The cohort after `turn`, written; the turn may be computed several times (cohorts/turns.py)."""
        return self.turns.update(code, turn, focus)

    def post(self, cohort: Cohort, message: Message) -> None:
        """Put one letter into the outbox that comes from no turn: nothing about the cohort changes by it."""
        letter = (message, self.letterbox.written(cohort, message))
        with self.db.writing() as db:
            self.letterbox.put(db, cohort.code, [letter])

    def migrate(self) -> None:
        """Create or upgrade the tables; what is kept is closed to others. StorageError, with the remedy, when not."""
        migrate(self.db)
        self.files.close_to_others()

    def check(self) -> None:
        """StorageError, with the remedy, when database or folder cannot be used as they are."""
        check(self.db)
        self.files.check()

    def is_current(self) -> bool:
        """Whether the database answers and has the tables of this program. For whoever asks every few seconds."""
        return is_current(self.db)

    def close(self) -> None:
        """Close all connections."""
        self.db.close()
