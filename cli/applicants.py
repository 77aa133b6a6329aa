"""Applicants: people from CSV files as applications of a cohort that nobody launched: for a match without an office.

Columns are the fields of the application forms, as in examples/pilot; what a file leaves out, matching does without.
Codes and the words people read both count: "de" or "German", "15" or "Research in industry".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from cli.doubles import Places, settled
from cli.notebook import LISTED_MAX, Notebook, at, at_lines, of_file, some
from cli.tables import rows_of
from cli.twice import Twice
from domain.applications import Application
from domain.cohort import Cohort
from domain.forms import FORMS
from domain.forms.form import meta
from domain.forms.mistakes import mistakes
from domain.lifecycles import ApplicationState
from domain.people import Participant, Role
from domain.policy import Policy
from domain.saying import said_by, say, together

NOW = datetime(2000, 1, 1, tzinfo=UTC)  # nothing here depends on time
NEEDED = ("name",)
BOTH = (
    *("code", "name", "email", "languages", "format", "city", "employer", "tracks", "topics", "skills", "profession"),
    *("sub_sectors", "company_size", "free_times", "not_with", "gender", "gender_consent"),
    "choices",
)
COLUMNS = {
    Role.MENTOR: (*BOTH, "roles", "interests", "mentoring_experience", "capacity", "would_lead_circle"),
    Role.MENTEE: (
        *(*BOTH, "supervisor", "needs", "goal_words", "wish_profession", "wish_sub_sectors", "wish_company_size"),
        "peer_group",
    ),
}
"""What a match can use, by role; any other question of the form may stand in a file and is passed over."""


@dataclass(frozen=True)
class Lists:
    """Everybody as a cohort; who chose whom: file and line of the cell and its text, by code; and the codes that are only
    the number of a row."""

    cohort: Cohort
    choices: Mapping[str, tuple[tuple[Path, int], str]]
    numbered: frozenset[str]


def lists_of(
    policy: Policy,
    files: Mapping[Role, Path],
    book: Notebook,
    encoding: str | None = None,
    twice: Twice = Twice.REFUSE,
) -> Lists:
    """Everybody in these files, accepted. Every mistake goes into the book with file, line, column and remedy."""
    people, applications, choices, numbered, places = [], [], {}, set(), dict[str, tuple[Path, int]]()
    for role, file in files.items():
        columns, rows = rows_of(file, NEEDED, book, encoding)
        book.notes += _unknown(file, role, columns)
        if columns and not rows:
            words = say("nobody stands below the names of the columns; add a line for each person")
            book.wrong.append(at(file, 2, words))
        for n, (line, row) in enumerate(rows, start=1):
            code = row.get("code") or f"{role.letter}{n:02d}"
            if code in places:
                book.wrong.append(at(file, line, _taken(code, *places[code]), "code"))
            places.setdefault(code, (file, line))
            if not row.get("code"):
                numbered.add(code)
            if "name" in columns and not row.get("name"):
                book.wrong.append(at(file, line, say("everybody needs a name"), "name"))
            answers = _answers((file, line), role, row, book)
            person = Participant(
                code, role, " ".join(row.get("name", "").split()), row.get("email") or f"{code}@example.org"
            )
            people.append(person)
            if row.get("choices"):
                choices[code] = (file, line), row["choices"]
            applications.append(Application(code, role, ApplicationState.ACCEPTED, NOW, answers))
    empty = Cohort("match", "Match", policy, date(2000, 1, 1), "UTC", NOW, "", ())
    cohort = settled(empty.put(*people, *applications), places, twice, book)
    for role in files:
        namesakes = [person for person in cohort.participants.values() if person.role is role]
        book.notes += _namesakes(namesakes, places, numbered)
    return Lists(
        cohort, {code: told for code, told in choices.items() if code in cohort.participants}, frozenset(numbered)
    )


def _taken(code: str, file: Path, line: int) -> str:
    return say(
        "{code} is also in {file}, line {line}; everybody needs a code of their own",
        code=code,
        file=str(file),
        line=str(line),
    )


def _namesakes(people: Iterable[Participant], places: Places, numbered: Set[str]) -> Iterator[str]:
    """People of one list who are called alike."""
    same: dict[str, list[Participant]] = {}
    for person in people:
        same.setdefault(_plain(person.name), []).append(person)
    for called in same.values():
        if len(called) > 1 and called[0].name:
            codes = [person.id for person in called]
            words = say(
                "{n} is called {name}; told apart by code, {codes}",
                "{n} are called {name}; told apart by code, {codes}",
                n=len(called),
                name=repr(called[0].name),
                codes=some(codes),
            )
            by_row = say("{words}; a column code would keep these when rows change.", words=words)
            told = by_row if numbered & set(codes) else together((words, ""), ".")
            yield at_lines(places[codes[0]][0], (places[code][1] for code in codes), told)


def _unknown(file: Path, role: Role, columns: Sequence[str]) -> Iterator[str]:
    known = {*COLUMNS[role], *FORMS[f"{role.value}_application"].model_fields, "name", "email", "cv"}
    strange = [name for name in columns if name and name not in known]
    if strange:
        like = [_perhaps(name, _close(name, COLUMNS[role])) for name in strange]
        words = say(
            "not used: {columns}. Known columns are {known}.",
            columns=together(like, ", "),
            known=", ".join(COLUMNS[role]),
        )
        yield of_file(file, words)


def _perhaps(name: str, close: Sequence[str]) -> str:
    return say("{column} (is {close} meant?)", column=name, close=close[0]) if close else name


def _answers(place: tuple[Path, int], role: Role, row: Mapping[str, str], book: Notebook) -> dict[str, Any]:
    """What the row tells, checked question by question."""
    form = FORMS[f"{role.value}_application"]
    found = {}
    for name in COLUMNS[role]:
        cell = row.get(name, "")
        if cell and name in form.model_fields:
            try:
                found[name] = _answer(role, name, cell)
            except ValueError as error:
                words = next(iter(mistakes(error).values())) if isinstance(error, ValidationError) else said_by(error)
                book.wrong.append(at(*place, words, name))
    return found


def _answer(role: Role, name: str, cell: str) -> Any:
    """One cell as the answer to its question; ValueError says what would be right."""
    asked = meta(FORMS[f"{role.value}_application"].model_fields[name])
    options: Mapping[str, str] = asked["options"]
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    match asked["widget"]:
        case "choices" | "ranking":
            value: Any = list(dict.fromkeys(_code(part, options) for part in parts))
        case "importance":
            value = dict(_importance(part, options) for part in parts)
        case "choice" | "scale":
            value = _code(cell, options)
        case _:
            value = cell
    return _adapter(role, name).validate_python(value)


def _code(word: str, options: Mapping[str, str]) -> str:
    """The code of a word, whether it is the code or what people read."""
    known = _spellings(tuple(options.items()))
    if not options or _plain(word) in known:
        return known.get(_plain(word), word)
    close = _close(_plain(word), list(known))
    remedy = say("is {close} meant?", close=close[0]) if close else _known(options)
    raise ValueError(say("“{word}” is not known; {remedy}", word=word, remedy=remedy))


@lru_cache(maxsize=64)
def _spellings(options: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {_plain(code): code for code, _ in options} | {_plain(words): code for code, words in options}


def _known(options: Mapping[str, str]) -> str:
    """What may be written; of long lists the codes alone, with one example of the words."""
    if len(options) > LISTED_MAX:
        words = next(iter(options.values()))
        return say("write one of {codes}, or its words such as “{words}”", codes=", ".join(options), words=words)
    return say("write {codes}", codes=together((_beside(*option) for option in options.items()), ", "))


def _beside(code: str, words: str) -> str:
    return say("{code} ({words})", code=code, words=words)


def _importance(part: str, options: Mapping[str, str]) -> tuple[str, str]:
    topic, colon, level = part.rpartition(":")
    if not colon or level.strip() not in ("0", "1", "2", "3"):
        words = say(
            "“{part}” should be a topic and how important it is, from 0 to 3, like {example}",
            part=part,
            example="start:3",
        )
        raise ValueError(words)
    return _code(topic.strip(), options), level.strip()


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


def _close(word: str, known: Sequence[str]) -> list[str]:
    return get_close_matches(word, known, n=1, cutoff=0.75)


@lru_cache(maxsize=128)
def _adapter(role: Role, name: str) -> TypeAdapter[Any]:
    """The check of one question by itself: the whole form would ask for what a list may leave out."""
    field = FORMS[f"{role.value}_application"].model_fields[name]
    kind: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return TypeAdapter(kind, config=ConfigDict(str_strip_whitespace=True))
