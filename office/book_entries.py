"""Book entries: what a coordinator types of one entry of the contact book, and what cannot be right in it. Lists of several
are read in book_lists.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.addresses import address_in
from domain.careers import CAREER_TRACKS, SUB_SECTORS
from domain.contact_book import Added, Basis, PossibleMentor, kept_until
from domain.forms.application import LETTER_LANGUAGES
from domain.names import person_name
from domain.saying import Either, said_by, say
from domain.text import clean_line
from office.contact_book import new_code
from office.desk import Access
from office.lists.possible import LONGEST
from office.office import Office

COLUMNS = ("name", "email", "source", "basis", "track", "sector", "organisation", "language", "notes")


@dataclass(frozen=True)
class Typed:
    """What somebody typed of one entry, by COLUMNS."""

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
    """What was typed, cleaned and not too long."""
    return Typed({name: clean_line(values.get(name) or "")[:LONGEST] for name in COLUMNS})


def _track(text: str) -> int | None:
    return next((code for code in CAREER_TRACKS if str(code) == text), None)


def add_one(office: Office, access: Access, one: Typed) -> Added:
    """Add one entry without mistakes."""
    now, zone = office.clock.now(), office.store.load(access.cohort, focus=()).zone
    return office.store.book.add([one.as_entry(new_code(), access.cohort, access.coordinator.code, now, zone)])


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
