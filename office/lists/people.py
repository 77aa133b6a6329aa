"""People: the lines of a list as people who could be invited: who can be read, who is refused and why, and which words were
not understood. Whom a cohort knows already is left to office/contacts.py.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.addresses import address_in
from domain.dates import is_zone
from domain.forms.application import LETTER_LANGUAGES
from domain.names import in_order, person_name
from domain.one_person import mailbox
from domain.saying import said_by, say
from office.lists.reading import Row, Sheet
from words.named import language_named

AROUND = " \t.,;:<>()[]\"'"
NAMED_ADDRESS = re.compile(r"^(.*?)<([^<>]+)>$")
SEVERAL = re.compile(r"[;,\s/|]+")


@dataclass(frozen=True)
class Contact:
    """One line of a list, ready to be invited."""

    line: int
    name: str
    email: str
    language: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class Refused:
    """One reason why a line is not taken: the column, by its heading in the file, and a sentence with the remedy. `line` 0:
    the list as a whole.
    """

    line: int
    column: str
    words: str

    @property
    def told(self) -> str:
        """With its place, as people read it."""
        if not self.line:
            return self.words
        if not self.column:
            return say("line {line}: {words}", line=str(self.line), words=self.words)
        return say("line {line}, column {column}: {words}", line=str(self.line), column=self.column, words=self.words)


@dataclass(frozen=True)
class Strange:
    """A word that was not understood and is left out: what it stands for, and in which lines."""

    meaning: str
    word: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class People:
    """The people of a list, in its order."""

    contacts: tuple[Contact, ...]
    refused: tuple[Refused, ...]
    strange: tuple[Strange, ...]

    @property
    def lines_refused(self) -> int:
        """How many lines are not taken."""
        return len({one.line for one in self.refused})


def people_in(sheet: Sheet, meanings: Mapping[str, int]) -> People:
    """Everybody in a list whose columns mean this; a column that is missing refuses the whole of it."""
    if missing := list(_missing(meanings, ", ".join(filter(None, sheet.headings)) or say("none"))):
        return People((), tuple(missing), ())
    called = {meaning: sheet.headings[place] or str(place + 1) for meaning, place in meanings.items()}
    contacts: list[Contact] = []
    refused: list[Refused] = []
    seen: dict[str, int] = {}
    strange: dict[tuple[str, str], list[int]] = {}
    for row in sheet.rows:
        values = _values(row, meanings)
        mistakes = list(_mistakes(row.number, values, seen, called))
        refused += mistakes
        if mistakes:
            continue
        seen[mailbox(values["email"])] = row.number
        for meaning in ("language", "time_zone"):
            if values[f"odd_{meaning}"]:
                strange.setdefault((meaning, values[f"odd_{meaning}"]), []).append(row.number)
        contacts.append(
            Contact(row.number, values["name"], address_in(values["email"]), values["language"], values["time_zone"])
        )
    if sheet.broken:
        words = say("line {line}: {words}", line=str(sheet.broken_at), words=sheet.broken)
        refused.append(Refused(0, "", words))
    unknown = (Strange(meaning, word, tuple(lines)) for (meaning, word), lines in strange.items())
    return People(tuple(contacts), tuple(refused), tuple(unknown))


def _missing(meanings: Mapping[str, int], there: str) -> Iterator[Refused]:
    if "email" not in meanings:
        words = say("No column was taken for the e-mail address; say which one it is. Found: {there}", there=there)
        yield Refused(0, "email", words)
    if not meanings.keys() & {"name", "first_name", "last_name"}:
        words = say("No column was taken for the name; say which one it is. Found: {there}", there=there)
        yield Refused(0, "name", words)


def _values(row: Row, meanings: Mapping[str, int]) -> dict[str, str]:
    cell = {meaning: row.cell(column) for meaning, column in meanings.items()}
    beside, email = _address(cell.get("email", ""))
    parts = (cell.get("first_name", ""), cell.get("last_name", ""))
    name = " ".join(filter(None, parts)) if any(parts) else in_order(cell.get("name", "")) or beside
    language, zone = cell.get("language", ""), cell.get("time_zone", "")
    code = language_named(language) if language else ""
    known = code if code in LETTER_LANGUAGES else ""
    return {
        "name": name,
        "email": email,
        "language": known,
        "odd_language": "" if known else language,
        "time_zone": zone if is_zone(zone) else "",
        "odd_time_zone": "" if is_zone(zone) else zone,
    }


def _address(cell: str) -> tuple[str, str]:
    """The name beside an address and the address: "Jana Veselá <jana@firm.example>", "mailto:jana@firm.example"."""
    if found := NAMED_ADDRESS.match(cell):
        return found[1].strip(AROUND), found[2].strip(AROUND)
    return "", cell.strip(AROUND).removeprefix("mailto:")


def _mistakes(
    line: int, values: Mapping[str, str], seen: Mapping[str, int], called: Mapping[str, str]
) -> Iterator[Refused]:
    try:
        person_name(values["name"])
    except ValueError as error:
        of_names = (called[meaning] for meaning in ("name", "first_name", "last_name") if meaning in called)
        yield Refused(line, next(of_names), said_by(error))
    email = values["email"]
    if not address_in(email):
        yield Refused(line, called["email"], _no_address(email))
    elif (twin := seen.get(mailbox(email))) is not None:
        words = say("the same address as in line {twin}; keep one of the two", twin=str(twin))
        yield Refused(line, called["email"], words)


def _no_address(typed: str) -> str:
    if sum("@" in part for part in SEVERAL.split(typed)) > 1:
        return say("there are several addresses; keep the one that they read")
    local, _, domain = typed.rpartition("@")
    if not local.isascii() and address_in(f"somebody@{domain}"):
        return say("{typed} has accents before the @, where our post cannot go; write it without them", typed=typed)
    return say("{typed} is not an address; write one like name@example.org", typed=typed or say("nothing"))
