"""The match on the desk: understood, tried otherwise, and steered, without a script; looking changes nothing."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest

from domain.lifecycles import ProposalState
from domain.people import Role
from domain.proposals import Proposal
from domain.rules.recruitment import call_window
from office.match import what_if
from tests.builders import a_cohort, asked, days
from tests.grown import counted
from tests.pools import WOMEN, a_pool, with_proposal
from tests.web.conftest import client_of, signed_in
from tests.web.world import NOW, World, a_world, mentoring

WAYS = ("", "/balance", "/changes", "/search", "/N01", "/N03")


class Buttons(HTMLParser):
    """The hidden fields and the buttons of the form that keeps the weights."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action, self.hidden, self.buttons, self.is_ours = "", {}, {}, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.is_ours = told.get("action", "").startswith("/f/")
            self.action = told["action"] if self.is_ours else self.action
        if tag == "input" and told.get("type") == "hidden" and self.is_ours:
            self.hidden[told["name"]] = told["value"]
        if tag == "button" and told.get("name") == "afterwards":
            self.buttons[told["value"]] = told


def matching(folder, **terms) -> World:
    """A proposal waits for the coordinator; the page of the match is open."""
    cohort = a_pool(**terms)
    world = a_world(folder, cohort, cohort.milestones.matching_on + days(1))
    cohort = with_proposal(world.cohort, world.office)
    world.change(*asked(cohort, "review_proposal", "match-1", "eva", world.clock.now()).invitations.values())
    world.change(*cohort.proposals.values())
    return world


@pytest.fixture
def world(tmp_path):
    found = matching(tmp_path, balance=(WOMEN,))
    yield found
    found.office.store.close()


@pytest.fixture
def web(world):
    with client_of(world) as client:
        yield client


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("shy", ["M02", "M03"], ids=["kept all the same", "in the way"])
def test_beside_a_rule_on_gender_stands_how_many_are_not_counted(web, world, shy):
    silent = world.cohort.applications[shy]
    world.change(replace(silent, answers={**silent.answers, "gender_consent": False}))

    page = words_of(web.get(f"{world.desk()}/match").text)

    assert page.count("fewer than 3 of 3 mentors were not counted because they did not agree") == 1


def test_two_applications_that_look_like_one_person_are_named_at_once(web, world):
    before = words_of(web.get(f"{world.desk()}/match").text)
    jana, other = world.cohort.participants["M01"], world.cohort.participants["M03"]
    world.change(replace(other, email=jana.email.upper()))

    page = words_of(web.get(f"{world.desk()}/match").text)

    assert "look like one person" not in before
    assert f"{jana.name} (M01), {other.name} (M03) look like one person" in page


def test_the_page_of_the_match_shows_pairs_who_is_left_and_the_way_to_decide(web, world):
    page = web.get(f"{world.desk()}/match")

    words = words_of(page.text)
    assert page.status_code == 200
    assert "A proposal waits for you." in words
    assert "Proven best: no other match does better on these terms." in words
    assert "Tereza Malá with Jana Veselá" in words
    assert "the mentor can speak about Research in industry, the career wished for most" in words
    assert "1 without a partner" in words
    assert "3: no shared language" in words
    assert "At least 2 of the mentors; kept." in words
    for way in (f"{world.desk()}/do/approve_match", f"{world.desk()}/arrange", world.form("matching_terms", "", "eva")):
        assert way in page.text


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way or "the match")
def test_every_page_of_the_match_opens(web, world, way):
    page = web.get(f"{world.desk()}/match{way}")

    assert page.status_code == 200
    assert "None" not in words_of(page.text)
    assert len(re.findall(r' id="([^"]+)"', page.text)) == len(set(re.findall(r' id="([^"]+)"', page.text)))


def test_other_weights_are_tried_and_nothing_is_changed(web, world):
    before = world.cohort

    page = web.get(f"{world.desk()}/match?tracks=0&topics=60").text

    words = words_of(page)
    assert "2 mentees would move" in words
    assert "Tereza Malá Jana Veselá Sofia Rossi Jakub Černý Sofia Rossi Jana Veselá" in words
    assert 'name="topics" value="60"' in page
    assert world.cohort == before


def test_weights_are_kept_by_the_button_below_what_they_would_do(web, world):
    form = Buttons(web.get(f"{world.desk()}/match?tracks=0&topics=60").text)

    assert web.post(form.action, data=form.hidden | {"afterwards": "next"}).status_code == 303

    matching = world.cohort.policy.matching
    assert (matching.weights["tracks"], matching.weights["topics"]) == (0, 60)
    assert (matching.balance, matching.mode, matching.stages) == ((WOMEN,), "automatic", ("matched", "score"))
    assert world.cohort.proposals["match-1"].state is ProposalState.SOLVED
    said = [entry.did for entry in world.office.store.ledger.journal(world.code, limit=5)]
    assert "change the terms of matching: weights" in said


def test_the_waiting_proposal_is_solved_again_with_the_weights_tried(web, world):
    form = Buttons(web.get(f"{world.desk()}/match?tracks=0&topics=60").text)
    assert set(form.buttons) == {"next", "now"}

    web.post(form.action, data=form.hidden | {"afterwards": "now"})

    assert {p.id: p.state for p in world.cohort.proposals.values()} == {
        "match-1": ProposalState.DISCARDED, "match-2": ProposalState.ORDERED
    }  # fmt: skip
    page = words_of(web.get(f"{world.desk()}/match").text)
    assert "A proposal is ordered; the matchmaker is at work." in page
    assert "If the match were made today" in page
    assert "What approving sends" not in page


