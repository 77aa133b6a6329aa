"""What if: other weights move people, and every price on the desk is true."""

from dataclasses import replace

import pytest

from domain.criteria import WEIGHED
from domain.forms import FORMS
from domain.lifecycles import ProposalState
from domain.match.findings import Worth
from domain.match.words.help import recruit
from domain.policy import BalanceRule
from domain.proposals import Proposal
from matching.criteria import CRITERIA
from office.benches import solve
from office.match import desk as match_desk
from office.match.balance import balance_kept, balance_moved, competition, search
from office.match.desk import matched
from office.match.looks import offers, one_mentee
from office.match.pool import pool_this_morning
from office.match.report import matching_report
from office.match.standing import standing
from office.match.what_if import CannotTell, compared, read_weights, solved
from tests.builders import MONDAY, a_cohort, answered, days, invited
from tests.domain.forms.samples import choosing
from tests.office.offices import an_office
from tests.pools import WOMEN, a_pool, with_proposal

BY_TOPICS = dict.fromkeys(WEIGHED, 0) | {"topics": 10}
BY_TRACKS = dict.fromkeys(WEIGHED, 0) | {"tracks": 10}


def crowded(mentees=4, mentors=3, **matching):
    """Everybody fits everybody alike, and there are too few places."""
    cohort = a_cohort().in_recruitment().with_mentors(mentors).with_mentees(mentees).build()
    terms = cohort.policy.matching.model_copy(update=matching)
    return replace(cohort, policy=cohort.policy.model_copy(update={"matching": terms}))


def test_every_criterion_can_be_weighed_by_a_coordinator():
    names = [criterion.name for criterion in CRITERIA]

    assert sorted(WEIGHED) == sorted(names), "add it to domain/criteria.py"
    assert set(names) <= set(FORMS["matching_terms"].model_fields), "add it to domain/forms/matching_terms.py"


def test_other_weights_move_people_and_both_matches_are_measured_by_both():
    cohort = a_pool()

    found = compared(solved(cohort, BY_TRACKS), solved(cohort, BY_TOPICS))

    assert found.moves == [("N01", "M01", "M02"), ("N02", "M02", "M01")]
    assert found.as_it_is == (Worth(2, 200.0, 100.0, 100.0), Worth(2, 0.0, 0.0, 0.0))
    assert found.tried == (Worth(2, 0.0, 0.0, 0.0), Worth(2, 200.0, 100.0, 100.0))
    assert found.proven


def test_what_the_desk_promised_is_what_the_matchmaker_then_proposes(tmp_path):
    office = an_office(tmp_path)
    cohort = with_proposal(a_pool(weights=BY_TRACKS, balance=(WOMEN,)), office)
    promised = solved(cohort, BY_TOPICS).mentor_of
    told = FORMS["matching_terms"].prefilled(cohort, invited(cohort, "matching_terms", "", "eva", office.clock.now()))

    cohort = answered(
        cohort, "matching_terms", "", "eva", office.clock.now(), **{**told, **BY_TOPICS, "afterwards": "now"}
    )

    proposed = solve(cohort, cohort.proposals["match-2"], office)
    assert {match.mentee: match.mentor for match in proposed.matches} == promised


@pytest.mark.parametrize("spoken", [["other"], ["hu"]], ids=["another language", "one that left the list"])
def test_whoever_speaks_none_of_the_languages_known_is_held_to_the_rule_all_the_same(spoken):
    cohort = a_pool()
    one = cohort.applications["N01"]

    found = solved(cohort.put(replace(one, answers={**one.answers, "languages": spoken})))

    assert "N01" not in found.mentor_of


