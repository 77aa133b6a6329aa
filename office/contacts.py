"""Contacts: lists of addresses the coordinator brings, as CSV. First a preview with every mistake, then all or nothing."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from domain.cohort import Cohort, Entry
from domain.dates import day_of, is_zone, last_day
from domain.forms.application import LETTER_LANGUAGES
from domain.forms.verbs import next_number
from domain.names import person_name
from domain.one_person import mailbox
from domain.people import Participant, Role
from domain.rules.recruitment import call_stands, call_window
from domain.saying import Either, said_by, say, together
from domain.text import clean_line
from office.office import Office

COLUMNS = {"email": True, "name": True, "language": False, "time_zone": False}
ROWS_MAX = 20_000


@dataclass(frozen=True)
class Contact:
    """One line of a list, ready to be invited."""

    line: int
    name: str
    email: str
    language: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class ContactList:
    """A list as read: who can be invited, who is known already, and what is wrong, with line and column."""

    role: Role
    fresh: tuple[Contact, ...]
    known: tuple[Contact, ...]
    mistakes: tuple[str, ...]
    invited: str = ""  # when they get their letters, or that they get none
    call_is_over: bool = False


class ContactsRefused(ValueError):
    """A list with mistakes: nothing of it was taken."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__(together(mistakes, "\n"))
        self.mistakes = mistakes


def read_contacts(office: Office, code: str, role: Role, raw: bytes) -> ContactList:
    """Read a CSV list (comma, semicolon or tab; UTF-8 or Windows Latin) against those the cohort already knows."""
    cohort = office.store.load(code, focus={""})
    boxes = {mailbox(p.email) for p in cohort.participants.values() if p.role is role}
    read, mistakes = parse(raw)
    contacts = [replace(contact, language=contact.language or cohort.language) for contact in read]
    fresh = [contact for contact in contacts if mailbox(contact.email) not in boxes]
    known = [contact for contact in contacts if mailbox(contact.email) in boxes]
    now = office.clock.now()
    over = call_stands(cohort, role, now) == "over"
    return ContactList(
        role, tuple(fresh), tuple(known), tuple(mistakes), _when_invited(cohort, role, now), call_is_over=over
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


def parse(raw: bytes) -> tuple[list[Contact], list[str]]:
    """The people of a CSV list and every mistake in it, whatever cohort it is for."""
    text = _decoded(raw)
    if not text.strip():
        return [], [say("line 1: the file is empty; the first line must name the columns email and name")]
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [(name or "").strip().casefold() for name in reader.fieldnames or []]
    missing = [name for name, needed in COLUMNS.items() if needed and name not in header]
    if missing:
        lacking, there = Either(missing), ", ".join(header)
        return [], [say("line 1: there is no column {lacking}; found {there}", lacking=lacking, there=there)]
    reader.fieldnames = header
    contacts, mistakes, seen = [], [], dict[str, int]()
    try:
        for row in reader:
            if reader.line_num > ROWS_MAX:
                place = str(reader.line_num)
                return [], [say("line {line}: a list may have {most} lines; split it", line=place, most=ROWS_MAX)]
            if not any((value or "").strip() for value in row.values() if isinstance(value, str)):
                continue
            contact, wrong = _contact(reader.line_num, row, seen)
            mistakes += wrong
            if contact:
                contacts.append(contact)
    except csv.Error as error:
        place = str(reader.line_num + 1)
        mistakes.append(say("line {line}: not readable as CSV ({why}); check the quotes", line=place, why=str(error)))
    return contacts, mistakes


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _contact(line: int, row: dict[str, str], seen: dict[str, int]) -> tuple[Contact | None, list[str]]:
    values = {name: clean_line(row.get(name) or "") for name in COLUMNS}
    mistakes = list(_mistakes(line, values, seen))
    if mistakes:
        return None, mistakes
    email = validate_email(values["email"], check_deliverability=False, allow_smtputf8=False).ascii_email
    seen[mailbox(values["email"])] = line
    return Contact(line, values["name"], email or "", values["language"], values["time_zone"]), []


def _mistakes(number: int, values: dict[str, str], seen: dict[str, int]) -> Iterator[str]:
    line = str(number)
    try:
        person_name(values["name"])
    except ValueError as error:
        yield say("line {line}, column name: {why}", line=line, why=said_by(error))
    try:
        validate_email(values["email"], check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        typed = values["email"] or say("nothing")
        yield say(
            "line {line}, column email: {typed} is not an address; write one like name@example.org",
            line=line,
            typed=typed,
        )
    if (twin := seen.get(mailbox(values["email"]))) is not None:
        yield say(
            "line {line}, column email: the same address as in line {twin}; keep one of the two",
            line=line,
            twin=str(twin),
        )
    if values["language"] and values["language"] not in LETTER_LANGUAGES:
        known = ", ".join(LETTER_LANGUAGES)
        typed = repr(values["language"])
        yield say("line {line}, column language: {typed} is none of {known}", line=line, typed=typed, known=known)
    if values["time_zone"] and not is_zone(values["time_zone"]):
        yield say(
            "line {line}, column time_zone: {typed} is not a time zone; write one like Europe/Prague",
            line=line,
            typed=repr(values["time_zone"]),
        )


def import_contacts(office: Office, code: str, role: Role, raw: bytes, by: str) -> ContactList:
    """Take the whole list in, or nothing: ContactsRefused names every mistake. People already known are left alone."""
    found = read_contacts(office, code, role, raw)
    if found.mistakes:
        raise ContactsRefused(found.mistakes)
    now = office.clock.now()

    def turn(cohort: Cohort) -> Cohort:
        known = {mailbox(p.email) for p in cohort.participants.values() if p.role is role}
        number = next_number(cohort, role)
        people = [
            Participant(
                id=f"{role.letter}{n:02d}",
                role=role,
                name=contact.name,
                email=contact.email,
                language=contact.language,
                time_zone=contact.time_zone or cohort.zone,
                invited_at=now,
            )
            for n, contact in enumerate((c for c in found.fresh if mailbox(c.email) not in known), start=number)
        ]
        if not people:
            return cohort
        key = f"contacts:{role.value}s:{people[0].id}-{people[-1].id}"
        return cohort.put(*people).note(Entry(key, "", now, f"take in {len(people)} {role.value}s", by))

    office.store.update(code, turn, focus={""})
    return found
