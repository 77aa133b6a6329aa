"""The words of a match: what each reader is told of each fact."""

from typing import get_args

import pytest

from domain.counting import Uncounted
from domain.criteria import WEIGHED
from domain.forms.first_meetings import FirstMeetings
from domain.match.facts import (
    Although,
    Asked,
    ByHand,
    Clash,
    Counted,
    Eased,
    Funnel,
    LeftOver,
    MatchResult,
    ProposedPair,
    Reached,
    Reason,
)
from domain.match.findings import Change, Gain, Recruit, Remedy
from domain.match.words.balance import cost, counted, gained, so_many, uncounted
from domain.match.words.clashes import clash, in_the_way, way_out
from domain.match.words.help import change, recruit, remedy
from domain.match.words.left_over import left_over, without_a_mentee
from domain.match.words.proof import proof, verdict
from domain.match.words.reasons import SAID, Reader, reason, reasons
from domain.people import Role

NAMES = {"N01": "Ida (N01)", "M02": "Ada (M02)", "M03": "Max (M03)"}
WHO = NAMES.__getitem__
WOMEN = Counted("Women", "gender")
EACH_SECTOR = Counted("one of each", "sub_sector", ("ip",))

OF_EACH_CRITERION = {
    "tracks": Reason("tracks", ("15",), place=2),
    "topics": Reason("topics", ("start", "balance")),
    "needs": Reason("needs", ("network",), roles=("introducer",)),
    "goals": Reason("goals", ("GCP",)),
    "skills": Reason("skills", ("PCR", "R", "Stata", "writing")),
    "wishes": Reason("wishes", ("consultant", "sme")),
    "experience": Reason("experience"),
    "free_times": Reason("free_times", ("weekend",)),
    "interests": Reason("interests", ("give back",)),
    "choices": Reason("choices", whose="both"),
    "chemistry": Reason("chemistry", whose="both"),
}


def test_every_criterion_has_words_for_every_reader():
    assert set(OF_EACH_CRITERION) == set(SAID) == set(WEIGHED), "add it to domain/match/words/reasons.py"
    for to in get_args(Reader):
        assert [name for name, told in OF_EACH_CRITERION.items() if not reason(told, to)] == []


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("coordinator", "the mentor can speak about Research in industry, the second career wished for"),
        ("mentee", "This mentor can speak about Research in industry, the second career you wish for"),
        ("mentor", "You can speak about Research in industry, the second career this student wishes for"),
    ],
)
def test_a_reason_is_told_to_each_reader_in_their_own_person(to, words):
    assert reason(OF_EACH_CRITERION["tracks"], to) == words


@pytest.mark.parametrize("to", ["mentor", "mentee"])
def test_none_of_the_two_is_spoken_of_as_if_they_were_somebody_else(to):
    told = " ".join(reasons(OF_EACH_CRITERION.values(), to))

    assert [words for words in ("the mentee", "the mentor", "they ", "one of them") if words in told] == []


@pytest.mark.parametrize("whose", ["one", "both"])
def test_what_they_think_of_each_other_and_a_rule_they_break_is_told_to_neither(whose):
    assert "Nobody you meet will see your answer." in " ".join(FirstMeetings.__doc__.split())
    told = (Reason("chemistry", whose=whose), Although("employer"))

    assert reasons(told, "mentor") == reasons(told, "mentee") == []
    assert len(reasons(told)) == 2


@pytest.mark.parametrize(
    ("to", "words"),
    [("coordinator", "the mentee's own choice"), ("mentee", "Your own choice"), ("mentor", "The student's own choice")],
)
def test_a_choice_is_told_as_that_of_whoever_made_it(to, words):
    assert reason(Reason("choices", whose="mentee"), to) == words


