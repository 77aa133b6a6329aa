"""Lifecycles: every state has a row, every way out leads to a state, everything can come to an end."""

import pytest

from domain.lifecycles import LIFECYCLES, PAIR, SESSION, IllegalMove, PairState, SessionState


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.name)
def test_every_state_has_its_row(lifecycle):
    states = type(next(iter(lifecycle.table)))
    assert set(lifecycle.table) == set(states)
    assert {after for row in lifecycle.table.values() for after in row} <= set(states)


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.name)
def test_every_move_says_who_may_make_it(lifecycle):
    makers = [maker for row in lifecycle.table.values() for maker in row.values()]
    assert all(maker and set(maker) <= set("TACB") for maker in makers)


@pytest.mark.parametrize(
    "lifecycle", [one for one in LIFECYCLES if one.name != "invitation"], ids=lambda lifecycle: lifecycle.name
)
def test_an_end_can_be_reached_from_everywhere(lifecycle):
    ends = {state for state in lifecycle.table if lifecycle.is_final(state)}
    for state in lifecycle.table:
        reached, front = {state}, [state]
        while front:
            front = [after for one in front for after in lifecycle.table[one] if after not in reached]
            reached.update(front)
        assert reached & ends, state


def test_a_late_report_corrects_a_missed_session():
    assert SESSION.check(SessionState.MISSED, SessionState.HELD) is SessionState.HELD


def test_a_pair_that_ended_does_not_come_back():
    with pytest.raises(IllegalMove, match="pair: ended cannot become active"):
        PAIR.check(PairState.ENDED, PairState.ACTIVE)
