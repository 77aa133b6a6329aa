"""Possible: the lines of a list as people whom the contact book could keep: how we came to know them and why we may keep them,
line by line or for the whole list, and what they do. Who stands in the book already is left to office/book_lists.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.contact_book import BASES, Basis
from domain.saying import Either, say
from office.lists.people import People, Refused, Strange, people_in
from office.lists.reading import Sheet
from words.named import named_by

LONGEST = 2_000  # signs of a source, of a place of work, of notes
YES = frozenset(
    {"yes", "y", "x", "1", "true", "ano", "áno", "tak", "ja", "sí", "si", "oui", "sim", "igen", "sì", "kyllä"}
)
"""What stands under "legal basis" where people have simply agreed."""


@dataclass(frozen=True)
class ForAll:
    """What holds for every line that does not say it: how we came to know them, and why we may keep them."""

    source: str = ""
    basis: str = ""


@dataclass(frozen=True)
class Possible:
    """One line of a list, ready to stand in the book."""

    line: int
    name: str
    email: str
    language: str
    source: str
    basis: Basis
    track: int = 0
    sector: str = ""
    organisation: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Possibles:
    """The people of a list, in its order; which lines are refused and why; and what was not understood and is left out."""

    people: tuple[Possible, ...] = ()
    refused: tuple[Refused, ...] = ()
    strange: tuple[Strange, ...] = ()


def possible_in(sheet: Sheet, meanings: Mapping[str, int], for_all: ForAll) -> Possibles:
    """Everybody in a list whose columns mean this; a column that is missing and not said for all refuses the whole of it."""
    read = people_in(sheet, meanings)
    missing = tuple(_missing(meanings, for_all))
    if missing or any(not one.line for one in read.refused):
        return Possibles((), (*read.refused, *missing), read.strange)
    return _understood(sheet, meanings, for_all, read)


def _understood(sheet: Sheet, meanings: Mapping[str, int], for_all: ForAll, read: People) -> Possibles:
    contacts = {contact.line: contact for contact in read.contacts}
    called = {meaning: sheet.headings[place] or str(place + 1) for meaning, place in meanings.items()}
    a_basis, a_track, a_sector = named_by(BASES), named_by(CAREER_TRACKS), named_by(SUB_SECTORS)
    people, refused = [], list(read.refused)
    odd: dict[tuple[str, str], list[int]] = {}
    for row in sheet.rows:
        cell = {meaning: row.cell(place)[:LONGEST] for meaning, place in meanings.items()}
        source, why = cell.get("source", "") or for_all.source, cell.get("basis", "") or for_all.basis
        basis = Basis.CONSENT if why.casefold() in YES else a_basis(why)
        refused += _mistakes(row.number, source, basis, called)
        contact = contacts.get(row.number)
        if contact is None or not source or basis is None:
            continue
        track, sector = a_track(cell.get("track", "")), a_sector(cell.get("sector", ""))
        for meaning, found in (("track", track), ("sector", sector)):
            if found is None and cell.get(meaning):
                odd.setdefault((meaning, cell[meaning]), []).append(contact.line)
        place, notes = cell.get("organisation", ""), cell.get("notes", "")
        told = (contact.line, contact.name, contact.email, contact.language, source, basis)
        people.append(Possible(*told, track or 0, sector or "", place, notes))
    strange = (Strange(meaning, word, tuple(lines)) for (meaning, word), lines in odd.items())
    refused.sort(key=lambda one: one.line)
    return Possibles(tuple(people), tuple(refused), (*read.strange, *strange))


def _missing(meanings: Mapping[str, int], for_all: ForAll) -> Iterator[Refused]:
    if "source" not in meanings and not for_all.source:
        words = say("No column says how we came to know them: write it for the whole list; they read it in the letter.")
        yield Refused(0, "source", words)
    if "basis" not in meanings and not for_all.basis:
        words = say("No column says why we may keep them: choose it for the whole list.")
        yield Refused(0, "basis", words)


def _mistakes(line: int, source: str, basis: Basis | None, called: Mapping[str, str]) -> Iterator[Refused]:
    if not source:
        yield Refused(line, called["source"], say("Write how we came to know them; they read it in the letter."))
    if basis is None:
        known = Either([code.value for code in Basis])
        yield Refused(line, called["basis"], say("Choose one of {known}.", known=known))
