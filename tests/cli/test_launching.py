"""From a plan to a cohort, on the command line."""

import re
from datetime import date
from pathlib import Path

from domain.lifecycles import Phase
from office.office import open_office
from office.settings import Settings

WRONG = """\
code: X
name: Spring cohort
starts_on: 2020-01-01
coordinators: [kb, zz]
time_zone: Mars
"""


def test_a_launch_shows_calendar_and_links(office, plan):
    launched = office("launch", plan, "--json").json

    assert (launched["code"], launched["already"], launched["by"]) == ("spring", False, "kb")
    assert list(launched["calendar"])[:2] == ["preparation_starts", "recruitment_opens"]
    assert [row["what"] for row in launched["links"]] == [
        "desk, for whoever runs it and has signed in",
        "open call for mentors",
        "open call for mentees",
    ]
    assert open_office(Settings()).store.cohorts(Phase.PREPARATION) == ["spring"]


def test_a_second_launch_is_polite_and_changes_nothing(cohort, plan):
    first = cohort("status", "--json").json["launched_at"]

    again = cohort("launch", plan)

    assert again.code == 0
    assert "spring was launched by kb on" in again.out
    assert "Nothing was changed." in again.out
    assert cohort("status", "--json").json["launched_at"] == first


def test_a_second_launch_is_not_told_that_its_dates_are_past(cohort):
    late = cohort.write("late.yaml", "code: spring\nname: Spring\nstarts_on: 2020-01-01\ncoordinators: [kb]\n")

    assert cohort("launch", late).code == 0


def test_every_mistake_of_every_file_is_named_at_once(office):
    plan = office.write("wrong.yaml", WRONG)
    mentors = office.write("mentors.csv", "name,email\nAda Lovelace,ada@example.org\nBob,nowhere\n")

    said = office("launch", plan, "--mentors", mentors, "--by", "nobody")

    assert said.code == 1
    places = ("line 1, code", "line 3, starts_on", "line 4, coordinators.1", "line 5, time_zone", "--by")
    assert [place for place in places if place not in said.err] == []
    assert "mentors.csv, line 3, column email" in said.err
    assert office("cohorts", "--json").json == []


def test_broken_yaml_is_told_with_line_and_column(office):
    said = office("launch", office.write("broken.yaml", "code: [spring\nname: x\n"))

    assert said.code == 1
    assert "broken.yaml cannot be launched" in said.err
    assert "line 2, YAML: column 5" in said.err


def test_a_plan_that_is_not_there_is_a_sentence(office):
    said = office("launch", "nowhere.yaml")

    assert said.code == 1
    assert "cannot be read (No such file or directory)" in said.err


def test_a_dry_run_launches_nothing(office, plan):
    mentors = office.write("mentors.csv", "name,email\nAda Lovelace,ada@example.org\n")

    said = office("launch", plan, "--dry-run", "--mentors", mentors)

    assert said.code == 0
    assert "1 mentor would be invited." in said.out
    assert office("cohorts", "--json").json == []


def test_contact_lists_come_with_the_launch(office, plan):
    mentors = office.write("mentors.csv", "name;email\nAda Lovelace;ada@example.org\nMax Born;max@example.org\n")

    launched = office("launch", plan, "--mentors", mentors, "--json").json

    assert launched["invited"] == {"mentor": 2}
    people = open_office(Settings()).store.load("spring").participants
    assert {code: person.name for code, person in people.items()} == {"M01": "Ada Lovelace", "M02": "Max Born"}


def test_the_calendar_says_what_ends_by_its_last_day_as_plans_do(office, plan):
    own = f"{Path(plan).read_text(encoding='utf-8')}dates: {{closes: 2029-12-31}}\n"
    told = office("launch", office.write("own.yaml", own), "--dry-run", "--json").json["calendar"]

    opens, closes = (date.fromisoformat(told[name]) for name in ("mentors_open", "mentors_close"))
    assert (closes - opens).days == 30  # a call of 31 days
    assert told["closes"] == "2029-12-31"
    assert "31 Dec 2029" in office("launch", office.write("own.yaml", own), "--dry-run").out


def test_a_list_that_came_with_a_launch_is_taken_back_as_the_launch_says(office, plan):
    mentors = office.write("mentors.csv", "name;email\nAda Lovelace;ada@example.org\nMax Born;max@example.org\n")
    launched = office("launch", plan, "--mentors", mentors)
    there = open_office(Settings()).store.load("spring")
    (command,) = re.findall(r"mentoring (act --cohort spring --undo \S+)", launched.out)

    undone = office(*command.split(), "--by", "kb")

    assert sorted(person.name for person in there.participants.values()) == ["Ada Lovelace", "Max Born"]
    assert undone.code == 0
    assert open_office(Settings()).store.load("spring").participants == {}


def test_two_lists_of_a_launch_are_two_deeds(office, plan):
    mentors = office.write("mentors.csv", "name;email\nAda Lovelace;ada@example.org\n")
    mentees = office.write("mentees.csv", "name;email\nMax Born;max@example.org\n")

    launched = office("launch", plan, "--mentors", mentors, "--mentees", mentees, "--json").json

    assert (launched["invited"], len(launched["deeds"])) == ({"mentor": 1, "mentee": 1}, 2)
