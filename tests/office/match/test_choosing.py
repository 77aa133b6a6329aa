"""Choosing: the matchmaker asks before it solves, and what participants answer decides the pairs."""

from dataclasses import replace

import pytest

from domain.lifecycles import ProposalState
from domain.match.facts import Clash, Reason
from domain.proposals import Proposal
from office.benches import solve_proposals
from tests.builders import MONDAY, a_cohort, answered, days, default_policy
from tests.office.offices import an_office

START = MONDAY - days(26) + days(0.4)


def policy(**matching):
    told = default_policy().model_dump(mode="json")
    weights = told["matching"]["weights"] | {"choices": 20, "chemistry": 20}
    return type(default_policy()).model_validate(
        told | {"matching": told["matching"] | {"weights": weights} | matching}
    )


@pytest.fixture
def at_work(tmp_path):
    """A function that puts a cohort with this matching policy and one ordered proposal into an office."""

    def begin(mentors=3, mentees=3, proposal=None, now=START, **matching):
        cohort = a_cohort().in_recruitment().with_mentors(mentors).with_mentees(mentees).build()
        ordered = proposal or Proposal("match-1", 1, ProposalState.ORDERED, START)
        office = an_office(tmp_path, now=now)
        office.store.create(replace(cohort, policy=policy(**matching)).put(ordered))
        return office

    return begin


def the_cohort(office):
    return office.store.load("pilot-27")


def take(office, form, code, **content):
    office.store.update("pilot-27", lambda cohort: answered(cohort, form, code, code, START + days(1), **content))


def go_on(office):
    """The round is over; the matchmaker looks again."""

    def turn(cohort):
        proposal = cohort.proposals["match-1"]
        held = "choices" if proposal.state is ProposalState.CHOOSING else "meetings"
        return cohort.put(replace(proposal, state=ProposalState.ORDERED, rounds=(*proposal.rounds, held)))

    office.store.update("pilot-27", turn)
    solve_proposals(office, "pilot-27")


def test_without_choosing_the_proposal_is_solved_at_once(at_work):
    office = at_work()
    assert solve_proposals(office, "pilot-27") == 1
    assert the_cohort(office).proposals["match-1"].state is ProposalState.SOLVED


@pytest.mark.parametrize(
    ("choosers", "expected"),
    [("mentees", {"N01", "N02"}), ("mentors", {"M01", "M02"}), ("both", {"M01", "M02", "N01", "N02"})],
)
def test_those_who_choose_get_a_shortlist(at_work, choosers, expected):
    office = at_work(2, 2, mode="self_choice", choosers=choosers)
    solve_proposals(office, "pilot-27")
    cohort = the_cohort(office)
    assert cohort.proposals["match-1"].state is ProposalState.CHOOSING
    assert {code for code, one in cohort.applications.items() if one.choosing} == expected
    assert all(set(one.choosing.shortlist) for one in cohort.applications.values() if one.choosing)
    assert all(
        set(one.choosing.reasons) == set(one.choosing.shortlist) for one in cohort.applications.values() if one.choosing
    )
    assert any(why for one in cohort.applications.values() if one.choosing for why in one.choosing.reasons.values())


def test_in_self_choice_a_wish_outweighs_every_criterion(at_work):
    office = at_work(mode="self_choice")
    solve_proposals(office, "pilot-27")
    wishes = {"N01": "M03", "N02": "M01", "N03": "M02"}
    for mentee, mentor in wishes.items():
        take(office, "choose_partners", mentee, choices=[mentor])
    go_on(office)
    proposal = the_cohort(office).proposals["match-1"]
    assert {match.mentee: match.mentor for match in proposal.matches} == wishes
    assert all(Reason("choices", whose="mentee") in match.reasons for match in proposal.matches)


def test_first_meetings_follow_the_choice_and_a_no_is_heard(at_work):
    office = at_work(2, 2, mode="mixed", meetings_max=2)
    solve_proposals(office, "pilot-27")
    go_on(office)
    cohort = the_cohort(office)
    assert cohort.proposals["match-1"].state is ProposalState.MEETING
    assert {tuple(sorted(cohort.applications[code].meetings.partners)) for code in ("N01", "N02")} == {("M01", "M02")}
    take(office, "first_meetings", "N01", impressions={"M01": 0, "M02": 3})
    take(office, "first_meetings", "M02", impressions={"N01": 3})
    go_on(office)
    proposal = the_cohort(office).proposals["match-1"]
    assert {match.mentee: match.mentor for match in proposal.matches} == {"N01": "M02", "N02": "M01"}
    assert proposal.rounds == ("choices", "meetings")
    assert Reason("chemistry", whose="both") in proposal.matches[0].reasons


