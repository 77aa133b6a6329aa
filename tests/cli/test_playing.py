"""Rehearsing and previewing from the shell, and the living cohort of `make run`."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from cli.demo import PILOT, SECOND, first_things, living, play
from domain.forms.proposing import waits_for_review
from domain.lifecycles import PairState, Phase
from office import rounds
from office.desk import access, desk_of, tasks
from office.match.balance import balance_kept
from office.match.what_if import compared, solved, the_weights
from office.office import open_office
from office.settings import Settings

NEXT_YEAR = str(date.today().year + 1)
SMALL = f"""\
code: small
name: Small cohort
starts_on: {NEXT_YEAR}-02-02
coordinators: [kb]
policy:
  calendar: {{mentoring_months: 2}}
  checks: {{midterm_month: 1, recontract_months: [1]}}
  sessions: {{number: 2, held_to_complete: 2}}
  recruitment: {{pairs_aim: 2, pairs_min: 1}}
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


def test_a_preview_writes_every_letter_as_files_and_one_of_each_kind_alone(office, tmp_path):
    said = office("preview", office.write("small.yaml", SMALL), "--out", str(tmp_path / "letters"))

    index = (tmp_path / "letters" / "index.html").read_text(encoding="utf-8")
    alone = (tmp_path / "letters" / "kinds" / "mentee-paired.html").read_text(encoding="utf-8")
    texts = sorted((tmp_path / "letters" / "letters" / "N01").glob("*.txt"))
    assert said.code == 0
    assert f"{len(list((tmp_path / 'letters').rglob('*.*')))} files in" in said.out + said.err
    assert 'href="kinds/mentee-paired.html"' in index
    assert "You get this letter because" in alone
    assert texts[0].with_suffix(".html").exists()
    assert texts[0].read_text(encoding="utf-8").count("\n-- \n") == 1


def test_a_preview_of_a_wrong_plan_names_the_mistakes(office):
    said = office("preview", office.write("wrong.yaml", SMALL.replace("kb", "zz").replace(NEXT_YEAR, "2020")))

    assert said.code == 1
    assert "'zz' is not registered" in said.err
    assert "is in the past" in said.err


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    office = open_office(Settings(data=tmp_path_factory.mktemp("demo"), wakes_prefect=False))
    office.store.migrate()
    assert not living(office)
    play(office)
    return office


def test_the_pilot_stands_in_its_third_month_of_mentoring(demo):
    cohort, now = demo.store.load(PILOT), demo.clock.now()

    assert living(demo)
    assert cohort.phase is Phase.MENTORING
    assert 61 <= (now - cohort.milestones.mentoring_starts).days <= 75
    assert sum(pair.state is PairState.ACTIVE for pair in cohort.pairs.values()) >= 10


def test_in_the_pilot_a_session_is_missed_and_a_case_waits(demo):
    cohort = demo.store.load(PILOT)

    assert [session.id for session in cohort.sessions.values() if session.state == "missed"]
    assert "missed_session" in [case.matter for case in cohort.escalations.values() if case.is_open]


def test_the_match_of_the_second_cohort_waits_for_whoever_opens_its_desk(demo):
    cohort = demo.store.load(SECOND)
    proposal = waits_for_review(cohort)

    assert cohort.phase is Phase.RECRUITMENT
    assert (proposal.result.status, proposal.result.places > len(proposal.matches)) == ("OPTIMAL", True)
    assert [task.kind for task in tasks(demo, cohort)] == ["review_proposal"]
    assert len(proposal.unmatched) >= 2


def test_another_weight_moves_somebody_of_the_second_cohort(demo):
    cohort = demo.store.load(SECOND)

    trial = compared(solved(cohort), solved(cohort, the_weights(cohort) | {"topics": 40}))

    assert len(trial.moves) >= 3


def test_the_balance_rules_of_the_second_cohort_are_kept_and_cost_people_and_points(demo):
    cohort = demo.store.load(SECOND)
    women, one_house = cohort.policy.matching.balance

    of_women, *_ = balance_kept(solved(cohort))
    free, only_one_house = solved(_balanced(cohort)), solved(_balanced(cohort, one_house))
    both = solved(_balanced(cohort, women, one_house))

    assert of_women.asks == f"at least {women.at_least} of the mentors"
    assert int(of_women.reached.split()[0]) >= women.at_least
    assert len(free.mentor_of) > len(only_one_house.mentor_of)
    assert sum(only_one_house.points(only_one_house.mentor_of)) > sum(both.points(both.mentor_of))


def _balanced(cohort, *rules):
    """The cohort with these balance rules only."""
    matching = cohort.policy.matching.model_copy(update={"balance": rules})
    return replace(cohort, policy=cohort.policy.model_copy(update={"matching": matching}))


def test_both_cohorts_share_a_coordinator_and_were_looked_at_just_now(demo):
    desks = [
        desk_of(demo, access(demo, code, demo.store.register.coordinator("C01")), demo.store.load(code))
        for code in (PILOT, SECOND)
    ]

    assert demo.store.cohorts() == [SECOND, PILOT]
    assert [one.coordinator.name for one in desks] == ["Klára Benešová"] * 2
    assert [one.tick_is_late for one in desks] == [False, False]
    assert [rounds.awake(demo, [one.cohort.phase], one.cohort.code) for one in desks] == [[], []]


def test_nobody_is_in_both_cohorts(demo):
    people = [{person.email for person in demo.store.load(code).participants.values()} for code in (PILOT, SECOND)]

    assert [len(emails) for emails in people] == [33, 54]
    assert set.intersection(*people) == set()


def test_what_to_try_first_leads_somewhere_and_begins_with_the_match(demo):
    things = list(first_things(demo))
    match = demo.links.desk(SECOND) + "/match"

    assert things[0][1] == match
    assert things[0][0].startswith("A match waits for your approval")
    assert len(things) >= 5
    assert {link.partition("127.0.0.1:8080")[2].split("/")[1] for _, link in things} == {"desk", "f", "inbox"}


def test_nobody_learns_of_the_future_in_the_demo(demo):
    now = demo.clock.now()
    sent = [post.sent_at for code in (PILOT, SECOND) for post in _posts(demo, code) if post.sent_at]

    assert len(sent) > 400
    assert max(sent) <= now


def test_the_inbox_has_the_letters_of_both_cohorts_in_the_order_of_time(demo):
    posts = _posts(demo)[::-1]
    written = [post.written_at for post in posts]
    turns = sum(one.cohort != next_one.cohort for one, next_one in pairwise(posts))

    assert written == sorted(written)
    assert turns > 20, "one cohort was played after the other"


def _posts(office, code=None):
    return office.store.letters.posts(code, limit=100_000)


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
