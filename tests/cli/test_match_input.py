"""What people write for a match: lists as spreadsheets save them, policies, pairs; every mistake with its place."""

import pytest

MENTORS = "name,tracks,languages,capacity\nAda Lovelace,3; 9,en,1\nMax Born,15,en; de,1\n"
MENTEES = "name,tracks,languages\nEve Nova,15,de\n"


def matched(shell, mentors=MENTORS, mentees=MENTEES, *more, encodings=("utf-8", "utf-8")):
    for name, text, encoding in zip(("m.csv", "n.csv"), (mentors, mentees), encodings, strict=True):
        (shell.folder / name).write_bytes(text.encode(encoding))
    return shell("match", "--mentors", "m.csv", "--mentees", "n.csv", *more)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";")]
)
def test_a_list_is_read_as_a_spreadsheet_saves_it(shell, encoding, separator):
    mentees = (
        separator.join(["Name", "Career Tracks", "languages"]) + "\r\n" + separator.join(["Zoë", "", "de"]) + "\r\n"
    )

    said = matched(shell, MENTORS, f"{mentees}{separator * 2}\r\n", "--json", encodings=("utf-8", encoding))

    assert (said.code, said.json["names"]["N01"]) == (0, "Zoë")
    assert ("Read as Windows" in said.err) == (encoding == "cp1252")


def test_another_encoding_can_be_named(shell):
    said = matched(shell, MENTORS, "name\nŽofie\n", "--encoding", "cp1250", "--json", encodings=("utf-8", "cp1250"))

    assert said.json["names"]["N01"] == "Žofie"


def test_a_first_line_for_the_spreadsheet_and_words_instead_of_codes_are_understood(shell):
    said = matched(shell, "sep=;\nname;tracks;languages\nMax;research in industry; German\n", MENTEES, "--json")

    marks = said.json["matches"][0]["marks"]
    assert (said.json["status"], marks["tracks"]) == ("OPTIMAL", 100)


def test_unknown_columns_are_named_with_those_that_are_known(shell):
    said = matched(shell, "name,trakcs,shoe size\nMax,15,44\n", MENTEES, "--json")

    (note,) = said.json["notes"]
    assert note.startswith("m.csv: not used: trakcs (is tracks meant?), shoe_size. Known columns are code, name, email")
    assert said.code == 0


@pytest.mark.parametrize(
    ("mentors", "words"),
    [
        ("name,tracks\nAda,99\n", "m.csv, line 2, column tracks: “99” is not known; write one of 1, 2, 3"),
        ("name,languages\nAda,Engish\n", "m.csv, line 2, column languages: “Engish” is not known; is english meant?"),
        ("name,tracks\nAda,1;2;3;4;5;6\n", "m.csv, line 2, column tracks: Please give at most 5."),
        ('name,city\nAda,"a\nb"\n,Brno\n', "m.csv, line 4, column name: everybody needs a name"),
        ("name\nAda,3\n", "m.csv, line 2: 2 cells in 1 columns; put a text with separators in quotes"),
        ('name\n"Ada\n', "m.csv, line 2: not readable as CSV (unexpected end of data)"),
        ("email\na@b.org\n", "m.csv, line 1: there is no column name; there are email"),
        ("name,name\nAda,Ada\n", "m.csv, line 1: column name stands there twice; keep one"),
        ("name\n", "m.csv, line 2: nobody stands below the names of the columns"),
        ("", "m.csv: The file is empty; its first line names the columns."),
        ("code,name\nA,Ada\nA,Max\n", "m.csv, line 3, column code: A is also in m.csv, line 2"),
    ],
    ids=["code", "typo", "many", "nobody", "cells", "quotes", "header", "twice", "heads", "empty", "codes"],
)
def test_a_mistake_in_a_list_is_named_with_line_column_and_remedy(shell, mentors, words):
    said = matched(shell, mentors)

    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_a_column_that_is_missing_is_one_mistake_however_long_the_list(shell):
    said = matched(shell, "names,city\n" + "Ada,Brno\n" * 300)

    assert said.err.splitlines()[-1] == "  - m.csv, line 1: there is no column name; there are names, city"
    assert said.err.count("  - ") == 1


def test_after_ten_mistakes_of_a_kind_the_others_are_counted(shell):
    rows = [f"Ada {n},{'Engish' if n % 2 else 'Gerrman'},{7 if n == 15 else 1}\n" for n in range(30)]

    said = matched(shell, "name,languages,capacity\n" + "".join(rows))

    told = [line.strip(" -") for line in said.err.splitlines() if line.startswith("  - ")]
    assert [line.partition(":")[0] for line in told] == [
        *(f"m.csv, line {n}, column languages" for n in range(2, 12)),
        "m.csv, column languages",
        "m.csv, line 17, column capacity",
    ]
    assert told[10] == "m.csv, column languages: and 20 more like this"


