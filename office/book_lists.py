"""Book lists: the contact book from a CSV list, and as one. A list is taken in whole or not at all, and names every mistake;
what was taken out of the book as a list can be taken in again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from documents.spreadsheet import FORMULA, Sheet, as_csv
from domain.addresses import address_in
from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.contact_book import Added, Basis, PossibleMentor, Wanted, kept_until
from domain.forms.application import LETTER_LANGUAGES
from domain.names import person_name
from domain.saying import Either, said_by, say, together
from domain.text import clean_line
from office.contact_book import new_code, what_came
from office.desk import Access
from office.lists.alphabets import Unreadable
from office.lists.reading import sheet_of
from office.office import Office
from words import Tongue

NEEDED = ("name", "email", "source", "basis")
COLUMNS = (*NEEDED, "track", "sector", "organisation", "language", "notes")
ROWS_MAX = 5_000
LONGEST = 2_000
PAGE = 500


class BookListRefused(ValueError):
    """A list with mistakes: nothing of it was taken."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__(together(mistakes, "\n"))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Typed:
    """What somebody typed of one entry, in the columns of a list."""

    values: Mapping[str, str]

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """What cannot be right, by column."""
        told = self.values
        try:
            person_name(told["name"])
        except ValueError as error:
            yield "name", said_by(error)
        if not address_in(told["email"]):
            yield "email", say("Write an address like name@example.org.")
        if not told["source"]:
            yield "source", say("Write how we came to know them; they read it in the letter.")
        if told["basis"] not in set(Basis):
            yield "basis", say("Choose one of {known}.", known=Either([basis.value for basis in Basis]))
        if told["track"] and _track(told["track"]) is None:
            yield "track", say("Write the number of a career track, from {first} to {last}.",
                               first=str(min(CAREER_TRACKS)), last=str(max(CAREER_TRACKS)))  # fmt: skip
        if told["sector"] and told["sector"] not in SUB_SECTORS:
            yield "sector", say("Choose one of {known}.", known=Either(list(SUB_SECTORS)))
        if told["language"] and told["language"] not in LETTER_LANGUAGES:
            yield "language", say("Choose one of {known}.", known=Either(list(LETTER_LANGUAGES)))

    def as_entry(self, code: str, home: str, by: str, now: datetime, zone: str) -> PossibleMentor:
        """The entry; only for what has no mistakes."""
        told = self.values
        return PossibleMentor(
            code=code,
            name=told["name"],
            email=address_in(told["email"]),
            source=told["source"],
            basis=Basis(told["basis"]),
            added_by=by,
            added_at=now,
            home=home,
            keep_until=kept_until(now, zone),
            language=told["language"] or "en",
            track=_track(told["track"]) or 0,
            sector=told["sector"],
            organisation=told["organisation"],
            notes=told["notes"],
        )


def typed(values: Mapping[str, str]) -> Typed:
    """What was typed, cleaned and not too long; a sign that keeps a spreadsheet from working out a cell is taken off."""
    return Typed({name: _bare(clean_line(values.get(name) or "")[:LONGEST]) for name in COLUMNS})


def _bare(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _track(text: str) -> int | None:
    return next((code for code in CAREER_TRACKS if str(code) == text), None)


def add_one(office: Office, access: Access, one: Typed) -> Added:
    """Add one entry without mistakes."""
    return _add(office, access.cohort, access.coordinator.code, [one])


def add_list(office: Office, cohort: str, by: str, raw: bytes) -> Added:
    """Add everybody on a list, however it was saved (lists/reading.py); BookListRefused names every mistake."""
    read, mistakes = _read(raw)
    if mistakes:
        raise BookListRefused(tuple(mistakes))
    return _add(office, cohort, by, read)


def correct(office: Office, person: PossibleMentor, told: Mapping[str, str]) -> bool:
    """Keep what a coordinator corrected, without a mistake. False when the address is somebody else's in the book."""
    fresh = Typed(told).as_entry(person.code, person.home, person.added_by, person.added_at, "UTC")
    kept = replace(
        fresh,
        keep_until=person.keep_until,
        ask_from=person.ask_from,
        told_at=person.told_at,
        bounced_at=person.bounced_at if fresh.email == person.email else None,
    )
    return office.store.book.change(kept)


def _add(office: Office, cohort: str, by: str, read: list[Typed]) -> Added:
    now, zone = office.clock.now(), office.store.load(cohort, focus=()).zone
    return office.store.book.add([one.as_entry(new_code(), cohort, by, now, zone) for one in read])


def _read(raw: bytes) -> tuple[list[Typed], list[str]]:
    try:
        sheet = sheet_of(raw)
    except Unreadable as error:
        return [], [said_by(error)]
    header = [heading.strip().casefold() for heading in sheet.headings]
    if missing := [name for name in NEEDED if name not in header]:
        lacking, there = Either(missing), ", ".join(filter(None, header)) or say("none")
        return [], [say("line 1: there is no column {lacking}; found {there}", lacking=lacking, there=there)]
    read, mistakes = [], []
    for row in sheet.rows[:ROWS_MAX]:
        one = typed({name: row.cell(header.index(name)) for name in COLUMNS if name in header})
        mistakes += [
            say("line {line}, column {column}: {why}", line=str(row.number), column=column, why=why)
            for column, why in one.mistakes()
        ]
        read.append(one)
    if sheet.broken:
        mistakes.append(say("line {line}: {why}", line=str(sheet.broken_at), why=sheet.broken))
    if len(sheet.rows) > ROWS_MAX:
        mistakes.append(say("A list may have {most} lines: split it.", most=ROWS_MAX))
    return read, mistakes


def as_list(office: Office, wanted: Wanted, spoken: Tongue) -> bytes:
    """The book as a CSV list: the columns of an import, then what came of each."""
    now, rows, start = office.clock.now(), [], 0
    while page := office.store.book.found(wanted, now, start=start, size=PAGE):
        came = office.store.book.came_of([one.code for one in page])
        rows += [_row(one, spoken.say(what_came(came[one.code][0])) if came[one.code] else "") for one in page]
        start += PAGE
    columns = (*COLUMNS, "kept_until", "asked")
    return as_csv(Sheet("contact-book", say("Contact book"), columns, rows), spoken)


def _row(one: PossibleMentor, came: str) -> tuple[str, ...]:
    told = (one.name, one.email, one.source, one.basis.value, str(one.track or ""), one.sector, one.organisation)
    return (*told, one.language, one.notes, one.keep_until.isoformat(), came)
