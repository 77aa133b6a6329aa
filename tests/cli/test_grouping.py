"""Peer groups and circles from lists alone."""

import pytest

from tests.house.sources import ROOT

PILOT = ROOT / "examples" / "pilot"
MENTEES = ("--mentees", PILOT / "mentees.csv")
CIRCLES = (*MENTEES, "--mentors", PILOT / "mentors.csv", "--circles")


def test_mentees_of_the_pilot_come_together_in_groups_of_three_to_five(shell):
    said = shell("groups", *MENTEES, "--json")

    seated = [code for group in said.json["groups"] for code in group["mentees"]]
    assert (said.code, said.json["status"], said.json["alone"]) == (0, "OPTIMAL", [])
    assert all(3 <= len(group["mentees"]) <= 5 for group in said.json["groups"])
    assert said.json["on_track"] >= 12
    assert len(seated) == len(set(seated))


def test_whoever_wants_no_group_is_left_out_with_a_note(shell):
    said = shell("groups", *MENTEES)

    assert "peer_group says no: N04" in said.err
    assert "N04" not in said.out
    assert said.out.endswith("This is proven.\n")


@pytest.mark.parametrize("words", [MENTEES, CIRCLES], ids=["groups", "circles"])
def test_without_time_it_says_what_is_open(shell, words):
    said = shell("groups", *words, "--time-limit", "0.1")
    told = shell("groups", *words, "--time-limit", "0.1", "--json").json

    assert (said.code == 0) == ("This is proven." in said.out)
    assert ("The time was up before the proof: perhaps" in said.out) == (said.code == 3)
    assert (told["open"] is None) == (told["status"] == "OPTIMAL")


def test_circles_gather_around_mentors_who_would_lead_one(shell):
    found = shell("groups", *CIRCLES, "--sizes", "4-6", "--json").json

    assert found["status"] == "OPTIMAL"
    assert all(4 <= len(circle["mentees"]) <= 6 for circle in found["groups"])
    assert len({circle["mentor"] for circle in found["groups"]}) == len(found["groups"])


def test_people_who_know_each_other_are_left_alone_and_named(shell):
    mentees = shell.write("n.csv", "name,employer,languages\n" + "".join(f"N {k},Lab,en\n" for k in range(4)))

    said = shell("groups", "--mentees", mentees)

    assert (said.code, said.out.count("In no group: ")) == (0, 4)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((*MENTEES, "--sizes", "5"), "--sizes '5': write the smallest and the largest size"),
        ((*MENTEES, "--sizes", "5-3"), "--sizes '5-3'"),
        ((*MENTEES, "--sizes", "13-20"), "--sizes '13-20': write the smallest and the largest size, both from 2 to 12"),
        ((*MENTEES, "--circles"), "Circles need both, --circles and --mentors"),
        (("--mentees", "gone.csv"), "gone.csv cannot be read"),
    ],
    ids=["one", "reversed", "large", "circles", "file"],
)
def test_what_cannot_be_grouped_is_refused(shell, words, why):
    said = shell("groups", *words)

    assert (said.code, why in said.err) == (2, True)
