"""Workbook: the first sheet of an Excel or OpenDocument workbook as rows of plain cells. Formats, formulas and everything
else that a spreadsheet can hold are passed over.

A workbook comes from anybody: what it unpacks to is limited, and nothing in it is followed or declared.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from domain.saying import say
from office.lists.alphabets import Unreadable

PART_MAX = 40 * 1024 * 1024  # bytes of one part as it unpacks: some 20,000 rows of thirty cells
COLUMNS_MAX = 300
EMPTY_MAX = 200  # rows without anything that are kept between others; the rest of a sheet may be a million of them
NOT_A_WORKBOOK = say("This workbook cannot be read: save it once more as .xlsx, or as CSV.")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
Rows = list[tuple[int, list[str]]]


def is_workbook(raw: bytes) -> bool:
    """Whether these bytes are packed as workbooks are."""
    return raw.startswith(b"PK\x03\x04")


def is_old_workbook(raw: bytes) -> bool:
    """Whether this is an .xls of the years before 2007, which nothing here can read."""
    return raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def rows_of_workbook(raw: bytes, rows_max: int) -> Rows:
    """The rows of the first sheet that is shown, with their numbers. Unreadable for what is no workbook, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = set(packed.namelist())
            if "content.xml" in names:
                return list(_opendocument(packed, rows_max))
            return list(_excel(packed, names, rows_max))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, NotImplementedError, EOFError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(NOT_A_WORKBOOK) from error
    except (RuntimeError, OSError) as error:  # locked with a password, or broken while it unpacks
        raise Unreadable(say("This workbook is locked or broken: save it without a password, or as CSV.")) from error


def _part(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with packed.open(name) as part:
        text = part.read(PART_MAX + 1)
    if len(text) > PART_MAX:
        raise Unreadable(say("This workbook is too large. Split it, or save the one sheet as CSV."))
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Unreadable(NOT_A_WORKBOOK)
    return ElementTree.fromstring(text)  # noqa: S314  without a DOCTYPE there is nothing to expand or to fetch


# --- Excel ------------------------------------------------------------------------------------------------------


def _excel(packed: zipfile.ZipFile, names: set[str], rows_max: int) -> Iterator[tuple[int, list[str]]]:
    strings = _strings(packed) if "xl/sharedStrings.xml" in names else []
    sheet = _part(packed, _first_sheet(packed))
    number = 0
    for count, row in enumerate(sheet.iter(f"{SHEET}row"), start=1):
        number = int(row.get("r") or number + 1)
        if count > rows_max:
            raise _too_long(rows_max)
        cells: list[str] = []
        for cell in row.iter(f"{SHEET}c"):
            place = _column(cell.get("r") or "", len(cells))
            if place < COLUMNS_MAX:
                cells += [""] * (place + 1 - len(cells))
                cells[place] = _value(cell, strings)
        yield number, cells


def _first_sheet(packed: zipfile.ZipFile) -> str:
    """Where the first sheet lies that a reader of the workbook sees."""
    book, links = _part(packed, "xl/workbook.xml"), _part(packed, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): link.get("Target") or "" for link in links}
    sheets = [sheet for sheet in book.iter(f"{SHEET}sheet") if sheet.get("state", "visible") == "visible"]
    if not sheets:
        raise Unreadable(NOT_A_WORKBOOK)
    target = targets[sheets[0].get(f"{LINKS}id")]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _strings(packed: zipfile.ZipFile) -> list[str]:
    return [_text(one) for one in _part(packed, "xl/sharedStrings.xml").iter(f"{SHEET}si")]


def _text(one: ElementTree.Element) -> str:
    """The runs of a text, without the reading aid that East Asian cells carry."""
    aside = {id(run) for aid in one.iter(f"{SHEET}rPh") for run in aid.iter(f"{SHEET}t")}
    return "".join(run.text or "" for run in one.iter(f"{SHEET}t") if id(run) not in aside)


def _column(reference: str, following: int) -> int:
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return following
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: ElementTree.Element, strings: list[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{SHEET}v") or ""
    match kind:
        case "s":
            return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
        case "inlineStr":
            return _text(cell)
        case "e":  # "#REF!" and its like
            return ""
    return value.removesuffix(".0") if kind == "n" else value


# --- OpenDocument -----------------------------------------------------------------------------------------------


def _opendocument(packed: zipfile.ZipFile, rows_max: int) -> Iterator[tuple[int, list[str]]]:
    table = next(_part(packed, "content.xml").iter(f"{TABLE}table"), None)
    if table is None:
        raise Unreadable(NOT_A_WORKBOOK)
    number, count = 1, 0
    for row in table.iter(f"{TABLE}table-row"):
        again = int(row.get(f"{TABLE}number-rows-repeated") or 1)
        cells = _cells(row)
        times = again if cells else min(again, EMPTY_MAX)
        for n in range(min(times, rows_max + 1)):
            count += bool(cells)
            if count > rows_max:
                raise _too_long(rows_max)
            yield number + n, cells
        number += again


def _cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        again = min(int(cell.get(f"{TABLE}number-columns-repeated") or 1), COLUMNS_MAX - len(cells))
        words = " ".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
        cells += [words] * max(0, again)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _too_long(most: int) -> Unreadable:
    return Unreadable(say("A list may have {most} lines; split it.", most=most))
