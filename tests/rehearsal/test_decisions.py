"""Decisions of the coordinator: how they and their clicks are counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.lifecycles import Phase
from office.plan_files import read_plan
from office.plans import Plan
from rehearsal.acting.cast import cast
from rehearsal.acting.people import EXAMPLES
from rehearsal.acting.pilot import SEED, pilot_cast
from rehearsal.decisions import Pressed, clicks, decisions
from rehearsal.rehearse import rehearse
from rehearsal.telling.pages import as_text
from tests.rehearsal.plays import played

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_a_click_is_the_button_and_each_answer_that_did_not_stand_there():
    shown = {"field": 2, "note": "Good"}

    assert clicks(shown, {"field": 2, "note": "Good", "verdict": "accept", "trajectory": None}) == 2
    assert clicks(shown, {"field": 3, "note": "Better", "verdict": "accept"}) == 4
    assert clicks(shown, {"verdict": "accept"}, on_the_button=("verdict",)) == 1


def test_a_press_about_many_is_one_decision_whose_clicks_are_shared():
    pressed = [
        Pressed(NOW, "screening", ("N01", "N02", "N03"), 4),
        Pressed(NOW, "screening", ("N04",), 3),
        Pressed(NOW, "steer", ("",), 2),
    ]

    assert decisions(pressed) == {
        "total": 3,
        "by_kind": {"screening": 2, "steer": 1},
        "things": {"screening": 4, "steer": 1},
        "clicks": 9,
        "clicks_each_most": 3,
    }


def test_a_cohort_in_which_nothing_was_decided_has_no_clicks():
    assert decisions([])["clicks_each_most"] == 0


def test_whatever_a_coordinator_answered_in_a_rehearsal_was_counted():
    told = played(7)
    coordinators = {coordinator.code for coordinator in told.history.cohort.coordinators}
    answered = sum(row["by"] in coordinators for row in told.answers)

    assert 0 < answered == sum(told.decisions["things"].values())
    assert f"DECISIONS OF THE COORDINATOR: {told.decisions['total']}" in as_text(told)


@pytest.mark.parametrize(("people", "most"), [(pilot_cast(), 42), (cast(SEED), 40)], ids=["demo", "7"])
def test_the_pilot_asks_for_forty_decisions_at_most_and_two_clicks_for_each(people, most):
    """The cast of the demo, with three pairs that fall silent and nothing left lying (two too many), and drawn ones."""
    people = replace(people, desk_left_for=timedelta(0))
    plan = Plan.model_validate(read_plan(EXAMPLES / "plan.yaml"))

    told = rehearse(plan.model_copy(update={"coordinators": (people.coordinator.code,)}), people, people.seed, probes=0)

    assert told.broken == {}
    assert told.history.cohort.phase is Phase.CLOSED
    assert told.decisions["total"] <= most
    assert told.decisions["clicks_each_most"] <= 2
