"""Matching without a cohort, and the pool of one."""

import csv
import json
from dataclasses import replace

import pytest

import allocation
import allocation.verified
from domain.applications import Application
from domain.lifecycles import ApplicationState
from domain.people import Participant, Role
from office.office import open_office
from office.settings import Settings
from tests.house.sources import ROOT

PILOT = ROOT / "examples" / "pilot"
BOTH = ("--mentors", PILOT / "mentors.csv", "--mentees", PILOT / "mentees.csv")
MENTORS = "name,tracks,languages,capacity\nAda Lovelace,3; 9,en,1\nMax Born,15,en; de,1\n"
MENTEES = "name,tracks,languages\nEve Nova,15,de\nJan Malý,9; 3; 15,en\nIda Moe,15; 9; 3,fr\n"
KEYS = {
    *("status", "gap", "matches", "unmatched", "spare", "names", "notes", "asked", "balance", "shortage", "recruits"),
    *("offers", "conflict", "ways_out", "proof", "without_balance", "cut_short"),
}


def few(shell):
    return "--mentors", shell.write("mentors.csv", MENTORS), "--mentees", shell.write("mentees.csv", MENTEES)


def pairs_in(found):
    return [(match["mentee"], match["mentor"]) for match in found["matches"]]


def test_the_pilot_is_matched_with_proof(shell):
    said = shell("match", *BOTH, "--json")

    found = said.json
    assert (said.code, found["status"], found["gap"]) == (0, "OPTIMAL", 0)
    assert (len(found["matches"]), len(found["unmatched"])) == (15, 3)
    assert len({match["mentor"] for match in found["matches"]}) == 15
    assert found["proof"]["checked_again"]


def test_the_json_has_the_documented_keys_and_the_same_bytes_each_time(shell):
    said = [shell("match", *few(shell), "--json").out for _ in range(2)]

    page = (ROOT / "docs" / "matching-by-file.md").read_text(encoding="utf-8")
    assert said[0] == said[1]
    assert set(json.loads(said[0])) == KEYS
    assert [key for key in sorted(KEYS) if f"`{key}`" not in page] == []


def test_a_few_columns_are_enough(shell):
    found = shell("match", *few(shell), "--json").json

    assert pairs_in(found) == [("N01", "M02"), ("N02", "M01")]
    assert found["unmatched"][0]["code"] == "N03"
    assert any("no shared language" in words for words in found["unmatched"][0]["why"])


def test_the_table_names_people_with_their_reasons(shell):
    said = shell("match", *few(shell))

    assert "N01 Eve Nova" in said.out
    assert "the mentor can speak about Research in industry, the career wished for most" in said.out
    assert said.out.splitlines()[-2].endswith("This is proven.")
    assert said.out.endswith("who else would fit: --html report.html\n")


def test_pinned_and_forbidden_pairs_may_be_named_as_people_are_called(shell):
    found = shell("match", *few(shell), "--pin", "max born:Jan Malý", "--forbid", "Ada Lovelace:N01", "--json").json

    assert pairs_in(found) == [("N02", "M02")]
    assert [match["pinned"] for match in found["matches"]] == [True]


def test_a_pin_that_breaks_a_rule_is_a_conflict_unless_it_is_to_stand(shell):
    pin = ("--pin", "Ada Lovelace:Ida Moe")

    refused = shell("match", *few(shell), *pin)
    stands = shell("match", *few(shell), *pin, "--pins-stand", "--json")

    assert (refused.code, refused.out.splitlines()[:2]) == (
        1,
        [
            "In conflict: Ada Lovelace (M01) and Ida Moe (N03): they share no language",
            "A way out: Ada Lovelace (M01) and Ida Moe (N03): drop this pin, or let it stand with --pins-stand",
        ],
    )
    assert (stands.code, pairs_in(stands.json)) == (0, [("N01", "M02"), ("N03", "M01")])


