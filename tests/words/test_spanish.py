"""Spanish: pages, forms, letters and documents as a Spanish reader gets them have no English in them."""

import re
from dataclasses import replace

import pytest

from documents.facts import facts_of
from documents.shelf import KINDS
from domain.agenda import expected
from domain.carry_out import carry_out
from domain.forms import FORMS
from domain.steps import rules_of
from notifications.letters import render
from office.export_files import export_file
from tests.documents.world import a_cohort as a_finished_cohort
from tests.documents.world import a_document
from tests.moments import NOW as MOMENT
from tests.moments import moments
from tests.notifications.world import StraightLinks
from tests.web.conftest import client_of
from tests.web.world import a_world, openings, settled, with_every_form
from tests.words.english import english_in
from tests.words.made_up import Shown, typed_in
from tests.words.test_everything_is_said import PAGES, strings_of

LANGUAGE = "es"
TITLES = {"15 minutes to develop your research career"}
"""What others call their works, which is no text of ours."""


def in_spanish(cohort):
    people = (replace(person, language=LANGUAGE) for person in cohort.participants.values())
    return replace(cohort.put(*people), language=LANGUAGE)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    found = settled(a_world(tmp_path_factory.mktemp("world"), in_spanish(with_every_form())))
    yield found
    found.office.store.close()


@pytest.fixture(scope="module")
def web(world):
    with client_of(world) as client:
        client.headers["accept-language"] = "es-ES, en;q=0.5"
        yield client


def english(world, answer, *typed):
    return english_in(Shown(answer.text).words, typed_in(world.cohort) | set(typed))


def test_english_would_be_found():
    page = "<p>Elige otra vez, por favor</p><p>Choose your mentor, Anna and Eva</p>"

    assert english_in(Shown(page).words, {"Anna and Eva"}) == ["Choose your in 'Choose your mentor, Anna and Eva'"]


@pytest.mark.parametrize("page", PAGES)
def test_a_page(web, world, page):
    assert english(world, web.get(PAGES[page](world))) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form(web, world, form):
    assert english(world, web.get(openings(world)[form])) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_needs_another_look(web, world, form):
    wrong = {"full_name": "a@b", "day": "x", "time": "x", "first": "x", "last": "x", "minutes": "x", "_go": "next"}

    assert english(world, web.post(openings(world)[form], data=wrong, follow_redirects=True)) == []


MOMENTS = {cohort.code: in_spanish(cohort) for cohort in moments()}


@pytest.mark.parametrize("code", MOMENTS)
def test_the_letters_of(code):
    cohort = MOMENTS[code]
    found = []
    for due in (due for due in expected(cohort, rules_of(cohort.phase)) if getattr(due.action, "letter", "")):
        written = carry_out(due, cohort, MOMENT)
        letter = render(written, written.messages[-1], StraightLinks())
        assert letter.failure == ""
        found += english_in([letter.subject, letter.text, *Shown(letter.html).words], typed_in(written))
        found += english_in(re.findall(r"SUMMARY:(.*)", letter.calendar), typed_in(written))

    assert found == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_a_document_says(kind):
    cohort, document = a_document(kind, in_spanish(a_finished_cohort()))
    facts = facts_of(cohort, document)

    assert facts.pop("language") == LANGUAGE
    assert english_in(strings_of(facts), typed_in(cohort) | TITLES) == []


def test_the_handover(world):
    page = export_file(world.office, world.code, "handover", LANGUAGE).content.decode()

    assert english_in(Shown(page).words, typed_in(world.cohort)) == []