def test_weights_that_are_not_named_stay_as_they_are():
    cohort = a_pool()

    weights, wrong = read_weights(cohort, [("tracks", " 60 ")])

    assert wrong == []
    assert weights == {name: cohort.policy.matching.weights[name] for name in WEIGHED} | {"tracks": 60}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([("tracks", "many")], "Career tracks: please give a whole number from 0 to 100."),
        ([("tracks", "101")], "Career tracks: please give a whole number from 0 to 100."),
        ([("tracks", "-1")], "Career tracks: please give a whole number from 0 to 100."),
        ([("tracks", "9" * 5000)], "Career tracks: please give a whole number from 0 to 100."),
        ([("beauty", "5")], "There is no such criterion: the names are those of the numbers on this page."),
        ([(name, "0") for name in WEIGHED], "Please give at least one criterion a weight above 0."),
    ],
    ids=["a word", "too much", "below zero", "endless", "a stranger", "nothing"],
)
def test_nonsense_gets_a_sentence(asked, words):
    assert read_weights(a_pool(), asked)[1] == [words]


@pytest.mark.parametrize(
    ("cohort", "words"),
    [
        (crowded(0, 2), "No mentee is free to be matched just now."),
        (crowded(2, 0), "No mentor is free to be matched just now."),
        (a_cohort().in_mentoring().with_pairs(2).build(), "Nobody is free to be matched just now."),
        (crowded(250, 241), "250 mentees and 241 mentors make 60250 possible pairs"),
    ],
    ids=["no mentee", "no mentor", "nobody", "too many"],
)
def test_what_cannot_be_told_is_said(cohort, words):
    with pytest.raises(CannotTell, match=words):
        solved(cohort)


# --- the match on the desk -----------------------------------------------------------------------------------------------


def test_the_desk_shows_the_proposal_with_reasons_marks_and_who_would_help(tmp_path):
    cohort = with_proposal(a_pool(), an_office(tmp_path))

    shown = matched(cohort, solved(cohort))

    assert (shown.title, shown.proof, shown.differs) == (
        "Proposal 1 waits for you", "Proven best: no other match does better on these terms.", 0
    )  # fmt: skip
    assert [(line.mentee, line.mentor) for line in shown.lines] == [("N01", "M01"), ("N02", "M02")]
    assert "the mentor can speak about Research in industry, the career wished for most" in shown.lines[0].reasons
    assert dict(shown.lines[0].marks)["Career tracks"] == 100
    (left,) = shown.left
    assert (left.code, left.why[-1]) == ("N03", "no mentor is left")
    assert left.helps[0] == (
        "if this mentee could also talk in Czech: Jana Veselá (M01), Martin Kolář (M02), Sofia Rossi (M03)"
    )


def test_a_price_by_duals_is_never_more_than_the_exact_one():
    cohort = a_pool()

    lines = matched(cohort, solved(cohort)).lines

    exact = {one.mentee: {other.mentor: other for other in one_mentee(cohort, one.mentee).instead} for one in lines}
    told = [(line.mentee, other) for line in lines for other in line.instead if other.points is not None]
    assert told
    for mentee, other in told:
        assert other.points <= exact[mentee][other.mentor].points


def test_the_page_of_one_mentee_says_exactly_what_another_mentor_costs_and_who_moves():
    found = one_mentee(a_pool(weights=BY_TRACKS), "N01")

    assert found.mentor == "M01"
    costs = {other.mentor: (other.points, other.fewer, other.moves) for other in found.instead}
    assert costs == {"M02": (200.0, 0, [("N02", "M02", "M01")]), "M03": (100.0, 0, [])}


def test_who_would_be_left_without_a_mentor_is_not_said_to_move():
    left = next(code for code in ("N01", "N02", "N03") if not one_mentee(crowded(3, 2), code).mentor)

    costs = one_mentee(crowded(3, 2), left).instead

    assert [(cost.fewer, cost.others) for cost in costs] == [(0, "Then one other is left without a mentor.")] * 2
    moves = [("N1", "M1", "M2"), ("N2", "M2", "M1"), ("N3", "M3", ""), ("N4", "", "M3")]
    said = [replace(costs[0], moves=moves[:k]).others for k in (0, 1, 4)]
    assert said == [
        "Nobody else moves.",
        "Then one other moves.",
        "Then 2 others move, one other is left without a mentor and one other gets a mentor.",
    ]