@pytest.mark.parametrize(
    ("pins", "rule", "way"),
    [
        (
            ("7:1", "7:2"),
            "Ada (7) is fixed with 2 mentees; places: 1",
            "Ada (7): drop one of these pins, or raise the capacity",
        ),
        (
            ("7:1", "8:1"),
            "Eve (1) is fixed with 2 mentors; one mentor at a time",
            "Eve (1): drop all of these pins but one",
        ),
    ],
    ids=["places", "mentors"],
)
def test_pins_that_stand_against_each_other_have_a_way_out_everywhere(shell, pins, rule, way):
    lists = (
        *("--mentors", shell.write("m.csv", "code,name\n7,Ada\n8,Max\n")),
        *("--mentees", shell.write("n.csv", "code,name\n1,Eve\n2,Jan\n")),
    )
    words = [word for pin in pins for word in ("--pin", pin)]

    said = shell("match", *lists, *words)
    found = shell("match", *lists, *words, "--json", "--html", shell.folder / "report.html").json

    page = (shell.folder / "report.html").read_text(encoding="utf-8")
    assert said.out.splitlines()[:2] == [f"In conflict: {rule}", f"A way out: {way}"]
    assert (found["conflict"], found["ways_out"]) == ([rule], [way])
    assert (rule in page, way in page, "What to do about each pin" in page) == (True, True, True)


def test_no_match_that_keeps_all_rules_has_an_exit_code_and_a_way_out(shell):
    policy = shell.write(
        "policy.yaml", "balance: [{label: women among mentors, trait: gender, values: [woman], at_least: 9}]\n"
    )

    said = shell("match", *BOTH, "--policy", policy, "--out", "pairs.csv")

    assert (said.code, (shell.folder / "pairs.csv").exists()) == (1, False)
    assert "In conflict: women among mentors: at least 9\n" in said.out
    assert "A way out: women among mentors: at least 9; at least 8 would do\n" in said.out


CONSENT = "name,gender,gender_consent\nAda,woman,yes\nLise,woman,no\nMax,man,\nUma,,\n"


@pytest.mark.parametrize(("least", "code"), [(1, 0), (2, 1)], ids=["match", "conflict"])
def test_who_did_not_agree_to_be_counted_is_told_as_a_number(shell, least, code):
    rule = f"balance: [{{label: women, trait: gender, values: [woman], at_least: {least}}}]\n"
    lists = "--mentors", shell.write("m.csv", CONSENT), "--mentees", shell.write("n.csv", "name\nEve\nJan\n")
    words = (
        "Balance by gender: fewer than 3 of 4 mentors were not counted because they did not agree to be counted, and "
        "fewer than 3 of 4 mentors were not counted because they tell no gender."
    )

    said = shell("match", *lists, "--policy", shell.write("p.yaml", rule), "--json", "--html", shell.folder / "r.html")

    page = (shell.folder / "r.html").read_text(encoding="utf-8")
    assert (said.code, said.json["notes"], words in said.err, page.count(words)) == (code, [words], True, 1)


def test_gender_that_no_rule_counts_is_no_matter(shell):
    lists = "--mentors", shell.write("m.csv", CONSENT), "--mentees", shell.write("n.csv", "name\nEve\n")

    assert shell("match", *lists, "--json").json["notes"] == []


def test_when_the_time_is_up_the_best_match_comes_with_its_gap(shell):
    """Pairs who would rather have each other are too many to count out in a tenth of a second."""
    mentors = "name,tracks\n" + "".join(f"M {k},{k % 20 + 1}; {k % 7 + 1}\n" for k in range(120))
    mentees = "name,tracks\n" + "".join(f"N {k},{k % 20 + 1}; {k % 11 + 1}\n" for k in range(120))
    lists = "--mentors", shell.write("m.csv", mentors), "--mentees", shell.write("n.csv", mentees)
    policy = shell.write("policy.yaml", "stages: [matched, blocking_pairs, score]\n")

    said = shell("match", *lists, "--policy", policy, "--time-limit", 0.1, "--json")

    assert (said.code, said.json["status"] in ("FEASIBLE", "TIME_UP")) == (3, True)
    assert said.json["proof"]["sentence"].startswith("The time was up")


