"""Policies of an earlier office: a cohort launched before a ladder was more exact goes on as it was."""

from datetime import timedelta

import pytest
from alembic import command

from storage.migrate import configuration
from tests.storage.worlds import POLICY, a_cohort, a_store, launched_earlier


@pytest.fixture
def launched_with(empty, tmp_path):
    """A store whose one cohort was launched by the first office there was, under these numbers."""

    def launched(changes):
        store = a_store(empty, tmp_path / "files")
        policy = POLICY.model_dump(mode="json")
        for section, values in changes.items():
            policy[section] = policy[section] | values
        del policy["checks"]["recontract_ladder"]
        policy["format"] = "one_to_one"
        policy["post"]["letters_per_week_max"] += 2
        with store.db.writing() as db:
            command.upgrade(configuration(db), "0001")
            launched_earlier(db, policy)
        store.migrate()
        return store.load(a_cohort().code).policy

    return launched


def recipients(rungs):
    return [rung.to for rung in rungs]


def test_a_rung_that_named_somebody_its_ladder_never_heeded_says_whom_it_wrote_to(launched_with):
    rungs = [{"after": "0 days", "to": "person"}, {"after": "7 days", "to": "mentor"}]
    policy = launched_with({"checks": {"plan_ladder": rungs}, "recruitment": {"screening_reminders": rungs}})

    assert recipients(policy.checks.plan_ladder) == ["mentee", "mentee"]
    assert recipients(policy.recruitment.screening_reminders) == ["coordinator", "coordinator"]


def test_a_rung_that_can_be_heeded_now_is(launched_with):
    rungs = [{"after": "2 days", "to": "person"}, {"after": "20 days", "to": "coordinator"}]
    policy = launched_with({"sessions": {"ask_for_a_date": rungs}})

    assert recipients(policy.sessions.ask_for_a_date) == ["both", "coordinator"]


def test_recontracting_goes_on_with_the_two_rungs_it_had(launched_with):
    rungs = [{"after": f"{n} days", "to": "person"} for n in (0, 5, 10)]
    policy = launched_with({"checks": {"check_ladder": rungs}})

    told = [(rung.after, rung.to) for rung in policy.checks.recontract_ladder]
    assert told == [(timedelta(0), "both"), (timedelta(5), "both")]


def test_a_limit_that_was_renamed_twice_keeps_its_number(launched_with):
    assert launched_with({}).post.letters_per_week_max == POLICY.post.letters_per_week_max + 2
