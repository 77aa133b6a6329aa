"""The match that waits, had otherwise: without a script, looking changes nothing, and what is done is said beforehand."""

import re
from dataclasses import replace

import pytest

from domain.lifecycles import PairState, ProposalState
from tests.builders import asked, days
from tests.pools import WOMEN, a_pool, with_proposal
from tests.web.conftest import client_of
from tests.web.test_match_desk import words_of
from tests.web.world import World, a_world

OURS = {"sec-fetch-site": "same-origin"}


def matching(folder, **terms) -> World:
    """N01 and N02 have a mentor in the match that waits; N03 speaks no language of theirs, and a mentor is free."""
    cohort = a_pool(**terms)
    world = a_world(folder, cohort, cohort.milestones.matching_on + days(1.5))
    cohort = with_proposal(world.cohort, world.office)
    world.change(*asked(cohort, "review_proposal", "match-1", "eva", world.clock.now()).invitations.values())
    world.change(*cohort.proposals.values())
    return world


class Desk:
    """A coordinator at the desk, without JavaScript."""

    def __init__(self, world: World) -> None:
        self.world, self.web = world, client_of(world)

    def open(self, path):
        return self.web.get(f"{self.world.desk()}{path}")

    def send(self, path, **content):
        return self.web.post(f"{self.world.desk()}{path}", data=content, headers=OURS)

    def press(self, page, button, **typed):
        """Press the button of these words: its form is sent as the page has it."""
        for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL):
            if f">{button}<" in form:
                hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
                return self.web.post(re.search(r'action="([^"]+)"', form)[1], data=hidden | typed, headers=OURS)
        raise AssertionError(f"no button {button}")

    @property
    def newest(self):
        return max(self.world.cohort.proposals.values(), key=lambda proposal: proposal.number)

    @property
    def match(self):
        return {pair.mentee: pair.mentor for pair in self.newest.matches}


@pytest.fixture
def desk(tmp_path):
    world = matching(tmp_path)
    yield Desk(world)
    world.office.store.close()


def test_looking_changes_nothing(desk):
    before = desk.world.cohort

    for way in (
        "",
        "/for/N01",
        "/for/N03",
        "?N01=M02&N02=M01",
        "?N01=-",
        "/never?pair=M01.N01",
        "?N01=Nobody+of+this+name",
    ):
        assert desk.open(f"/arrange{way}").status_code in (200, 422), way

    assert desk.world.cohort == before


def test_everybody_else_is_ranked_by_what_it_costs_with_the_rules_it_would_break(desk):
    page = words_of(desk.open("/arrange/for/N03").text)

    assert "Without a partner in the match that waits." in page
    ranked = re.findall(r"(\w+ \w+) ?, (?:who is free|instead of \w+ \w+) (\d+) of 100", page)
    assert ranked == [("Sofia Rossi", "70"), ("Jana Veselá", "30"), ("Martin Kolář", "30")]
    assert page.count("they share no language") == 3


def test_two_swap_and_everybody_sees_it_beside_the_one_before(desk):
    first = desk.match
    look = desk.open(f"/arrange?N01={first['N02']}&N02={first['N01']}")
    assert "2 mentees would move" in words_of(look.text)
    assert "All rules are kept." in words_of(look.text)

    assert desk.press(look, "Have it so").status_code == 303

    assert desk.match == {"N01": first["N02"], "N02": first["N01"]}
    assert (desk.newest.state, desk.newest.result.status) == (ProposalState.SOLVED, "BY_HAND")
    assert set(desk.newest.pins) == {(mentor, mentee) for mentee, mentor in desk.match.items()}
    page = words_of(desk.open("/match").text)
    assert "Beside proposal 1 0 pairs stay, 2 mentees have it otherwise." in page
    assert "Tereza Malá Before: Jana Veselá" in page

    desk.press(desk.open("/match"), "Back to the one before")

    assert desk.match == first
    assert desk.newest.result.status == "OPTIMAL"


