"""Advice is true: whoever does what it says and matches again finds what it promised."""

from dataclasses import replace

import pytest

from allocation import solve_problem
from allocation.shortages import openings
from domain.match.words.help import in_full
from domain.match.words.help import recruit as in_words
from domain.match.words.left_over import left_over
from domain.match.words.proof import proof
from matching.advice import morning
from matching.candidates import Balance, Candidate, Terms
from matching.insight.recruits import recruits, such
from matching.insight.smallest_changes import smallest_changes, variants
from matching.pairs import suggest
from matching.pool import pool
from tests.matching.worlds import WEIGHTS, some_people, terms

SEEDS = range(24)
ALL_LANGUAGES = ("cs", "de", "en", "fr")


def matched(mentees, mentors, on):
    found = suggest(mentees, mentors, on)
    return None if found.status == "INFEASIBLE" else len(found.matches)


@pytest.mark.parametrize("seed", SEEDS)
def test_exactly_the_recruits_of_the_brief_let_exactly_so_many_more_be_matched(seed):
    mentees, mentors = some_people(seed, 12, 8)
    on = terms(seed)
    grown, now = mentors, matched(mentees, mentors, on)

    for number, recruit in enumerate(recruits(mentees, mentors, on)):
        grown = [*grown, *such(recruit, number)]
        then = matched(mentees, grown, on)
        assert now is None or then - now == recruit.mentees
        now = then if now is not None or then is not None else None


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_number_of_such_mentors_would_do_with_fewer(seed):
    mentees, mentors = some_people(seed, 12, 8)
    plain = Terms(WEIGHTS)

    for recruit in recruits(mentees, mentors, plain, most=1):
        fewer = such(recruit)[:-1]
        assert matched(mentees, [*mentors, *fewer], plain) == matched(mentees, mentors, plain) + recruit.mentees - 1


def test_the_brief_asks_for_what_those_left_over_need():
    mentees = [Candidate(f"N{k}", frozenset({"de"}), tracks=(20,)) for k in range(2)]
    mentees += [Candidate("N2", frozenset({"cs"}), format="onsite", city="Brno", tracks=(3,))]

    assert [in_words(one) for one in recruits(mentees, [], Terms(WEIGHTS))] == [
        "2 mentors who can speak about Drug/device approval and production, speak German and can meet online "
        "would let 2 more mentees be matched",
        "One mentor who can speak about Science policy, speaks Czech and can meet on site in Brno "
        "would let one more mentee be matched",
    ]


def test_a_recruit_of_whom_no_language_is_asked_is_not_thought_to_speak_all():
    mentees = [Candidate("N0"), Candidate("N1", frozenset({"de"})), Candidate("N2", frozenset({"fr"}))]

    best, *_ = recruits(mentees, [], Terms(WEIGHTS))

    assert (best.count, matched(mentees, such(best), Terms(WEIGHTS))) == (2, 2)


def test_where_a_balance_rule_leaves_no_match_the_brief_names_who_would_keep_it():
    women = Balance("women", "gender", frozenset({"woman"}), at_least=2)
    mentees = [Candidate(f"N{k}", frozenset({"en"})) for k in range(3)]
    mentors = [Candidate("M1", counts_as={"gender": "woman"}), Candidate("M2")]
    on = Terms(WEIGHTS, quotas=(women,))

    (recruit,) = recruits(mentees, mentors, on)

    assert in_words(recruit) == (
        "One woman who agrees to be counted, speaks English and can meet online "
        "would let the balance rule “women” be kept"
    )
    assert matched(mentees, [*mentors, *such(recruit)], on) == 3


def test_where_a_share_keeps_people_out_the_brief_asks_for_those_who_count():
    women = Balance("women", "gender", frozenset({"woman"}), share_at_least=0.5)
    mentees = [Candidate(f"N{k}", frozenset({"en"})) for k in range(6)]
    mentors = [Candidate("M1", counts_as={"gender": "woman"}), *(Candidate(f"M{k}") for k in range(2, 7))]
    on = Terms(WEIGHTS, quotas=(women,))

    best, *_ = recruits(mentees, mentors, on)

    assert in_words(best) == (
        "One woman who speaks English, can meet online and agrees to be counted would let 2 more mentees be matched"
    )
    assert matched(mentees, [*mentors, *such(best)], on) == matched(mentees, mentors, on) + 2


