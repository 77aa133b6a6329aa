"""Markdown: a letter that is read paragraph by paragraph is the letter that is read as a whole."""

import pytest

from notifications.markdown import PARSER as WHOLE
from notifications.markdown import _html, _text, to_html_and_text

LETTERS = {
    "paragraphs": "Dear Ada,\n\nyou meet on Monday.\nBring your plan.\n\n[Your page](https://office.example/p/1)",
    "a list between paragraphs": "Two things:\n\n- one\n- two\n\nThat is all.",
    "a list with blank lines": "Two things:\n\n- one\n\n- two\n\nThat is all.",
    "a list that a paragraph began": "Two things:\n- one\n\n- two\n\nThat is all.",
    "a list that goes on after a paragraph of its own": "- one\n\n  more of it\n\n- two\n\nEnd.",
    "a quotation of two paragraphs": "She wrote:\n\n> first\n>\n> second\n\nWhat now?",
    "a quotation and a list": "> first\n\n- one\n- two",
    "marks that people typed": "Dear \\*Ada\\*,\n\n\\- no list\n\n**bold** words",
    "numbers": "1. one\n\n2. two\n\nEnd.",
    "blank lines with blanks": "Dear Ada,\n \t\nyou meet.\n\n\n\nEnd.",
}


@pytest.mark.parametrize("source", LETTERS.values(), ids=LETTERS)
def test_parts_and_the_whole_say_the_same(source):
    tokens = WHOLE.parse(source)

    assert to_html_and_text(source) == (_html(tokens), _text(tokens))


def test_a_paragraph_that_comes_again_is_the_same_and_another_is_not():
    first, again, other = (to_html_and_text(f"Dear {name},\n\nyou meet.") for name in ("Ada", "Ada", "Bela"))

    assert (
        first
        == again
        == (
            '<p style="margin:0 0 16px">Dear Ada,</p>\n<p style="margin:0 0 16px">you meet.</p>\n',
            "Dear Ada,\n\nyou meet.",
        )
    )
    assert other[1] == "Dear Bela,\n\nyou meet."
