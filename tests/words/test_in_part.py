"""In part: a language that somebody has begun says so, and is offered to nobody before it is whole."""

import pytest
from babel.messages.pofile import write_po

from machine.doctor import examine
from notifications import letters
from office.launch import check_plan
from office.offering import Lacking, spoken_in_part, spoken_whole
from office.plan_files import PlanRefused
from tests.office.offices import PLAN, an_office
from tests.web.conftest import client_of
from tests.web.world import a_world, with_every_form
from tests.words.made_up import LANGUAGE, silent, spoken
from tests.words.test_everything_is_said import in_this_language
from words import catalogues, tongue

SAYS_SO = "stands in English"


@pytest.fixture
def begun(monkeypatch, tmp_path):
    """The made-up language without one text and one letter."""
    spoken(monkeypatch, tmp_path)
    known = catalogues.catalogue(LANGUAGE)
    known.delete("Not everything is translated into {language} yet; the rest stands in English.")
    with catalogues.place_of(LANGUAGE).open("wb") as file:
        write_po(file, known)
    (letters.ROOT / LANGUAGE / "mentee" / "paired.md").unlink()
    yield
    silent()


def test_it_is_known_and_offered_to_nobody(begun):
    assert spoken_in_part() == {LANGUAGE: Lacking(texts=1, letters=1, documents=0)}
    assert list(spoken_whole()) == ["en"]
    assert letters.letter("mentee/paired", LANGUAGE).spoken is tongue("en")


def test_no_programme_is_launched_in_it(begun, tmp_path):
    with pytest.raises(PlanRefused) as refused:
        check_plan(an_office(tmp_path), PLAN | {"language": LANGUAGE})

    assert [mistake.words for mistake in refused.value.mistakes] == ["'pl' is not one of the languages of letters: en"]


def test_the_doctor_tells_what_is_missing(begun, tmp_path):
    told = [finding.words for finding in examine(an_office(tmp_path)) if finding.check == "languages"]

    assert told == [
        "Spoken: English.",
        "polski is translated in part; still to do are texts: 1, letters: 1, documents: 0.",
    ]


def test_whoever_reads_it_already_is_told_on_each_page_and_no_browser_gets_it(begun, tmp_path):
    world = a_world(tmp_path, in_this_language(with_every_form()))
    with client_of(world) as browser:
        browser.headers["accept-language"] = LANGUAGE
        theirs, anybodys = browser.get(world.page("N01")).text, browser.get("/").text
    world.office.store.close()

    assert (SAYS_SO in theirs, f'lang="{LANGUAGE}"' in theirs) == (True, True)
    assert (SAYS_SO in anybodys, f'lang="{LANGUAGE}"' in anybodys) == (False, False)


def test_a_whole_one_says_nothing():
    assert not tongue("en").in_part