def test_of_many_words_three_are_listed():
    assert reason(OF_EACH_CRITERION["skills"]) == "both work with: PCR; R; Stata; and 1 more"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Funnel("mentor", 0), ["no mentor has a free place"]),
        (Funnel("mentee", 0), ["0 mentees take part", "no mentee is left"]),
        (
            Funnel("mentor", 3, (("language", 2), ("employer", 1))),
            ["3 mentors take part", "2: no shared language", "1: the same place of work", "no mentor is left"],
        ),
        (Funnel("mentor", 1, possible=1), ["1 mentor takes part", "1 mentor would be possible"]),
        (
            Funnel("mentee", 3, possible=3, occupied=2),
            [
                "3 mentees take part",
                "2 would be possible, but they have a mentor",
                "1 would be possible and has no mentor",
            ],
        ),
        (
            Funnel("mentor", 4, possible=4, occupied=1, barred_by=(WOMEN, EACH_SECTOR, Counted("all"))),
            [
                "4 mentors take part",
                "1 mentor would be possible, whose place is taken",
                "3 would be possible and have a place left, but one pair more would break the balance rule “Women”, "
                "“one of each: Intellectual property and consulting” or another",
            ],
        ),
        (ByHand(("M02", "M03")), ["possible, best first: Ada (M02), Max (M03)"]),
        (ByHand(()), ["no mentor is left"]),
        (ByHand(None), ["in none of the pairs named"]),
        (("2 mentors take part", "as an older office wrote"), ["2 mentors take part", "as an older office wrote"]),
    ],
)
def test_somebody_left_over_hears_what_became_of_everybody(why, words):
    assert left_over(LeftOver("N01", why), WHO) == words


def test_mentors_without_a_mentee_are_counted_and_the_first_of_them_named():
    spare = [LeftOver(code, ByHand(None)) for code in ("M02", "M03")]

    assert without_a_mentee(spare, WHO) == "2 mentors without a mentee: Ada (M02), Max (M03)"
    assert without_a_mentee([], WHO) == ""
    assert without_a_mentee(spare * 12, WHO).endswith(" and 4 more")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Clash("employer", "M02", "N01"), "Ada (M02) and Ida (N01): they work at the same place."),
        (Clash("pin", "M02", "N01"), "Ada (M02) and Ida (N01): fixed by you."),
        (Clash("missing", "M02", "N01"), "Ada (M02) and Ida (N01): you fixed this pair, and it is missing."),
        (Clash("unknown", "M02", "N01"), "Ada (M02) or Ida (N01) is no longer free to be paired."),
        (Clash("one_mentor", mentee="N01", many=2), "Ida (N01) is fixed with 2 mentors; one mentor at a time."),
        (Clash("capacity", "M02", many=3, places=1), "Ada (M02) is fixed with 3 mentees; places: 1."),
        (
            Clash("balance", counted=WOMEN, asked=(Asked("at_least", 2), Asked("at_most", 5))),
            "The balance rule “Women: at least 2 and at most 5” cannot be kept.",
        ),
        ("as an older office wrote", "as an older office wrote"),
    ],
)
def test_what_stands_in_the_way_is_told_with_names(one, words):
    assert in_the_way(one, WHO) == words


def test_a_share_that_clashes_stands_in_percent():
    told = Clash("balance", counted=WOMEN, asked=(Asked("share_at_least", 0.6),))

    assert clash(told, WHO) == "Women: at least 60 %"


def test_a_way_out_says_what_would_do_alone_or_together():
    men, women = Eased(Counted("men"), Asked("at_least", 2), 1), Eased(WOMEN, Asked("at_least", 3), 0)

    assert way_out((men,)) == "men: at least 2; at least 1 would do"
    assert way_out((men, women)) == (
        "men: at least 2; at least 1 would do, together with Women: at least 3; it would do to leave it out"
    )


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (None, "not computed here"),
        (Gain(possible=False), "no match would keep all the rules"),
        (Gain(), "nothing changes"),
        (Gain(2, 3.25), "2 more matched, 3.2 points more"),
        (Gain(-1, -0.5), "1 fewer matched, 0.5 points less"),
    ],
)
def test_what_a_rule_is_worth_is_told_in_people_and_points(gain, words):
    assert gained(gain) == words


def test_what_a_rule_costs_is_told_in_people_before_points():
    assert [cost(gain) for gain in (Gain(2, 9.5), Gain(0, 9.5), Gain(0, -1), None)] == [
        "without this rule 2 more would be matched",
        "without this rule the pairs would have 9.5 points more in all",
        "this rule costs nothing",
        "",
    ]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            Uncounted(Role.MENTOR, 3, 1, 0),
            "fewer than 3 of 3 mentors were not counted because they did not agree to be counted.",
        ),
        (Uncounted(Role.MENTEE, 9, 0, 3), "3 of 9 mentees were not counted because they tell no gender."),
        (
            Uncounted(Role.MENTOR, 9, 4, 1),
            "4 of 9 mentors were not counted because they did not agree to be counted, "
            "and fewer than 3 of 9 mentors were not counted because they tell no gender.",
        ),
    ],
)
def test_whom_a_rule_on_gender_cannot_count_is_told_in_numbers(one, words):
    assert uncounted(one) == f"Balance by gender: {words}"


