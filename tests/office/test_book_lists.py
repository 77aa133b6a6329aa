"""Lists for the contact book: whatever they were saved as, looked at first, taken in as they were seen, and taken back."""

from datetime import timedelta

import pytest

from domain.contact_book import TAKEN_BACK_WITHIN, Basis, Reply, Wanted
from office import contact_book
from office.book_ends import stay
from office.book_entries import COLUMNS, correct
from office.book_lists import BookList, ListChanged, as_list, lists_taken, look_at, take_back, take_in
from office.desk import access
from office.lists.possible import ForAll
from tests.office.offices import calling
from words import tongue

CODE = "spring-27"
LIST = (
    "name;email;source;basis;track;sector;notes\n"
    "Jana Veselá;jana@firm.example;she spoke at our career day;consent;20;biotech;\n"
    "Ivo Malý;ivo@firm.example;his page at work;public;;;'=1+1\n"
)
FAIR = (
    "Kontakty z veletrhu\n\n"
    "Příjmení;Jméno;E-mail;Firma;Obor;Poznámka\n"
    "Veselá;Jana;jana@firm.example;Cell Works;Intellectual property;volat po 15:00\n"
    "Malý;Ivo;ivo@firm.example;;kovářství;\n"
    "Nová;Ida;ida(at)firm.example;;;\n"
)
MET = ForAll("we met at the fair in Brno", "known")


@pytest.fixture
def office(tmp_path):
    return calling(tmp_path)


def brought(text=LIST, for_all=MET, encoding="utf-8", **how):
    return BookList(text.encode(encoding), for_all=for_all, **how)


def taken(office, listed):
    return take_in(office, CODE, "eva", listed, look_at(office, listed).mark)


def in_the_book(office):
    return {one.name: one for one in office.store.book.found(Wanted(), office.clock.now(), start=0, size=99)}


def test_a_list_is_taken_in_and_comes_out_as_one_that_can_be_taken_in(office):
    added = taken(office, brought(for_all=ForAll()))
    out = as_list(office, Wanted(), tongue("en"))
    again = look_at(office, BookList(out))

    assert added.untouched == 2
    assert b"'=1+1" in out
    assert (len(again.known), again.fresh, again.refused) == (2, (), ())
    jana, ivo = in_the_book(office)["Jana Veselá"], in_the_book(office)["Ivo Malý"]
    assert (jana.track, jana.sector, jana.basis, ivo.basis, ivo.notes) == (
        20, "biotech", Basis.CONSENT, Basis.PUBLIC, "=1+1",
    )  # fmt: skip


def test_a_list_of_a_fair_is_understood_as_it_is(office):
    """A title above, headings of another language, an encoding of its own; how we know them is said once for all."""
    looked = look_at(office, brought(FAIR, encoding="cp1250"))

    assert [(one.name, one.organisation, one.track, one.notes) for one in looked.fresh] == [
        ("Jana Veselá", "Cell Works", 12, "volat po 15:00"), ("Ivo Malý", "", 0, ""),
    ]  # fmt: skip
    assert [one.told.partition(":")[0] for one in looked.refused] == ["line 6, column E-mail"]
    assert [(one.meaning, one.word, one.lines) for one in looked.strange] == [("track", "kovářství", (5,))]
    assert in_the_book(office) == {}

    taken(office, brought(FAIR, encoding="cp1250"))

    assert {one.source for one in in_the_book(office).values()} == {"we met at the fair in Brno"}
    assert {one.basis for one in in_the_book(office).values()} == {Basis.KNOWN}


def test_what_the_list_does_not_say_of_anybody_is_asked_for(office):
    looked = look_at(office, brought(FAIR, for_all=ForAll()))

    assert (looked.fresh, looked.mark) == ((), "")
    assert [one.column for one in looked.refused if not one.line] == ["source", "basis"]