@pytest.mark.parametrize(
    "query",
    ["tracks=many", "tracks=-1", f"tracks={'9' * 4000}", "beauty=5", "tracks=%00%ff", "<b>=1", "tracks=1&tracks=x"],
    ids=["word", "negative", "endless", "stranger", "bytes", "markup", "twice"],
)
def test_nonsense_in_the_address_gets_a_sentence(web, world, query):
    page = web.get(f"{world.desk()}/match?{query}")

    assert page.status_code == 422
    assert "These weights cannot be tried" in page.text
    assert "<b>" not in page.text


@pytest.mark.parametrize("code", ["N99", "M01", "n01"])
def test_only_mentees_of_this_cohort_have_a_page(web, world, code):
    assert web.get(f"{world.desk()}/match/{code}").status_code == 404


def test_any_possible_mentor_is_chosen_by_name_and_asking_changes_nothing(tmp_path):
    cohort = a_cohort().in_recruitment().with_mentors(8).with_mentees(8).build()
    world = a_world(tmp_path, cohort, cohort.milestones.matching_on)
    with client_of(world) as web:
        before = world.cohort
        page = web.get(f"{world.desk()}/match/N01").text
        asked = web.get(f"{world.desk()}/match/N01?mentor=M08").text
        strangers = [web.get(f"{world.desk()}/match/N01?mentor={code}").status_code for code in ("M99", "N02", "<b>")]

    assert '<option value="M08">' in page
    assert "2 more mentors are possible" in page
    assert "Costs nothing." in words_of(asked)
    assert "6 more mentors are possible" in asked
    assert strangers == [404, 404, 404]
    assert world.cohort == before


@pytest.mark.parametrize("query", ["start=-5", "start=100000"])
def test_a_page_that_is_not_there_is_an_empty_one(web, world, query):
    assert web.get(f"{world.desk()}/match?{query}").status_code == 200


def test_an_impossible_proposal_is_explained_with_names_and_leads_to_the_terms(tmp_path):
    world = matching(tmp_path, balance=(WOMEN.model_copy(update={"at_least": 3}),))
    with client_of(world) as web:
        text = web.get(f"{world.desk()}/match").text
        refused = words_of(web.get(f"{world.desk()}/do/approve_match").text)

    page = words_of(text)
    assert "No match keeps all the rules at once." in page
    assert "The balance rule “Women: at least 3” cannot be kept." in page
    assert f'href="{world.form("matching_terms", "", "eva")}"' in text
    assert "What approving sends" not in page
    assert "Do it" not in refused


def test_without_a_free_mentor_the_desk_says_whom_to_look_for(tmp_path):
    cohort = a_cohort().in_recruitment().with_mentees(2).build()
    world = a_world(tmp_path, cohort, call_window(cohort, Role.MENTOR)[1] - days(1))
    with client_of(world) as web:
        text = web.get(f"{world.desk()}/match/search").text
        world.clock.move(days(1))
        signed_in(web, world)
        closed = words_of(web.get(f"{world.desk()}/match/search").text)

    page, (mail,) = words_of(text), re.findall(r'href="(mailto:[^"]*)"', text)
    letter = parse_qs(html.unescape(mail).partition("?")[2])
    assert letter["subject"] == ["Mentors wanted: Pilot 2027"]
    assert letter["body"][0].endswith(f"\r\n\r\n{world.office.links.call(world.code, 'mentor')}")
    assert "mailto:" not in closed
    assert "The call for mentors was open until 31 January 2027: nobody can apply any more" in closed
    assert "2 mentors who can speak about" not in closed
    assert "0 of 2 mentees could have a mentor today; no mentor has a free place." in page
    assert "2 mentors who can speak about Research in industry" in page


def test_without_anybody_free_the_desk_says_so(tmp_path):
    world = a_world(tmp_path, a_cohort().in_mentoring().with_pairs(2).build())
    with client_of(world) as web:
        page = words_of(web.get(f"{world.desk()}/match").text)

    assert "No match was ordered yet; the first is due after screening." in page
    assert "Nobody is free to be matched just now." in page
    assert "What if" not in page


def test_an_approved_match_is_turned_over_page_by_page_and_leads_to_every_pair(tmp_path):
    cohort = mentoring(20)
    order = Proposal("match-1", 1, ProposalState.APPROVED, NOW - days(30), decided_at=NOW - days(20), decided_by="eva")
    world = a_world(tmp_path, cohort.put(order))
    with client_of(world) as web:
        pages = [web.get(f"{world.desk()}/match?approved={start}").text for start in (0, 25)]
        strange = web.get(f"{world.desk()}/match?approved=x&gone=-3&left=99999999999999&free=75")
    world.office.store.close()

    found = [re.findall(rf'href="{world.desk()}/pairs/(P\d+)"', page) for page in pages]
    assert [code for page in found for code in page] == sorted(cohort.pairs)
    assert [len(page) for page in found] == [25, len(cohort.pairs) - 25]
    assert "Proposal 1, approved" in pages[0]
    assert f'href="{world.desk()}/match?approved=25#approved"' in pages[0]
    assert strange.status_code == 200


def test_more_people_than_a_page_computes_with_are_told_and_not_loaded(web, world, monkeypatch):
    monkeypatch.setattr(what_if, "PAIRS_MAX", 3)
    with counted(world.office) as read:
        page = words_of(web.get(f"{world.desk()}/match").text)

    assert "more than this page computes at once (3)" in page
    assert "Tereza Malá with Jana Veselá" in page, "the proposal is there all the same"
    assert not any("FROM gatherings" in one or "FROM escalations" in one for one in read.words)