@pytest.mark.parametrize(
    ("trait", "reached", "of", "words"),
    [
        ("gender", 3, 6, "3 of 6 reached"),
        ("gender", 5, 5, "5 of 5 reached"),
        ("gender", 2, 6, "kept"),
        ("gender", 4, 6, "kept"),
        ("sub_sector", 2, 6, "2 of 6 reached"),
    ],
)
def test_a_number_by_gender_is_told_only_where_it_points_at_nobody(trait, reached, of, words):
    assert so_many(Reached(Counted("some", trait), "mentors", Asked("at_least", 1), reached, of)) == words


def test_rules_told_together_are_named_up_to_three():
    some = tuple(f"House {n}" for n in range(4))

    assert counted(Counted("one employer", "employer", some[:3])) == "one employer: House 0, House 1, House 2"
    assert counted(Counted("one employer", "employer", some)) == "one employer: each of 4"


PAIR = (ProposedPair("M02", "N01", 80),)
BY_POINTS = {"value": {"matched": 9, "score": 5000}, "bound": {"matched": 9, "score": 5147}, "gap": 147}
BY_PEOPLE = {"value": {"matched": 7}, "bound": {"matched": 9}, "gap": 2}


@pytest.mark.parametrize(
    ("found", "short", "long"),
    [
        (MatchResult("OPTIMAL", PAIR, value={"matched": 1}, bound={"matched": 1}), "Proven best", "This is proven."),
        (MatchResult("OPTIMAL"), "Proven best", "Nobody can be matched; this is proven."),
        (MatchResult("BY_HAND", PAIR), "your own pairs", "your own pairs"),
        (
            MatchResult("INFEASIBLE"),
            "No match keeps all the rules",
            "No match keeps all rules at once; this is proven.",
        ),
        (MatchResult("TIME_UP"), "The time was up before any match", "The time was up before any match"),
        (
            MatchResult("FEASIBLE", PAIR, **BY_POINTS),
            "at most 1.47 points in all below the best",
            "no match with as many pairs has a score higher by more than 1.47 points (2.9 %).",
        ),
        (
            MatchResult("FEASIBLE", PAIR, **BY_PEOPLE),
            "at most 2 more mentees could have a mentor",
            "7 mentees have a mentor, and no match has more than 9.",
        ),
    ],
    ids=["optimal", "nobody", "by hand", "impossible", "no time", "points below", "people below"],
)
def test_a_match_says_how_good_it_is_in_short_and_in_full(found, short, long):
    assert short in verdict(found)
    assert long in proof(found)


def test_the_proof_says_what_every_match_had_to_keep():
    one = {"value": {"matched": 1}, "bound": {"matched": 1}}

    assert "no other match with your fixed pairs gives" in proof(MatchResult("OPTIMAL", PAIR, fixed=True, **one))


def test_a_change_and_who_makes_it_so_end_the_sentence_that_one_more_could_be_matched():
    told = [Change("online"), Change("on_site", "Brno"), Change("no_must", "sub_sector"), Change("beyond_academia")]

    assert [change(one) for one in (*told, Change("language", "de"), Change("place"))] == [
        "if this mentee could also meet online",
        "if this mentee could also meet on site in Brno",
        "if this mentee wished for the sub-sector without making it a must",
        "if this mentee also considered a career outside academia",
        "if this mentee could also talk in German",
        "if one of these mentors had one more place",
    ]
    assert remedy(Remedy(Change("online"), ("M02", "M03"), 5), WHO) == (
        "if this mentee could also meet online: Ada (M02), Max (M03) and 3 more"
    )


def test_a_brief_agrees_in_number():
    profile = (("track", "3"), ("language", "de"), ("online", "yes"))

    assert recruit(Recruit(1, 1, profile)) == (
        "One mentor who can speak about Science policy, speaks German and can meet online "
        "would let one more mentee be matched"
    )
    assert recruit(Recruit(2, 3, (("employer", "Lumivex"),))) == (
        "2 mentors who work for Lumivex would let 3 more mentees be matched"
    )
    assert recruit(Recruit(2, 0, (("gender", "woman"),), keeps="women")) == (
        "2 women who agree to be counted would let the balance rule “women” be kept"
    )