def test_pairs_that_are_written_can_be_kept(shell):
    lists, out = few(shell), shell.folder / "pairs.csv"
    shell("match", *lists, "--out", out)
    earlier = out.read_text(encoding="utf-8-sig")
    swapped = shell.write("earlier.csv", "mentor;mentee\nMax Born;Jan Malý\nNobody;Jan Malý\n")

    kept = shell("match", *lists, "--keep", swapped, "--json")

    assert [row["mentee_name"] for row in csv.DictReader(earlier.splitlines())] == ["Eve Nova", "Jan Malý"]
    assert kept.json["asked"]["keep"] == [["M02", "N02"]]
    assert kept.json["asked"]["stages"][:2] == ["matched", "changes"]
    assert "line 3: this pair cannot be kept: there is no mentor 'Nobody'" in kept.err


def test_a_name_that_a_spreadsheet_would_calculate_is_written_as_text(shell):
    mentors = shell.write("m.csv", "name\n=1+1\n")
    out = shell.folder / "pairs.csv"

    shell("match", "--mentors", mentors, "--mentees", shell.write("n.csv", "name\nEve\n"), "--out", out)

    assert "'=1+1" in out.read_text(encoding="utf-8-sig")


def test_the_report_is_one_file_with_names_as_in_the_lists(shell):
    mentees = shell.write("n.csv", "name,tracks\n<b>Eve</b> & co,15\n")
    mentors = shell.write("m.csv", "name,tracks\nAda,15\n")
    page = shell.folder / "report.html"

    said = shell("match", "--mentors", mentors, "--mentees", mentees, "--html", page)

    text = page.read_text(encoding="utf-8")
    assert said.code == 0
    assert "&lt;b&gt;Eve&lt;/b&gt; &amp; co" in text
    assert [sign for sign in ("<script", "http:", "https:", "src=", "@import", "url(") if sign in text] == []


def test_the_pool_of_a_cohort_holds_who_was_accepted(cohort):
    office = open_office(Settings())
    now = office.clock.now()
    people = [
        Participant("M01", Role.MENTOR, "Ada", "a@example.org"),
        Participant("N01", Role.MENTEE, "Eve", "e@example.org"),
        Participant("N02", Role.MENTEE, "Ida", "i@example.org"),
    ]
    told = {"tracks": [3], "languages": ["en"]}
    accepted = [Application(p.id, p.role, ApplicationState.ACCEPTED, now, told) for p in people]
    office.store.update("spring", lambda snapshot: snapshot.put(*people, *accepted))

    found = cohort("pool", "--json").json
    said = cohort("pool").out

    assert len(pairs_in(found)) == 1
    (left,) = (one["code"] for one in found["unmatched"])
    assert found["report"]["could_be_matched"] == 1
    assert "one more could be matched if one of these mentors had one more place: Ada (M01)" in said
    assert found["report"]["would_help"] == {
        left: ["one more could be matched if one of these mentors had one more place: M01"]
    }
    assert "Look for: One mentor who can speak about Science policy, speaks English and can meet online would" in said
    assert [name for name in ("Ada", "Eve", "Ida") if name not in said] == []
    assert [name for name in ("Ada", "Eve", "Ida") if name in json.dumps(found)] == []


def test_an_empty_pool_is_no_mistake(cohort):
    said = cohort("pool")

    assert (said.code, said.out) == (0, "Nobody can be matched; this is proven.\n")


@pytest.mark.parametrize("missing", ["mentors", "mentees"])
def test_a_list_that_is_not_named_is_wrong_usage(shell, missing):
    words = [
        word for name in ("mentors", "mentees") if name != missing for word in (f"--{name}", PILOT / f"{name}.csv")
    ]

    assert shell("match", *words).code == 2


def test_a_match_that_does_not_stand_up_is_neither_shown_nor_written(shell, monkeypatch):
    def worst(problem, *_, **__):
        true = allocation.solve_problem(problem)
        return replace(true, value=true.value | {"matched": len(true.pairs) + 1})

    monkeypatch.setattr(allocation.verified, "solve_problem", worst)
    shell.write("m.csv", "name\nAda\n")
    shell.write("n.csv", "name\nEve\n")

    said = shell("match", "--mentors", "m.csv", "--mentees", "n.csv", "--out", "pairs.csv", "--html", "report.html")

    assert (said.code, said.out) == (4, "")
    assert "a second, independent calculation does not agree with it" in said.err
    assert "the value of matched is 1, not 2" in said.err
    assert sorted(path.name for path in shell.folder.iterdir()) == ["m.csv", "n.csv"]
