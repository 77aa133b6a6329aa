"""Stories of recruitment: applying, screening, and the details people keep correcting."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.cohort import Cohort
from domain.forms import FORMS, mistakes
from domain.lifecycles import ApplicationState
from tests.answers import mentee_answers, mentor_answers
from tests.builders import MONDAY, a_cohort, answered, days, invited
from tests.domain.forms.samples import applying

EARLY = MONDAY - days(30)  # matching begins a week later
MARKS = {"field": 3, "trajectory": 2, "planning": 2, "contribution": 1}


def wrong(cohort: Cohort, form: str, about: str, to: str, **content: object) -> dict[str, str]:
    """The mistakes in this answer, by field."""
    with pytest.raises(ValidationError) as refused:
        FORMS[form].check(content, cohort, invited(cohort, form, about, to, MONDAY), MONDAY)
    return mistakes(refused.value)


def test_an_application_arrives_with_its_answers_and_the_name_is_kept():
    cohort = answered(
        applying(), "mentor_application", "M01", "M01", MONDAY, **mentor_answers("Dr. Jana Veselá-Krátká")
    )

    application = cohort.applications["M01"]
    assert (application.state, application.submitted_at) == (ApplicationState.SUBMITTED, MONDAY)
    assert application.answers["tracks"] == [15, 17, 20]
    assert application.answers["skills"] == ["clinical trials", "project planning", "budgets"]
    assert application.capacity == 1
    assert cohort.participants["M01"].name == "Dr. Jana Veselá-Krátká"


def test_a_mentee_is_warned_but_not_refused_when_only_academic_tracks_are_ranked():
    cohort = applying()
    invitation = invited(cohort, "mentee_application", "N01", "N01", MONDAY)

    academic = FORMS["mentee_application"].check(mentee_answers(tracks=["6", "4"]), cohort, invitation, MONDAY)
    mixed = FORMS["mentee_application"].check(mentee_answers(tracks=["6", "15"]), cohort, invitation, MONDAY)

    assert list(academic.warnings(cohort)) == ["tracks"]
    assert mixed.warnings(cohort) == {}


def test_what_is_missing_is_named_beside_its_question():
    content = mentee_answers(motivation_text="", free_times=[], privacy="", gender="woman", wish_profession="must")

    found = wrong(applying(), "mentee_application", "N01", "N01", **content)

    assert found == {"free_times": "Please answer this.", "privacy": "Please tick this box to go on."}
    content |= {"free_times": ["weekend"], "privacy": "on"}
    assert wrong(applying(), "mentee_application", "N01", "N01", **content) == {
        "gender_consent": "Please tick this, or leave the question about gender empty.",
        "motivation": "Please add your motivation letter as a PDF, or write it in the field below.",
        "profession": "You say that this matters: please choose what it should be.",
    }


@pytest.mark.parametrize(
    "name", ["http://win.example", "Click WWW.CASINO.COM", "a@b.example", "<b>Jana</b>", "1234", "x" * 121]
)
def test_a_name_is_a_name(name: str):
    assert list(wrong(applying(), "mentor_application", "M01", "M01", **mentor_answers(name))) == ["full_name"]


@pytest.mark.parametrize("name", ["Dr. M. van der Berg", "Žofie Ňuňu", "J.R. O'Neill", "王小明", "Ana-María St.John"])
def test_names_of_all_kinds_are_taken(name: str):
    cohort = answered(applying(), "mentor_application", "M01", "M01", MONDAY, **mentor_answers(name))

    assert cohort.participants["M01"].name == name


def test_invisible_characters_disappear():
    name = "Ja\u202ena\u200b Ve\x00selá"

    cohort = answered(applying(), "mentor_application", "M01", "M01", MONDAY, **mentor_answers(name))

    assert cohort.participants["M01"].name == "Jana Veselá"


def test_an_incomplete_application_comes_back_completed():
    cohort = answered(
        applying(), "screening", "N01", "eva", EARLY, **MARKS, verdict="incomplete", note="Your CV has one page only."
    )
    assert cohort.applications["N01"].state is ApplicationState.INCOMPLETE
    assert cohort.applications["N01"].note == "Your CV has one page only."

    cohort = answered(cohort, "mentee_application", "N01", "N01", EARLY + days(1), **mentee_answers())

    application = cohort.applications["N01"]
    assert (application.state, application.note, application.decided_at) == (ApplicationState.SUBMITTED, "", None)


def test_the_coordinator_says_what_is_missing():
    found = wrong(applying(), "screening", "N01", "eva", **MARKS, verdict="incomplete")

    assert found == {"note": "Please say what is missing: the applicant reads it in the letter."}


def test_a_verdict_stands_with_its_marks():
    cohort = answered(applying(), "screening", "N01", "eva", MONDAY, **MARKS, verdict="waitlist", note="A good one.")
    again = answered(cohort, "screening", "N01", "eva", MONDAY + days(1), **MARKS | {"field": 1}, verdict="accept")

    application = again.applications["N01"]
    assert cohort.applications["N01"].state is ApplicationState.WAITLISTED
    assert (application.state, application.decided_at) == (ApplicationState.ACCEPTED, MONDAY + days(1))
    assert (application.screening.field, application.screening.by) == (1, "eva")


def test_a_decided_application_is_not_written_over():
    cohort = answered(applying(), "screening", "N01", "eva", MONDAY, **MARKS, verdict="decline")

    assert list(wrong(cohort, "mentee_application", "N01", "N01", **mentee_answers())) == [""]


def test_nobody_is_accepted_who_has_withdrawn():
    cohort = applying()
    gone = cohort.put(replace(cohort.applications["N01"], state=ApplicationState.WITHDRAWN))

    assert wrong(gone, "screening", "N01", "eva", **MARKS, verdict="accept") == {
        "verdict": "This application is withdrawn: it cannot become accepted any more."
    }


def test_details_can_be_corrected_at_any_time():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()

    cohort = answered(cohort, "my_details", "N01", "N01", MONDAY, full_name="Tereza Nová", time_zone="Europe/Lisbon")

    person = cohort.participants["N01"]
    assert (person.name, person.time_zone) == ("Tereza Nová", "Europe/Lisbon")
    assert wrong(cohort, "my_details", "N01", "N01", full_name="Tereza Nová", time_zone="Middle-earth/Shire") == {
        "time_zone": 'Please give a time zone like "Europe/Prague".'
    }


def test_a_material_is_signed_off_once():
    cohort = a_cohort().in_preparation().build()

    cohort = answered(cohort, "sign_off", "material-handbook", "eva", MONDAY, done="on", note="Shelf 3")
    cohort = answered(cohort, "sign_off", "material-handbook", "eva", MONDAY + days(1), done="on", note="Shelf 4")

    material = cohort.materials["material-handbook"]
    assert (material.signed_at, material.signed_by, material.note) == (MONDAY, "eva", "Shelf 4")
    assert wrong(cohort, "sign_off", "material-criteria", "eva") == {"done": "Please tick this box to go on."}
