"""Distress: what sounds like a call for help is heard in any language we know, and what only looks like it is not."""

import pytest

from domain.distress import STEMS, calls_for_help, sounds_like_distress, told_at_once
from domain.forms import FORMS
from domain.forms.verbs import open_case
from domain.remarks import remark_in_words
from tests.builders import MONDAY, a_cohort, cases, days, default_policy, invited


@pytest.mark.parametrize(
    "words",
    [
        "I do not feel safe with him.",
        "I'm afraid of the next session",
        "He SHOUTED at me.",
        "I can’t go on",
        "Could we talk?",
        "No me siento seguro con él.",
        "Me gritó otra vez",
        "¿Podríamos hablar?",
        "Bojím se ho.",
        "Obtěžoval mě.",
        "Bojím sa jej",
        "Ich habe Angst vor ihm.",
        "Er hat mich belästigt",
        "Boję się.",
        "Félek tőle",
    ],
)
def test_a_call_for_help_is_heard(words):
    assert sounds_like_distress(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "We talked about drug safety.",
        "The threshold of panels",
        "Harmonisation",
        "Strategie",
        "An helpful hour",
        "Me acostumbro al sector",
    ],
)
def test_other_words_are_not(words):
    assert not sounds_like_distress(words)


def test_the_list_is_written_as_it_is_looked_for():
    """Small letters without accents: anything else would never be found."""
    wrong = [stem for stems in STEMS.values() for stem in stems if not sounds_like_distress(stem)]

    assert wrong == []
    assert all(len(stems) == len(set(stems)) for stems in STEMS.values())


def test_only_words_that_the_coordinator_may_read_are_looked_through():
    form = FORMS["session_report"](outcome="held", held_on="2027-03-08", summary="I am afraid", private="I am afraid")

    assert set(calls_for_help(form, default_policy())) == {"private"}


def test_a_table_is_looked_through_too():
    form = FORMS["mentoring_plan"](goals="A job", rows=({"month": 1, "topics": "What if I am afraid"},))

    assert set(calls_for_help(form, default_policy())) == {"rows"}


def told(cohort, form, about, by, at=MONDAY, **heard):
    return told_at_once(cohort, invited(cohort, form, about, by, at), heard, at)


def test_the_case_says_where_the_words_stand_and_does_not_repeat_them():
    cohort = told(a_cohort().in_mentoring().with_pairs(1).build(), "session_report", "P01.1", "N01", private="afraid")

    (case,) = cohort.escalations.values()
    assert (case.id, case.scope) == ("P01.1:call_for_help:N01:2027-03-01", "P01")
    (remark,) = case.remarks
    assert (remark.by, remark.words) == ("", "")
    assert remark_in_words(remark) == "They stand in the form “Report on your session”"


def test_of_a_gathering_the_case_is_about_the_person():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    gathering = next(iter(cohort.gatherings))

    assert cases(told(cohort, "rsvp", gathering, "N01", question="afraid")) == [("call_for_help", "N01")]


def test_what_a_case_has_passed_on_already_is_no_second_case():
    cohort = a_cohort().in_mentoring().with_pairs(1).build()
    cohort = open_case(cohort, "help", "N01", "N01", MONDAY, "Something else: I am afraid")

    same = told(cohort, "need_help", "N01", "N01", words="I am afraid")
    later = told(cohort, "need_help", "N01", "N01", MONDAY + days(1), words="I am afraid")

    assert cases(same) == [("help", "N01")]
    assert cases(later) == [("help", "N01"), ("call_for_help", "N01")]
