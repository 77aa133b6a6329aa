"""Spreadsheet: rows as CSV and XLSX that a person opens in a spreadsheet. Knows no cohort: what is in a table is the office's.

What somebody typed is never a formula: in XLSX a text is a text, in CSV an apostrophe stands before what a spreadsheet would
work out. Days are days, numbers are numbers, one line of headings. The same tables make the same bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from words import Tongue

if TYPE_CHECKING:  # loads what few pages need
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | datetime | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNDATED = datetime(1980, 1, 1)  # noqa: DTZ001 (the first moment that a ZIP can bear)
NAME_MAX, WIDTH_MAX, CELL_MAX = 31, 60, 32_767  # of a sheet, of a column, and of a text: a spreadsheet takes no more
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # nothing that XML could hold


@dataclass(frozen=True)
class Sheet:
    """One table. `name` is that of its CSV; title and headings are texts of ours; moments are on the clock of their zone."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def as_csv(sheet: Sheet, spoken: Tongue) -> bytes:
    """One table, as spreadsheets read it: UTF-8 with its mark, a comma between cells."""
    text = io.StringIO()
    lines = csv.writer(text)
    for row in (sheet.columns, *sheet.rows):
        lines.writerow([_written(cell, spoken) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_zip(sheets: Iterable[Sheet], spoken: Tongue) -> bytes:
    """All tables as CSV in one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for sheet in sheets:
            named = zipfile.ZipInfo(f"{sheet.name}.csv", UNDATED.timetuple()[:6])
            folder.writestr(named, as_csv(sheet, spoken), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def as_xlsx(sheets: Iterable[Sheet], spoken: Tongue) -> bytes:
    """All tables in one workbook, a sheet each."""
    from xlsxwriter import Workbook

    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": UNDATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        looks = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}),
            date: book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            str: book.add_format({"text_wrap": True, "valign": "top"}),
        }
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_name(spoken.say(sheet.title), taken))
            page.freeze_panes(1, 0)
            for n, column in enumerate(sheet.columns):
                page.write_string(0, n, spoken.say(column), bold)
                page.set_column(n, n, _width([column, *(row[n] for row in sheet.rows)], spoken))
            for line, row in enumerate(sheet.rows, 1):
                for n, cell in enumerate(row):
                    _write(page, line, n, cell, looks, spoken)
    return packed.getvalue()


def _write(page: "Worksheet", line: int, n: int, cell: Cell, looks: dict[type, object], spoken: Tongue) -> None:
    match cell:
        case None | "":
            return
        case datetime():
            page.write_datetime(line, n, cell, looks[datetime])
        case date():
            page.write_datetime(line, n, cell, looks[date])
        case int() | float():
            page.write_number(line, n, cell)
        case str():
            page.write_string(line, n, CONTROL.sub("", spoken.say(cell))[:CELL_MAX], looks[str])


def _written(cell: Cell, spoken: Tongue) -> str | int | float:
    """A cell of CSV; an apostrophe before what would be taken for a formula."""
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case int() | float():
            return cell
    words = spoken.say(cell)
    return f"'{words}" if words.startswith(FORMULA) else words


def _name(title: str, taken: set[str]) -> str:
    """What a sheet is called: as short as it must be, and no two alike whatever their case."""
    bare = NOT_IN_A_NAME.sub(" ", title).strip()
    found, n = bare[:NAME_MAX], 1
    while found.casefold() in taken:
        n += 1
        found = f"{bare[: NAME_MAX - len(str(n)) - 1]} {n}"
    taken.add(found.casefold())
    return found


def _width(cells: Sequence[Cell], spoken: Tongue) -> int:
    widest = max(len(str(_written(cell, spoken))) for cell in cells)
    return min(max(widest + 2, 8), WIDTH_MAX)
