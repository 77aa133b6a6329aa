"""Rehearsing and previewing from the shell, and the living cohort of `make run`."""

import pytest

from cli.demo import CODE, first_things, living, play
from domain.lifecycles import PairState, Phase
from office.office import open_office
from office.settings import Settings

SMALL = """\
code: small
name: Small cohort
starts_on: 2099-02-02
coordinators: [kb]
policy:
  calendar: {mentoring_months: 2}
  checks: {midterm_month: 1, recontract_months: [1]}
  sessions: {number: 2, held_to_complete: 2}
  recruitment: {pairs_aim: 2, pairs_min: 1}
"""


def test_a_rehearsal_is_told_as_json(shell):
    plan = shell.write("small.yaml", SMALL)

    told = shell("rehearse", "--seed", "3", "--plan", plan, "--mentors", "2", "--mentees", "2", "--json")

    keys = {"pairs", "sessions", "letters", "answers", "escalations", "completion", "documents", "invariants"}
    assert keys <= set(told.json)
    assert {"key", "letter", "to", "at"} <= set(told.json["letters"][0])
    assert {"checked", "broken"} == set(told.json["invariants"])
    assert told.code == (1 if told.json["invariants"]["broken"] else 0)
    assert not (shell.folder / "data" / "mentoring.sqlite").exists()


def test_a_broken_plan_is_not_rehearsed(shell):
    said = shell("rehearse", "--plan", shell.write("plan.yaml", "code: small\nstarts_on: soon\n"))

    assert said.code == 1
    assert "line 2, starts_on: must be a date like 2027-01-11" in said.err


def test_a_preview_shows_every_letter_and_launches_nothing(office):
    plan = office.write("small.yaml", SMALL)

    shown = office("preview", plan, "--json")

    letters = shown.json["letters"]
    assert shown.code == 0
    assert [one["at"] for one in letters] == sorted(one["at"] for one in letters)
    assert {"coordinator/checklist", "mentor/call", "mentee/call", "pair/report_wanted"} <= {
        one["letter"] for one in letters
    }
    assert "Dear Klára" in letters[0]["text"]
    assert office("cohorts", "--json").json == []


def test_a_preview_of_a_wrong_plan_names_the_mistakes(office):
    said = office("preview", office.write("wrong.yaml", SMALL.replace("kb", "zz").replace("2099", "2020")))

    assert said.code == 1
    assert "'zz' is not registered" in said.err
    assert "is in the past" in said.err


@pytest.fixture(scope="module")
def pilot(tmp_path_factory):
    office = open_office(Settings(data=tmp_path_factory.mktemp("demo"), wakes_prefect=False))
    office.store.migrate()
    assert not living(office)
    play(office)
    return office


def test_the_pilot_stands_in_its_third_month_of_mentoring(pilot):
    cohort, now = pilot.store.load(CODE), pilot.clock.now()

    assert living(pilot)
    assert cohort.phase is Phase.MENTORING
    assert 61 <= (now - cohort.milestones.mentoring_starts).days <= 75
    assert sum(pair.state is PairState.ACTIVE for pair in cohort.pairs.values()) >= 10


def test_in_the_pilot_a_session_is_missed_and_a_case_waits(pilot):
    cohort = pilot.store.load(CODE)

    assert [session.id for session in cohort.sessions.values() if session.state == "missed"]
    assert "missed_session" in [case.matter for case in cohort.escalations.values() if case.is_open]


def test_what_to_try_first_leads_somewhere(pilot):
    things = list(first_things(pilot))

    assert len(things) >= 4
    assert {link.partition("127.0.0.1:8080")[2].split("/")[1] for _, link in things} == {"desk", "f", "inbox"}


def test_nobody_learns_of_the_future_in_the_pilot(pilot):
    now = pilot.clock.now()
    sent = [post.sent_at for post in pilot.store.outbox.posts(CODE, limit=100_000) if post.sent_at]

    assert len(sent) > 300
    assert max(sent) <= now


def test_a_demo_that_was_broken_off_says_so(shell):
    shell("migrate")
    office = open_office(Settings())
    office.store.leases.beat("demo:begun", office.clock.now())

    said = shell("demo")

    assert said.code == 1
    assert "was broken off while it was made" in said.err


def test_the_demo_stays_away_from_real_cohorts(cohort):
    said = cohort("demo")

    assert said.code == 1
    assert "This office has cohorts of its own (spring)" in said.err
