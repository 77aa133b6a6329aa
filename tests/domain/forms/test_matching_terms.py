"""Terms of matching: a coordinator changes what counts; nothing that could not work is taken."""

from dataclasses import replace

import pytest

from domain.balance import rule_called
from domain.criteria import WEIGHED
from domain.forms import FORMS
from domain.forms.balance_row import typed
from domain.lifecycles import InvitationState, ProposalState
from domain.policy import BalanceRule, Matching
from domain.saying import Said
from tests.builders import MONDAY, answered, asked, days, default_policy, invited
from tests.domain.forms.samples import proposed
from tests.domain.forms.test_applying import wrong

TERMS = FORMS["matching_terms"]


def as_they_are(cohort):
    return dict(TERMS.prefilled(cohort, invited(cohort, "matching_terms", "", "eva", MONDAY)))


def with_terms(cohort, **changes):
    matching = Matching.model_validate({**dict(cohort.policy.matching), **changes})
    return replace(cohort, policy=cohort.policy.model_copy(update={"matching": matching}))


def changed(cohort, **changes):
    return answered(cohort, "matching_terms", "", "eva", MONDAY, **as_they_are(cohort) | changes)


def refused(cohort, **changes):
    return wrong(cohort, "matching_terms", "", "eva", **as_they_are(cohort) | changes)


def test_terms_sent_back_as_they_are_change_nothing():
    rules = (
        BalanceRule(label="Women", trait="gender", values=("woman", "non_binary"), at_least=2),
        BalanceRule(label="Employers", trait="employer", at_most=1),
        BalanceRule(label="Small ones", trait="company_size", values=("sme",), on="mentees", share_at_least_percent=20),
    )
    stages = ("matched", "rank_profile", "score")
    cohort = with_terms(proposed(), balance=rules, stages=stages, rules={"language": "nice"}, choosers="both")

    after = changed(cohort)

    assert after.policy == cohort.policy
    assert after.entries == ()


def test_a_weight_is_changed_for_this_cohort_and_the_journal_says_so_in_codes():
    cohort = changed(proposed(), tracks="60", order="max_min")

    assert cohort.policy.matching.weights["tracks"] == 60
    assert cohort.policy.matching.stages == ("matched", "max_min", "score")
    assert default_policy().matching.weights["tracks"] == 25
    (entry,) = cohort.entries
    assert (entry.key, entry.did, entry.by) == (
        ":matching_terms:eva:changed:1", "change the terms of matching: weights, stages", "eva"
    )  # fmt: skip
    assert cohort.proposals["match-1"].state is ProposalState.SOLVED


def test_the_waiting_proposal_is_solved_again_when_the_coordinator_says_so():
    cohort = asked(proposed(), "review_proposal", "match-1", "eva", MONDAY)

    cohort = changed(cohort, tracks="60", afterwards="now")

    assert cohort.proposals["match-1"].state is ProposalState.DISCARDED
    assert cohort.proposals["match-2"].state is ProposalState.ORDERED
    assert cohort.invitation("match-1", "review_proposal", "eva").state is InvitationState.REVOKED


def test_what_to_do_with_a_proposal_is_asked_only_when_one_waits():
    cohort = proposed()
    alone = replace(cohort, proposals={})

    assert TERMS.skips(cohort, invited(cohort, "matching_terms", "", "eva", MONDAY)) == frozenset()
    assert TERMS.skips(alone, invited(alone, "matching_terms", "", "eva", MONDAY)) == {"afterwards"}


def test_balance_is_typed_in_words_or_codes():
    rows = [
        {"label": "", "trait": "gender", "values": "woman, Non-binary", "at_least": "3"},
        {"label": "Each employer", "trait": "employer", "values": "", "on": "mentors", "at_most": "2"},
    ]

    first, second = changed(proposed(), balance=rows).policy.matching.balance

    assert (first.label, first.values, first.on, first.at_least) == (
        "woman, Non-binary", ("woman", "non_binary"), "mentors", 3
    )  # fmt: skip
    assert (second.values, second.at_most) == ((), 2)


