"""Text as people type it, made safe to keep."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from domain.text import as_typed, clean_line, clean_text


def test_lines_stay_and_controls_go():
    assert clean_text("  one\r\ntwo\rthree\x00\x07\ttabbed\ud800 ") == "one\ntwo\nthree\ttabbed"


def test_a_line_is_one_line():
    assert clean_line("Jana\n  Veselá\u202e\ufeff\u00ad\U000e0041") == "Jana Veselá"
    assert clean_line("Vesela\u200b\u0301") == "Veselá", "what hides between a letter and its accent"
    assert clean_line("علی\u200cرضا") == "علی\u200cرضا", "a joiner that Persian is written with"


def test_letters_are_composed():
    assert clean_text("Vesela\u0301") == "Veselá"


def test_what_people_typed_is_no_markdown():
    assert as_typed("# [click](http://x.example) *now*") == r"\# \[click\]\(http\://x\.example\) \*now\*"


@given(st.text(st.characters()) | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Ll"])))
def test_whatever_comes_can_be_kept_and_cleaning_twice_is_cleaning_once(text: str):
    for clean in (clean_text, clean_line):
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)
        assert "\x00" not in cleaned.encode().decode()
