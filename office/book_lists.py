"""Book lists: people who come into the contact book with a list, whatever it was saved as: looked at before anything is done,
taken in at once, and taken back at once; and the book as a list that can be taken in again. Reading is left to office/lists.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from documents.spreadsheet import Sheet as Table
from documents.spreadsheet import as_csv
from domain.contact_book import TAKEN_BACK_WITHIN, ListTaken, PossibleMentor, Wanted, kept_until
from domain.saying import said_by, say
from office.book_entries import COLUMNS
from office.contact_book import new_code, what_came
from office.contacts import columns_of
from office.lists.alphabets import Unreadable
from office.lists.headings import OF_THE_BOOK, guessed
from office.lists.people import Refused, Strange
from office.lists.possible import ForAll, Possible, Possibles, possible_in
from office.lists.reading import Sheet, sheet_of
from office.office import Office
from words import Tongue

PAGE = 500
KIND = "book"  # of lists, by which is remembered what their columns mean
SHOWN_MAX = 5  # lists that can be taken back
NOTHING_FOR_ALL = ForAll()


class ListChanged(ValueError):
    """Taking the list in would not do any more what was looked at."""

    def __init__(self) -> None:
        super().__init__(say("Meanwhile something has changed. Please look at the list once more."))


@dataclass(frozen=True)
class BookList:
    """A list as it was brought. `meanings`: by meaning, the column, as somebody said; None: as it is guessed."""

    raw: bytes
    meanings: Mapping[str, int] | None = None
    encoding: str = ""
    for_all: ForAll = NOTHING_FOR_ALL


@dataclass(frozen=True)
class LookedAt:
    """What a list holds, against the book: who would come in, who stands in it, how many asked never to be asked again, who
    cannot be read. `sheet`: None when nothing can be read."""

    sheet: Sheet | None
    meanings: Mapping[str, int] = field(default_factory=dict)
    fresh: tuple[Possible, ...] = ()
    known: tuple[Possible, ...] = ()
    never: int = 0
    refused: tuple[Refused, ...] = ()
    strange: tuple[Strange, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was read."""
        return self.sheet.notes if self.sheet else ()

    @property
    def lines_refused(self) -> int:
        """How many lines are not taken."""
        return len({one.line for one in self.refused})

    @property
    def is_no_list(self) -> bool:
        """Nobody can be read from it: a column is missing, or it breaks off."""
        return any(not one.line for one in self.refused)

    @property
    def mark(self) -> str:
        """What would come in, so that nothing else does."""
        return sha256(repr(self.fresh).encode()).hexdigest()[:16] if self.fresh and not self.is_no_list else ""


def look_at(office: Office, brought: BookList) -> LookedAt:
    """The list as the book sees it; changes nothing."""
    try:
        sheet = sheet_of(brought.raw, brought.encoding)
    except Unreadable as error:
        return LookedAt(None, refused=(Refused(0, "", said_by(error)),))
    meanings = brought.meanings if brought.meanings is not None else _meanings_of(office, sheet)
    read = possible_in(sheet, meanings, brought.for_all)
    return _against(office, sheet, meanings, read)


def _meanings_of(office: Office, sheet: Sheet) -> Mapping[str, int]:
    said = office.store.columns.of(sheet.headings, KIND) if sheet.has_headings else None
    return said if said is not None else guessed(sheet.headings, columns_of(sheet), OF_THE_BOOK)


def _against(office: Office, sheet: Sheet, meanings: Mapping[str, int], read: Possibles) -> LookedAt:
    addresses = [one.email for one in read.people]
    there, never = office.store.book.there(addresses), office.store.book.never(addresses)
    return LookedAt(
        sheet,
        meanings,
        tuple(one for one in read.people if one.email not in there | never),
        tuple(one for one in read.people if one.email in there),
        len(never),
        read.refused,
        read.strange,
    )


def take_in(office: Office, cohort: str, by: str, brought: BookList, seen: str) -> ListTaken:
    """Take in everybody who can be read, as it was looked at (`seen` is its mark). ListChanged when it would be others.

    Whoever has no language reads that of the cohort. What the columns mean is remembered for the next list like it.
    """
    looked, now = look_at(office, brought), office.clock.now()
    if looked.sheet is None or not looked.mark or looked.mark != seen:
        raise ListChanged
    home, code = office.store.load(cohort, focus=()), f"L{secrets.token_hex(6).upper()}"
    until = kept_until(now, home.zone)
    kept = {"added_by": by, "added_at": now, "home": cohort, "keep_until": until, "came_with": code}
    added = office.store.book.add([_entry(one, home.language, kept) for one in looked.fresh])
    if looked.sheet.has_headings:
        office.store.columns.remember(looked.sheet.headings, looked.meanings, now, KIND)
    return ListTaken(code, by, now, added.added)


def _entry(one: Possible, language: str, kept: dict[str, Any]) -> PossibleMentor:
    told = {name: value for name, value in vars(one).items() if name != "line"}
    return PossibleMentor(new_code(), **told | {"language": one.language or language} | kept)


def lists_taken(office: Office) -> list[ListTaken]:
    """The lists of the last weeks that can still be taken back, in part at least, the newest first."""
    return office.store.book.lists(office.clock.now() - TAKEN_BACK_WITHIN, SHOWN_MAX)


def take_back(office: Office, code: str) -> int:
    """Take back what came with a list; how many go. Whoever was asked since, or corrected by hand, stays."""
    return office.store.book.take_back(code, office.clock.now() - TAKEN_BACK_WITHIN)


def as_list(office: Office, wanted: Wanted, spoken: Tongue) -> bytes:
    """The book as a CSV list: the columns of an import, then what came of each."""
    now, rows, start = office.clock.now(), [], 0
    while page := office.store.book.found(wanted, now, start=start, size=PAGE):
        came = office.store.book.came_of([one.code for one in page])
        rows += [_row(one, spoken.say(what_came(came[one.code][0])) if came[one.code] else "") for one in page]
        start += PAGE
    columns = (*COLUMNS, "kept_until", "asked")
    return as_csv(Table("contact-book", say("Contact book"), columns, rows), spoken)


def _row(one: PossibleMentor, came: str) -> tuple[str, ...]:
    told = (one.name, one.email, one.source, one.basis.value, str(one.track or ""), one.sector, one.organisation)
    return (*told, one.language, one.notes, one.keep_until.isoformat(), came)
