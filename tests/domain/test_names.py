"""Names: what is one, what is none, and how people are greeted; the same in a form, in a list and on the open call."""

import pytest

from domain.forms import FORMS
from domain.names import NO_ADDRESS, first_name, in_order, person_name
from notifications.envelope import header_name
from office.lists.people import people_in
from office.lists.reading import sheet_of

NAMES = {
    "Jana Nová": "Jana",
    "Ing.arch. Jana Nová": "Jana",
    "Mgr.art. Petr Malý": "Petr",
    "Dr.rer.nat. Hans Müller": "Hans",
    "prof. MUDr. Eva Malá, CSc.": "Eva",
    "Dipl.-Ing. Max Weber": "Max",
    "Jan Novák, Ph.D., MBA": "Jan",
    "Ing.Jana Nová": "Jana",
    "NOVÁK Jan": "Jan",
    "Jan NOVÁK": "Jan",
    "van der BERG Jan": "Jan",
    "Novák, Jan": "Jan",
    "JEAN-LUC PICARD": "Jean-Luc",
    "O'Brien": "O'Brien",
    "J.R.R. Tolkien": "Tolkien",
    "St.John Smith": "John",
    "Frau Eva Malá": "Eva",
    "Professor Jana Nová": "Jana",
    "Emerson Silva": "Emerson",
    "Ed Sheeran": "Ed",
    "X": "X",
    "AJ": "AJ",
    "李": "李",
    "王 伟": "王 伟",
    "محمد علي": "محمد علي",
    "jan novák": "jan",
}
NO_NAMES = (
    *("evil.com", "Jana www.evil.example", "bit.ly/x", "t.co", "EVIL.COM", "evil.com.", "(evil.com)", "10.0.0.1"),
    *("http://evil", "//evil", "Jana <b>", "jana@firm.example", "Win: now", "пример.рф"),
    *("evil\uff0ecom", "evil\u3002com", "\uff20you"),  # a wide full stop, one of Chinese, a wide sign for "at"
    *("123", "...", "", "\u202e\u200b", "x" * 121),
)


@pytest.mark.parametrize(("name", "greeted"), NAMES.items())
def test_people_are_greeted_by_the_name_they_are_called(name, greeted):
    assert first_name(person_name(name)) == greeted


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused_with_a_remedy(name):
    with pytest.raises(ValueError, match=r"name|letters"):
        person_name(name)


def test_a_title_that_we_do_not_know_passes_with_a_blank():
    with pytest.raises(ValueError, match="put a blank") as refused:
        person_name("Xyz.abc. Jana Nová")

    assert str(refused.value) == NO_ADDRESS
    assert first_name(person_name("Xyz. abc. Jana Nová")) == "Jana"


def test_nothing_that_cannot_be_seen_stays_in_a_name():
    assert person_name("Jana\u202e\u2066 Nov\u00adá\x07\n") == "Jana Nová"


@pytest.mark.parametrize("name", [*NAMES, *NO_NAMES])
def test_form_list_and_header_read_the_same_name(name):
    try:
        read = person_name(name)
    except ValueError:
        read = ""

    sheet = sheet_of(f'email;name\njana@firm.example;"{name}"\n'.encode())
    listed = people_in(sheet, {"email": 0, "name": 1}).contacts
    details = FORMS["my_details"].model_fields["full_name"].metadata[-1].func
    assert [contact.name for contact in listed] == ([in_order(read)] if read else [])
    if read:
        assert details(name) == read
        assert header_name(name)
    else:
        with pytest.raises(ValueError, match=r"name|letters"):
            details(name)


def test_nobody_has_no_first_name():
    assert first_name("") == first_name("  ") == ""
