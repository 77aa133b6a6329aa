"""What holds for every form: how it is declared, that garbage is refused in words, that twice is once."""

import re
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.cohort import COLLECTIONS, Cohort
from domain.forms import FORMS, Form, mistakes
from domain.forms.form import Widget, meta
from domain.forms.mistakes import ANYTHING_ELSE
from tests.builders import answered, days, invited
from tests.domain.forms.samples import Sample, samples

SAMPLES = {sample.form: sample for sample in samples()}
by_form = pytest.mark.parametrize("name", FORMS)
PYDANTIC_ENGLISH = re.compile(r"\b(input|valid|field|string|integer|value|parsing|instance)\b", re.IGNORECASE)


def test_every_form_has_a_sample():
    assert list(SAMPLES) == list(FORMS)


@by_form
def test_a_form_is_declared_in_full(name: str):
    form, sample = FORMS[name], SAMPLES[name]
    offered = form.options(sample.cohort, invited(sample.cohort, name, sample.about, sample.to, sample.at))

    assert form.__doc__
    assert form.title
    for field_name, field in form.model_fields.items():
        extra = meta(field)
        assert field.title, field_name
        assert extra["widget"] in get_args(Widget)
        if extra["widget"] in ("choice", "choices", "ranking", "scale", "importance"):
            assert extra["options"] or offered.get(field_name), f"{field_name} offers nothing to choose"


@by_form
def test_a_question_that_may_be_hidden_has_a_default_and_looks_back(name: str):
    earlier: list[str] = []
    for field_name, field in FORMS[name].model_fields.items():
        condition = meta(field)["only_if"]
        if condition:
            assert not field.is_required(), field_name
            assert condition[0] in earlier, field_name
            offered = meta(FORMS[name].model_fields[condition[0]])["options"]
            assert not offered or set(condition[1]) <= set(offered), field_name
        earlier.append(field_name)


@by_form
def test_no_answer_can_be_endless(name: str):
    """Every text, list and number has a limit."""
    schema = FORMS[name].model_json_schema()

    assert list(_without_limit(schema["properties"], schema.get("$defs", {}))) == []


def _without_limit(properties: dict[str, Any], known: dict[str, Any]):
    for name, schema in properties.items():
        for kind in schema.get("anyOf", [schema]):
            limited = {
                "string": "maxLength" in kind or kind.get("format") in ("date", "time"),
                "array": "maxItems" in kind or name in ("skills", "goal_words", "not_with"),  # kinds.Tags counts itself
                "integer": "minimum" in kind and "maximum" in kind,
                "object": "maxProperties" in kind,
            }.get(kind.get("type", ""), True)
            if not limited:
                yield name
            if "$ref" in kind.get("items", {}):
                yield from _without_limit(known[kind["items"]["$ref"].split("/")[-1]]["properties"], known)


@by_form
def test_an_empty_answer_is_refused_in_our_own_words(name: str):
    sample = SAMPLES[name]

    try:
        _check(sample, {})
    except ValidationError as error:
        for field, words in mistakes(error).items():
            assert field == "" or field in FORMS[name].model_fields
            assert words.endswith("."), words
            assert not PYDANTIC_ENGLISH.search(words), words


def test_every_kind_of_mistake_has_its_own_words():
    """Each kind of wrong value gets a sentence that says what to change, not the general one."""
    wrong = {"day": "someday", "time": "noonish", "minutes": "an hour", "place": "x" * 999}
    with pytest.raises(ValidationError) as refused:
        _check(SAMPLES["session_date"], wrong)

    assert mistakes(refused.value) == {
        "day": "Please give a day like 2027-03-04.",
        "time": "Please give a time like 14:30.",
        "minutes": "Please give a whole number.",
        "place": "Please use at most 600 characters.",
    }


@by_form
def test_the_page_can_be_shown(name: str):
    sample = SAMPLES[name]
    invitation = invited(sample.cohort, name, sample.about, sample.to, sample.at)
    form = FORMS[name]

    assert form.introduction(sample.cohort, invitation)
    assert set(form.prefilled(sample.cohort, invitation)) <= set(form.model_fields)
    assert {name.partition(".")[0] for name in form.options(sample.cohort, invitation)} <= set(form.model_fields)
    assert form.skips(sample.cohort, invitation) <= set(form.model_fields)


