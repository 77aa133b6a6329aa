"""Whole cohorts in which participants choose, meet first, or the coordinator pairs by hand: the same laws hold."""

import pytest

from domain.lifecycles import PairState, Phase
from office.policies import policy
from rehearsal.cast import cast
from rehearsal.faults import Faults
from rehearsal.rehearse import rehearse
from tests.rehearsal.plays import SHORT

CHOOSING = {
    "calendar": {"mentoring_months": 3, "recruitment_months": 3},
    "matching": {
        "mode": "self_choice",
        "choosers": "both",
        "meetings_max": 2,
        "weights": {"choices": 30, "chemistry": 30},
    },
}


@pytest.fixture(scope="module")
def chosen():
    return rehearse(policy("industry-one-to-one", SHORT | CHOOSING), cast(5, 4, 5), 5, probes=3)


def test_a_cohort_that_chooses_and_meets_first_breaks_no_law(chosen):
    assert chosen.broken == {}
    assert chosen.history.cohort.phase is Phase.CLOSED


def test_everybody_is_asked_to_choose_and_to_meet_and_most_do(chosen):
    cohort = chosen.history.cohort
    written = {letter.letter for letter in chosen.history.letters}
    assert {"mentee/choose", "mentor/choose", "mentee/meet", "mentor/meet"} <= written
    assert any(one.choosing and one.choosing.choices for one in cohort.applications.values())
    assert any(one.meetings and one.meetings.impressions for one in cohort.applications.values())
    assert {proposal.rounds for proposal in cohort.proposals.values()} == {("choices", "meetings")}


def test_their_wishes_are_served(chosen):
    """Most pairs of the first proposal were chosen by one of the two."""
    cohort = chosen.history.cohort
    wished = {
        (code, other)
        for code, one in cohort.applications.items()
        for other in (one.choosing.choices if one.choosing else ())
    }
    pairs = [pair.members for pair in cohort.pairs.values() if pair.proposal == "match-1"]
    assert 2 * sum(bool({one, one[::-1]} & wished) for one in pairs) > len(pairs) > 0


def test_faults_in_the_middle_of_choosing_lose_nothing():
    told = rehearse(
        policy("industry-one-to-one", SHORT | CHOOSING), cast(6, 3, 3), 6,
        faults=Faults(post=0.1, crashes=20, outages=((66, 5),)), probes=3,
    )  # fmt: skip
    assert told.broken == {}
    assert told.history.crashes


def test_pairs_made_by_hand_live_like_all_others():
    by_hand = {"matching": {"mode": "by_hand"}}
    told = rehearse(policy("industry-one-to-one", SHORT | by_hand), cast(8, 3, 3), 8, probes=3)
    assert told.broken == {}
    assert any(pair.state is PairState.COMPLETED for pair in told.history.cohort.pairs.values())