def test_the_exact_cost_of_any_possible_pair_can_be_asked_for():
    cohort = crowded(8, 8)
    shown = one_mentee(cohort, "N01")
    assert (len(shown.instead), [mentor for mentor, _ in shown.more]) == (5, ["M07", "M08"])

    asked = one_mentee(cohort, "N01", "M08")

    assert [(cost.mentor, cost.possible, cost.points) for cost in asked.instead] == [("M08", True, 0.0)]
    assert len(asked.more) == 6


@pytest.mark.parametrize(
    ("mentor", "words"),
    [
        ("M01", r"Jana Veselá \(M01\) is the mentor of this mentee in the match of today already."),
        ("M02", r"Martin Kolář \(M02\) and Tereza Malá \(N01\): you ruled this pair out"),
        ("M99", "M99 has no free place, or cannot be matched just now."),
    ],
    ids=["theirs already", "ruled out", "a stranger"],
)
def test_a_pair_that_cannot_be_is_told_by_its_rule(mentor, words):
    at = a_pool().milestones.matching_on
    order = Proposal("match-1", 1, ProposalState.CHOOSING, at, forbidden=(("M02", "N01"),), asked_at=at)

    with pytest.raises(CannotTell, match=words):
        one_mentee(a_pool(weights=BY_TRACKS).put(order), "N01", mentor)


def test_somebody_left_over_is_told_what_stands_in_the_way():
    found = one_mentee(a_pool(), "N03")

    assert (found.mentor, found.instead, found.why[-1]) == ("", [], "no mentor is left")
    with pytest.raises(CannotTell, match="not among those who can be matched"):
        one_mentee(a_pool(), "N99")


def test_a_proposal_that_others_have_overtaken_says_so_and_what_fewer_changes_cost(tmp_path):
    office = an_office(tmp_path)
    cohort = with_proposal(a_pool(weights=BY_TRACKS), office)
    terms = cohort.policy.matching.model_copy(update={"weights": BY_TOPICS})
    cohort = replace(cohort, policy=cohort.policy.model_copy(update={"matching": terms}))

    assert matched(cohort, solved(cohort)).differs == 2
    kept, best = offers(cohort)
    assert (kept.changes, kept.points, kept.moves) == (0, 0.0, [])
    assert (best.changes, best.points, best.matched) == (2, 200.0, 2)


def test_a_contradiction_is_named_in_words(tmp_path):
    cohort = with_proposal(a_pool(), an_office(tmp_path), pins=(("M03", "N03"),))

    shown = matched(cohort, solved(cohort))

    assert (shown.title, shown.lines) == ("Proposal 1 cannot be", [])
    assert shown.blocked == ["Sofia Rossi (M03) and Aisha Rahman (N03): they share no language."]


def test_a_fixed_pair_that_breaks_a_rule_is_named_before_it_is_solved_too(tmp_path):
    at = a_pool().milestones.matching_on
    order = Proposal("match-1", 1, ProposalState.CHOOSING, at, pins=(("M03", "N03"),), asked_at=at)
    cohort = a_pool().put(order)

    shown = matched(cohort, solved(cohort))

    assert shown.blocked == ["Sofia Rossi (M03) and Aisha Rahman (N03): they share no language."]


def test_before_a_proposal_only_the_rules_that_contradict_each_other_are_named_and_what_would_do(tmp_path):
    rules = (WOMEN.model_copy(update={"at_least": 3}), BalanceRule(label="One employer", trait="employer", at_most=1))
    cohort = a_pool(balance=rules)

    shown = matched(cohort, solved(cohort))

    assert (shown.title, shown.lines, shown.left) == ("If the match were made today", [], [])
    assert shown.blocked == [
        "The balance rule “Women: at least 3” cannot be kept.",
        "A way out: Women: at least 3; at least 1 would do.",
    ]
    assert matched(with_proposal(cohort, an_office(tmp_path)), None).blocked == shown.blocked


def test_too_many_rules_for_a_page_are_not_accused_one_by_one(monkeypatch):
    monkeypatch.setattr(match_desk, "TAKEN_APART_MAX", 8)
    cohort = a_pool(balance=(WOMEN.model_copy(update={"at_least": 3}),))

    shown = matched(cohort, solved(cohort))

    assert shown.blocked == [
        "These cannot all be kept at once: Women: at least 3.",
        "Which of them stand in the way, and what would do, a proposal says: it takes more time than a page.",
    ]


