"""What a screen reader needs is in every document: a title that is shown, the language, a tree of tags, words for pictures."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from documents.facts import facts_of
from documents.press import print_document
from domain.organisation import Organisation, Picture, as_data
from tests.documents.test_press import SVG
from tests.documents.world import NOW, ORDERS, a_cohort, a_document

WITH_CELLS = {"agreement", "evaluation", "guide", "handbook", "plan", "standards", "statement"}


def opened(kind: str, language: str = "en", logo: str = "") -> pikepdf.Pdf:
    cohort = a_cohort()
    runs_it = Organisation(name="Cell Society", logo=logo)
    people = (replace(one, language=language) for one in cohort.participants.values())
    policy = cohort.policy.model_copy(update={"organisation": runs_it})
    cohort = replace(cohort.put(*people), policy=policy, language=language)
    return pikepdf.open(io.BytesIO(print_document(kind, facts_of(*a_document(kind, cohort)), NOW)))


def tags(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Every element of the tree of tags."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(ORDERS))
def test_it_declares_what_a_reader_needs(kind: str, language: str) -> None:
    pdf = opened(kind, language)

    root = pdf.Root
    assert str(root.Lang) == language
    assert bool(root.MarkInfo.Marked)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"]


@pytest.mark.parametrize("kind", sorted(ORDERS))
def test_its_tags_have_headings_words_for_pictures_and_heads_of_tables(kind: str) -> None:
    pdf = opened(kind, logo=as_data(Picture("svg", SVG)))
    found = list(tags(pdf.Root.StructTreeRoot))

    kinds = {str(one.S) for one in found}
    assert ("/H1" in kinds) == (kind != "statement")  # which is a letter of one page
    figures = [one for one in found if str(one.S) == "/Figure"]
    assert [str(one.get("/Alt", "")) for one in figures] == ["Cell Society"]
    assert ("/TH" in kinds) == (kind in WITH_CELLS)


def test_every_page_belongs_to_the_tree() -> None:
    """What is drawn without a tag is for the eye alone; a page on which nothing has one could not be read."""
    for kind in ORDERS:
        pdf = opened(kind)
        assert [n for n, page in enumerate(pdf.pages) if "/StructParents" not in page] == []
