"""Matching without a cohort, and the pool of one."""

import pytest

from domain.applications import Application
from domain.lifecycles import ApplicationState
from domain.people import Participant, Role
from office.office import open_office
from office.settings import Settings
from tests.house.sources import ROOT

PILOT = ROOT / "examples" / "pilot"
MENTORS = "name,tracks,languages,capacity\nAda Lovelace,3; 9,en,1\nMax Born,15,en; de,1\n"
MENTEES = "name,tracks,languages\nEve Nova,15,de\nJan Malý,9; 3; 15,en\nIda Moe,15; 9; 3,fr\n"


def test_the_pilot_is_matched_with_proof(shell):
    found = shell("match", "--mentors", PILOT / "mentors.csv", "--mentees", PILOT / "mentees.csv", "--json").json

    assert (found["status"], found["gap"], len(found["matches"]), len(found["unmatched"])) == ("OPTIMAL", 0, 15, 3)
    assert len({match["mentor"] for match in found["matches"]}) == 15


def test_a_few_columns_are_enough(shell):
    mentors, mentees = shell.write("mentors.csv", MENTORS), shell.write("mentees.csv", MENTEES)

    found = shell("match", "--mentors", mentors, "--mentees", mentees, "--json").json

    assert [(match["mentee"], match["mentor"]) for match in found["matches"]] == [("N01", "M02"), ("N02", "M01")]
    assert found["unmatched"][0]["code"] == "N03"
    assert any("share no language" in words for words in found["unmatched"][0]["why"])


def test_the_table_names_people_with_their_reasons(shell):
    mentors, mentees = shell.write("mentors.csv", MENTORS), shell.write("mentees.csv", MENTEES)

    said = shell("match", "--mentors", mentors, "--mentees", mentees)

    assert "N01 Eve Nova" in said.out
    assert "the mentor can speak about the first career track wished for" in said.out
    assert said.out.endswith("No other match is better: proven.\n")


def test_mistakes_in_a_list_are_named_with_line_and_column(shell):
    mentors = shell.write("mentors.csv", "name,tracks,capacity\nAda,99,1\nMax,3,many\n")

    said = shell("match", "--mentors", mentors, "--mentees", shell.write("mentees.csv", MENTEES))

    assert said.code == 1
    assert f"{mentors}, line 2, column tracks: Please choose from the list." in said.err
    assert f"{mentors}, line 3, column capacity" in said.err


@pytest.mark.parametrize(("text", "words"), [("email\na@b.org\n", "no column name"), ("", "no column name")])
def test_a_list_without_names_is_refused(shell, text, words):
    said = shell("match", "--mentors", shell.write("m.csv", text), "--mentees", shell.write("n.csv", MENTEES))

    assert said.code == 1
    assert words in said.err


def test_a_policy_with_a_mistake_is_refused(shell):
    mentors, mentees = shell.write("mentors.csv", MENTORS), shell.write("mentees.csv", MENTEES)
    policy = shell.write("policy.yaml", "matching: {stages: [luck]}\n")

    said = shell("match", "--mentors", mentors, "--mentees", mentees, "--policy", policy)

    assert said.code == 1
    assert "matching.stages" in said.err


def test_the_pool_of_a_cohort_holds_who_was_accepted(cohort):
    office = open_office(Settings())
    now = office.clock.now()
    people = [
        Participant("M01", Role.MENTOR, "Ada", "a@example.org"),
        Participant("N01", Role.MENTEE, "Eve", "e@example.org"),
    ]
    told = {"tracks": [3], "languages": ["en"]}
    accepted = [Application(p.id, p.role, ApplicationState.ACCEPTED, now, told) for p in people]
    office.store.update("spring", lambda snapshot: snapshot.put(*people, *accepted))

    found = cohort("pool", "--json").json

    assert [(match["mentee"], match["mentor"]) for match in found["matches"]] == [("N01", "M01")]
    assert "Ada" not in cohort("pool").out


def test_an_empty_pool_is_no_mistake(cohort):
    said = cohort("pool")

    assert (said.code, said.out) == (0, "Nobody can be matched: proven.\n")
