"""Fields: a question as a page shows it, and what a browser sends put together again."""

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import BaseModel
from starlette.datastructures import FormData, QueryParams

from domain.forms import FORMS
from domain.forms.form import Form, question
from domain.forms.session_report import SessionReport
from tests.builders import default_policy
from web.fields import Field, fields_of, in_words, steps_of
from web.incoming import content_of
from words.tongues import tongue


class Step(BaseModel):
    what: str = question("What")
    when: str = question("When", "")


class Everything(Form):
    """One question of each kind."""

    name = "everything"
    title = "Everything"

    line: str = question("A line", max_length=20)
    words: str = question("Some words", "", widget="text", max_length=200, reader="partner")
    on: dt.date | None = question("A day", None, widget="date")
    at: dt.time | None = question("A time", None, widget="time")
    count: int = question("A number", 1, widget="number", ge=1, le=5)
    agreed: bool = question("Agreed", False, widget="yes")
    kind: str = question("Kind", "", widget="choice", options={"a": "Apples", "b": "Pears"})
    why: str = question("Why apples?", "", only_if=("kind", ("a",)))
    many: tuple[str, ...] = question("Many", (), widget="choices", options={"a": "Apples", "b": "Pears"})
    order: tuple[str, ...] = question(
        "Order", (), widget="ranking", options={"a": "A", "b": "B", "c": "C"}, max_length=2, step="Later"
    )
    mark: int = question("Mark", 0, widget="scale", ge=0, le=10, step="Later")
    matters: dict[str, int] = question("Matters", {}, widget="importance", options={"a": "A", "b": "B"}, step="Later")
    steps: tuple[Step, ...] = question("Steps", (), widget="rows", rows=2, step="Later")
    paper: str = question("Paper", "", widget="upload", step="Later")


def by_name(content, **told) -> dict[str, Field]:
    return {field.name: field for field in fields_of(Everything, content, default_policy(), **told)}


def test_each_field_says_who_reads_it_and_how_much_it_takes():
    fields = by_name({})

    assert fields["words"].reader == "your partner and the coordinator read this"
    assert (fields["line"].needed, fields["line"].most, fields["words"].needed) == (True, 20, False)
    assert fields["order"].places == ["First choice", "Second choice"]
    assert list(fields["mark"].options) == [str(n) for n in range(11)]
    assert fields["why"].condition == "Only if you answered “Apples” to “Kind”."
    assert [column.title for column in fields["steps"].columns] == ["What", "When"]
    assert steps_of(fields.values()) == ["", "Later"]


def test_options_of_the_cohort_replace_those_of_the_form_and_skipped_questions_are_gone():
    fields = by_name({}, options={"kind": {"z": "Quinces"}}, skips={"words"})

    assert fields["kind"].options == {"z": "Quinces"}
    assert "words" not in fields


def test_what_a_browser_sends_is_put_together_by_question():
    sent = FormData(
        [
            ("line", "  one  "),
            ("words", "a\r\nb\x00"),
            ("agreed", "true"),
            ("kind", "a"),
            ("many", "b"),
            ("many", "a"),
            ("order.2", "a"),
            ("order.1", "c"),
            ("matters.b", "3"),
            ("matters.a", ""),
            ("steps.1.what", "second"),
            ("steps.0.what", "first"),
            ("steps.2.what", ""),
            ("paper", "somebody-elses-file"),
            ("_version", "4"),
            ("stranger", "x"),
        ]
    )

    content = content_of(sent, fields_of(Everything, {}, default_policy()))

    assert content == {
        "line": "one",
        "words": "a\nb",
        "on": "",
        "at": "",
        "count": "",
        "agreed": True,
        "kind": "a",
        "why": "",
        "many": ["b", "a"],
        "order": ["c", "a"],
        "mark": "",
        "matters": {"b": "3"},
        "steps": [{"what": "first"}, {"what": "second"}],
        "stranger": "x",
    }


def test_a_link_fills_in_only_what_it_names():
    chosen = content_of(
        QueryParams("kind=b&stranger=x&paper=y"), fields_of(Everything, {}, default_policy()), whole=False
    )

    assert chosen == {"kind": "b"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("line", "hello", ["hello"]),
        ("words", "a\nb", ["a", "b"]),
        ("agreed", "true", ["Yes"]),
        ("agreed", False, ["No"]),
        ("kind", "a", ["Apples"]),
        ("kind", "gone", []),
        ("many", ["b", "a"], ["Pears", "Apples"]),
        ("order", ["c", "a"], ["1. C", "2. A"]),
        ("mark", 7, ["7"]),
        ("matters", {"a": "3"}, ["A: very"]),
        ("steps", [{"what": "x", "when": "soon"}, {"what": ""}], ["x · soon"]),
        ("paper", "", []),
    ],
)
def test_an_answer_in_words(name, value, words):
    assert in_words(by_name({name: value})[name]) == words


@pytest.mark.parametrize(("typed", "shown"), [("2027-03-08", "8 March 2027"), ("soon", "soon")])
def test_a_day_is_shown_as_people_write_days(typed, shown):
    fields = {field.name: field for field in fields_of(SessionReport, {"held_on": typed}, default_policy())}
    assert [tongue("en").say(words) for words in in_words(fields["held_on"])] == [shown]


@pytest.mark.parametrize("value", ["x", 3, True, None, [], {}, [1, {}], {"a": []}, "9" * 5000, [[["x"]]]])
def test_nothing_that_was_typed_or_kept_breaks_a_page(value):
    for form in (Everything, *FORMS.values()):
        for field in fields_of(form, dict.fromkeys(form.model_fields, value), default_policy()):
            assert isinstance(in_words(field), list)
            assert isinstance(field.text, str)
            assert isinstance(field.table, list)


def test_a_table_has_a_spare_row_only_when_the_others_are_full():
    assert len(by_name({})["steps"].table) == 2
    assert len(by_name({"steps": [{"what": "a", "when": "b"}] * 2})["steps"].table) == 3
    assert len(by_name({"steps": [{"what": "a"}] * 2})["steps"].table) == 2


def test_a_column_offers_the_people_of_the_cohort_and_a_long_list_stands_once():
    few, many = ({str(n): f"Number {n}" for n in range(size)} for size in (3, 200))
    content = {"steps": [{"what": "2", "when": "7"}]}

    field = by_name(content, options={"steps.what": few, "steps.when": many})["steps"]

    assert [(column.name, column.as_select) for column in field.columns] == [("what", True), ("when", False)]
    assert in_words(field) == ["Number 2 · Number 7"]


def test_a_long_table_loses_no_row():
    sent = FormData([(f"steps.{n}.what", f"step {n}") for n in range(60)])
    field = by_name({})["steps"]

    assert len(content_of(sent, [replace(field, most=400)], whole=False)["steps"]) == 60
    assert len(content_of(sent, [field], whole=False)["steps"]) == 40
