"""Matches are said: pairs, groups, what is in conflict and whom to look for, in the language made up for the test."""

import pytest

from tests.cli.conftest import cohort, office, plan, shell  # noqa: F401
from tests.words.shell import latin, strange  # noqa: F401

MENTORS = """\
code,name,tracks,topics,languages,capacity,employer,skills
M01,Ada Lovelace,15;16,start;balance,en;de,1,Engine,python
M02,Max Planck,3,insights,de,1,Quanta,python
"""
MENTEES = """\
code,name,tracks,topics,languages,employer,goal_words,choices
N01,Eva Nova,15;3,start:3;balance:2,en,University,python,Ada Lovelace
N02,Petr Maly,3,insights:3,cs,Quanta,,
N03,Jana Dlouha,15,balance:1,en;cs,University,,
"""
POLICY = """\
balance:
  - {label: Quanta, on: mentees, trait: employer, at_most: 1}
  - {label: Nowhere, on: mentors, trait: employer, values: [Nowhere], at_least: 1}
"""
PEOPLE = (
    "Ada Lovelace",
    "Max Planck",
    "Eva Nova",
    "Petr Maly",
    "Jana Dlouha",
    "python",
    "Engine",
    "Nowhere",
    "Quanta",
    "University",
)
LISTS = ("--mentors", "m.csv", "--mentees", "n.csv")
RUNS = {
    "a match": ("match", *LISTS),
    "a report": ("match", *LISTS, "--html", "r.html", "--out", "k.csv"),
    "balance": ("match", *LISTS, "--policy", "p.yaml"),
    "pins in conflict": ("match", *LISTS, "--pin", "M01:N01", "--pin", "M01:N03"),
    "a pin against a rule": ("match", *LISTS, "--pin", "M02:N02"),
    "peer groups": ("groups", "--mentees", "n.csv", "--sizes", "2-3"),
    "circles": ("groups", "--mentees", "n.csv", "--mentors", "m.csv", "--circles", "--sizes", "2-3"),
    "nobody fits": ("groups", "--mentees", "n.csv", "--sizes", "5-6"),
}


@pytest.fixture
def lists(shell):  # noqa: F811
    for file, text in {"m.csv": MENTORS, "n.csv": MENTEES, "p.yaml": POLICY}.items():
        shell.write(file, text)
    return shell


@pytest.mark.parametrize("name", RUNS)
def test_people_in_lists(strange, lists, name):  # noqa: F811
    told = lists(*RUNS[name])

    assert (told.code != 2, latin(told, *PEOPLE, "choices", "weights")) == (True, [])


def test_the_people_of_a_cohort(strange, cohort):  # noqa: F811
    assert latin(cohort("pool", "spring")) == []