def test_in_a_large_pool_the_brief_gives_new_mentors_to_those_left_over(monkeypatch):
    monkeypatch.setattr("matching.insight.recruits.SOLVED_PAIRS_MAX", 0)
    mentees = [Candidate(f"N{k}", frozenset({"en"})) for k in range(4)]
    house = [Candidate(f"M{k}", employer="House") for k in range(4)]
    on = Terms(WEIGHTS, quotas=(Balance("one employer", "employer", at_most=2),))

    found = recruits(mentees, house, on)

    assert [(one.count, one.mentees) for one in found] == [(1, 1), (1, 1)]
    assert matched(mentees, [*house, *such(found[0], 0), *such(found[1], 1)], on) == 4


def test_the_brief_says_which_most_a_recruit_must_not_count_for():
    mentees = [Candidate(f"N{k}", frozenset({"en"})) for k in range(2)]
    on = Terms(WEIGHTS, quotas=(Balance("one employer", "employer", at_most=1),))

    (recruit,) = recruits(mentees, [Candidate("M1", employer="House"), Candidate("M2", employer="House")], on)

    assert in_words(recruit) == (
        "One mentor who speaks English, can meet online and keeps within “one employer” "
        "would let one more mentee be matched"
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_change_that_is_said_to_help_lets_one_more_be_matched(seed):
    mentees, mentors = some_people(seed, 12, 8)
    asked = pool(mentees, mentors, terms(seed))
    solution = solve_problem(asked.problem)
    before = len(solution.pairs)

    for code, remedies in smallest_changes(asked, solution).items():
        one = next(mentee for mentee in mentees if mentee.code == code)
        changed = {variant.change: variant.one for variant in variants(one, ALL_LANGUAGES)}
        for remedy in remedies:
            if remedy.change in changed:
                others = [changed[remedy.change] if mentee.code == code else mentee for mentee in mentees]
                assert matched(others, mentors, asked.terms) == before + 1
                continue
            for named in remedy.mentors:
                wider = [replace(m, capacity=m.capacity + 1) if m.code == named else m for m in mentors]
                assert matched(mentees, wider, asked.terms) == before + 1


@pytest.mark.parametrize("seed", SEEDS)
def test_where_no_change_is_named_none_of_them_would_help(seed):
    mentees, mentors = some_people(seed, 12, 8)
    asked = pool(mentees, mentors, Terms(WEIGHTS))
    solution = solve_problem(asked.problem)
    found = smallest_changes(asked, solution)

    for place in solution.unmatched:
        one = mentees[place]
        if not found[one.code]:
            spoken = sorted(set().union(*(mentor.languages for mentor in mentors)))
            for variant in variants(one, spoken):
                others = [variant.one if mentee.code == one.code else mentee for mentee in mentees]
                assert matched(others, mentors, asked.terms) == len(solution.pairs)


def test_a_mentor_has_an_opening_when_one_of_theirs_can_move_on():
    mentees = [Candidate("N1", frozenset({"en", "de"})), Candidate("N2", frozenset({"en"}))]
    mentors = [
        Candidate("M1", frozenset({"de"})),
        Candidate("M2", frozenset({"en"})),
        Candidate("M3", frozenset({"fr"})),
    ]
    problem = pool(mentees[:1], mentors, Terms(WEIGHTS)).problem

    assert openings(problem, [(0, 1)]).tolist() == [True, True, True]
    assert openings(problem, [(0, 0)]).tolist() == [True, True, True]
    assert openings(pool(mentees, mentors, Terms(WEIGHTS)).problem, [(0, 0), (1, 1)]).tolist() == [False, False, True]


def test_a_morning_without_a_proof_says_so():
    mentees, mentors = some_people(1, 120, 120)
    on = Terms(WEIGHTS, stages=("matched", "blocking_pairs", "score"), time_limit=0.1)

    today = morning(mentees, mentors, on)

    assert today.result.status in ("TIME_UP", "FEASIBLE")
    assert proof(today.result).startswith("The time was up")


def test_a_morning_without_any_mentor_asks_for_some():
    today = morning([Candidate("N1", frozenset({"en"}), tracks=(3,))], [], Terms(WEIGHTS))

    assert (today.result.matches, len(today.look_for)) == ((), 1)
    assert [(one.code, left_over(one)) for one in today.result.unmatched] == [("N1", ["no mentor has a free place"])]


def test_what_would_help_names_the_mentors_by_code():
    mentees = [Candidate(f"N{k}", frozenset({"en"})) for k in range(1, 8)]
    mentors = [Candidate(f"M{k}", frozenset({"en"})) for k in range(1, 7)]

    today = morning(mentees, mentors, Terms(WEIGHTS))

    ((_, (remedy,)),) = today.would_help.items()
    assert in_full(remedy, str) == (
        "one more could be matched if one of these mentors had one more place: M1, M2, M3, M4 and 2 more"
    )
