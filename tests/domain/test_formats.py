"""Formats: what is asked and offered fits where the mentors of a programme come from."""

from datetime import date, timedelta

import pytest

from domain.as_asked import as_asked
from domain.careers import OUTCOMES, PROFESSIONS, TOPICS
from domain.coherence import of
from domain.formats import professions, topics
from domain.forms import FORMS
from domain.forms.form import meta
from domain.forms.mistakes import mistakes
from domain.lifecycles import ApplicationState
from domain.policy import Recruitment
from office.policies import policy, presets
from tests.answers import mentee_answers, mentor_answers
from tests.builders import MONDAY, a_cohort, invited

ABOUT_INDUSTRY = {"life_sciences", "sub_sectors", "company_size", "years_outside"}
AMONG_ACADEMICS = policy("academic-one-to-one")
A_SOCIETY = policy("virtual-society")
FOUR_KINDS = ["industry", "communication", "policy", "academia"]


def applying(terms):
    built = a_cohort().under(terms).in_recruitment().with_mentors(1).with_mentees(1)
    return built.with_applications(ApplicationState.SUBMITTED).build()


def asked(name, cohort, **answers):
    """What is wrong with an application, sent as a browser would, without what this programme does not ask."""
    code = {"mentor_application": "M01", "mentee_application": "N01"}[name]
    form, invitation = as_asked(name, cohort.policy), invited(cohort, name, code, code, MONDAY)
    usual = {"M01": mentor_answers, "N01": mentee_answers}[code]()
    content = {key: value for key, value in usual.items() if key not in form.skips(cohort, invitation)}
    try:
        form.check(content | answers, cohort, invitation, MONDAY)
    except ValueError as error:
        return mistakes(error)
    return {}


@pytest.mark.parametrize("preset", presets())
def test_every_preset_agrees_with_itself_whenever_it_starts(preset):
    starts = [date(2027, 1, 1) + timedelta(days=n) for n in range(0, 731, 13)]

    assert [start for start in starts if of(policy(preset), start)] == []


def test_a_programme_about_careers_outside_asks_as_the_forms_stand():
    usual = policy("industry-one-to-one")

    assert [name for name in FORMS if as_asked(name, usual) is not FORMS[name]] == []
    assert (professions(Recruitment()), topics(Recruitment())) == (PROFESSIONS, TOPICS)


def test_academics_are_asked_nothing_about_industry():
    cohort = applying(AMONG_ACADEMICS)
    form = as_asked("mentor_application", AMONG_ACADEMICS)

    assert form.skips(cohort, invited(cohort, "mentor_application", "M01", "M01", MONDAY)) >= ABOUT_INDUSTRY
    assert (
        asked("mentor_application", cohort, employer_type="academia", profession="professor", topics=["publishing"])
        == {}
    )
    assert asked("mentee_application", cohort, topics={"publishing": "3"}) == {}


def test_where_it_matters_for_whom_a_mentor_works_nobody_leaves_it_out():
    cohort = applying(AMONG_ACADEMICS)

    assert asked("mentor_application", cohort, employer_type="", profession="lecturer", topics=["path"]) == {
        "employer_type": "Please answer this."
    }


def test_what_no_academic_is_or_talks_about_cannot_be_chosen():
    cohort = applying(AMONG_ACADEMICS)
    wrong = asked(
        "mentor_application", cohort, employer_type="academia", profession="consultant", topics=["differences"]
    )

    assert wrong == dict.fromkeys(("profession", "topics"), "Please choose from the list.")


def test_a_mentee_among_academics_is_not_warned_of_academic_tracks():
    academic = FORMS["mentee_application"].model_construct(tracks=(1, 4))

    assert academic.warnings(applying(AMONG_ACADEMICS)) == {}
    assert [*academic.warnings(a_cohort().build())] == ["tracks"]


def test_an_outcome_speaks_of_no_other_sector_among_academics():
    forms = [as_asked(name, AMONG_ACADEMICS) for name in ("mentee_application", "reflection_mentee")]

    assert {form.model_fields["outcome_reflect"].title for form in forms} == {
        "I can reflect on my plans and consider more than one way"
    }
    assert {form.model_fields["outcome_confident"].title for form in forms} == {OUTCOMES["confident"]}
    assert [meta(form.model_fields["outcome_reflect"])["reader"] for form in forms] == ["statistics"] * 2


def test_a_mentee_of_a_society_says_which_kind_of_employer_they_wish_for():
    cohort = applying(A_SOCIETY)
    form = as_asked("mentee_application", A_SOCIETY)

    assert [*meta(form.model_fields["employer_type"])["options"]] == FOUR_KINDS
    assert asked("mentee_application", cohort, employer_type=["policy", "academia"], wish_employer_type="must") == {}
    assert [*asked("mentee_application", cohort, employer_type=["public"])] == ["employer_type"]
    assert [*asked("mentee_application", cohort, wish_employer_type="nice")] == ["employer_type"]


def test_where_kinds_are_not_told_apart_no_mentee_is_asked_for_one():
    cohort = applying(policy("industry-one-to-one"))
    skipped = FORMS["mentee_application"].skips(cohort, invited(cohort, "mentee_application", "N01", "N01", MONDAY))

    assert skipped == {"employer_type", "wish_employer_type"}


def test_where_everybody_meets_online_nobody_is_asked_for_a_place():
    cohort = applying(A_SOCIETY)
    skipped = [
        as_asked(name, A_SOCIETY).skips(cohort, invited(cohort, name, code, code, MONDAY)) >= {"format", "city"}
        for name, code in (("mentor_application", "M01"), ("mentee_application", "N01"))
    ]

    assert skipped == [True, True]
    assert asked("mentor_application", cohort, employer_type="policy", profession="policy_adviser") == {}
