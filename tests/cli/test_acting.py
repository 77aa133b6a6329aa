"""Acts from the shell: the same look, the same deed and the same way back as on the desk."""

from office.office import open_office
from office.settings import Settings

REASON = ("--set", "reason=Summer break")


def spring():
    return open_office(Settings()).store.load("spring")


def test_what_can_be_done_is_listed(cohort):
    listed = cohort("act", "--json").json

    assert [one["act"] for one in listed] == ["take_in", "move_milestone", "new_call_links", "hold_cohort", "call_off"]
    assert "hold_cohort" in cohort("act").out


def test_without_a_yes_it_is_shown_and_not_done(cohort):
    shown = cohort("act", "hold_cohort", *REASON)

    assert (shown.code, spring().hold) == (0, None)
    assert "The cohort is on hold: nothing leaves until you let it go on" in shown.out
    assert "Nothing was done. Repeat with --yes to do it." in shown.out


def test_it_is_done_as_shown_and_taken_back(cohort):
    done = cohort("act", "hold-cohort", *REASON, "--yes", "--json").json

    assert (done["act"], done["by"], spring().hold.reason) == ("hold_cohort", "kb", "Summer break")
    assert cohort("act", "--undo", done["deed"]).code == 0
    assert spring().hold is None
    again = cohort("act", "--undo", done["deed"])
    assert (again.code, again.err.strip()) == (1, "This was taken back already.")


def test_what_is_missing_is_asked_for_with_its_choices(cohort):
    said = cohort("act", "move_milestone", "--set", "day=2001-01-01")

    assert said.code == 1
    assert "milestone: " in said.err
    assert "mentoring_ends = Last day of mentoring: " in said.err


def test_what_cannot_be_done_says_what_can(cohort):
    assert "`mentoring act` shows what there is" in cohort("act", "fly").err
    assert "name it with --about" in cohort("act", "pause_group").err
    assert "There is no pair, person or gathering P99." in cohort("act", "pause_group", "--about", "P99").err
    assert "there are reason." in cohort("act", "hold_cohort", "--set", "colour=red").err
    assert "This is not possible" in cohort("act", "let_go_on").err
    assert "xy does not run spring" in cohort("act", "--by", "xy").err
