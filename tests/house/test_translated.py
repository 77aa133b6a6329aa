"""The house: what is translated is translated whole and right: catalogues, letters, documents."""

import pytest
from babel.messages.catalog import Catalog

from docs import translated
from docs.translated import lacking, mistakes_in, mistakes_in_documents, mistakes_in_letters, mistakes_of, unused_in
from notifications import letters
from words import ENGLISH, languages

WHOLE = ("es",)
"""The languages that must say everything. Any other is offered to nobody until it does."""


@pytest.mark.parametrize("language", [language for language in languages() if language != ENGLISH])
def test_what_is_translated_is_right(language):
    assert mistakes_of(language) == []


@pytest.mark.parametrize("language", WHOLE)
def test_everything_is_translated(language):
    assert lacking(language) == {"texts": [], "letters": [], "documents": []}, "run `make words`, and translate"


def wrong(message, string):
    czech = Catalog(locale="cs")
    czech.add(message, string)
    return mistakes_in(czech)


@pytest.mark.parametrize(
    ("message", "string", "mistake"),
    [
        ("Hello, {name}", "Ahoj, {jmeno}", ["has no blank {jmeno}", "lost its blank {name}"]),
        ("Hello, {name}", "Ahoj, {name:>9}", ["has no blank {name:>9}", "lost its blank {name}"]),
        ("Hello, {name}", "Ahoj, {name", ["has braces that do not close"]),
        ("Use <b>it</b>", "Pouzij <b>to<b>", ["has other markup or code in it"]),
        ("Use `make words`", "Pouzij `make slova`", ["has other markup or code in it"]),
        ("to {who} ", "komu {who}", ["begins or ends with a blank, or does not"]),
        ("Hello", "", []),
    ],
)
def test_a_wrong_translation_would_be_found(message, string, mistake):
    assert wrong(message, string) == [f"“{message}” {words}" for words in mistake]


def test_a_plural_form_that_is_missing_would_be_found():
    assert wrong(("{n} case", "{n} cases"), ("{n} případ", "{n} případy")) == ["“{n} case” needs 3 plural forms"]
    assert wrong(("{n} case", "{n} cases"), ("případ", "{n} případy", "případů")) == ["“{n} case” lost its blank {n}"]


def test_a_text_that_is_not_used_any_more_would_be_found():
    used, czech = Catalog(), Catalog(locale="cs")
    used.add("Hello", context="letter")
    for context in ("letter", None):
        czech.add("Hello", "Ahoj", context=context)
    gone = Catalog(locale="cs")
    gone.add("Good bye", "Na shledanou")
    gone.update(used)

    assert unused_in(czech, used) == ["“Hello” is not used any more"]
    assert unused_in(gone, used) == ["“Good bye” is not used any more"]


def test_a_letter_and_a_document_with_other_facts_would_be_found(monkeypatch, tmp_path):
    for language, body in (("en", "{{ to.first_name }} [go]({{ page }})"), ("cs", "{{ to.first_name }} {{ page }}")):
        (tmp_path / language / "pair").mkdir(parents=True)
        (tmp_path / language / "pair" / "ended.md").write_text(f"subject: x\nbecause: y\n\n{body}")
        (tmp_path / language / "plan.typ").write_text("#facts.goals" if language == "en" else "#facts.topics")
    monkeypatch.setattr(letters, "ROOT", tmp_path)
    monkeypatch.setattr(translated, "TEXTS", tmp_path)

    assert mistakes_in_letters("cs") == [
        "pair/ended.md lacks ]({{ page }})",
        "pair/ended.md has {{ page }}, and English has not",
    ]
    assert mistakes_in_documents("cs") == [
        "plan.typ lacks facts.goals",
        "plan.typ has facts.topics, and English has not",
    ]