def test_a_pair_that_breaks_a_rule_needs_a_reason(desk):
    look = desk.open("/arrange?N03=M03")
    assert "Sofia Rossi (M03) and Aisha Rahman (N03): they share no language." in words_of(look.text)

    refused = desk.press(look, "Have it so")
    assert (refused.status_code, desk.newest.number) == (422, 1)
    assert "Please say why these pairs may break a rule." in words_of(refused.text)

    assert desk.press(look, "Have it so", _because="They both learn English.").status_code == 303
    assert desk.match["N03"] == "M03"
    assert desk.newest.exception == "They both learn English."


def test_what_no_reason_excuses_cannot_be_had(tmp_path):
    desk = Desk(matching(tmp_path, balance=(WOMEN,)))
    look = desk.open("/arrange?N01=M02")

    assert "The balance rule “Women: at least 2” cannot be kept." in words_of(look.text)
    assert "Have it so" not in look.text
    forced = desk.send("/arrange", _seen="1", N01="M02", _because="I want it")
    assert (forced.status_code, desk.newest.number) == (422, 1)


def test_a_pair_is_ruled_out_with_two_clicks_and_never_comes_again(desk):
    first = desk.match
    way = re.search(r'href="/desk/[^/"]+(/arrange/never\?pair=[^"]+N01)"', desk.open("/match").text)[1]  # the first

    assert desk.press(desk.open(way), "Rule it out and solve again").status_code == 303  # the second

    assert desk.newest.forbidden == ((first["N01"], "N01"),)
    assert desk.newest.state is ProposalState.SOLVED
    assert desk.match["N01"] != first["N01"]
    page = desk.open("/match")
    assert "never together" in words_of(page.text)
    desk.press(page, "Allow it again")
    assert desk.newest.forbidden == ()


def test_a_pair_that_is_kept_stays_whatever_is_solved_again(desk):
    first = desk.match
    kept = desk.send("/arrange/hold", _seen="1", hold="keep", pair=f"{first['N01']}.N01")
    assert (kept.status_code, desk.newest.number) == (303, 1)
    assert desk.newest.pins == ((first["N01"], "N01"),)

    desk.send("/arrange/never", _seen="1", pair=f"{first['N02']}.N02")

    assert desk.match["N01"] == first["N01"]
    assert desk.match.get("N02") != first["N02"]
    page = desk.open("/match")
    assert "stay together" in words_of(page.text)
    desk.press(page, "Let it go")
    assert desk.newest.pins == ()


def test_what_was_looked_at_meanwhile_is_told_and_left(desk):
    first = desk.match
    look = desk.open(f"/arrange?N01={first['N02']}&N02={first['N01']}")
    desk.send("/arrange/never", _seen="1", pair=f"{first['N01']}.N01")

    answer = desk.press(look, "Have it so")

    assert answer.status_code == 422
    assert "Meanwhile another match has come to you." in words_of(answer.text)
    assert desk.newest.number == 2


@pytest.mark.parametrize("typed", ["M02 Martin Kolář · Biotech", "m02", "martin", "Kolář"])
def test_a_mentor_is_found_as_somebody_would_type_it(desk, typed):
    page = words_of(desk.web.get(f"{desk.world.desk()}/arrange", params={"N01": typed}).text)

    assert "Tereza Malá Jana Veselá Martin Kolář" in page


def test_nobody_strange_is_taken(desk):
    assert desk.open("/arrange/for/M01").status_code == 404
    assert desk.open("/arrange/for/N99").status_code == 404
    assert desk.open("/arrange?N99=M01").status_code == 404
    assert desk.open("/arrange/never?pair=N01.M01").status_code == 404
    assert desk.send("/arrange/hold", _seen="1", hold="love", pair="M01.N01").status_code == 404
    assert desk.send("/arrange/way", _seen="1", way="out").status_code == 404
    assert "No mentor who can be paired now is called Zaphod." in words_of(desk.open("/arrange?N01=Zaphod").text)


