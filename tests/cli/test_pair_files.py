"""Pairs written as CSV and kept after a change: everybody is found again, whatever became of their row."""

import csv

import pytest

MENTEES = "name,tracks\nEve Nova,15\nJan Malý,3\nIda Moe,9\n"


def kept(shell, mentors, earlier, mentees=MENTEES, *more):
    """The earlier pairs that were found again, and what was said about the others."""
    lists = "--mentors", shell.write("m.csv", mentors), "--mentees", shell.write("n.csv", mentees)
    said = shell("match", *lists, "--keep", shell.write("k.csv", earlier), "--json", *more)
    return [tuple(pair) for pair in said.json["asked"]["keep"]], [
        note.partition("k.csv")[2] for note in said.json["notes"] if "k.csv" in note
    ]


def test_after_a_drop_out_people_are_found_by_name_where_codes_are_rows(shell):
    mentors = "name,tracks\nAda Lovelace,3\nMax Born,15\nLise Meitner,9\n"
    lists = "--mentors", shell.write("m.csv", mentors), "--mentees", shell.write("n.csv", MENTEES)
    shell("match", *lists, "--out", shell.folder / "k.csv")
    written = (shell.folder / "k.csv").read_text(encoding="utf-8-sig")

    found, notes = kept(shell, mentors.replace("Ada Lovelace,3\n", ""), written)

    assert found == [("M01", "N01"), ("M02", "N03")]
    assert notes == [
        ": the mentors have no codes of their own and their rows have moved; names were followed.",
        ", line 3: this pair cannot be kept: there is no mentor 'Ada Lovelace' any more",
    ]


EARLIER = "mentor,mentee,mentor_name,mentee_name\n"


@pytest.mark.parametrize(
    ("mentors", "row", "pairs", "words"),
    [
        ("name\nMax\nAda\n", "M01,N01,ADA ,Eve Nova", [("M02", "N01")], "names were followed"),
        ("name\nMax\nAda\n", "M01,N01,,Eve Nova", [("M01", "N01")], "taken as rows of today's list"),
        ("name\nMax\nAda\n", "M01,N01,Lise,Eve Nova", [], "there is no mentor 'Lise' any more"),
        ("name\nMax\nAda\n", "K7,N01,Ada,Eve Nova", [("M02", "N01")], ""),
        ("name\nAda\nAda\n", "M02,N01,Ada,Eve Nova", [("M02", "N01")], ""),
        ("name\nAda\nAda\nMax\n", "M03,N01,Ada,Eve Nova", [], "several mentors are or were called 'Ada'"),
        ("name,email\nAda,a@x.org\nAda,b@x.org\n", "b@x.org,N01,Ada,Eve Nova", [("M02", "N01")], ""),
        ("code,name\nK1,Max\nK2,Ada\n", "K1,N01,Ada,Eve Nova", [("K1", "N01")], "K1 was Ada and is Max now; the code"),
        ("code,name\nK1,Max\nK2,Ada\n", "M01,N01,Ada,Eve Nova", [], "no mentor 'M01'"),
        ("code,name\nM01,Max\n,Ada\n", "M01,N01,Ada,Eve Nova", [("M01", "N01")], "M01 was Ada and is Max now"),
        ("name\n=Ada\nMax\n", "M02,N01,'=Ada,Eve Nova", [("M01", "N01")], "names were followed"),
    ],
    ids=["name", "code", "gone", "unknown", "twins", "moved", "address", "own", "strange", "some", "formula"],
)
def test_who_is_meant_by_code_and_name(shell, mentors, row, pairs, words):
    found, notes = kept(shell, mentors, EARLIER + row + "\n")

    assert (found, bool(notes)) == (pairs, bool(words))
    assert words in "\n".join(notes)


def test_namesakes_are_not_guessed_at_once_rows_have_moved(shell):
    mentors = "name\nMax\nAda\nAda\nLise\n"
    earlier = EARLIER + "M02,N01,Max,Eve Nova\nM03,N02,Ada,Jan Malý\nM04,N03,Ada,Ida Moe\n"

    found, notes = kept(shell, mentors, earlier)

    assert found == [("M01", "N01")]
    assert len([note for note in notes if "several mentors are or were called 'Ada'" in note]) == 2


def test_one_of_two_namesakes_who_stayed_is_not_taken_for_the_other(shell):
    found, notes = kept(shell, "name\nMax\nAda\n", EARLIER + "M02,N01,Ada,Eve Nova\nM03,N02,Ada,Jan Malý\n")

    assert found == []
    assert len([note for note in notes if "several mentors are or were called 'Ada'" in note]) == 2


def test_what_was_written_is_read_as_utf_8_whatever_is_said_of_the_lists(shell):
    for name, text in (("m.csv", "name\nŽofie\n"), ("n.csv", "name\nEve\n")):
        (shell.folder / name).write_bytes(text.encode("cp1250"))
    said = [
        shell("match", "--mentors", "m.csv", "--mentees", "n.csv", "--encoding", "cp1250", *more, "--json").json
        for more in (["--out", "k.csv"], ["--keep", "k.csv"])
    ]

    assert (said[1]["asked"]["keep"], said[1]["notes"]) == ([["M01", "N01"]], [])


def test_earlier_pairs_without_their_columns_are_one_mistake(shell):
    lists = "--mentors", shell.write("m.csv", "name\nAda\n"), "--mentees", shell.write("n.csv", "name\nEve\n")

    said = shell("match", *lists, "--keep", shell.write("k.csv", "a,b\n" + "1,2\n" * 20))

    assert (said.code, "this pair cannot be kept" in said.err) == (2, False)
    assert "k.csv, line 1: there is no column mentor; there are a, b" in said.err


def test_reasons_stand_apart_from_the_lists_inside_them(shell):
    columns = "name,tracks,roles,skills\n"
    lists = (
        *("--mentors", shell.write("m.csv", columns + "Ada,15,adviser; sounding_board,R | S\n")),
        *("--mentees", shell.write("n.csv", "name,tracks,needs,goal_words\nEve,15,explore; reflection,R | S\n")),
    )
    out = shell.folder / "k.csv"

    found = shell("match", *lists, "--out", out, "--json").json["matches"][0]["reasons"]

    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert row["reasons"].split(" | ") == [reason.replace("|", "/") for reason in found]