# --- rules and places ----------------------------------------------------------------------------------------------------


def test_balance_shows_what_it_asks_and_what_moving_it_would_change():
    cohort = a_pool(balance=(WOMEN,))

    (rule,) = balance_kept(solved(cohort))
    (moved,) = balance_moved(cohort)

    assert (rule.asks, rule.reached) == ("at least 2 of the mentors", "kept")
    assert moved.one_more == "no match would keep all the rules"
    assert moved.without == moved.one_less != "nothing changes"


OPEN = MONDAY - days(40)  # the calls are open
LINK = "https://mentoring.example/apply/mentors"


def test_a_shortage_names_who_competes_and_the_brief_whom_to_look_for():
    cohort = crowded(4, 2)

    short = competition(solved(cohort))
    found = search(cohort, OPEN, LINK)

    assert (len(short.mentees), short.mentors, short.places) == (4, ("M01", "M02"), 2)
    assert (found.could_be_matched, found.mentees, found.places) == (2, 4, 2)
    assert found.look_for[0].startswith("2 mentors who can speak about Research in industry")
    assert found.forward.subject == "Mentors wanted: Pilot 2027"
    assert found.forward.text == (
        "We look for mentors for Pilot 2027. These would help most:\n\n"
        f"- {found.look_for[0]}.\n\n"
        "The call is open until 2027-01-31. What it is about, and the way to take part:\n\n"
        f"{LINK}"
    )


def test_the_brief_is_given_where_it_is_needed_most_when_no_mentor_is_free():
    found = search(crowded(3, 0), OPEN, LINK)

    assert (found.could_be_matched, found.mentees, found.mentors, found.places) == (0, 3, 0, 0)
    assert found.look_for == [recruit(one) for one in pool_this_morning(crowded(3, 0)).look_for] != []
    with pytest.raises(CannotTell, match="No mentee is free"):
        search(crowded(0, 3), OPEN, LINK)
    with pytest.raises(CannotTell, match="601 mentees are without a mentor"):
        search(crowded(601, 0), OPEN, LINK)


def test_nobody_is_looked_for_when_everybody_has_a_mentor():
    found = search(crowded(2, 2), OPEN, LINK)
    assert (found.look_for, found.forward) == ([], None)
    assert competition(solved(crowded(2, 2))) is None


# --- where it stands -----------------------------------------------------------------------------------------------------


def test_while_participants_choose_the_desk_says_who_has_not():
    cohort = choosing()
    cohort = with_round(cohort)

    (round_,) = standing(cohort).rounds

    assert (round_.asked, round_.answered, round_.missing, round_.running) == (1, 0, ["N01"], True)
    cohort = answered(cohort, "choose_partners", "N01", "N01", cohort.proposals["match-1"].asked_at, choices=["M01"])
    assert standing(cohort).rounds[0].missing == []


def with_round(cohort):
    from domain.proposals import Proposal

    at = cohort.applications["N01"].choosing.since
    return cohort.put(Proposal("match-1", 1, ProposalState.CHOOSING, at, asked_at=at))


def test_the_report_on_the_dashboard_names_nobody_and_repeats_no_words(tmp_path):
    rule = WOMEN.model_copy(update={"label": "Women as agreed with Jana Veselá"})
    cohort = with_proposal(a_pool(balance=(rule,)), an_office(tmp_path))

    page = matching_report(cohort)

    assert "| 1 | Gender (Mentors) | at least 2 | kept |" in page
    assert "| no shared language | 1 |" in page
    assert "2 pairs, 1 person left over" in page
    assert "agreed" not in page
    assert not [person.name for person in cohort.participants.values() if person.name in page]


def test_the_brief_asks_for_nobody_who_could_not_apply_any_more():
    cohort = crowded(4, 2)

    found = search(cohort, cohort.milestones.mentors_close, LINK)

    assert (found.look_for, found.forward) == ([], None)
    assert found.closed.startswith("The call for mentors was open until")
    assert search(cohort, OPEN, LINK).closed == ""
