"""Rounds without Prefect: what a task calls, what it says, and what it never says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agenda import Failure, Tally
from domain.lifecycles import Phase
from office import rounds
from office.clock import VirtualClock
from office.office import open_office
from office.reports import digest, sheets
from office.round import play_round
from office.settings import Settings
from tests.builders import MONDAY, a_cohort, days
from tests.office.offices import an_office, launched

NOW = MONDAY + days(9) + timedelta(hours=10)


@pytest.fixture
def clock():
    return VirtualClock(NOW)


@pytest.fixture
def office(tmp_path, clock):
    opened = open_office(Settings(_env_file=None, data=tmp_path / "data", wakes_prefect=False), clock)
    opened.store.migrate()
    opened.store.create(a_cohort().in_mentoring().with_pairs(2).build())
    return opened


def test_a_cohort_is_awake_until_everything_due_is_done(office):
    assert rounds.awake(office, [Phase.MENTORING]) == ["pilot-27"]

    play_round(office, "pilot-27")

    assert rounds.awake(office, [Phase.MENTORING]) == []
    assert office.store.leases.last_beat("tick:pilot-27") == NOW


def test_a_cohort_that_begins_in_months_is_looked_at_once_so_that_the_dashboard_shows_it(tmp_path):
    office = an_office(tmp_path)
    code = launched(office, starts_on="2027-06-01")

    first = rounds.awake(office, [Phase.PREPARATION])
    play_round(office, code)

    assert (first, rounds.awake(office, [Phase.PREPARATION])) == ([code], [])


def test_only_the_cohort_that_is_meant_is_looked_at(office):
    office.store.create(replace(a_cohort().in_mentoring().with_pairs(1).build(), code="other-27"))

    assert rounds.awake(office, [Phase.MENTORING], "other-27") == ["other-27"]
    assert rounds.awake(office, [Phase.MENTORING], "unknown") == []


def test_once_a_day_everything_is_looked_at_again(office, clock):
    rounds.clear_up(office)
    play_round(office, "pilot-27")
    quiet = rounds.awake(office, [Phase.MENTORING])

    clock.move(timedelta(minutes=15))
    soon = rounds.clear_up(office)
    clock.move(timedelta(hours=24))
    later = rounds.clear_up(office)

    assert quiet == []
    assert (soon.done, later.done) == ({}, {"cohorts woken": 1})
    assert rounds.awake(office, [Phase.MENTORING]) == ["pilot-27"]


def test_the_post_of_a_round_is_counted_by_outcome(office):
    play_round(office, "pilot-27")

    delivered = rounds.deliver(office)

    assert delivered.done.keys() == {"letters sent"}
    assert delivered.total > 0
    assert rounds.deliver(office).total == 0


def test_an_error_leaves_without_its_words(monkeypatch, office):
    monkeypatch.setattr(rounds, "the_office", lambda: office)

    def stumble(_office):
        raise ValueError("Jana Veselá <jana@firm.example> is not welcome")

    with pytest.raises(rounds.OfficeFailed) as failure:
        rounds.quietly(stumble)

    assert "ValueError in" in str(failure.value)
    assert "stumble" in str(failure.value)
    assert "Jana" not in str(failure.value)
    assert failure.value.__cause__ is None


def test_failures_are_told_by_rule_record_and_kind():
    failures = [Failure("ask_for_a_date", f"P{n:02d}.1", "KeyError") for n in range(1, 31)]

    words = rounds.stumbled(failures)

    assert words.startswith("ask_for_a_date failed for P01.1 (KeyError); ")
    assert words.endswith("; and 10 more")


def test_a_tally_in_words():
    assert rounds.in_words(Tally()) == "nothing was due"
    assert rounds.in_words(Tally({"write": 2, "ask": 1}, ["P07.3:date:1"])) == "3 done: ask 1, write 2 (P07.3:date:1)"


def test_the_sheets_of_a_cohort_name_nobody(office):
    cohort = office.store.load("pilot-27")
    people = [word for person in cohort.participants.values() for word in (person.email, *person.name.split())]

    shown = sheets(office, "pilot-27")
    told = " ".join([page.text for page in shown.pages] + [str(table.rows) for table in shown.tables])

    assert [word for word in people if word in told] == []
    assert [row["pair"] for row in shown.tables[0].rows] == ["P01", "P02"]
    assert "Mentoring starts | 2027-03-01 | passed" in shown.pages[0].text


def test_the_digest_has_a_row_for_each_open_cohort(office):
    [row] = digest(office).rows

    assert (row["cohort"], row["phase"], row["pairs active"]) == ("pilot-27", "mentoring", 2)
