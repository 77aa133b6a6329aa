"""Exports from the desk: for those who run the cohort, as files that nothing runs in."""

import io
import re
import zipfile

import pytest

from domain.documents import Document
from domain.lifecycles import DocumentState
from office.export_files import EXPORTS
from tests.web.conftest import a_browser
from tests.web.world import NOW


@pytest.mark.parametrize("kind", EXPORTS)
def test_each_kind_is_offered_and_can_be_taken(web, world, kind):
    assert f"{world.desk()}/exports/{kind}" in web.get(f"{world.desk()}/exports").text

    taken = web.get(f"{world.desk()}/exports/{kind}")

    assert taken.status_code == 200
    assert taken.headers["content-disposition"].startswith(f'attachment; filename="{world.code}')
    assert "sandbox" in taken.headers["content-security-policy"]


def test_the_tables_hold_everybody(web, world):
    packed = zipfile.ZipFile(io.BytesIO(web.get(f"{world.desk()}/exports/csv").content))

    people = packed.read("people.csv").decode("utf-8-sig")

    assert [code for code in world.cohort.participants if code not in people] == []


def test_what_was_printed_of_all_is_read_here_by_those_who_run_it(web, world):
    where = f"{world.desk()}/exports"
    assert "Printed for the whole cohort" not in web.get(where).text
    kept = world.office.store.files.put(b"%PDF-1.7 evaluation", "evaluation.pdf", "application/pdf", world.code, "eva")
    world.change(
        Document("evaluation:eva", "evaluation", "", "eva", "", NOW, DocumentState.PRINTED, kept, NOW),
        Document("handbook:mentors", "handbook", "", "mentors", "", NOW),
        Document("plan:P01", "plan", "P01", "N01", "P01", NOW, DocumentState.PRINTED, kept, NOW),
    )

    page = web.get(where).text

    assert re.findall(r'/documents/([^"]+)"', page) == ["evaluation:eva"]
    assert web.get(f"{world.desk()}/documents/evaluation:eva").content.startswith(b"%PDF")


def test_nobody_takes_anything_along_without_signing_in(world):
    with a_browser(world) as stranger:
        for kind in EXPORTS:
            answer = stranger.get(f"{world.desk()}/exports/{kind}")
            assert (answer.status_code, b"@firm.example" in answer.content) == (303, False)


def test_what_there_is_not_cannot_be_taken(web, world):
    assert web.get(f"{world.desk()}/exports/everything").status_code == 404
