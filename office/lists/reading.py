"""Reading: the bytes of a list as headings and rows, each with its line, however it was saved: CSV with any separator and in
any usual encoding, with a first line "sep=;", with a title above the headings, without headings, or as a workbook.

What the columns mean is left to headings.py.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.spreadsheet import FORMULA
from domain.saying import say
from domain.text import clean_line
from office.lists.alphabets import ENCODINGS, Unreadable, text_of
from office.lists.headings import known_as, phrase
from office.lists.workbook import is_old_workbook, is_workbook, rows_of_workbook

ROWS_MAX = 20_000
SEPARATORS = ",;\t|"
LOOKED_AT = 30  # lines by which the separator is told
ABOVE_MAX = 10  # lines that may stand above the headings


@dataclass(frozen=True)
class Row:
    """One line of a list; `number` is that of the file as people count."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A list as read. `headings`: of every column, "" where it has none. `notes`: what was passed over or concluded."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    separator: str = ""
    has_headings: bool = True
    line: int = 1  # of the headings
    notes: tuple[str, ...] = ()
    broken: str = ""  # why the rest of it could not be read,
    broken_at: int = 0  # and from which line on

    def examples(self, column: int, most: int = 3) -> list[str]:
        """What stands in a column, each only once."""
        cells = (row.cell(column) for row in self.rows)
        return list(dict.fromkeys(cell for cell in cells if cell))[:most]


def sheet_of(raw: bytes, encoding: str = "") -> Sheet:
    """A list as headings and rows; Unreadable, with a sentence, when there is none in these bytes."""
    if is_old_workbook(raw):
        raise Unreadable(say("This is an Excel workbook of the old kind (.xls): save it as .xlsx or as CSV."))
    if is_workbook(raw):
        lines = [Row(number, _cleaned(cells)) for number, cells in rows_of_workbook(raw, ROWS_MAX)]
        return _under_headings([line for line in lines if any(line.cells)], Sheet((), ()))
    text, found = text_of(raw, encoding)
    if not text.strip():
        raise Unreadable(say("The file is empty; its first line names the columns."))
    text, skipped, separator = _told(text)
    separator = separator or _separator(text)
    about = Sheet((), (), found, separator, notes=tuple(_as_what(found, encoding)))
    lines, broken, line = _rows(text, separator, skipped)
    return _under_headings(lines, replace(about, broken=broken, broken_at=line))


def _as_what(found: str, asked: str) -> Iterator[str]:
    if not asked and found not in ("utf-8", "utf-16"):
        yield say("Read as {encoding}.", encoding=ENCODINGS[found])


def _told(text: str) -> tuple[str, int, str]:
    """The text without a first line "sep=;", how many lines that took away, and the separator it names."""
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        return rest, 1, first.rstrip("\r\n")[4:5]
    return text, 0, ""


def _separator(text: str) -> str:
    """The separator that cuts most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines()[: LOOKED_AT * 2] if line.strip()][:LOOKED_AT]

    def evenness(sign: str) -> float:
        counts = [_outside_quotes(line).count(sign) for line in lines]
        usual = max(filter(None, counts), key=counts.count, default=0)
        return counts.count(usual) / len(counts) + min(usual, 3) / 10 if usual else 0.0

    return max(SEPARATORS, key=evenness)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _rows(text: str, separator: str, skipped: int) -> tuple[list[Row], str, int]:
    """The lines that hold something, as far as they can be read, and why the rest cannot."""
    found: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(number, _cleaned(cells)))
            if len(found) > ROWS_MAX:
                raise Unreadable(say("A list may have {most} lines; split it.", most=ROWS_MAX))
            number = reader.line_num + skipped + 1
    except csv.Error as error:
        return found, say("not readable as CSV ({why}); check the quotes from there on", why=str(error)), number
    return found, "", 0


def _cleaned(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells as one line each; an apostrophe that keeps a spreadsheet from calculating is taken off again."""
    lines = [clean_line(cell) for cell in cells]
    return tuple(cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell for cell in lines)


# --- headings ---------------------------------------------------------------------------------------------------


def _under_headings(lines: list[Row], about: Sheet) -> Sheet:
    """The rows below the line that names the columns; what stands above it, and what a service adds below, is passed over."""
    if not lines:
        raise Unreadable(about.broken or say("The file is empty; its first line names the columns."))
    place = _heading_line(lines)
    if place is None:
        width = max(len(line.cells) for line in lines)
        note = say("The first line names no columns, so that it was read as a person.")
        return replace(about, headings=("",) * width, rows=tuple(lines), has_headings=False, notes=(*about.notes, note))
    notes = list(about.notes)
    if place:
        notes.append(
            say(
                "{n} line above the headings was passed over.",
                "{n} lines above the headings were passed over.",
                n=place,
            )
        )
    below = lines[place + 1 :]
    if extra := _of_the_service(below):
        notes.append(
            say(
                "{n} line below the headings is the service's own and was passed over.",
                "{n} lines below the headings are the service's own and were passed over.",
                n=extra,
            )
        )
    return replace(
        about, headings=lines[place].cells, rows=tuple(below[extra:]), line=lines[place].number, notes=tuple(notes)
    )


def _heading_line(lines: list[Row]) -> int | None:
    """Which line names the columns: the first that names what we know; None where the first line is a person already."""
    for place, line in enumerate(lines[:ABOVE_MAX]):
        if any("@" in cell for cell in line.cells):
            break
        known, said = sum(bool(known_as(cell)) for cell in line.cells), sum(map(bool, line.cells))
        if known >= min(2, _width(lines)) or (known and known == said):
            return place
    if any("@" in cell for cell in lines[0].cells):
        return None
    return next((place for place, line in enumerate(lines[:ABOVE_MAX]) if _is_full(line, lines)), 0)


def _width(lines: list[Row]) -> int:
    return max(len([cell for cell in line.cells if cell]) for line in lines[: ABOVE_MAX * 2])


def _is_full(line: Row, lines: list[Row]) -> bool:
    """As wide as the list: a title above it fills one cell or two."""
    return len([cell for cell in line.cells if cell]) * 2 > _width(lines)


def _of_the_service(below: list[Row]) -> int:
    """How many lines under the headings are no people: Qualtrics repeats its questions there, and adds their codes as JSON."""
    for place, line in enumerate(below[:2]):
        if sum(_is_code(cell) for cell in line.cells) * 2 > len([cell for cell in line.cells if cell]):
            return place + 1
    return 0


def _is_code(cell: str) -> bool:
    if not cell.startswith("{") or "ImportId" not in cell:
        return False
    try:
        return isinstance(json.loads(cell), dict)
    except ValueError:
        return phrase(cell).startswith("importid")
