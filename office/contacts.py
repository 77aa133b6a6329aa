"""Contacts: a list that a coordinator brings, held against those whom the cohort knows: who comes in, who is there already,
who is refused, and when their letters leave. Reading it is left to office/lists, taking it in to domain/acts/of_lists.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.acts.of_lists import Listed
from domain.cohort import Cohort
from domain.dates import day_of, last_day
from domain.one_person import mailbox
from domain.people import Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import said_by, say, together
from office.lists.alphabets import Unreadable
from office.lists.headings import guessed
from office.lists.people import Contact, People, Refused, Strange, people_in
from office.lists.reading import Sheet, sheet_of
from office.office import Office


@dataclass(frozen=True)
class ContactList:
    """A list as read: who can be invited, who is known already, and what is wrong, with line and column."""

    role: Role
    fresh: tuple[Contact, ...]
    known: tuple[Contact, ...]
    refused: tuple[Refused, ...]
    strange: tuple[Strange, ...] = ()
    others: tuple[Contact, ...] = ()  # those of `fresh` whom the cohort knows in the other role
    notes: tuple[str, ...] = ()
    invited: str = ""  # when they get their letters, or that they get none
    call_is_over: bool = False
    never: int = 0  # how many of the list asked never to be asked again

    @property
    def mistakes(self) -> tuple[str, ...]:
        """What is refused, each with its place."""
        return tuple(one.told for one in self.refused)

    @property
    def lines_refused(self) -> int:
        """How many lines are not taken."""
        return len({one.line for one in self.refused})

    @property
    def is_no_list(self) -> bool:
        """Nobody can be read from it: a column is missing, or it breaks off."""
        return any(not one.line for one in self.refused)


class ContactsRefused(ValueError):
    """A list with mistakes: nothing of it was taken."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__(together(mistakes, "\n"))
        self.mistakes = mistakes


def read_contacts(office: Office, code: str, role: Role, raw: bytes) -> ContactList:
    """Read a list, its columns guessed, against those the cohort already knows."""
    people, notes = parsed(office, raw)
    return against(office, office.store.load(code, focus={""}), role, people, notes)


def parsed(office: Office, raw: bytes) -> tuple[People, tuple[str, ...]]:
    """The people of a list whatever cohort it is for, its columns guessed, and notes on how it was read."""
    try:
        sheet = sheet_of(raw)
    except Unreadable as error:
        return People((), (Refused(0, "", said_by(error)),), ()), ()
    return people_in(sheet, meanings_of(office, sheet)), sheet.notes


def meanings_of(office: Office, sheet: Sheet) -> Mapping[str, int]:
    """What the columns of a list mean: as somebody said of such a list before, else as we guess."""
    said = office.store.columns.of(sheet.headings) if sheet.has_headings else None
    return said if said is not None else guessed(sheet.headings, columns_of(sheet))


def columns_of(sheet: Sheet) -> list[list[str]]:
    """What stands in each column."""
    return [[row.cell(place) for row in sheet.rows] for place in range(len(sheet.headings))]


def against(office: Office, cohort: Cohort, role: Role, people: People, notes: tuple[str, ...] = ()) -> ContactList:
    """The people of a list as the cohort sees them; whoever has no language reads that of the cohort."""
    boxes = {one: cohort.mailboxes(one) for one in Role}
    contacts = [replace(one, language=one.language or cohort.language) for one in people.contacts]
    never = office.store.book.never(one.email for one in contacts) if role is Role.MENTOR else set()
    fresh = tuple(one for one in contacts if mailbox(one.email) not in boxes[role] and one.email not in never)
    other = next(one for one in Role if one is not role)
    now = office.clock.now()
    return ContactList(
        role,
        fresh,
        tuple(one for one in contacts if mailbox(one.email) in boxes[role]),
        people.refused,
        people.strange,
        tuple(one for one in fresh if mailbox(one.email) in boxes[other]),
        notes,
        _when_invited(cohort, role, now),
        call_is_over=call_stands(cohort, role, now) == "over",
        never=len(never),
    )


def _when_invited(cohort: Cohort, role: Role, now: datetime) -> str:
    """When people of this list get their letters, as the call stands; said before and after they are taken in."""
    opens, closes = call_window(cohort, role)
    first, last = day_of(opens, cohort.zone), last_day(closes, cohort.zone)
    match call_stands(cohort, role, now):
        case "over":
            return say("Their call was open until {last}, so that none of them gets a letter or can apply.", last=last)
        case "before" if opens > now:
            return say("They get their letters when their call opens, on {first}.", first=first)
        case "before":
            return say(
                "They get their letters when recruitment opens; its day has come, but something is not signed off."
            )
        case "open" if cohort.hold:
            return say("They get their letters when the cohort goes on; it is on hold.")
        case "open":
            return say("They get their letters as soon as the post is open; the call closes on {last}.", last=last)


def as_listed(contact: Contact) -> Listed:
    """One of a list as the act takes them."""
    return Listed(
        name=contact.name, email=contact.email, language=contact.language, time_zone=contact.time_zone or None
    )
