"""The house: whatever is asked of a programme has something that does it, or says what is missing (docs/coverage.md).

What a row names exists, and every form, letter and document is named. Whether it does what the row says, only somebody can
tell who reads the code.
"""

from fnmatch import fnmatchcase

import pytest

from domain.forms import FORMS
from notifications.letters import LETTERS
from tests.house.rows import DOCUMENTS, EXISTS, MACHINERY, named_in, rows_of
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "coverage.md"


# --- what is wrong with a page -------------------------------------------------------------------------------------------


def in_chapters(text):
    """The rows below a heading; what explains the page stands before the first one."""
    return [row for row in rows_of(text) if row.chapter]


def asked(rows):
    return [row for row in rows if row.chapter != MACHINERY]


def of_no_kind(rows):
    return [f"{row.line} {name}" for row in rows for kind, name in named_in(row.told) if not kind]


def not_there(rows):
    names = [(row.line, *pair) for row in rows for pair in named_in(row.told)]
    return [f"{line} {kind} {name}" for line, kind, name in names if kind and not EXISTS[kind](name)]


def unfulfilled(rows):
    """Rows that neither name what does it and a test, nor say in a sentence what is missing."""
    found = []
    for row in asked(rows):
        kinds = {kind for kind, _ in named_in(row.told)}
        is_sentence = len(row.missing.split()) > 2 and row.missing.endswith(".")
        if not is_sentence if row.missing else not {"test"} < kinds:
            found.append(f"{row.line} {row.cells[0]}")
    return found


def without_reason(rows):
    return [row.cells[0] for row in rows if row.chapter == MACHINERY and len(row.cells[-1].split()) < 4]


def of_no_source(rows):
    """Rows whose source docs/programme.md does not call so."""
    page = (ROOT / "docs" / "programme.md").read_text(encoding="utf-8")
    known = [row.cells[0].strip("*") for row in rows_of(page.partition("## Sources")[2].partition("\n## ")[0])]
    told = [(row.line, source) for row in asked(rows) for source in row.cells[1].split(", ")]
    return [f"{line} {source}" for line, source in told if not any(name.startswith(source) for name in known)]


def unnamed(rows):
    """Forms, letters and documents that no row speaks of."""
    named = [pair for row in rows for pair in named_in(row.told)]
    forms = {name.partition(".")[0] for kind, name in named if kind in ("form", "question")}
    stars = [name for kind, name in named if kind == "letter"]
    letters = {letter for letter in LETTERS if any(fnmatchcase(letter, star) for star in stars)}
    return sorted(FORMS.keys() - forms | LETTERS - letters | DOCUMENTS - {name for _, name in named})


def told_twice(rows):
    """What stands at the foot although a row speaks of it."""
    foot = {pair for row in rows if row.chapter == MACHINERY for pair in named_in(row.told)}
    return sorted(foot & {pair for row in asked(rows) for pair in named_in(row.told)})


def wrong_in(text):
    """All that is wrong with a page, by what kind of mistake it is."""
    rows = in_chapters(text)
    looks = (of_no_kind, not_there, unfulfilled, without_reason, of_no_source, unnamed, told_twice)
    return {look.__name__: found for look in looks if (found := look(rows))}


# --- the tests ----------------------------------------------------------------------------------------------------------


def test_what_is_asked_has_what_does_it_or_says_what_is_missing():
    assert wrong_in(PAGE.read_text(encoding="utf-8")) == {}


def test_there_is_a_row_for_each_thing_that_was_read():
    """So that a table which is no longer read as one does not pass for a page without mistakes."""
    text = PAGE.read_text(encoding="utf-8")
    lines = [line for line in text.partition("\n## ")[2].splitlines() if line.startswith("|")]
    heads = sum(line.startswith("|---") for line in lines)

    assert len(in_chapters(text)) == len(lines) - 2 * heads > 100


HEAD = "| what is asked | source | what does it |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("form `rspv`; test `test_looking_changes_nothing`", "not_there"),
        ("form `rsvp`, letter `person/gathering_envited`; test `test_each_verdict_has_its_letter`", "not_there"),
        ("letter `person/*`; test `test_each_verdict_has_its_letter`", "not_there"),
        ("rule `gathering.envite`; test `test_each_verdict_has_its_letter`", "not_there"),
        ("setting `sessions.numbers`; test `test_each_verdict_has_its_letter`", "not_there"),
        ("page `/desk/{cohort}/nowhere`; test `test_each_verdict_has_its_letter`", "not_there"),
        ("form `rsvp`; test `test_nobody_wrote_this`", "not_there"),
        ("form `rsvp`; test `test_each_verdict_has`", "not_there"),
        ("form `rsvp`; test `test_a…`", "not_there"),
        ("`rsvp`; test `test_each_verdict_has_its_letter`", "of_no_kind"),
        ("form `rsvp`", "unfulfilled"),
        ("test `test_each_verdict_has_its_letter`", "unfulfilled"),
        ("form `rsvp`; **open:**", "unfulfilled"),
        ("**open:** later", "unfulfilled"),
    ],
)
def test_a_row_that_is_wrong_is_noticed(row, mistake):
    found = wrong_in(f"## Here\n\n{HEAD}| Something | own | {row} |\n")

    assert found.keys() - {"unnamed"} == {mistake}


def test_a_source_that_has_another_name_and_a_letter_that_nobody_speaks_of_are_noticed():
    found = wrong_in(
        f"## Here\n\n{HEAD}| Something | hearsay | form `rsvp`; test `test_each_verdict_has_its_letter` |\n"
    )

    assert found["of_no_source"] == ["5 hearsay"]
    assert {"alumni", "pair/date_set", "handbook"} <= set(found["unnamed"])
    assert "rsvp" not in found["unnamed"]
