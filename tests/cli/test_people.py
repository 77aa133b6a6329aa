"""Coordinators, contact lists and links, on the command line."""

from dataclasses import replace

from domain.lifecycles import Phase
from office.office import open_office
from office.settings import Settings

LIST = "name,email\nAda Lovelace,ada@example.org\nMax Born,max@example.org\n"


def people():
    return sorted(open_office(Settings()).store.load("spring").participants)


def test_a_coordinator_is_registered_once_and_can_be_corrected(shell):
    shell("coordinator", "add", "kb", "Klara", "old@example.org")
    shell("coordinator", "add", "kb", "Klára Benešová", "klara@example.org", "--time-zone", "Europe/Madrid")

    assert shell("coordinator", "list", "--json").json == [
        {"code": "kb", "name": "Klára Benešová", "email": "klara@example.org", "zone": "Europe/Madrid", "cohorts": []}
        | {"looks_on": [], "admin": False}
    ]


def test_everything_wrong_about_a_coordinator_is_said_at_once(shell):
    said = shell("coordinator", "add", "M07", "klara@example.org", "nowhere", "--time-zone", "Mars")

    assert said.code == 1
    assert [word for word in ("code:", "name:", "email:", "time zone:") if word not in said.err] == []


def test_a_list_is_shown_before_it_is_taken_in(cohort):
    file = cohort.write("mentors.csv", LIST)

    preview = cohort("contacts", "spring", file, "--role", "mentor")

    assert preview.code == 1
    assert "2 new mentors, 0 known already" in preview.out
    assert "Repeat with --yes" in preview.err
    assert people() == []


def test_a_list_is_taken_in_once(cohort):
    file = cohort.write("mentors.csv", LIST)

    assert cohort("contacts", "spring", file, "--role", "mentor", "--yes", "--json").json["taken_in"] == 2
    assert cohort("contacts", "spring", file, "--role", "mentor", "--yes", "--json").json["taken_in"] == 0
    assert people() == ["M01", "M02"]


def test_of_a_list_with_mistakes_nothing_is_taken(cohort):
    file = cohort.write("mentors.csv", LIST + "Eve,nowhere\n,x@example.org\n")

    said = cohort("contacts", "spring", file, "--role", "mentor", "--yes")

    assert said.code == 1
    assert f"{file}, line 4, column email" in said.err
    assert f"{file}, line 5, column name" in said.err
    assert people() == []


def test_a_role_that_nobody_has_is_a_usage_mistake(cohort):
    assert cohort("contacts", "spring", cohort.write("list.csv", LIST), "--role", "friend").code == 2


def test_support_finds_the_page_of_a_participant(cohort):
    cohort("contacts", "spring", cohort.write("mentors.csv", LIST), "--role", "mentor", "--yes")

    links = cohort("links", "spring", "M02", "--json").json

    assert links[0]["what"] == "personal page"
    assert links[0]["link"].startswith("http://127.0.0.1:8080/p/")
    assert {"I need help", "I have to stop"} & {row["what"] for row in links}


def test_nobody_has_that_code(cohort):
    said = cohort("links", "spring", "N99")

    assert (said.code, said.err) == (1, "Nobody in spring has the code N99, or their data was erased.\n")


def test_a_cohort_that_is_not_there_is_named_with_those_that_are(cohort):
    said = cohort("links", "autumn")

    assert (said.code, said.err) == (1, "There is no cohort autumn; there is spring.\n")


def test_a_list_that_comes_too_late_is_told_so_and_not_that_letters_will_come(cohort):
    office = open_office(Settings())
    office.store.update("spring", lambda known: replace(known, phase=Phase.MENTORING))
    file = cohort.write("mentors.csv", LIST)

    preview = cohort("contacts", "spring", file, "--role", "mentor").out
    taken = cohort("contacts", "spring", file, "--role", "mentor", "--yes").out

    assert ["none of them gets a letter" in said for said in (preview, taken)] == [True, True]
    assert "They get their letters" not in preview + taken


def test_whoever_may_run_commands_here_may_sign_in(cohort):
    given = cohort("sign-in", "kb", "--json").json
    nobody = cohort("sign-in", "xy")

    assert given["link"].startswith("http://127.0.0.1:8080/sign-in/")
    assert given["minutes"] == 20
    assert (nobody.code, "Nobody is registered as xy." in nobody.err) == (1, True)


def test_somebody_looks_on_stands_in_and_looks_after_the_office_by_command(cohort):
    for code, name in (("jn", "Jan Novák"), ("rt", "Rita Malá")):
        cohort("coordinator", "add", code, name, f"{code}@example.org")
    for words in (
        ("join", "spring", "jn"), ("look-on", "spring", "rt"), ("admin", "rt"),
        ("stand-in", "spring", "jn", "--from", "2099-07-01", "--until", "2099-07-14"),
    ):  # fmt: skip
        assert cohort("coordinator", *words, "--by", "kb").code == 0

    known = {
        row["code"]: (row["cohorts"], row["looks_on"], row["admin"])
        for row in cohort("coordinator", "list", "--json").json
    }
    there = open_office(Settings()).store.load("spring", focus=()).stand_in
    assert known == {"kb": (["spring"], [], False), "jn": (["spring"], [], False), "rt": ([], ["spring"], True)}
    assert (there.code, f"{there.first} {there.last}", there.by) == ("jn", "2099-07-01 2099-07-14", "kb")
    ended = [
        cohort("coordinator", *words).code
        for words in (("back", "spring"), ("admin", "rt", "--end"), ("leave", "spring", "rt"))
    ]
    assert (ended, cohort("coordinator", "admin", "rt", "--end").err) == ([0, 0, 0], "Nobody looks after the office.\n")


def test_a_cohort_is_handed_over_by_command(cohort):
    cohort("coordinator", "add", "jn", "Jan Novák", "jan@example.org")
    said = [cohort("coordinator", *words, "--by", "admin").code for words in (
        ("join", "spring", "jn"), ("lead", "spring", "jn"), ("leave", "spring", "kb")
    )]  # fmt: skip

    assert said == [0, 0, 0]
    assert open_office(Settings()).store.register.running("spring") == ["jn"]
    refused = cohort("coordinator", "leave", "spring", "jn")
    assert (refused.code, refused.err) == (1, "Hand spring over to a colleague first: jn leads it.\n")
