"""Spreadsheets: what somebody typed stays a text, days are days, and every program can open the file."""

import csv
import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from documents.spreadsheet import CELL_MAX, Sheet, as_csv, as_xlsx, as_zip
from domain.saying import say
from words import tongue

ENGLISH = tongue("en")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DANGEROUS = [
    "=1+1",
    "+420 777 123 456",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("http://x.example")',
]


def one_column(*cells, title="Notes"):
    return Sheet("notes", title, (say("Name"),), [(cell,) for cell in cells])


def opened(content):
    """The cells of each sheet by its name: (type, style, text), as they stand in the file."""
    book = zipfile.ZipFile(io.BytesIO(content))
    strings = ["".join(one.itertext()) for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    names = [one.get("name") for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
    pages = [ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n, _ in enumerate(names, 1)]
    assert [one for page in pages for one in page.iter(f"{MAIN}f")] == [], "no cell is a formula"

    def text(cell):
        value = cell.findtext(f"{MAIN}v") or ""
        return strings[int(value)] if cell.get("t") == "s" else value

    return {
        name: [[(cell.get("t"), text(cell)) for cell in row.iter(f"{MAIN}c")] for row in page.iter(f"{MAIN}row")]
        for name, page in zip(names, pages, strict=True)
    }


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("typed", DANGEROUS)
def test_what_somebody_typed_is_never_worked_out(typed):
    [_, [in_csv]] = read(as_csv(one_column(typed), ENGLISH))
    [_, [[kind, in_book]]] = [*opened(as_xlsx([one_column(typed)], ENGLISH))["Notes"]]

    assert in_csv == f"'{typed}"
    assert (kind, in_book) == ("s", typed.replace("\r", "_x000D_"))  # as XML writes it


def test_what_is_harmless_stays_as_it_is():
    assert read(as_csv(one_column("Jana O'Neil", 'says "hi", often', 7, -2.5), ENGLISH))[1:] == [
        ["Jana O'Neil"], ['says "hi", often'], ["7"], ["-2.5"],
    ]  # fmt: skip


def test_days_and_numbers_are_no_texts():
    sheet = one_column(date(2027, 3, 4), datetime(2027, 3, 4, 14, 30), 12, "words", None)

    rows = opened(as_xlsx([sheet], ENGLISH))["Notes"]

    assert [(kind, float(number)) for [(kind, number)] in rows[1:4]] == [
        (None, 46450), (None, pytest.approx(46450 + 14.5 / 24)), (None, 12),
    ]  # fmt: skip
    assert read(as_csv(sheet, ENGLISH))[1:3] == [["2027-03-04"], ["2027-03-04 14:30"]]


def test_titles_that_no_spreadsheet_takes_are_made_to_fit_and_stay_apart():
    long = "What did you talk about in your last session?"
    found = opened(as_xlsx([one_column("a", title=long), one_column("b", title=long.upper())], ENGLISH))

    assert [len(name) <= 31 and "?" not in name for name in found] == [True, True]


def test_signs_that_no_file_can_hold_and_texts_without_end_are_cut():
    [_, [[_, cell]]] = opened(as_xlsx([one_column("a\x00b\x1b" + "c" * 40_000)], ENGLISH))["Notes"]

    assert (cell[:3], len(cell)) == ("abc", CELL_MAX)


def test_the_same_tables_make_the_same_bytes():
    sheets = [one_column("a"), one_column(date(2027, 3, 4), title="Days")]

    assert as_xlsx(sheets, ENGLISH) == as_xlsx(sheets, ENGLISH)
    assert as_zip(sheets[:1], ENGLISH) == as_zip(sheets[:1], ENGLISH)
    assert zipfile.ZipFile(io.BytesIO(as_zip(sheets[:1], ENGLISH))).namelist() == ["notes.csv"]
