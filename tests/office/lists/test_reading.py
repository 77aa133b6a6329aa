"""Reading: whatever a list was saved as, the same people stand in it."""

import io
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from office.lists.alphabets import Unreadable
from office.lists.headings import guessed
from office.lists.people import people_in
from office.lists.reading import ROWS_MAX, sheet_of


def read(raw, encoding=""):
    """Name and address of everybody in a list."""
    return [(one.name, one.email) for one in found_in(raw, encoding).contacts]


def found_in(raw, encoding=""):
    sheet = sheet_of(raw, encoding)
    columns = [[row.cell(place) for row in sheet.rows] for place in range(len(sheet.headings))]
    return people_in(sheet, guessed(sheet.headings, columns))


def mistakes(raw):
    return [one.told for one in found_in(raw).refused]


# --- letters ----------------------------------------------------------------------------------------------------

CENTRAL = (
    *("Jiří Dvořák", "Zdeněk Havlíček", "Žofie Černá", "Růžena Nováková", "Božena Němcová", "Ondřej Bureš", "Jan Kůň"),
    *("Łukasz Wiśniewski", "Małgorzata Kamińska", "Michał Dębski", "Erdős Lőrinc", "Szűcs Ágnes", "Ana Kovačić"),
    *("Tomáš Šťastný", "Marián Kováč", "Mircea Brătianu", "Luka Đorđević"),
)
WESTERN = (
    *("Søren Jørgensen", "Åsa Håkansson", "Hélène Lefèvre", "Loïc Benoît", "José Muñoz", "João Simões", "Zoë Brontë"),
    *(
        "François Müller",
        "Bjørn Østergaard",
        "Æsa Bæk",
        "Günther Größl",
        "Inês Gonçalves",
        "Nicolò Rossi",
        "Iñaki Peña",
    ),
)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [*((name, "cp1250") for name in CENTRAL), *((name, "cp1252") for name in WESTERN)],
)
def test_one_name_tells_in_which_letters_a_list_is_written(name, encoding):
    assert read(f"name;email\n{name};a@firm.example\n".encode(encoding)) == [(name, "a@firm.example")]


@given(st.lists(st.sampled_from(CENTRAL[:7]), min_size=2, unique=True))
@settings(max_examples=30, deadline=None)
def test_lists_of_older_machines_are_told_apart_too(names):
    text = "name;email\n" + "".join(f"{name};p{n}@firm.example\n" for n, name in enumerate([*names, "Tomáš Žižka"]))

    for encoding in ("cp1250", "iso8859_2", "cp852"):
        assert [name for name, _ in read(text.encode(encoding))] == [*names, "Tomáš Žižka"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_with_its_mark_and_without(encoding):
    assert read("name;email\nŽofie Łącka;a@firm.example\n".encode(encoding)) == [("Žofie Łącka", "a@firm.example")]


def test_a_line_pasted_from_another_file_does_not_spoil_the_rest():
    raw = "name;email\n" + "".join(f"Jiří Dvořák;p{n}@firm.example\n" for n in range(9))

    assert read(raw.encode() + "Ren\xe9e Roy;r@firm.example\n".encode("latin-1"))[-1][1] == "r@firm.example"


def test_an_encoding_that_is_named_counts():
    raw = "name;email\nTomáš Říha;a@firm.example\n".encode("cp1250")

    assert read(raw, "cp1250") == [("Tomáš Říha", "a@firm.example")]
    with pytest.raises(Unreadable, match="not written in"):
        sheet_of(raw, "utf-8")


# --- cells ------------------------------------------------------------------------------------------------------

PLAIN = st.text("aeioukrstnmlžščřěůáíéýóúłßøüöäñçåœбвгд李王", min_size=2, max_size=12)
NAME = st.builds("{} {}".format, PLAIN, PLAIN)
SIGNS = st.sampled_from([",", ";", "\t", "|"])
ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(NAME, min_size=1, max_size=8), SIGNS, ENDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(deadline=None)
def test_whatever_separates_the_cells_everybody_is_read(names, sign, end, encoding):
    rows = [("E-mail", "Note", "Full name"), *((f"p{n}@firm.example", "a, b; c", name) for n, name in enumerate(names))]
    text = end.join(sign.join(f'"{cell}"' for cell in row) for row in rows)

    sheet = sheet_of(text.encode(encoding))

    assert (sheet.headings, [row.cells[2] for row in sheet.rows]) == (rows[0], names)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_reading(raw):
    for hostile in (raw, b"name,email\n" + raw, b"PK\x03\x04" + raw, b"\xff\xfe" + raw):
        with suppress(Unreadable):
            found_in(hostile)


def test_a_first_line_for_the_spreadsheet_and_a_title_are_passed_over():
    text = 'sep=|\nMentors of 2027|\n\nName|"E-mail"\nJana Malá|jana@firm.example\n'

    assert [(one.line, one.name) for one in found_in(text.encode()).contacts] == [(5, "Jana Malá")]


def test_a_list_without_headings_is_read_all_the_same():
    assert read(b"Jana Mala;jana@firm.example\nPetr Novy;petr@firm.example\n") == [
        ("Jana Mala", "jana@firm.example"),
        ("Petr Novy", "petr@firm.example"),
    ]


def test_the_lines_of_a_form_service_are_no_people():
    text = (
        "StartDate,Q1,RecipientEmail\n"
        "Start Date,What is your full name?,Recipient Email\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""QID1_TEXT""}","{""ImportId"":""recipientEmail""}"\n'
        "2026-10-01,Jana Malá,jana@firm.example\n"
    )

    assert read(text.encode()) == [("Jana Malá", "jana@firm.example")]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Jméno;Příjmení;E-mail", "Jana;Malá;jana@firm.example"),
        ("Name;Vorname;E-Mail-Adresse", "Malá;Jana;jana@firm.example"),
        ("Adresse e-mail;Nom;Prénom", "jana@firm.example;Malá;Jana"),
        ("Nombre y apellidos;Correo electrónico", "Jana Malá;jana@firm.example"),
        ("Imię i nazwisko;Adres e-mail", "Jana Malá;jana@firm.example"),
        ("What is your name?;Your supervisor's name;What is your e-mail address?", "Jana Malá;X Y;jana@firm.example"),
        ("Kdo;Kam psát", "Jana Malá;jana@firm.example"),
        ("name;email", '"Malá, Jana";Jana Malá <jana@firm.example>'),
        ("name;email", "Jana Malá;mailto:jana@firm.example"),
        ("email;name", "Jana Malá <jana@firm.example>;"),
    ],
)
def test_headings_are_understood_as_people_write_them(headings, cells):
    found = found_in(f"{headings}\n{cells}\n".encode())

    assert [(one.name, one.email) for one in found.contacts] == [("Jana Malá", "jana@firm.example")]