def test_a_rule_that_nobody_named_is_called_in_the_language_of_its_reader():
    [rule] = changed(proposed(), balance=[{"trait": "employer", "at_most": "2"}]).policy.matching.balance

    called = rule_called(rule.label)

    assert (rule.label, called) == ("Each employer", "Each employer")
    assert isinstance(called, Said)
    assert not isinstance(rule_called("Friends of ours"), Said)
    assert typed(rule)["label"] == ""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"label": "x"}, "Row 1: choose by what it counts people, and among whom."),
        (
            {"trait": "company_size", "values": "huge", "at_least": "1"},
            "Row 1: Company size cannot be “huge”; write some of: Large company, Small or medium enterprise, Start-up.",
        ),
        ({"trait": "gender", "values": "woman"}, "Row 1: say how many there must be: at least, at most, or a share."),
        ({"trait": "gender", "at_least": "3", "at_most": "2"}, "Row 1: at least 3 and at most 2 cannot both be."),
        ({"trait": "gender", "at_least": "many"}, "Row 1: Please give a whole number."),
        ({"trait": "gender", "share_at_least_percent": "120"}, "Row 1: Please give 100 or less."),
    ],
    ids=["no trait", "a stranger", "no number", "contradiction", "a word for a number", "more than all"],
)
def test_a_rule_that_says_nothing_is_refused_where_it_stands(row, words):
    assert refused(proposed(), balance=[row]) == {"balance": words}


def test_two_rules_need_two_names():
    row = {"label": "Women", "trait": "gender", "values": "woman", "at_least": "1"}

    assert refused(proposed(), balance=[row, row]) == {
        "balance": "Two rules are called “Women”; give each a name of its own."
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (dict.fromkeys(WEIGHED, "0"), "tracks"),
        ({"mode": "mixed", "choices": "0"}, "choices"),
        ({"meetings_max": "2", "chemistry": "0"}, "chemistry"),
        ({"mode": "self_choice", "choices": "5", "tracks": "90", "topics": "90"}, "mode"),
        ({"tracks": "101"}, "tracks"),
        ({"tracks": ""}, "tracks"),
    ],
    ids=["no weight", "choices unheard", "meetings unheard", "wishes too light", "too much", "empty"],
)
def test_terms_that_cannot_work_are_refused_at_their_question(changes, field):
    found = refused(proposed(), **changes)

    assert list(found) == [field]
    assert found[field].endswith(".")


def test_a_round_for_which_recruitment_is_too_short_is_refused():
    cohort = with_terms(proposed(), choices_close_after="30 days")

    assert refused(cohort, mode="mixed", choices="10") == {
        "mode": "Recruitment is too short for this: calls and screening need 36 days, choosing and first meetings 30 "
        "more, longer than recruitment with its 59 days; shorten them or add a month."
    }


def test_who_chooses_is_kept_with_the_mode():
    cohort = changed(proposed(), mode="mixed", choosers="both", choices="30")

    assert (cohort.policy.matching.mode, cohort.policy.matching.choosers) == ("mixed", "both")


@pytest.mark.parametrize("solved", [None, MONDAY], ids=["ordered", "solved"])
def test_once_a_proposal_was_solved_the_form_says_that_nobody_is_asked_any_more(solved):
    cohort = proposed()
    cohort = cohort.put(replace(cohort.proposals["match-1"], solved_at=solved))

    said = TERMS.introduction(cohort, invited(cohort, "matching_terms", "", "eva", MONDAY))

    assert ("participants are not asked any more to choose or to meet" in said) == bool(solved)


@pytest.mark.parametrize(
    ("order", "stages"),
    [
        ("rank_profile", ("matched", "rank_profile", "score")),
        ("generous", ("matched", "rank_profile:generous", "score")),
    ],
    ids=["best suited", "least suited"],
)
def test_what_comes_first_may_be_who_suits_best(order, stages):
    cohort = changed(proposed(), order=order)

    assert cohort.policy.matching.stages == stages
    assert as_they_are(cohort)["order"] == order
    assert Matching.model_validate({"stages": stages}).stages == stages


def test_a_closed_cohort_takes_no_terms():
    cohort = answered(proposed(), "steer", "", "eva", MONDAY, action="call_off", reason="No funding", sure="on")

    assert refused(cohort) == {"": "This cohort is closed; nothing is matched in it any more."}


def test_the_second_change_has_a_line_of_its_own():
    cohort = changed(proposed(), tracks="60")
    told = as_they_are(cohort) | {"tracks": "70"}

    cohort = answered(cohort, "matching_terms", "", "eva", MONDAY + days(1), **told)

    assert [entry.key for entry in cohort.entries] == [f":matching_terms:eva:changed:{n}" for n in (1, 2)]
