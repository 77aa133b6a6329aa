"""Whoever holds a certificate can see that it is ours, and learns nothing that does not stand on it."""

import io

import pytest
from pypdf import PdfReader

from office.benches import print_documents
from office.erasing import erase
from office.genuine import genuine, number_of
from tests.documents.world import a_document
from tests.web.conftest import client_of
from tests.web.world import World, a_world


@pytest.fixture
def printed(tmp_path) -> World:
    """A programme at its end, whose certificate of N01 was printed."""
    cohort, order = a_document("certificate")
    world = a_world(tmp_path, cohort.put(order))
    print_documents(world.office, world.code)
    return world


def number(world):
    return number_of(world.office, world.cohort, "N01")


def test_the_number_on_a_paper_says_that_it_is_ours_and_no_name(printed):
    paper = printed.cohort.documents["certificate:N01"]
    text = PdfReader(io.BytesIO(printed.office.store.files.get(paper.file).content)).pages[0].extract_text()
    assert number(printed) in text
    assert "Verify it at 127.0.0.1:8080/genuine" in text

    with client_of(printed) as web:
        shown = web.get("/genuine", params={"number": f"  {number(printed).lower()} "}).text

    assert "This number is ours." in shown
    assert f"Certificate, {printed.cohort.name}, printed on" in shown
    assert not any(word in shown for word in printed.cohort.participants["N01"].name.split())


@pytest.mark.parametrize(
    "other",
    [
        "",
        "pilot-27-N01",
        "PILOT-27-N02-{mark}",
        "OTHER-N01-{mark}",
        "PILOT-27-EVA-{mark}",
        "PILOT-27-N01-AAAAAAAAAA",
        "ı" * 90,
    ],
)
def test_any_other_number_is_none_of_ours(printed, other):
    asked = other.format(mark=number(printed)[-10:])

    assert genuine(printed.office, asked) is None
    with client_of(printed) as web:
        assert "This number is ours." not in web.get("/genuine", params={"number": asked}).text


def test_it_stays_genuine_when_everything_else_is_forgotten(printed):
    before = genuine(printed.office, number(printed))
    told = number(printed)

    erase(printed.office, printed.code, "N01")

    assert genuine(printed.office, told) == before
