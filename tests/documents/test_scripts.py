"""Scripts: those the press brings fonts for can always be printed, and what no font has is found out."""

from documents.press import lacks_a_font
from documents.scripts import SCRIPTS, unprintable


def test_latin_greek_and_cyrillic_need_no_font_of_the_machine() -> None:
    assert not {"Latin", "Greek", "Cyrillic"} & {str(name) for name in unprintable().values()}


def test_a_sign_that_no_font_has_is_found_out() -> None:
    assert lacks_a_font("\U000f0000")  # for private use: in no font
    assert not lacks_a_font("Eva")


def test_what_cannot_be_printed_is_one_of_those_we_look_for() -> None:
    assert unprintable().keys() <= SCRIPTS.keys()
