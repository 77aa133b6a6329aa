"""Tables: rows of a CSV file as a spreadsheet saves it, with their line numbers. Knows no people; every mistake is
named, none raised.

Comma, semicolon or tab; UTF-8, UTF-16 or, failing both, Windows Latin; a first line "sep=;" and empty lines are passed
over.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cli.notebook import Notebook, at
from cli.refusals import Refused, readable
from domain.saying import Either, said_by, say

SEPARATORS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LAST_RESORT = "cp1252"
ENCODINGS = ("utf-8", "cp1250", "cp1252")
SAME = {"full_name": "name", "e_mail": "email", "mail": "email", "id": "code"}


Row = tuple[int, Mapping[str, str]]


def rows_of(
    file: Path, needed: Sequence[str], book: Notebook, encoding: str | None = None
) -> tuple[list[str], list[Row]]:
    """The columns of a file and its rows with their line numbers; mistakes go into the book."""
    try:
        text = _decoded(file, encoding, book)
    except Refused as error:
        book.wrong.append(said_by(error))
        return [], []
    lines = list(io.StringIO(text, newline=""))
    skipped = 1 if lines and lines[0].casefold().startswith("sep=") else 0
    first = "".join(lines[skipped : skipped + 1])
    if not first.strip():
        words = say("the file is empty; its first line names the columns, {column} at least", column=needed[0])
        book.wrong.append(at(file, 1, words))
        return [], []
    reader = csv.reader(lines[skipped:], delimiter=max(SEPARATORS, key=first.count), strict=True)
    columns: list[str] = []
    rows: list[Row] = []
    try:
        columns += [_column(cell) for cell in next(reader)]
        book.wrong += [at(file, skipped + 1, words) for words in _wrong_header(columns, needed)]
        for row in _rows(file, reader, columns, skipped, book):
            rows.append(row)  # what stands before a broken line is checked as well
    except csv.Error as error:
        words = say("not readable as CSV ({why}); check the quotes up to there", why=str(error))
        book.wrong.append(at(file, reader.line_num + skipped, words))
    return columns, rows


def _decoded(file: Path, encoding: str | None, book: Notebook) -> str:
    raw = readable(file)
    if encoding is None and raw.startswith(UTF_16):
        encoding = "utf-16"
    try:
        return raw.decode(encoding or "utf-8-sig").removeprefix("\ufeff")
    except LookupError as error:
        words = say("{encoding} is no encoding; write one like {known}.", encoding=encoding, known=Either(ENCODINGS))
        raise Refused(words) from error
    except UnicodeError as error:
        if encoding:
            words = say(
                "{file} is not written in {encoding}; leave --encoding out, or save it as CSV UTF-8.",
                file=str(file),
                encoding=encoding,
            )
            raise Refused(words) from error
    book.notes.append(
        say(
            "{file} is not UTF-8 and was read as Windows Latin; if names look wrong, add --encoding {known}.",
            file=str(file),
            known=ENCODINGS[1],
        )
    )
    return raw.decode(LAST_RESORT, errors="replace")


def _column(cell: str) -> str:
    name = "_".join(cell.casefold().replace("-", " ").split())
    return SAME.get(name, name)


def _wrong_header(columns: Sequence[str], needed: Sequence[str]) -> Iterator[str]:
    for name in needed:
        if name not in columns:
            there = ", ".join(filter(None, columns)) or say("none")
            yield say("there is no column {column}; there are {there}", column=name, there=there)
    for name in dict.fromkeys(columns):
        if name and columns.count(name) > 1:
            yield say("column {column} stands there twice; keep one", column=name)


def _rows(
    file: Path, reader: "Iterator[list[str]]", columns: Sequence[str], skipped: int, book: Notebook
) -> Iterator[Row]:
    line = skipped + 2
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if any(cell.strip() for cell in cells[len(columns) :]):
                words = say(
                    "{cells} cells in {columns} columns; put a text with separators in quotes",
                    cells=len(cells),
                    columns=len(columns),
                )
                book.wrong.append(at(file, line, words))
            yield line, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        line = reader.line_num + skipped + 1  # type: ignore[attr-defined]  # csv has no public type for its reader