def test_a_mentor_has_no_more_mentees_than_agreed(desk):
    first = desk.match
    look = words_of(desk.open(f"/arrange?N02={first['N01']}").text)

    assert "That cannot be" in look
    assert "2 mentees; places: 1" in look


def test_what_approving_sends_is_shown_and_the_approved_match_stays_in_sight(desk):
    first = desk.match
    look = desk.open("/do/approve_match")
    assert "4 letters" in words_of(look.text)
    assert "“Offer (mentee)” to 2 people: Tereza Malá and Jakub Černý" in words_of(look.text)

    done = desk.press(look, "Do it")

    assert done.status_code == 303
    assert {(p.mentee, p.mentor) for p in desk.world.cohort.pairs.values()} == set(first.items())
    page = words_of(desk.open("/match").text)
    assert "Proposal 1, approved By Eva Horáková on" in page
    assert "1 mentee is left over Aisha Rahman" in page
    assert "Whoever is left over is matched again when a place comes free" in page
    assert "No match keeps all the rules" not in page
    assert "Keep this pair" not in page
    desk.press(desk.web.get(done.headers["location"]), "Undo")
    assert desk.newest.state is ProposalState.SOLVED
    assert desk.world.cohort.pairs == {}
    assert "Keep this pair" in desk.open("/match").text


def test_no_alarm_stands_where_those_left_over_cannot_keep_a_rule(tmp_path):
    desk = Desk(matching(tmp_path, balance=(WOMEN,)))
    desk.press(desk.open("/do/approve_match"), "Do it")

    page = words_of(desk.open("/match").text)

    assert "No match keeps all the rules" not in page
    assert "Proposal 1, approved" in page


def test_what_is_discarded_pairs_nobody(desk):
    desk.press(desk.open("/match"), "Discard this match")

    assert desk.newest.state is ProposalState.DISCARDED
    assert "The last proposal was discarded." in words_of(desk.open("/match").text)
    assert "No match waits for you just now" in words_of(desk.open("/arrange").text)


def test_the_link_in_the_letter_leads_to_the_page_of_the_match(desk):
    answer = desk.web.get(desk.world.form("review_proposal", "match-1", "eva"))

    assert (answer.status_code, answer.headers["location"]) == (303, f"{desk.world.desk()}/match")


def test_as_many_changes_as_one_likes_are_one_round(desk):
    first = desk.match
    for _ in range(3):
        now = desk.match
        desk.send("/arrange", _seen=str(desk.newest.number), N01=now["N02"], N02=now["N01"])
    assert (desk.newest.number, desk.match) == (4, {"N01": first["N02"], "N02": first["N01"]})
    desk.press(desk.open("/do/approve_match"), "Do it")
    matching = desk.world.cohort.policy.matching.model_copy(update={"rounds_max": 2})
    policy = desk.world.cohort.policy.model_copy(update={"matching": matching})
    desk.world.office.store.update(desk.world.code, lambda cohort: replace(cohort, policy=policy))

    assert "Whoever is left over is matched again" in words_of(desk.open("/match").text)
    assert {pair.state for pair in desk.world.cohort.pairs.values()} <= {PairState.PROPOSED, PairState.OFFERED}


def test_those_left_over_are_matched_on_what_the_others_leave_to_be_kept(tmp_path):
    """Two women are matched, so that the rule is kept already and the man who is left may have somebody."""
    desk = Desk(matching(tmp_path, balance=(WOMEN,)))
    desk.press(desk.open("/do/approve_match"), "Do it")
    silent = desk.world.cohort.applications["N03"]
    desk.world.change(replace(silent, answers={**silent.answers, "languages": ["en"]}))

    page = words_of(desk.open("/match").text)

    assert "If the match were made today" in page
    assert "Aisha Rahman with Martin Kolář" in page
    assert "not all rules could be kept" not in page