@by_form
def test_an_answer_taken_twice_counts_once(name: str):
    sample = SAMPLES[name]

    once = _taken(sample.cohort, sample)
    twice = _taken(once, sample) if _still_possible(once, sample) else once

    assert _records(twice) == _records(once)


@by_form
def test_an_answer_that_comes_back_a_day_later_opens_nothing_new(name: str):
    sample = SAMPLES[name]
    once = _taken(sample.cohort, sample)
    late = replace(sample, at=sample.at + days(1))

    again = _taken(once, late) if _still_possible(once, late) else once

    assert again.escalations.keys() == once.escalations.keys()
    assert again.pairs.keys() == once.pairs.keys()
    assert [session.sequence for session in again.sessions.values()] == [s.sequence for s in once.sessions.values()]


@by_form
def test_what_was_answered_is_filled_in_when_the_form_is_opened_again(name: str):
    sample = SAMPLES[name]
    once = _taken(sample.cohort, sample)
    if not _still_possible(once, sample):
        return
    invitation = invited(once, name, sample.about, sample.to, sample.at)
    content = sample.content | FORMS[name].prefilled(once, invitation)

    assert FORMS[name].check(content, once, invitation, sample.at)


# --- hostile input ----------------------------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "\x00",
            "\ud800",
            "‮abc",
            "9" * 5000,
            "-1",
            "1e999",
            "NaN",
            "2027-02-30",
            "25:61",
            "0",
            "on",
            "held",
            "<b>",
            "P01",
        ]
    ),
    st.sampled_from(["é\n" * 3500, "a" * 200, "://" * 50]),
)
SCALARS = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.binary(max_size=5))
GARBAGE = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(TEXTS, st.integers()), inner, max_size=3)
    ),
    max_leaves=5,
)


@by_form
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=st.data())
def test_garbage_is_refused_and_nothing_breaks(name: str, chosen: st.DataObject):
    """Any part of a good answer replaced by anything: it is taken, or refused field by field."""
    sample, fields = SAMPLES[name], list(FORMS[name].model_fields)
    wrong = chosen.draw(st.dictionaries(st.sampled_from([*fields, "surprise"]), GARBAGE, max_size=5))
    content = {**sample.content, **wrong}
    if chosen.draw(st.booleans()):
        content = wrong

    try:
        answer = _check(sample, content)
    except ValidationError as error:
        found = mistakes(error)
        assert found
        assert all(words and "\n" not in words for words in found.values())
    else:
        invitation = invited(sample.cohort, name, sample.about, sample.to, sample.at)
        _writable(answer.kept())
        answer.take_in(sample.cohort, invitation, sample.at)
        answer.warnings(sample.cohort)


def _writable(value: Any) -> None:
    """Whatever was taken can be stored as UTF-8, and holds no control characters."""
    if isinstance(value, str):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", value.encode().decode())
    elif isinstance(value, dict):
        for name, inner in value.items():
            _writable(name)
            _writable(inner)
    elif isinstance(value, list):
        for inner in value:
            _writable(inner)


def test_the_general_sentence_is_the_last_resort():
    with pytest.raises(ValidationError) as refused:
        _check(SAMPLES["session_date"], {"day": b"\xff", "time": [], "minutes": {}, "place": 3})

    assert ANYTHING_ELSE not in mistakes(refused.value).values()


# --- short ways -------------------------------------------------------------------------------------------------------


def _check(sample: Sample, content: dict[str, Any]) -> Form:
    invitation = invited(sample.cohort, sample.form, sample.about, sample.to, sample.at)
    return FORMS[sample.form].check(content, sample.cohort, invitation, sample.at)


def _taken(cohort: Cohort, sample: Sample) -> Cohort:
    return answered(cohort, sample.form, sample.about, sample.to, sample.at, **sample.content)


def _still_possible(cohort: Cohort, sample: Sample) -> bool:
    """Some answers close their own question: a decided case, a hold that can only be lifted."""
    try:
        _check(replace(sample, cohort=cohort), sample.content)
    except ValidationError:
        return False
    return True


def _records(cohort: Cohort) -> dict[str, Any]:
    kept = {name: getattr(cohort, name) for name in COLLECTIONS.values() if name != "invitations"}
    return kept | {"phase": cohort.phase, "hold": cohort.hold, "moved": cohort.moved}
