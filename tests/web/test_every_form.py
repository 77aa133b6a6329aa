"""Every form there is, on a page: it opens, it holds together as HTML, and it stands what nobody would type."""

from html.parser import HTMLParser

import pytest

from domain.forms import FORMS
from tests.postgres import a_database, postgres  # noqa: F401
from tests.web.conftest import client_of
from tests.web.world import a_world, openings, with_every_form


class Outline(HTMLParser):
    """The ids of a page, and everything that points at one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if "id" in told:
            self.ids.append(told["id"])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.pointed.update((told.get(name) or "").split())
        if tag in ("input", "select", "textarea"):
            self.inputs.append(told)


# What a coordinator answers on a page of the desk has none of its own.
BY_THEMSELVES = [name for name, form in FORMS.items() if not form.desk_page]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request, tmp_path_factory):
    told = {}
    if request.param == "postgres":
        told = {"database_url": a_database(request.getfixturevalue("postgres"))}
    return a_world(tmp_path_factory.mktemp("forms"), with_every_form(), **told)


@pytest.fixture(scope="module")
def web(world):
    with client_of(world) as client:
        yield client


def test_there_is_a_link_for_every_form(world):
    assert set(openings(world)) == set(FORMS)


@pytest.mark.parametrize("form", BY_THEMSELVES)
def test_a_form_opens_and_holds_together(web, world, form):
    page = web.get(openings(world)[form])

    outline = Outline(page.text)
    assert page.status_code == 200
    assert FORMS[form].title in page.text
    assert sorted(outline.ids) == sorted(set(outline.ids))
    assert outline.pointed - {""} <= set(outline.ids)
    assert "None" not in page.text.replace('<option value="">None', "")


@pytest.mark.parametrize("form", BY_THEMSELVES)
def test_a_form_sent_empty_or_with_nonsense_is_answered_with_a_page(web, world, form):
    link = openings(world)[form]
    names = [str(told["name"]) for told in Outline(web.get(link).text).inputs if told.get("name")]
    wrong = [name for name in names if not name.startswith("_")]

    for value in ("\x00\ud7ff\u202e<b>", "9" * 400, "-1", "1e9", "a" * 7000):
        answer = web.post(link, data=dict.fromkeys(wrong, value) | {"_go": "send"})
        assert answer.status_code in (422, 200, 303), (value[:5], answer.status_code)
    assert web.post(link, data={"_go": "later"}).status_code == 303
    assert web.get(link).status_code == 200, "the draft opens again"
