"""A form from the shell: the same form, the same checks, the same effects as on its page."""

from office.office import open_office
from office.settings import Settings

FORM = "material-goals:sign_off:kb"


def spring():
    return open_office(Settings()).store.load("spring")


def test_a_form_is_shown_with_its_questions(cohort):
    cohort("tick")

    shown = cohort("answer", FORM, "--json").json

    assert (shown["form"], shown["to"], shown["status"]) == ("sign_off", "kb", "open")
    assert "done" in {question["field"] for question in shown["questions"]}


def test_an_answer_has_its_effect(cohort):
    cohort("tick")

    said = cohort("answer", FORM, "--set", "done=yes", "--set", "note=In the shared folder")

    assert said.code == 0
    assert spring().materials["material-goals"].signed_by == "kb"
    assert cohort("answer", FORM, "--json").json["status"] == "answered"


def test_the_link_of_the_letter_works_as_well(cohort):
    cohort("tick")
    office = open_office(Settings())
    link = office.links.form("spring", office.store.lookups.invitation("spring", FORM))

    assert cohort("answer", link, "--set", "done=yes").code == 0
    assert spring().materials["material-goals"].signed_at is not None


def test_answers_may_come_from_a_file(cohort):
    cohort("tick")
    file = cohort.write("answers.yaml", "done: true\nnote: |\n  Two lines\n  of a note\n")

    assert cohort("answer", FORM, "--file", file).code == 0
    assert spring().materials["material-goals"].note == "Two lines\nof a note"


def test_a_wrong_answer_changes_nothing_and_says_why(cohort):
    cohort("tick")

    said = cohort("answer", FORM, "--set", "done=no")

    assert said.code == 1
    assert "The answer needs another look" in said.err
    assert spring().materials["material-goals"].signed_at is None


def test_a_field_that_the_form_does_not_have_is_named(cohort):
    cohort("tick")

    said = cohort("answer", FORM, "--set", "colour=red")

    assert said.code == 1
    assert "the form has no such field; it has done, note" in said.err


def test_forms_for_any_time_need_no_invitation(cohort):
    said = cohort("answer", ":steer:kb", "--set", "action=hold", "--set", "reason=Summer break")

    assert said.code == 0, said.err
    assert spring().hold.reason == "Summer break"
    assert "ON HOLD" in cohort("status").out


def test_a_link_that_is_none_of_ours_is_refused(cohort):
    for link in ("http://127.0.0.1:8080/f/made-up", "made-up", "P99:agreement:N01", "/f/"):
        assert cohort("answer", link).code == 1


def test_a_broken_file_is_told_with_its_place(cohort):
    cohort("tick")

    said = cohort("answer", FORM, "--file", cohort.write("answers.yaml", "done: [yes\n"))

    assert said.code == 1
    assert "answers.yaml, line 2, column 1 is not readable as YAML" in said.err