@pytest.mark.parametrize(
    ("mentors", "first", "words"),
    [
        ("name\nAda\nMax\nADA\n", "M01", "M01 and M03; a column code would keep these when rows change."),
        ("code,name\nA,Ada\nB,Max\nC,ADA\n", "A", "A and C."),
    ],
    ids=["rows", "codes"],
)
def test_people_called_alike_are_told_apart_by_their_codes(shell, mentors, first, words):
    said = matched(shell, mentors, "name\nEve\nIda\nJan\n", "--json", "--html", "r.html")

    page = (shell.folder / "r.html").read_text(encoding="utf-8")
    assert said.json["notes"] == [f"m.csv, lines 2 and 4: 2 are called 'Ada'; told apart by code, {words}"]
    assert (f"<td>Ada ({first})</td>" in page, "<td>Max</td>" in page) == (True, True)


ONE_TWICE = "name,email,employer,tracks\nJana Nová,jana@firm.example,,3\nMax,,,15\nNová Jana,JANA@firm.example,Lab,9\n"


@pytest.mark.parametrize(
    "mentors",
    [
        ONE_TWICE,
        "name,email\nJana,j.nova@gmail.com\nMax,\nJana N.,jnova+x@googlemail.com\n",
        "name,employer\nIng. Jana Nová,Lumivex\nMax,Lumivex\nNOVÁ Jana,Lumivex s.r.o.\n",
    ],
    ids=["case", "dots and a tag", "name and place of work"],
)
def test_one_person_twice_in_a_list_is_named_and_refused(shell, mentors):
    said = matched(shell, mentors)

    assert (said.code, said.out) == (2, "")
    assert "  - m.csv, lines 2 and 4: " in said.err
    assert "(M01 and M03) look like one person: the same address, or the same name and place of work;" in said.err


def test_one_person_twice_can_be_joined_or_kept_as_two(shell):
    joined = matched(shell, ONE_TWICE, MENTEES, "--json", "--twice", "join").json
    kept = matched(shell, ONE_TWICE, MENTEES, "--json", "--twice", "keep").json

    assert sorted(joined["names"]) == ["M01", "M02", "N01"]
    assert joined["notes"] == [
        "m.csv, lines 2 and 4: Jana Nová and Nová Jana (M01 and M03) are one person, joined as M01."
    ]
    assert sorted(kept["names"]) == ["M01", "M02", "M03", "N01"]
    assert kept["notes"] == ["m.csv, lines 2 and 4: Jana Nová and Nová Jana (M01 and M03) are kept as 2 people."]


@pytest.mark.parametrize(
    ("mentor", "mentee"),
    [
        ("jana@firm.example", "JANA@FIRM.EXAMPLE"),
        ("jana@příklad.cz", "jana@xn--pklad-zsa96e.cz"),
        ("j.n@gmail.com", "jn@gmail.com"),
    ],
    ids=["case", "a domain in letters", "dots"],
)
def test_nobody_is_matched_with_themselves(shell, mentor, mentee):
    lists = f"name,email\nJana Nová,{mentor}\n", f"name,email\nJana Nová,{mentee}\n"

    alone = matched(shell, *lists, "--json").json
    pinned = matched(shell, *lists, "--json", "--pin", "M01:N01", "--pins-stand").json

    assert (alone["matches"], alone["unmatched"][0]["why"][1]) == ([], "1: the same person")
    assert alone["notes"] == [
        "Jana Nová (M01 and N01) are one person in both lists, and are not paired with each other."
    ]
    assert pinned["conflict"] == [
        "Jana Nová (M01) and Jana Nová (N01): they are one person, who cannot be their own mentor"
    ]
    assert pinned["ways_out"] == ["Jana Nová (M01) and Jana Nová (N01): drop this pin"]


def test_topics_without_their_importance_are_named(shell):
    said = matched(shell, MENTORS, "name,topics\nEve,start\n")

    assert "n.csv, line 2, column topics: “start” should be a topic and how important it is" in said.err


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (
            "weights: {luck: 3}",
            "policy.yaml, line 1, matching.weights.luck: is not a criterion; there are tracks, topics",
        ),
        (
            "matching:\n  weights: {tracks: -1}",
            "policy.yaml, line 2, matching.weights.tracks: must be at least 0",
        ),
        ("stages: [max_min, matched]", "policy.yaml, line 1, matching.stages: 'max_min' needs 'matched' before it"),
        ("stages: [luck]", "matching.stages.0: must be one of: matched, max_min, rank_profile, rank_profile:generous"),
        ("stages: ['rank_profile:generous']", "matching.stages: 'rank_profile:generous' needs 'matched' before it"),
        ("mode: no", "matching.mode: must be one of: automatic, by_hand, self_choice, mixed"),
        ("rounds_max: 0", "matching.rounds_max: must be at least 1"),
        ("meetings_max: 9", "matching.meetings_max: must be at most 3"),
        ("time_limit_seconds: 0", "matching.time_limit_seconds: must be more than 0"),
        (
            "rules: {luck: must}",
            "matching.rules.luck: is not a known name; must be one of: language, format_and_city, employer",
        ),
        (
            "\nbalance: [{label: w, trait: gender, values: [lady], at_least: 1}]",
            "line 2, matching.balance.0.values: 'lady'",
        ),
        ("balance: [{label: w, trait: gender, values: [woman]}]", "matching.balance.0: asks nothing; give at_least"),
        ("luck: 1", "policy.yaml, line 1, luck: is not a known name"),
        ("weights: [", "policy.yaml, line"),
        ("weights: {tracks: 9000}", "matching.weights: their sum is 9"),
    ],
    ids=[
        "criterion",
        "number",
        "order",
        "stage",
        "generous",
        "mode",
        "least",
        "most",
        "more",
        "rule",
        "value",
        "nothing",
        "name",
        "yaml",
        "sum",
    ],
)
def test_a_mistake_in_a_policy_is_named_with_its_line(shell, policy, words):
    said = matched(shell, MENTORS, MENTEES, "--policy", shell.write("policy.yaml", policy + "\n").name)

    assert said.code == 2
    assert words in said.err


