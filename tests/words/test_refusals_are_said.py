"""Refusals are said: what is wrong in plans, policies and lists, in the language made up for the test."""

import pytest

from cli.applicants import COLUMNS
from domain.forms.application import LETTER_LANGUAGES
from domain.forms.matching_terms import MODES
from domain.people import Role
from matching.criteria import CRITERIA
from office.policies import presets
from tests.cli.conftest import cohort, office, plan, shell  # noqa: F401
from tests.words.shell import latin, strange  # noqa: F401

PLAN = "code: spring\nname: Spring\nstarts_on: {day}\ncoordinators: [kb]\n"
PLANS = {
    "empty": "",
    "no YAML": "code: [",
    "twice": PLAN + "code: spring\n",
    "everything": """\
code: No Code
starts_on: 2001-01-01
coordinators: [kb, kb, nobody]
time_zone: Nowhere
country: XX
language: xx
preset: none
colour: red
dates: {mentors_open: 2001-01-01, mentees_open: 2099-01-01, closes: soon}
policy:
  format: circles
  colour: red
  calendar: {mentors_call: long, mentoring_months: 0}
  sessions: {number: many, 1: one}
  post: {look_first: [none], letters_per_week_max: 3}
  matching: {weights: {luck: 3, tracks: -1}, stages: [luck], mode: chance, pins: 3}
""",
    "stages": PLAN + "policy: {matching: {stages: [max_min, score]}}\n",
    "stages twice": PLAN + "policy: {matching: {stages: [matched, matched]}}\n",
    "far": PLAN.format(day="2099-01-01"),
    "no order": PLAN.format(day="2029-01-01") + "dates: {mentors_close: 2028-01-01, matching_on: 2028-01-01}\n",
    "not agreed": PLAN.format(day="2029-01-01") + "policy: {sessions: {number: 40}, recruitment: {pairs_min: 90}}\n",
    "nobody": PLAN.format(day="2029-01-01").replace("kb", ""),
}
# What people typed, and names of fields and values; and what the machine, YAML and CSV say of themselves.
TYPED = (
    *("code", "No Code", "nobody", "Nowhere", "XX", "xx", "none", "colour", "red", "soon", "format", "circles", "name"),
    *(
        "luck",
        "tracks",
        "chance",
        "sessions",
        "number",
        "many",
        "stages",
        "matched",
        "score",
        "policy",
        "dates",
        "preset",
    ),
    *(
        "calendar",
        "post",
        "matching",
        "weights",
        "pins",
        "language",
        "country",
        "coordinators",
        "days",
        "weeks",
        "hours",
    ),
    *("long", "file", "YAML", "key", "one", "recruitment", "Spring", "by", "true", "false", "balance", "ladder"),
)
OF_OTHERS = ("expected the node content, but found", "No such file or directory", "unexpected end of data")
KNOWN = (*LETTER_LANGUAGES, *presets(), *MODES, *(one.name for one in CRITERIA), *COLUMNS[Role.MENTOR])


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_that_cannot_work(strange, office, name):  # noqa: F811
    path = office.write("plan.yaml", PLANS[name].replace("{day}", "2029-01-01"))

    refused = office("launch", path)

    assert (refused.code != 0, latin(refused, *TYPED, *OF_OTHERS, *KNOWN)) == (True, [])


MENTORS = """\
code,name,email,tracks,topics,languages,colour,choices
M01,Ada Lovelace,ada@x.org,15;zz,start:9,en,red,Nobody
M01,Ada Lovelace,ada@x.org,15,start:3,klingon,red,
,,x,15,start:3,en,red,
"""
MENTEES = "name,email,peer_group\nEva Nova,ada@x.org,no\nEva Nova,eva@y.org,yes\nEva Nova,eva@y.org,yes\nPetr,a,b,c\n"
POLICY = "weights: {luck: 3, luck: 4}\nstages: [matched, matched]\nbalance: [{on: nobody}]\ntime_limit_seconds: 0\n"
IN_LISTS = (
    *("mentors", "mentees", "mentor", "mentee", "csv", "Ada Lovelace", "Eva Nova", "Petr", "Nobody", "klingon", "red"),
    *("email", "topics", "languages", "choices", "start", "zz", "join", "keep", "utf", "cp", "no", "codes", "gender"),
    *("nobody", "CSV", "José", "yes", "other"),
)
RUNS = {
    "lists": ("match", "--mentors", "m.csv", "--mentees", "n.csv", "--policy", "p.yaml", "--pin", "X:Y", "--pin", "X"),
    "one list twice": ("match", "--mentors", "n.csv", "--mentees", "n.csv"),
    "joined": ("groups", "--mentees", "n.csv", "--twice", "join"),
    "kept": ("groups", "--mentees", "n.csv", "--twice", "keep"),
    "no encoding": ("groups", "--mentees", "n.csv", "--encoding", "x"),
    "wrong encoding": ("groups", "--mentees", "w.csv", "--encoding", "utf-8"),
    "Windows": ("groups", "--mentees", "w.csv"),
    "nothing there": ("groups", "--mentees", "none.csv"),
    "empty": ("groups", "--mentees", "e.csv"),
    "no name": ("groups", "--mentees", "h.csv"),
    "quotes": ("groups", "--mentees", "q.csv"),
    "circles alone": ("groups", "--mentees", "n.csv", "--circles"),
    "sizes": ("groups", "--mentees", "n.csv", "--sizes", "9-1"),
}


@pytest.mark.parametrize("name", RUNS)
def test_lists_that_cannot_be_matched(strange, shell, name):  # noqa: F811
    for file, text in {"m.csv": MENTORS, "n.csv": MENTEES, "p.yaml": POLICY, "e.csv": ""}.items():
        shell.write(file, text)
    shell.write("h.csv", "email,email\nx@y.org,x@y.org\n")
    shell.write("q.csv", 'name\n"Eva Nova')
    (shell.folder / "w.csv").write_bytes("name\nJosé\n".encode("cp1252"))

    assert latin(shell(*RUNS[name]), *TYPED, *OF_OTHERS, *KNOWN, *IN_LISTS) == []


def test_an_office_without_a_database(strange, shell):  # noqa: F811
    refused = shell("status")

    assert (refused.code, latin(refused)) == (1, [])