def test_there_is_no_round_without_the_time_for_it(at_work):
    office = at_work(mode="self_choice", now=MONDAY - days(4))
    solve_proposals(office, "pilot-27")
    assert the_cohort(office).proposals["match-1"].state is ProposalState.SOLVED


@pytest.mark.parametrize("by_hand", [True, False], ids=["by hand", "solved again"])
def test_after_the_first_proposal_nobody_is_asked_to_choose_any_more(at_work, by_hand):
    office = at_work()
    solve_proposals(office, "pilot-27")
    pins = [{"mentee": "N01", "mentor": "M02"}]

    def change_the_mode_and_order_again(cohort):
        matching = cohort.policy.matching.model_copy(update={"mode": "self_choice", "meetings_max": 2})
        cohort = replace(cohort, policy=cohort.policy.model_copy(update={"matching": matching}))
        told = {"decision": "by_hand" if by_hand else "solve_again", "pins": pins}
        return answered(cohort, "review_proposal", "match-1", "eva", START, **told)

    office.store.update("pilot-27", change_the_mode_and_order_again)
    solve_proposals(office, "pilot-27")

    cohort = the_cohort(office)
    assert cohort.proposals["match-2"].state is ProposalState.SOLVED
    assert [code for code, one in cohort.applications.items() if one.choosing or one.meetings] == []


def test_pairs_named_by_hand_before_any_proposal_are_not_asked_about(at_work):
    order = Proposal("match-1", 1, ProposalState.ORDERED, START, pins=(("M03", "N01"),), by_hand=True)
    office = at_work(mode="self_choice", proposal=order)
    solve_proposals(office, "pilot-27")
    assert the_cohort(office).proposals["match-1"].state is ProposalState.SOLVED


def test_a_proposal_that_failed_does_not_end_the_asking(at_work):
    failed = Proposal("match-1", 1, ProposalState.FAILED, START, solved_at=START)
    office = at_work(mode="self_choice", proposal=failed)
    again = Proposal("match-2", 2, ProposalState.ORDERED, START)
    office.store.update("pilot-27", lambda cohort: cohort.put(again))
    solve_proposals(office, "pilot-27")
    assert the_cohort(office).proposals["match-2"].state is ProposalState.CHOOSING


def test_by_hand_only_the_pairs_named_are_proposed_and_the_rest_gets_suggestions(at_work):
    order = Proposal("match-1", 1, ProposalState.ORDERED, START, pins=(("M03", "N01"),), by_hand=True)
    office = at_work(proposal=order)
    solve_proposals(office, "pilot-27")
    proposal = the_cohort(office).proposals["match-1"]
    assert [(match.mentor, match.mentee) for match in proposal.matches] == [("M03", "N01")]
    assert (proposal.state, proposal.result.status) == (ProposalState.SOLVED, "BY_HAND")
    assert [left.code for left in proposal.unmatched] == ["N02", "N03"]
    assert {code for left in proposal.unmatched for code in left.why.best} == {"M01", "M02"}


def test_by_hand_a_broken_rule_is_named_unless_the_coordinator_gave_a_reason(at_work):
    order = Proposal("match-1", 1, ProposalState.ORDERED, START, pins=(("M01", "N01"),), by_hand=True)
    office = at_work(proposal=order)
    colleagues = the_cohort(office)
    office.store.update(
        "pilot-27",
        lambda cohort: cohort.put(
            *(
                replace(
                    colleagues.applications[code], answers=colleagues.applications[code].answers | {"employer": "ACME"}
                )
                for code in ("M01", "N01")
            )
        ),
    )
    solve_proposals(office, "pilot-27")
    refused = the_cohort(office).proposals["match-1"]
    assert (refused.state, refused.result.clashes) == (ProposalState.IMPOSSIBLE, (Clash("employer", "M01", "N01"),))

    office.store.update("pilot-27", lambda cohort: cohort.put(replace(order, exception="Both have left the firm.")))
    solve_proposals(office, "pilot-27")
    assert the_cohort(office).proposals["match-1"].state is ProposalState.SOLVED
