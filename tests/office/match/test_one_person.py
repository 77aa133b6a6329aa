"""One person in two roles or with two applications: never matched with themselves, and named on the desk."""

from dataclasses import replace

import pytest

from domain.lifecycles import ProposalState
from office.match.candidates import doubles_in
from office.match.what_if import solved
from tests.builders import a_cohort
from tests.office.offices import an_office
from tests.pools import with_proposal

JANA = {"name": "Jana Nová", "email": "jana.nova@gmail.com", "employer": "Lumivex"}


def of_two(mentor, mentee, **matching):
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(1).build()
    return told(told(cohort, "M01", **mentor), "N01", **mentee)


def told(cohort, code, **words):
    known, application = cohort.participants[code], cohort.applications[code]
    person = replace(known, name=words.pop("name", known.name), email=words.pop("email", known.email))
    return cohort.put(person, replace(application, answers=dict(application.answers) | words))


@pytest.mark.parametrize(
    "mentee",
    [
        {"email": "JANA.NOVA@Gmail.com"},
        {"email": "jananova+phd@googlemail.com"},
        {"university_email": "Jana.Nova@gmail.com"},
        {"name": "NOVÁ Jana", "employer": "Lumivex, s.r.o."},
    ],
    ids=["case", "dots and a tag", "the second address", "name and place of work"],
)
def test_nobody_is_proposed_to_themselves(tmp_path, mentee):
    cohort = with_proposal(of_two(JANA, mentee), an_office(tmp_path))

    assert cohort.proposals["match-1"].matches == ()
    assert solved(cohort).mentor_of == {}


def test_two_people_are(tmp_path):
    other = {"name": "Jana Nová", "email": "jana.nova@firm.example", "employer": "Fjordlab"}

    assert len(with_proposal(of_two(JANA, other), an_office(tmp_path)).proposals["match-1"].matches) == 1


def test_not_even_by_hand_and_by_exception(tmp_path):
    order = {"pins": (("M01", "N01"),), "by_hand": True, "exception": "she asked for it"}

    proposal = with_proposal(of_two(JANA, JANA), an_office(tmp_path), **order).proposals["match-1"]

    assert (proposal.state, proposal.matches) == (ProposalState.IMPOSSIBLE, ())


def test_one_person_with_two_applications_for_one_role_is_named():
    cohort = a_cohort().in_recruitment().with_mentors(3).with_mentees(1).build()
    twice = told(told(cohort, "M01", **JANA), "M03", **JANA | {"email": "nova@firm.example", "name": "Nová Jana"})

    assert doubles_in(cohort) == []
    assert doubles_in(twice) == [("M01", "M03")]
