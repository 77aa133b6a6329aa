"""Stories of somebody neutral: named by the coordinator, told to both of a pair, asked for by a checklist."""

import pytest

from documents.facts import facts_of
from documents.press import read_document
from domain.documents import Document
from domain.forms import FORMS, mistakes
from domain.lifecycles import Phase
from domain.people import Neutral
from office.policies import policy
from tests.builders import MONDAY, a_cohort, answered, days, invited

RUTH = Neutral("Ruth Amsel", "ruth.amsel@example.org", "Mondays, by telephone")
NAMED = {"full_name": RUTH.name, "email": RUTH.email, "reached": RUTH.reached}


def among_academics():
    return a_cohort().under(policy("academic-one-to-one"))


def wrong(cohort, form, about, **content):
    try:
        FORMS[form].check(content, cohort, invited(cohort, form, about, "eva", MONDAY), MONDAY)
    except ValueError as error:
        return mistakes(error)
    return {}


def with_ruth(cohort):
    return answered(cohort, "neutral_person", "", "eva", MONDAY, **NAMED)


def test_the_one_who_is_named_can_be_changed_and_stands_in_the_form():
    cohort = with_ruth(a_cohort().in_mentoring().with_pairs(1).build())
    known = FORMS["neutral_person"].prefilled(cohort, invited(cohort, "neutral_person", "", "eva", MONDAY))
    other = answered(cohort, "neutral_person", "", "eva", MONDAY + days(1), **NAMED | {"full_name": "Ida Lorenz"})

    assert (cohort.neutral, known) == (RUTH, NAMED)
    assert other.neutral == Neutral("Ida Lorenz", RUTH.email, RUTH.reached)
    assert [entry.key for entry in cohort.entries if entry.did == "name somebody neutral"] == [
        ":neutral_person:eva:named:1"
    ]


@pytest.mark.parametrize("whose", ["eva.horakova@university.example", "m01"])
def test_nobody_who_takes_part_or_runs_the_programme_is_neutral(whose):
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    email = cohort.participants["M01"].email if whose == "m01" else whose

    assert [*wrong(cohort, "neutral_person", "", **NAMED | {"email": email.upper()})] == ["email"]


def test_among_academics_the_checklist_asks_for_somebody_before_it_is_signed():
    cohort = among_academics().in_preparation().build()

    assert "Name somebody first" in wrong(cohort, "sign_off", "material-neutral", done="on")["done"]
    assert wrong(with_ruth(cohort), "sign_off", "material-neutral", done="on") == {}
    assert wrong(cohort, "sign_off", "material-goals", done="on") == {}


def test_whoever_asks_for_help_reads_whom_else_they_may_call():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    form, asking = FORMS["need_help"], invited(cohort, "need_help", "N01", "N01", MONDAY)

    assert "Ruth Amsel" not in form.introduction(cohort, asking)
    assert "write to Ruth Amsel" in form.introduction(with_ruth(cohort), asking)


@pytest.mark.parametrize("kind", ["handbook", "guide"])
def test_handbook_and_guide_name_them(kind):
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    order = Document(f"{kind}:", kind, "", "mentors", "", MONDAY)
    told = [read_document(kind, facts_of(one, order)) for one in (cohort, with_ruth(cohort))]

    assert ["Ruth Amsel" in text for text in told] == [False, True]
    assert cohort.phase is Phase.MENTORING
