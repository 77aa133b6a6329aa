"""Tables: rows of a list with the columns of a match and their line numbers. Knows no people; every mistake is named, none
raised. How a list was saved is left to office/lists.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cli.notebook import Notebook, at, of_file
from cli.refusals import Refused, readable
from domain.saying import Either, said_by, say
from office.lists.alphabets import ENCODINGS, Unreadable
from office.lists.reading import Sheet, sheet_of

BY_HAND = ("utf-8", "cp1250", "cp1252")
SAME = {"full_name": "name", "e_mail": "email", "mail": "email", "id": "code"}


Row = tuple[int, Mapping[str, str]]


def rows_of(
    file: Path, needed: Sequence[str], book: Notebook, encoding: str | None = None
) -> tuple[list[str], list[Row]]:
    """The columns of a file and its rows with their line numbers; mistakes go into the book."""
    try:
        sheet = _sheet(file, encoding)
    except Refused as error:
        book.wrong.append(said_by(error))
        return [], []
    book.notes += [of_file(file, note) for note in sheet.notes]
    if sheet.encoding in ENCODINGS and not encoding and not sheet.encoding.startswith("utf"):
        book.notes.append(of_file(file, say("if names look wrong, add --encoding {known}.", known=Either(BY_HAND))))
    columns = [_column(cell) for cell in sheet.headings]
    book.wrong += [at(file, sheet.line, words) for words in _wrong_header(columns, needed)]
    rows = list(_rows(file, sheet, columns, book))
    if sheet.broken:
        book.wrong.append(at(file, sheet.broken_at, sheet.broken))
    return columns, rows


def _sheet(file: Path, encoding: str | None) -> Sheet:
    try:
        return sheet_of(readable(file), encoding or "")
    except Unreadable as error:
        raise Refused(of_file(file, said_by(error))) from error


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


def _rows(file: Path, sheet: Sheet, columns: Sequence[str], book: Notebook) -> Iterator[Row]:
    for row in sheet.rows:
        if any(row.cells[len(columns) :]):
            words = say(
                "{cells} cells in {columns} columns; put a text with separators in quotes",
                cells=len(row.cells),
                columns=len(columns),
            )
            book.wrong.append(at(file, row.number, words))
        yield row.number, {name: cell for name, cell in zip(columns, row.cells, strict=False) if name}
