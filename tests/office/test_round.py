"""The one round: steps in their order, each scope loaded once a pass, and the trays that a dead worker left."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.documents import Document
from domain.lifecycles import DocumentState, Phase
from domain.steps import STEPS
from office import rounds
from office.clock import VirtualClock
from office.office import open_office
from office.round import BENCHES, play_round
from office.settings import Settings
from storage.store import Store
from tests.builders import MONDAY, a_cohort, days

NOW = MONDAY + days(9) + timedelta(hours=10)
CODE = "pilot-27"


class CountingStore(Store):
    """A store that counts how often each scope is loaded to be settled."""

    def update(self, code, turn, focus=None):
        self.loads.update(focus or ())
        return super().update(code, turn, focus)


@pytest.fixture
def office(tmp_path):
    opened = open_office(Settings(_env_file=None, data=tmp_path / "data", wakes_prefect=False), VirtualClock(NOW))
    opened.store.migrate()
    opened.store.create(a_cohort().in_mentoring().with_pairs(2).build())
    return opened


def test_what_was_done_is_told_by_step_in_the_order_of_the_phase(office):
    played = play_round(office, CODE)

    named = [step.name for step in played.steps]
    assert named == sorted(named, key=[*STEPS[Phase.MENTORING], *BENCHES].index)
    assert {"agree and plan", "print documents"} <= set(named)
    assert Counter(key for step in played.steps for key in step.tally.keys) == Counter(played.tally.keys)
    assert sum(step.tally.total for step in played.steps) == played.tally.total


def test_a_round_is_quiet_when_it_ends(office):
    play_round(office, CODE)

    assert not rounds.wants_a_round(office, CODE)
    assert play_round(office, CODE).steps == []


def test_each_scope_is_loaded_once_a_pass_and_not_once_a_step(office):
    office.store.__class__ = CountingStore
    office.store.loads = Counter()

    play_round(office, CODE)

    cohort_itself = office.store.loads.pop("")
    assert set(office.store.loads.values()) == {1}
    # Two passes, and the benches save a proposal and two documents there.
    assert cohort_itself <= 5 < len(STEPS[Phase.MENTORING])


def test_a_tray_that_a_dead_worker_left_wants_a_round(office):
    play_round(office, CODE)
    order = Document("handbook:M01", "handbook", "M01", "M01", "", NOW, DocumentState.ORDERED)
    office.store.update(CODE, lambda cohort: cohort.put(order), focus={"M01"})
    with office.store.db.writing() as db:  # as if all else had been looked at before the worker died
        db.exec_driver_sql("UPDATE scopes SET next_due = NULL")

    assert rounds.awake(office, [Phase.MENTORING]) == [CODE]
    assert [step.name for step in play_round(office, CODE).steps] == ["print documents"]
    assert rounds.awake(office, [Phase.MENTORING]) == []


def test_a_stumbling_rule_is_told_by_its_step_and_the_others_are_served(office):
    def without_first_day(cohort):
        kept = {key: session for key, session in cohort.sessions.items() if session.group != "P02"}
        return replace(cohort, code="lame-27", sessions=kept).put(replace(cohort.pairs["P02"], starts_on=None))

    office.store.create(without_first_day(a_cohort().in_mentoring().with_pairs(2).build()))
    played = play_round(office, "lame-27")

    failed = {step.name for step in played.steps if step.tally.failures}
    assert failed == {"welcome the pairs", "agree and plan", "pass the half-way mark"}
    assert [key for key in played.tally.keys if key.startswith("P01:agreement")]
    with pytest.raises(rounds.RulesFailed, match="lame-27, welcome the pairs: "):
        rounds.told(next(step for step in played.steps if step.tally.failures))