@pytest.mark.parametrize(
    ("word", "code"),
    [("čeština", "cs"), ("Tschechisch", "cs"), ("English (fluent)", "en"), ("de", "de"), ("en-GB", "en")],
)
def test_a_language_is_known_by_its_name_in_any_language(word, code):
    found = found_in(f"name;email;language\nJana;j@firm.example;{word}\n".encode())

    assert [one.language for one in found.contacts] == [code]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("nothing", "is not an address"),
        ("", "nothing is not an address"),
        ("a@firm.example; b@firm.example", "several addresses"),
        ("jiří@firm.example", "accents before the @"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_its_line(cell, words):
    [told] = mistakes(f'name,email\nJana,"{cell}"\n'.encode())

    assert told.startswith("line 2, column email: ")
    assert words in told


def test_a_quote_that_is_never_closed_is_named_and_nothing_behind_it_is_guessed():
    found = found_in(b'name,email\nJana,j@firm.example\n"Petr,p@firm.example\nEva,e@firm.example\n')

    assert [one.name for one in found.contacts] == ["Jana"]
    assert "check the quotes" in found.refused[-1].told


def test_a_list_may_be_long_and_not_endless():
    with pytest.raises(Unreadable, match="20000 lines"):
        sheet_of(b"name,email\n" + b"Jana,j@firm.example\n" * (ROWS_MAX + 1))


# --- workbooks --------------------------------------------------------------------------------------------------


def a_workbook(rows, hidden=False):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False}) as book:
        if hidden:
            sheet = book.add_worksheet("notes")
            sheet.write_row(0, 0, ["name", "email"])
            sheet.hide()
        sheet = book.add_worksheet("people")
        if hidden:
            sheet.activate()
            sheet.set_first_sheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return made.getvalue()


@given(st.lists(NAME, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_a_workbook_holds_the_same_people(names):
    rows = [("Name", "E-mail"), *((name, f"p{n}@firm.example") for n, name in enumerate(names))]
    text = "\n".join(";".join(row) for row in rows)

    assert read(a_workbook(rows)) == read(text.encode())


def test_the_sheet_that_is_seen_is_read_with_its_own_line_numbers():
    raw = a_workbook([(), ("Name", "E-mail", 7), (), ("Jana Malá", "jana@firm.example", 2.0)], hidden=True)

    sheet = sheet_of(raw)

    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("Jana Malá", "jana@firm.example", "2"))]


def test_a_table_of_libreoffice_is_read():
    content = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
    <office:body><office:spreadsheet><table:table>
    <table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>Mail</text:p>
    </table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
    <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
    <table:table-row><table:table-cell><text:p>Jana <text:span>Malá</text:span></text:p></table:table-cell>
    <table:table-cell><text:p>jana@firm.example</text:p></table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
    </table:table></office:spreadsheet></office:body></office:document-content>"""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("content.xml", content)

    assert [(one.line, one.name, one.email) for one in found_in(made.getvalue()).contacts] == [
        (4, "Jana Malá", "jana@firm.example")
    ]


def packed_as(name, text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        packed_as("content.xml", b"<a>" + b" " * 41 * 1024 * 1024 + b"</a>"),
        packed_as("content.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        packed_as("xl/workbook.xml", "<workbook/>"),
        packed_as("word/document.xml", "<document/>"),
        b"PK\x03\x04" + b"\x00" * 50,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50,
    ],
    ids=["a bomb", "an entity", "a book without sheets", "a letter", "a broken one", "an old one"],
)
def test_a_workbook_that_is_none_is_refused_with_a_sentence(raw):
    with pytest.raises(Unreadable, match=r"workbook"):
        sheet_of(raw)


def test_what_a_spreadsheet_would_calculate_is_text():
    rows = 'name,email\n"=HYPERLINK(""http://evil.example"")",a@firm.example\n\'+420 Jana,b@firm.example\n'

    assert mistakes(rows.encode()) == [
        "line 2, column name: Write only the name here, without an address or a link. After a full stop inside a title put a "
        "blank."
    ]
    assert read(rows.encode()) == [("+420 Jana", "b@firm.example")]
