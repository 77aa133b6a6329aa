"""Tables: rows of a CSV file as a spreadsheet saves it, with their line numbers. Knows no people; every mistake is
named, none raised.

Comma, semicolon or tab; UTF-8, UTF-16 or, failing both, Windows Latin; a first line "sep=;" and empty lines are passed
over.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.refusals import Refused, readable

SEPARATORS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LAST_RESORT = "cp1252"
OF_A_KIND_MAX = 10
LISTED_MAX = 8
SAME = {"full_name": "name", "e_mail": "email", "mail": "email", "id": "code"}


@dataclass
class Notebook:
    """What is wrong and what is worth knowing, collected over several files so that all of it is said at once."""

    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def shortened(sentences: Iterable[str]) -> list[str]:
    """Each sentence once; of one kind the first ten, and how many more there are."""
    told = list(dict.fromkeys(sentences))
    seen, more = Counter[tuple[str, str]](), Counter(map(_kind, told))
    found = []
    for sentence in told:
        kind = _kind(sentence)
        seen[kind] += 1
        if seen[kind] <= OF_A_KIND_MAX:
            found.append(sentence)
        elif seen[kind] == OF_A_KIND_MAX + 1:
            found.append(f"{kind[0]}: and {more[kind] - OF_A_KIND_MAX} more like this")
    return found


def some(words: Sequence[str]) -> str:
    """ "A, B and C"; of many the first eight, and how many more there are."""
    *first, last = words if len(words) <= LISTED_MAX else (*words[:LISTED_MAX], f"{len(words) - LISTED_MAX} more")
    return f"{', '.join(first)} and {last}" if first else last


def _kind(sentence: str) -> tuple[str, str]:
    """The place without its line, and what is said there without what the cell holds."""
    place, _, words = sentence.partition(": ")
    said = re.sub(r"“[^”]*”|'[^']*'|\"[^\"]*\"|\d+|;.*", "", words)
    return re.sub(r", lines? \d+(?:, \d+)*(?: and \d+(?: more)?)?", "", place), re.sub(r"^\S+ is ", "is ", said)


Row = tuple[int, Mapping[str, str]]


def rows_of(
    file: Path, needed: Sequence[str], book: Notebook, encoding: str | None = None
) -> tuple[list[str], list[Row]]:
    """The columns of a file and its rows with their line numbers; mistakes go into the book."""
    try:
        text = _decoded(file, encoding, book)
    except Refused as error:
        book.wrong.append(str(error))
        return [], []
    lines = list(io.StringIO(text, newline=""))
    skipped = 1 if lines and lines[0].casefold().startswith("sep=") else 0
    first = "".join(lines[skipped : skipped + 1])
    if not first.strip():
        book.wrong.append(f"{file}, line 1: the file is empty; its first line names the columns, {needed[0]} at least")
        return [], []
    reader = csv.reader(lines[skipped:], delimiter=max(SEPARATORS, key=first.count), strict=True)
    columns: list[str] = []
    rows: list[Row] = []
    try:
        columns += [_column(cell) for cell in next(reader)]
        book.wrong += [f"{file}, line {skipped + 1}: {words}" for words in _wrong_header(columns, needed)]
        for row in _rows(file, reader, columns, skipped, book):
            rows.append(row)  # what stands before a broken line is checked as well
    except csv.Error as error:
        line = reader.line_num + skipped
        book.wrong.append(f"{file}, line {line}: not readable as CSV ({error}); check the quotes up to there")
    return columns, rows


def _decoded(file: Path, encoding: str | None, book: Notebook) -> str:
    raw = readable(file)
    if encoding is None and raw.startswith(UTF_16):
        encoding = "utf-16"
    try:
        return raw.decode(encoding or "utf-8-sig").removeprefix("\ufeff")
    except LookupError as error:
        raise Refused(f"{encoding} is no encoding; write one like utf-8, cp1250 or cp1252.") from error
    except UnicodeError as error:
        if encoding:
            raise Refused(
                f"{file} is not written in {encoding}; leave --encoding out, or save it as CSV UTF-8."
            ) from error
    book.notes.append(f"{file} is not UTF-8 and was read as Windows Latin; if names look wrong, add --encoding cp1250.")
    return raw.decode(LAST_RESORT, errors="replace")


def _column(cell: str) -> str:
    name = "_".join(cell.casefold().replace("-", " ").split())
    return SAME.get(name, name)


def _wrong_header(columns: Sequence[str], needed: Sequence[str]) -> Iterator[str]:
    for name in needed:
        if name not in columns:
            yield f"there is no column {name}; there are {', '.join(filter(None, columns)) or 'none'}"
    for name in dict.fromkeys(columns):
        if name and columns.count(name) > 1:
            yield f"column {name} stands there twice; keep one"


def _rows(
    file: Path, reader: "Iterator[list[str]]", columns: Sequence[str], skipped: int, book: Notebook
) -> Iterator[Row]:
    line = skipped + 2
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if any(cell.strip() for cell in cells[len(columns) :]):
                book.wrong.append(
                    f"{file}, line {line}: {len(cells)} cells in {len(columns)} columns; put a text with separators in quotes"
                )
            yield line, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        line = reader.line_num + skipped + 1  # type: ignore[attr-defined]  # csv has no public type for its reader
