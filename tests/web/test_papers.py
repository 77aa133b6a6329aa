"""What is to be read can be read on the web: the code of conduct before one promises it, the guide on one's own page."""

from dataclasses import replace

import pytest

from domain.documents import Document
from domain.lifecycles import DocumentState
from tests.web.world import World, a_world, mentoring


@pytest.fixture
def world(tmp_path) -> World:
    """Mentoring goes on; the mentees have their guide."""
    cohort = mentoring()
    at = cohort.milestones.mentoring_starts
    guide = Document("guide:mentees", "guide", "", "mentees", "", at, DocumentState.PRINTED, "f1", at)
    return a_world(tmp_path, cohort.put(guide))


def test_applicants_can_read_what_they_promise(web, world):
    asked = web.get(world.apply("mentee")).text
    assert f'href="/conduct/{world.code}"' in asked

    for language, words in (("en", "takes no part in assessing"), ("es", "no participa en la evaluación")):
        shown = web.get(f"/conduct/{world.code}", headers={"accept-language": language})
        assert (shown.status_code, words in shown.text) == (200, True), language
    assert web.get("/conduct/other").status_code == 404


def test_a_guide_is_read_on_its_page_and_only_by_its_readers(web, world):
    read = f"{world.page('N01')}/documents/guide:mentees/read"
    assert read in web.get(world.page("N01")).text

    shown = web.get(read).text

    assert "Mentee guide" in shown
    assert "sessions held" in shown
    world.change(replace(world.cohort.participants["N01"], language="es"))
    assert "Guía para mentees" in web.get(read).text
    assert web.get(f"{world.page('M01')}/documents/guide:mentees/read").status_code == 404
    assert web.get(f"{world.page('N01')}/documents/certificate:N01/read").status_code == 404
