"""Looking on: a reader and an office admin see how a programme stands. They find nobody's words on any page, and no button.

The world is that of test_who_reads_what: everybody has written a word of their own into every question that takes one; and a
coordinator has worded a letter anew, written by hand, and kept a draft.
"""

import io
import re
import zipfile
from dataclasses import replace
from html import unescape

import pytest

from domain.belonging import Audience, Reader, Use
from domain.desk_roles import DeskRole
from domain.forms import FORMS
from domain.forms.form import meta
from domain.messages import TO_MANY, Message, Wording
from domain.people import Coordinator
from office.running_it import let_look_on, make_admin, take_on
from tests.web.conftest import client_of
from tests.web.test_doors import ROUTES, ways
from tests.web.test_who_reads_what import ANSWERED_BY, answer_in_full, asked_of
from tests.web.world import NOW, a_world, days, settled, with_every_form

OURS = {"origin": "http://127.0.0.1:8080"}
RITA, OLGA = (
    Coordinator(code, name, f"{code}@university.example") for code, name in (("rita", "Rita"), ("olga", "Olga"))
)
BY_HAND = ("Zqworded", "Zqbyhand", "Zqdraft")
ROLES = [f"running/{act}" for act in ("join", "look-on", "lead", "leave", "stand-in", "back")]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The world after everybody has said everything, with somebody who looks on and an admin, and the words they used."""
    cohort = with_every_form()
    cohort = cohort.put(replace(next(iter(cohort.materials.values())), id="material-promotion"))
    world = a_world(tmp_path_factory.mktemp("told"), asked_of(cohort))
    words = []
    for name in ANSWERED_BY:
        words += answer_in_full(world, name)
    worded, by_hand, draft = BY_HAND
    own = {"mentee/paired": Wording(worded, f"{worded} Dear {{first_name}}", "eva")}
    letters = (
        Message(f"{word}:1", TO_MANY, "N01", "", "N01", NOW, NOW, NOW + days(9), wording=Wording(word, word, "eva"))
        for word in (by_hand, draft)
    )
    world.office.store.update(world.code, lambda known: replace(known, wordings=own).post(*letters))
    settled(world)
    for person in (RITA, OLGA):
        world.office.store.register.add_coordinator(person)
    let_look_on(world.office, world.code, "rita", "eva")
    make_admin(world.office, "olga")
    return world, words


def crawled(world, who):
    """Every page of the desk that links lead to from its first one, and every file, by address."""
    found, waits = {}, [world.desk()]
    with client_of(world, who) as web:
        while waits:
            way = waits.pop()
            if way in found:
                continue
            page = web.get(way, follow_redirects=True)
            assert page.status_code == 200 or (who == "eva" and page.status_code in (404, 410)), (who, way)
            found[way] = text_of(page)
            if "text/html" in page.headers["content-type"] and "/exports/" not in way:
                links = (unescape(link).partition("#")[0] for link in re.findall(r'(?:href|src)="([^"]+)"', page.text))
                waits += [link for link in links if link.startswith((f"{world.desk()}/", "/f/"))]
    return found


def text_of(answer):
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
            return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return answer.text


def for_all(world, word):
    """Whether a word is how somebody is called or reached, or is told to everybody, as its declaration says."""
    form = FORMS[word.form]
    belongs, widget = form.belongs(word.field, world.cohort.policy), meta(form.model_fields[word.field])["widget"]
    return belongs.audience is Audience.EVERYBODY or belongs.uses == (Use.ADDRESS,) or widget == "email"


@pytest.mark.parametrize("who", ["rita", "olga"])
def test_who_looks_on_finds_nobodys_words_wherever_links_lead(told, who):
    world, words = told
    pages = crawled(world, who)

    theirs = {str(word): word.word for word in words if not for_all(world, word)} | {word: word for word in BY_HAND}
    assert {(name, way) for way, text in pages.items() for name, word in theirs.items() if word in text} == set()
    assert len(pages) > 40


def test_a_coordinator_finds_them_by_the_same_links(told):
    world, words = told
    pages = "".join(crawled(world, "eva").values())

    theirs = [
        word
        for word in words
        if Reader.COORDINATOR in FORMS[word.form].belongs(word.field, world.cohort.policy).readers
    ]
    assert {str(word) for word in theirs if word.word not in pages} == set()
    assert [word for word in BY_HAND if word not in pages] == []


@pytest.mark.parametrize("who", ["rita", "olga"])
def test_no_page_of_who_looks_on_has_a_button_that_acts(told, who):
    world, _ = told
    pages = crawled(world, who)
    forms = {
        (action, way) for way, text in pages.items() for action in re.findall(r'method="post" action="([^"]+)"', text)
    }

    own = {"/sign-out", *(f"{world.desk()}/{way}" for way in ROLES if who == "olga")}
    assert {(action, way) for action, way in forms if action not in own} == set()
    assert [way for way in pages if way.startswith("/f/")] == []


@pytest.mark.parametrize("who", ["rita", "olga"])
def test_every_act_of_the_desk_is_refused_to_who_looks_on_in_a_clear_sentence(told, who):
    world, _ = told
    before, addresses = world.office.store.ledger.journal(world.code), ways(world)
    with client_of(world, who) as web:
        for path, method in ROUTES:
            if method != "POST" or not path.startswith("/desk/") or (who == "olga" and "/running/" in path):
                continue
            refused = web.post(addresses[path], data={"code": "eva"}, headers=OURS)
            assert refused.status_code == 403, path
            assert "nothing was changed" in refused.text.casefold(), path
        form = world.form("decide_escalation", "P02.1:missed:1", "eva")
        assert web.post(form, data={"decision": "excuse"}, headers=OURS).status_code == 403
        assert web.get(form).status_code == 403

    assert world.office.store.ledger.journal(world.code) == before


def test_letters_files_and_documents_are_for_those_who_run_it(told):
    world, _ = told
    letter = world.office.store.letters.posts(world.code, limit=1)[0].id
    closed = (
        f"letters/{letter}",
        f"letters/{letter}/letter",
        "documents/agreement:P01",
        "people/N01/cv.pdf",
        "screening",
    )
    with client_of(world, "rita") as web:
        for way in (
            *closed,
            "exports/handover",
            "messages",
            "wordings",
            "drafts/mentee/call",
            "steer",
            "notes",
            "match",
        ):
            assert web.get(f"{world.desk()}/{way}").status_code == 403, way


def test_whoever_looks_after_the_office_reads_words_where_they_run_a_programme(told):
    world, _ = told
    now = world.clock.now()
    assert world.cohort.role_of("olga", now) is DeskRole.ADMIN

    take_on(world.office, world.code, "olga", "eva")

    assert world.cohort.role_of("olga", now) is DeskRole.COORDINATOR
