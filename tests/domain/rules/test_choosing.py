"""Choosing: who is asked to rank or to meet, when the round closes, and that a late or a leaving person holds up nobody."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.applications import Choosing, FirstMeetings
from domain.forms.choose_partners import ChoosePartners
from domain.lifecycles import InvitationState, ProposalState
from domain.proposals import Proposal, next_order
from tests.builders import MONDAY, a_cohort, answered, days
from tests.domain.rules.stories import due, letters, on

START = MONDAY - days(26) + days(0.4)  # a Wednesday in recruitment, ten in the morning


def asking(state=ProposalState.CHOOSING, **tasks):
    """A cohort whose first proposal waits for these people."""
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(2).build()
    applications = [replace(cohort.applications[code], **task) for code, task in tasks.items()]
    return cohort.put(Proposal("match-1", 1, state, START, asked_at=START), *applications)


def choosing():
    lists = {"N01": ("M01", "M02"), "N02": ("M02",)}
    return asking(**{code: {"choosing": Choosing(START, shortlist)} for code, shortlist in lists.items()})


def test_whoever_has_a_shortlist_is_asked_to_rank_it_and_reminded():
    cohort = on(choosing(), START)
    assert letters(cohort) == [("mentee/choose", "N01"), ("mentee/choose", "N02")]

    cohort = answered(cohort, "choose_partners", "N01", "N01", START + days(1), choices=["M02", "M01"])

    assert cohort.applications["N01"].choosing.choices == ("M02", "M01")
    assert letters(on(cohort, START + days(5)), "N02:choose") == [("mentee/choose_reminder", "N02")]


def test_the_round_closes_when_all_have_chosen():
    cohort = on(choosing(), START)
    cohort = answered(cohort, "choose_partners", "N01", "N01", START + days(1), choices=["M02"])
    assert due(cohort, START + days(2), "match-1") == []
    cohort = answered(cohort, "choose_partners", "N02", "N02", START + days(2), choices=["M02"])

    cohort = on(cohort, START + days(2))

    assert (cohort.proposals["match-1"].state, cohort.proposals["match-1"].rounds) == (
        ProposalState.ORDERED,
        ("choices",),
    )


def test_the_round_closes_on_its_day_whoever_is_silent():
    cohort = on(choosing(), START)
    length = cohort.policy.matching.choices_close_after
    assert due(cohort, START + length - days(0.1), "match-1") == []

    cohort = on(cohort, START + length)

    assert cohort.proposals["match-1"].state is ProposalState.ORDERED
    assert cohort.invitations["N01:choose_partners:N01"].state is InvitationState.EXPIRED


def test_somebody_who_leaves_holds_up_nobody():
    cohort = answered(on(choosing(), START), "choose_partners", "N01", "N01", START + days(1), choices=["M01"])

    cohort = answered(cohort, "stop", "N02", "N02", START + days(2), reason="A new position.", sure="on")

    assert "match-1:choosing:over" in due(cohort, START + days(2), "match-1")


def test_somebody_who_left_is_offered_to_nobody_and_the_letters_of_the_others_stay():
    cohort = on(choosing(), START)
    cohort = answered(cohort, "stop", "M01", "M01", START + days(1), reason="A new position.", sure="on")
    form, invitation = ChoosePartners, cohort.invitations["N01:choose_partners:N01"]

    assert list(form.options(cohort, invitation)["choices"]) == ["M02"]
    assert "**B**" in form.introduction(cohort, invitation)
    assert "**A**" not in form.introduction(cohort, invitation)


def test_a_shortlist_can_be_opened_after_an_application_was_emptied():
    cohort = on(choosing(), START)
    cohort = cohort.put(replace(cohort.applications["M01"], answers={}))

    assert list(ChoosePartners.options(cohort, cohort.invitations["N01:choose_partners:N01"])["choices"]) == ["M02"]


def test_only_those_on_the_list_can_be_chosen_and_only_in_time():
    cohort = on(choosing(), START)
    with pytest.raises(ValidationError, match="choose from the list"):
        answered(cohort, "choose_partners", "N02", "N02", START + days(1), choices=["M01"])
    with pytest.raises(ValidationError, match="time for choosing is over"):
        answered(cohort, "choose_partners", "N02", "N02", START + days(9), choices=["M02"])


def test_first_meetings_name_partners_and_take_impressions():
    cohort = on(asking(ProposalState.MEETING, M01={"meetings": FirstMeetings(START, ("N01", "N02"))}), START)
    assert letters(cohort) == [("mentor/meet", "M01")]

    cohort = answered(cohort, "first_meetings", "M01", "M01", START + days(3), impressions={"N01": 3, "N02": 0})

    assert cohort.applications["M01"].meetings.impressions == {"N01": 3, "N02": 0}
    assert on(cohort, START + days(3)).proposals["match-1"].rounds == ("meetings",)


def test_to_say_nothing_or_two_things_at_once_is_asked_about():
    cohort = on(asking(ProposalState.MEETING, M01={"meetings": FirstMeetings(START, ("N01",))}), START)
    with pytest.raises(ValidationError, match="tick that you met nobody"):
        answered(cohort, "first_meetings", "M01", "M01", START + days(3))
    with pytest.raises(ValidationError, match="untick this"):
        answered(cohort, "first_meetings", "M01", "M01", START + days(3), impressions={"N01": 1}, met_nobody="on")


def test_the_next_order_carries_on_what_was_settled_before():
    first = Proposal("match-1", 1, ProposalState.APPROVED, START, pins=(("M01", "N01"),), rounds=("choices",))

    second = next_order(first, 2, START + days(3), by_hand=True)

    assert (second.id, second.state, second.pins, second.rounds, second.by_hand) == (
        "match-2", ProposalState.ORDERED, (("M01", "N01"),), ("choices",), True,
    )  # fmt: skip