def test_a_balance_rule_counts_mentees_as_it_is_written(shell):
    rule = "balance: [{label: women, trait: gender, values: [woman], on: mentees, at_least: 0}]\n"

    said = matched(shell, MENTORS, MENTEES, "--policy", shell.write("policy.yaml", rule).name, "--json")

    assert [(one["label"], one["on"]) for one in said.json["balance"]] == [("women", "mentees")]


def test_a_whole_plan_will_do_as_a_policy(shell):
    plan = shell.write("plan.yaml", "starts_on: 2027-01-01\npolicy: {matching: {weights: {experience: 100}}}\n")

    said = matched(shell, MENTORS, MENTEES, "--policy", plan, "--json")

    assert said.json["asked"]["weights"]["experience"] == 100


def test_all_mistakes_of_all_files_are_named_at_once(shell):
    policy = shell.write("policy.yaml", "weights: {luck: 3}\n")

    said = matched(
        shell, "name,tracks\nAda,99\n", "name\n", "--policy", policy, "--forbid", "Ada", "--keep", "gone.csv"
    )

    places = ("policy.yaml, line 1", "m.csv, line 2", "n.csv, line 2", "--forbid 'Ada'", "gone.csv cannot be read")
    assert [place for place in places if place not in said.err] == []


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("Ada", "--pin 'Ada': write a mentor, a colon and a mentee"),
        ("Ada:Eve Nova", "2 mentors are called 'Ada'; write a code: M01, M02"),
        ("M01:Bob", "there is no mentee 'Bob'; write a name, an address or a code such as N01"),
    ],
    ids=["colon", "namesakes", "stranger"],
)
def test_a_pair_that_is_not_clear_is_refused(shell, pin, words):
    said = matched(shell, "name\nAda\nAda\n", MENTEES, "--pin", pin)

    assert (said.code, words in said.err) == (2, True)


def test_a_file_that_cannot_be_written_is_named(shell):
    said = matched(shell, MENTORS, MENTEES, "--html", shell.folder / "no" / "report.html")

    assert (said.code, "report.html cannot be written" in said.err) == (2, True)


@pytest.mark.parametrize(("wish", "pairs"), [("must", 0), ("nice", 1)])
@pytest.mark.parametrize(
    ("column", "words"),
    [("sub_sectors", "pharma,biotech"), ("company_size", "large,startup"), ("profession", "expert,consultant")],
    ids=["sub-sector", "size", "profession"],
)
def test_a_must_is_kept_and_a_wish_is_not_held_to(shell, column, words, wish, pairs):
    wished, other = words.split(",")

    said = matched(
        shell, f"name,{column}\nAda,{other}\n", f"name,{column},wish_{column}\nEve,{wished},{wish}\n", "--json"
    )

    assert len(said.json["matches"]) == pairs


def test_own_choices_may_be_names_and_count_with_their_weight(shell):
    mentors = "name\nAda\nMax\n"
    mentees = "name,choices\nEve,Max; Ada\nIda,max\n"
    policy = shell.write("policy.yaml", "weights: {choices: 30}\n")

    said = matched(shell, mentors, mentees, "--policy", policy, "--json")

    assert [(match["mentee"], match["mentor"]) for match in said.json["matches"]] == [("N01", "M01"), ("N02", "M02")]
    assert [match["reasons"] for match in said.json["matches"]] == [["the mentee's own choice"]] * 2
    assert said.err == ""


def test_choices_of_nobody_and_choices_without_a_weight_are_told(shell):
    wrong = matched(shell, "name\nAda\n", "name,choices\nEve,Max\n")
    idle = matched(shell, "name\nAda\n", "name,choices\nEve,Ada\n")

    assert "n.csv, line 2, column choices: there is no mentor 'Max'" in wrong.err
    assert (idle.code, "the column choices counts nothing" in idle.err) == (0, True)