@pytest.mark.parametrize(
    ("said", "basis"), [("consent", Basis.CONSENT), ("Ano", Basis.CONSENT), ("PUBLIC", Basis.PUBLIC)]
)
def test_why_somebody_may_be_kept_is_understood_as_people_write_it(office, said, basis):
    looked = look_at(office, brought(f"name,email,legal basis\nIvo Malý,ivo@firm.example,{said}\n"))

    assert [one.basis for one in looked.fresh] == [basis]


def test_a_reason_that_is_none_is_never_taken_for_that_of_the_list(office):
    looked = look_at(office, brought("name,email,legal basis\nIvo Malý,ivo@firm.example,no\n"))

    assert (looked.fresh, [one.told.partition(":")[0] for one in looked.refused]) == (
        (),
        ["line 2, column legal basis"],
    )


def test_who_is_in_the_book_or_never_wants_to_be_is_left_alone(office):
    taken(office, brought(for_all=ForAll()))
    jana = in_the_book(office)["Jana Veselá"]
    office.store.book.forget(jana.code, never_since=office.clock.now())

    looked = look_at(office, brought(LIST + "Eva Nová;EVA@firm.example;a fair;known;;;\n"))

    assert ([one.name for one in looked.fresh], [one.name for one in looked.known], looked.never) == (
        ["Eva Nová"], ["Ivo Malý"], 1,
    )  # fmt: skip


def test_nothing_else_is_taken_in_than_was_looked_at(office):
    seen = look_at(office, brought()).mark
    taken(office, brought(FAIR))

    with pytest.raises(ListChanged):
        take_in(office, CODE, "eva", brought(), seen)
    with pytest.raises(ListChanged):
        take_in(office, CODE, "eva", brought(), "")


def test_a_list_is_taken_back_but_for_whom_somebody_has_touched(office):
    more = "".join(f"Ida Nová;ida{n}@firm.example;a fair;known;;;\n" for n in range(3))
    of_the_list = taken(office, brought(LIST + more))
    other = taken(office, brought("name,email\nEva Nová,eva@firm.example\n"))
    people = {one.email: one for one in office.store.book.found(Wanted(), office.clock.now(), start=0, size=99)}
    at = access(office, CODE, office.store.register.coordinator("eva"))
    contact_book.note_asked(office, at, people["jana@firm.example"].code, Reply.LATER)
    corrected = {name: getattr(people["ivo@firm.example"], name) for name in COLUMNS} | {"track": "", "notes": "rang"}
    assert correct(office, people["ivo@firm.example"], corrected)
    stay(office, people["ida0@firm.example"])

    assert {(one.code, one.untouched) for one in lists_taken(office)} == {(other.code, 1), (of_the_list.code, 2)}
    assert (take_back(office, of_the_list.code), take_back(office, of_the_list.code)) == (2, 0)
    assert sorted(in_the_book(office)) == ["Eva Nová", "Ida Nová", "Ivo Malý", "Jana Veselá"]
    assert [one.code for one in lists_taken(office)] == [other.code]


def test_after_a_month_a_list_is_not_taken_back_any_more(office):
    listed = taken(office, brought())
    office.clock.move_to(office.clock.now() + TAKEN_BACK_WITHIN + timedelta(1))

    assert (lists_taken(office), take_back(office, listed.code), take_back(office, "")) == ([], 0, 0)
    assert len(in_the_book(office)) == 2


def test_what_the_columns_are_is_remembered_for_lists_of_the_book_alone(office):
    odd = "Wer;Kanal 1;Kanal 2\nIvo Malý;private@home.example;ivo@firm.example\n"
    said = {"name": 0, "email": 2, "organisation": 1}
    taken(office, brought(odd, meanings=said))

    assert look_at(office, brought(odd)).meanings == said
    assert office.store.columns.of(("Wer", "Kanal 1", "Kanal 2")) is None


def test_a_file_that_is_no_list_gets_a_sentence(office):
    looked = look_at(office, BookList(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))

    assert (looked.mark, looked.is_no_list) == ("", True)
    assert ".xlsx" in looked.refused[0].told
