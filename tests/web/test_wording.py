"""Words of letters: tried out before they are kept, for drafts one by one or all, and for the cohort; and back again."""

import re
from dataclasses import replace

import pytest

from domain.lifecycles import MessageState
from domain.messages import Message
from notifications.letters import plain
from office.erasing import erase
from tests.builders import days

HERE = {"origin": "http://127.0.0.1:8080"}
LETTER = "mentee/paired"
WORDS = {"subject": "You and {partner}", "body": "Hello {first_name},\n\nthis is *new*.\n\n[Your page]({page})"}


@pytest.fixture
def drafts(world):
    """Two letters that wait for a look."""
    now = world.clock.now()
    first = Message("a:1", LETTER, "N01", "P01", "P01", now, now, now + days(9), state=MessageState.DRAFT)
    letters = [first, replace(first, key="a:2", to="N02", about="P02", scope="P02")]
    world.office.store.update(world.code, lambda cohort: cohort.post(*letters))
    return lambda: world.office.store.letters.drafts_of(world.code, LETTER)


@pytest.fixture
def post(web, world):
    def sent(letter=LETTER, **typed):
        return web.post(f"{world.desk()}/wordings/{letter}", data=WORDS | {"_go": "look"} | typed, headers=HERE)

    return sent


def kept(post, **typed):
    """What was shown is kept."""
    page = post(**typed).text
    return post(**typed, _go="keep", shown=re.search(r'name="shown" value="(\w+)"', page).group(1))


def test_all_drafts_of_a_kind_get_other_words_that_are_shown_before(drafts, post, web, world):
    page = post(draft="all").text
    assert "Give 2 letters these words" in page
    assert page.count('<section class="card letter"') == 2
    assert world.page("N01").removeprefix("/p/") not in page
    assert "this is new" not in drafts()[0].rendered.text

    assert kept(post, draft="all").status_code == 303

    mentors = [world.cohort.participants[code].name for code in ("M01", "M02")]
    assert [one.rendered.subject for one in drafts()] == [f"You and {name}" for name in mentors]
    assert world.page("N01") in drafts()[0].rendered.html
    assert "this is new" in drafts()[1].rendered.text
    assert web.post(f"{world.desk()}/drafts/{LETTER}", data={"count": "2"}, headers=HERE).status_code == 303
    assert {one.state for one in world.office.store.letters.posts(world.code)} == {MessageState.QUEUED}


def test_one_draft_gets_words_of_its_own_and_its_old_ones_back(drafts, post, world):
    first, second = drafts()

    kept(post, draft=str(first.id))
    changed = [one.rendered.subject for one in drafts()]
    post(draft=str(first.id), _go="back")

    mentor = world.cohort.participants["M01"].name
    assert changed == [f"You and {mentor}", second.rendered.subject]
    assert [one.rendered for one in drafts()] == [first.rendered, second.rendered]


def test_words_that_were_not_shown_are_not_kept(drafts, post):
    shown = re.search(r'name="shown" value="(\w+)"', post(draft="all").text).group(1)

    answer = post(draft="all", body="Other.\n\n[Your page]({page})", _go="keep", shown=shown)

    assert (answer.status_code, "Give 2 letters these words" in answer.text) == (200, True)
    assert [one.wording for one in drafts()] == [None, None]


def test_what_does_not_fit_says_why_and_nothing_is_kept(drafts, post):
    answer = post(draft="all", body="Hello {salary}", _go="keep")

    assert answer.status_code == 422
    assert "This letter has nothing for {salary}." in answer.text
    assert "The way {page} is missing" in answer.text
    assert [one.wording for one in drafts()] == [None, None]


def test_a_cohort_has_words_of_its_own_until_it_goes_back(drafts, post, web, world):
    assert kept(post).status_code == 303

    assert "changed" in web.get(f"{world.desk()}/wordings").text
    assert [one.rendered.subject[:8] for one in drafts()] == ["You and "] * 2
    now = world.clock.now()
    later = Message("a:3", LETTER, "N03", "P03", "P03", now, now, now + days(9))
    world.office.store.update(world.code, lambda cohort: cohort.post(later))
    assert "this is new" in world.office.store.letters.posts(world.code, "N03")[0].rendered.text
    assert plain(LETTER).subject in web.get(f"{world.desk()}/wordings/{LETTER}").text

    post(_go="back")

    assert world.cohort.wordings == {}
    assert [one.rendered.subject[:8] for one in drafts()] != ["You and "] * 2
    lines = {(line.did, line.by) for line in world.office.store.ledger.journal(world.code, "")}
    assert {(f"word {LETTER} anew", "eva"), (f"word {LETTER} as it was", "eva")} <= lines


def test_another_cohort_keeps_the_words_of_the_house(drafts, post, world, call):
    kept(post)

    assert call.cohort.wordings == {}


@pytest.mark.parametrize("letter", ["coordinator/escalation", "person/message", "nothing/there", "mentee/nothing"])
def test_other_letters_cannot_be_changed(post, web, world, letter):
    assert post(letter).status_code == 404
    assert web.get(f"{world.desk()}/wordings/{letter}").status_code == 404


@pytest.mark.parametrize("draft", ["0", "x", "9" * 20, "all"])
def test_drafts_that_wait_no_longer_cannot_be_changed(post, draft):
    assert post(draft=draft).status_code == 404


def test_every_letter_that_can_be_changed_opens(web, world):
    ways = re.findall(r'href="([^"]+/wordings/[^"]+)"', web.get(f"{world.desk()}/wordings").text)

    assert len(ways) > 60
    assert {web.get(way).status_code for way in ways} == {200}
    assert f"{world.desk()}/wordings/{LETTER}" in ways


def test_a_name_in_the_words_of_a_cohort_goes_with_its_owner(post, world):
    name = world.cohort.participants["N02"].name
    kept(post, body=f"Hello {{first_name}}, ask {name}.\n\n[Your page]({{page}})")

    erase(world.office, world.code, "N02", "eva")

    assert "ask (erased)" in world.cohort.wordings[LETTER].body


def test_drafts_are_looked_at_without_anybodys_keys(web, drafts, world):
    token = world.page("N01").removeprefix("/p/")

    assert token in drafts()[0].rendered.text
    assert token not in web.get(f"{world.desk()}/drafts/{LETTER}").text
