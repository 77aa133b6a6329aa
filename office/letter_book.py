"""Letter book: every letter of one cohort as its coordinators may look it up. One letter is read in the reading room."""

from dataclasses import dataclass
from datetime import date

from domain.dates import start_of
from domain.lifecycles import MessageState
from office.desk import Access
from office.office import Office
from storage.post.archive import Line, Sought

PER_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. `to`: a code, or a part of a name or address; days are the cohort's, both included."""

    to: str = ""
    letter: str = ""
    state: MessageState | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class BookPage:
    """A page of the list. `more`: whether older letters follow; `kinds`: what may be asked for."""

    lines: list[Line]
    more: bool
    kinds: list[str]


def look_up(office: Office, access: Access, asked: Asked, zone: str, before: int | None = None) -> BookPage:
    """The letters that are asked for, the newest first."""
    archive, code = office.store.archive, access.cohort
    sought = Sought(
        to=archive.called(code, asked.to) if asked.to.strip() else None,
        letter=asked.letter,
        states=() if asked.state is None else (asked.state,),
        since=start_of(asked.since, zone) if asked.since else None,
        until=start_of(date.fromordinal(asked.until.toordinal() + 1), zone) if asked.until else None,
    )
    found = archive.lines(code, sought, PER_PAGE + 1, before)
    return BookPage(found[:PER_PAGE], len(found) > PER_PAGE, archive.kinds(code))
