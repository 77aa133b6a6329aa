"""Questions of a programme's own: added in the policy or on the desk, asked like any other, and counted."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from documents.evaluation import evaluation
from domain.as_asked import as_asked
from domain.belonging import Reader
from domain.forgetting import without
from domain.forms import FORMS
from domain.policy import OwnQuestion, Policy
from domain.reading import may_read
from tests.answers import mentee_answers, mentee_reflection
from tests.builders import MONDAY, a_cohort, answered, days, default_policy, invited
from tests.domain.forms.samples import applying, mentoring
from tests.domain.forms.test_applying import wrong

LABS = {"form": "mentee_application", "id": "labs", "title": "Which {labs} do you know?", "kind": "choices",
        "options": ["Wet", "Dry"], "required": True}  # fmt: skip
SURE = {"form": "reflection_mentee", "id": "sure", "title": "How sure are you now?", "kind": "scale"}
WHY = {"form": "mentee_application", "id": "why", "title": "Why us?", "kind": "text", "reader": "partner"}


def asking(cohort, *questions):
    told = default_policy().model_dump(mode="json") | {"questions": list(questions)}
    return replace(cohort, policy=Policy.model_validate(told))


def checked(cohort, form, **content):
    about = invited(cohort, form, "N01", "N01", MONDAY)
    return as_asked(form, cohort.policy).check(content, cohort, about, MONDAY)


def test_a_form_asks_what_the_programme_adds_and_no_other_form_does():
    cohort = asking(applying(), LABS, WHY)
    form = as_asked("mentee_application", cohort.policy)

    assert list(form.model_fields)[-2:] == ["own_labs", "own_why"]
    assert form.model_fields["own_labs"].title == "Which {labs} do you know?", "their words are said as they stand"
    assert as_asked("mentor_application", cohort.policy) is FORMS["mentor_application"]
    assert as_asked("mentee_application", default_policy()) is FORMS["mentee_application"]
    assert "own_labs" not in FORMS["mentee_application"].model_fields


def test_an_answer_is_checked_and_kept_with_the_others():
    cohort = asking(applying(), LABS, WHY)

    told = checked(cohort, "mentee_application", **mentee_answers(own_labs=["Dry"], own_why="Curious."))
    after = told.take_in(cohort, invited(cohort, "mentee_application", "N01", "N01", MONDAY), MONDAY)

    assert after.applications["N01"].answers["own_labs"] == ["Dry"]
    assert after.applications["N01"].answers["own_why"] == "Curious."
    for bad in ({}, {"own_labs": ["Damp"]}):
        with pytest.raises(ValidationError, match="own_labs"):
            checked(cohort, "mentee_application", **mentee_answers(**bad))


def test_each_is_read_by_whom_it_says():
    policy = asking(applying(), LABS, WHY, SURE | {"reader": "statistics"}).policy
    application, reflection = as_asked("mentee_application", policy), as_asked("reflection_mentee", policy)

    assert may_read(application, "own_why", Reader.PARTNER, policy)
    assert not may_read(application, "own_labs", Reader.PARTNER, policy)
    assert may_read(application, "own_labs", Reader.COORDINATOR, policy)
    assert not may_read(reflection, "own_sure", Reader.COORDINATOR, policy)


def test_what_can_be_counted_stands_in_the_evaluation_once_five_have_answered():
    cohort = asking(a_cohort().in_mentoring().with_pairs(6).build(), LABS, SURE, WHY)
    for n, labs in enumerate(("Dry", "Dry", "Dry", "Dry", "Dry", "Wet"), 1):
        one = cohort.applications[f"N0{n}"]
        reflection = {"own_sure": 3} if n < 5 else {}
        cohort = cohort.put(replace(one, answers={"own_labs": [labs], "own_why": "Zebedee"}, reflection=reflection))

    (found,) = evaluation(cohort)["own"]

    assert (found["words"], found["answers"]) == ("Which {labs} do you know?", 6)
    assert [(row["words"], row["share"] and row["share"]["percent"]) for row in found["rows"]] == [
        ("Wet", None),
        ("Dry", 83),
    ]
    assert "Zebedee" not in str(found)


def test_an_answer_outlives_its_question_only_with_its_author():
    cohort = asking(mentoring(), SURE)
    told = checked(cohort, "reflection_mentee", **mentee_reflection(own_sure="4"))
    cohort = told.take_in(cohort, invited(cohort, "reflection_mentee", "N01", "N01", MONDAY), MONDAY)
    not_asked_any_more = replace(cohort, policy=default_policy())

    again = FORMS["reflection_mentee"].prefilled(
        not_asked_any_more, invited(cohort, "reflection_mentee", "N01", "N01", MONDAY)
    )

    assert cohort.applications["N01"].reflection["own_sure"] == 4
    assert "own_sure" not in again, "the old form opens without it"
    for one in (cohort, not_asked_any_more):
        assert "own_sure" not in without(one, "N01", MONDAY).applications["N01"].reflection


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": ["Wet"]}, "at least two"),
        ({"options": ["Wet", "Wet", "Dry"]}, "stands there twice"),
        ({"kind": "text"}, "options are for"),
        ({"form": "reflection_mentee", "reader": "partner"}, "of an application only"),
        ({"kind": "line", "options": [], "reader": "statistics"}, "cannot be counted"),
        ({"id": "Labs!"}, "pattern"),
    ],
)
def test_what_does_not_make_a_question_is_refused_in_a_sentence(changes, words):
    with pytest.raises(ValidationError, match=words):
        OwnQuestion.model_validate(LABS | changes)


def test_two_questions_of_a_form_have_names_of_their_own():
    with pytest.raises(ValidationError, match="two questions of one form"):
        asking(applying(), LABS, LABS)


# --- on the desk ------------------------------------------------------------------------------------------------------

ROW = {"title": "Which labs do you know?", "form": "mentee_application", "kind": "choice", "options": "Wet; Dry"}


def added(cohort, *rows, at=MONDAY):
    return answered(cohort, "own_questions", "", "eva", at, questions=list(rows))


def test_a_coordinator_adds_questions_and_takes_them_away():
    cohort = added(applying(), ROW, ROW | {"title": "Which labs do you know?", "needed": "yes"})
    told = FORMS["own_questions"].prefilled(cohort, invited(cohort, "own_questions", "", "eva", MONDAY))
    fewer = added(cohort, told["questions"][0], told["questions"][1] | {"title": ""}, at=MONDAY + days(1))

    assert [(one.id, one.options, one.required) for one in cohort.policy.questions] == [
        ("which_labs_do_you_know", ("Wet", "Dry"), False), ("which_labs_do_you_know_2", ("Wet", "Dry"), True)
    ]  # fmt: skip
    assert fewer.policy.questions == cohort.policy.questions[:1], "what stays keeps its name, and so its answers"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW | {"form": ""}, "Row 1: choose the form it belongs to."),
        (ROW | {"options": "Wet"}, "Row 1: give at least two different options to choose from"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(row, words):
    assert wrong(applying(), "own_questions", "", "eva", questions=[row]) == {"questions": words}


def test_a_question_that_was_asked_keeps_its_kind():
    cohort = added(applying(), ROW)
    other = ROW | {"id": "which_labs_do_you_know", "kind": "text", "options": ""}

    assert wrong(cohort, "own_questions", "", "eva", questions=[other]) == {
        "questions": "Row 1: it may have been answered in the other way already; add a new question instead."
    }
