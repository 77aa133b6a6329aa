"""A session of which two tell different stories: what both see, and how it is settled at the desk, and taken back."""

import pytest

from domain.completion import completion
from domain.lifecycles import SessionState
from office.acts.doing import undo
from office.cases import Ruling, decide, look
from office.pages import personal_page
from office.round import settled
from tests.builders import answered, days
from tests.web.world import NOW, a_world, mentoring


@pytest.fixture
def world(tmp_path):
    met = {"outcome": "held", "held_on": str((NOW - days(1)).date()), "minutes": 60}
    cohort = settled(mentoring(), NOW - days(0.6))
    cohort = answered(cohort, "session_report", "P01.1", "N01", NOW - days(0.5), **met)
    told = {"agrees": "no", "words": "We did not meet."}
    cohort = answered(cohort, "report_confirmation", "P01.1", "M01", NOW - days(0.4), **told)
    return a_world(tmp_path, settled(cohort, NOW - days(0.3)))


def ruled(world, decision):
    """What was looked at first, and the deed."""
    cases = [case.id for case in world.cohort.escalations.values() if case.matter == "disagreement"]
    ruling = Ruling(tuple(cases), "eva", {"decision": decision})
    seen = look(world.office, world.code, ruling)
    return seen, decide(world.office, world.code, ruling, seen.look.caused.mark)


def page(world, who):
    return personal_page(world.office, world.page(who).removeprefix("/p/"))


def test_both_see_that_it_waits_to_be_settled(world):
    assert [page(world, who).disputed for who in ("N01", "M01", "N02")] == [{"P01.1"}, {"P01.1"}, set()]


def test_that_it_did_not_take_place_is_seen_first_and_can_be_taken_back(world):
    seen, deed = ruled(world, "not_held")

    assert (seen.is_to_be_seen, world.cohort.sessions["P01.1"].state) == (True, SessionState.CANCELLED)
    undo(world.office, world.code, deed.id, "eva")
    assert world.cohort.sessions["P01.1"].state is SessionState.HELD
    assert page(world, "N01").disputed == {"P01.1"}


def test_that_it_took_place_gives_both_their_hour(world):
    before = [completion(world.cohort, code).minutes for code in ("N01", "M01")]
    ruled(world, "took_place")

    assert (before, [completion(world.cohort, code).minutes for code in ("N01", "M01")]) == ([0, 0], [60, 60])
    assert page(world, "N01").disputed == set()
