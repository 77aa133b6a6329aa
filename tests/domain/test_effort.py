"""Effort: what is said of a programme's size follows from its numbers, wherever it is said."""

from dataclasses import astuple

import pytest

from documents.facts import facts_of
from domain.documents import Document
from domain.effort import effort
from domain.forms import FORMS
from domain.policy import Policy
from tests.builders import MONDAY, a_cohort, default_policy, invited


def with_numbers(**sections):
    told = default_policy().model_dump(mode="json")
    for section, values in sections.items():
        told[section] = told[section] | values if isinstance(values, dict) else values
    return Policy.model_validate(told)


SMALL = with_numbers(
    sessions={"number": 3, "minutes": 45},
    calendar={"mentoring_months": 4},
    gatherings=[
        {"kind": "networking", "title": "Hello", "audience": "all", "anchor": "mentoring_starts", "offset": "3 days"},
    ],
)


def test_sessions_and_gatherings_with_everybody_are_counted_and_the_introduction_beside_them():
    assert astuple(effort(default_policy(), "mentor")) == (6, 60, 6, 2, 8.0, 30, False)
    assert astuple(effort(default_policy(), "mentee")) == (6, 60, 6, 2, 8.0, 0, False)
    assert astuple(effort(SMALL, "mentor")) == (3, 45, 4, 1, 3.25, 0, False)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (
            default_policy(),
            "It takes about 8 hours in 6 months. You meet 6 times for about 60 minutes. "
            "There are 2 gatherings with everybody. Before, there is a short introduction of 30 minutes.",
        ),
        (
            SMALL,
            "It takes about 3.25 hours in 4 months. You meet 3 times for about 45 minutes. "
            "There is a gathering with everybody.",
        ),
    ],
)
def test_the_form_for_mentors_says_how_much_time_it_takes(policy, told):
    cohort = a_cohort().under(policy).in_recruitment().with_mentors(1).build()
    invitation = invited(cohort, "mentor_application", "M01", "M01", MONDAY)

    assert told in FORMS["mentor_application"].introduction(cohort, invitation)


def test_nobody_is_asked_about_an_introduction_that_there_is_not():
    form, skipped = FORMS["mentor_application"], []
    for policy in (default_policy(), SMALL):
        cohort = a_cohort().under(policy).in_recruitment().with_mentors(1).build()
        skipped.append("instruction" in form.skips(cohort, invited(cohort, "mentor_application", "M01", "M01", MONDAY)))

    assert skipped == [False, True]


@pytest.mark.parametrize(("kind", "introduction"), [("handbook:mentors", 30), ("guide:mentees", 0)])
def test_the_handbooks_say_it_for_their_readers(kind, introduction):
    name, _, to = kind.partition(":")
    cohort = a_cohort().build()

    facts = facts_of(cohort, Document(kind, name, "", to, "", MONDAY))

    assert (facts["hours"], facts["months_words"], facts["introduction"]) == ("8", "six months", introduction)
