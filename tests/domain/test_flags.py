"""Flags and sheets: which applications want a look, in which order, and who is preselected."""

from dataclasses import replace

import pytest

from domain.applications import Screening
from domain.flags import flags_of, needs_a_look
from domain.lifecycles import ApplicationState
from domain.people import Role
from domain.sheets import preselected, waiting
from tests.builders import a_cohort, days, default_policy
from tests.domain.rules.stories import letters, on

USUAL = {"cv": "a file", "life_sciences": "now", "years_outside": 8, "capacity": 1, "mentoring_experience": "none"}


def a_policy(**recruitment):
    known = default_policy()
    return known.model_copy(update={"recruitment": known.recruitment.model_copy(update=recruitment)})


def applied(policy=None, *, mentees=0, **answers):
    """One mentor, and mentees, who applied and wait."""
    built = a_cohort().under(policy or a_policy(screening_of_mentors="flagged")).in_recruitment()
    built = built.with_mentors(1).with_mentees(mentees).with_applications(ApplicationState.SUBMITTED)
    cohort = built.build()
    mentor = cohort.applications["M01"]
    return cohort.put(replace(mentor, answers={**mentor.answers, **USUAL, **answers}))


def flags(cohort, code="M01"):
    return [flag.name for flag in flags_of(cohort, cohort.applications[code])]


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({}, []),
        ({"cv": ""}, ["no_cv"]),
        ({"not_with": ["Brisa Biotech"]}, ["conflict"]),
        ({"life_sciences": "never"}, ["other_field"]),
        ({"years_outside": 0}, ["not_outside"]),
        ({"capacity": 2}, ["many_places"]),
        ({"capacity": 2, "mentoring_experience": "informal"}, []),
    ],
)
def test_what_an_application_says_raises_a_flag(answers, raised):
    cohort = applied(**answers)

    assert flags(cohort) == raised
    assert needs_a_look(cohort, cohort.applications["M01"]) is bool(raised)


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"employer_type": "academia"}, []),
        ({"employer_type": "academia", "years_outside": 0, "life_sciences": "never"}, []),
        ({"employer_type": "industry"}, ["other_employer"]),
        ({"employer_type": ""}, ["other_employer"]),
    ],
)
def test_among_academics_whoever_never_worked_elsewhere_is_as_expected(answers, raised):
    among_academics = a_policy(screening_of_mentors="flagged", mentors_from=("academia",), sector="any")

    assert flags(applied(among_academics, **answers)) == raised


def test_among_academics_nobody_is_flagged_for_academic_tracks_or_another_field():
    cohort = applied(a_policy(mentors_from=("academia",), sector="any"), mentees=1)
    mentee = cohort.applications["N01"]
    told = {**mentee.answers, "cv": "a file", "tracks": [1, 4], "doctorate": "no"}

    assert flags(cohort.put(replace(mentee, answers=told)), "N01") == []


def test_a_stranger_and_a_dead_address_raise_a_flag():
    cohort = applied()
    person = replace(cohort.participants["M01"], source="open:fair", bounced_at=cohort.milestones.mentors_open)

    assert flags(cohort.put(person)) == ["out_of_reach", "stranger"]


def test_what_was_changed_after_a_look_wants_another():
    cohort = applied()
    one = cohort.applications["M01"]
    sheet = Screening("eva", one.submitted_at - days(1), 2)

    assert flags(cohort.put(replace(one, screening=sheet))) == ["changed"]


def test_a_mentee_is_always_looked_at_and_only_academic_tracks_are_flagged():
    cohort = applied(mentees=1)
    mentee = cohort.applications["N01"]
    academic = replace(mentee, answers={**mentee.answers, "cv": "a file", "tracks": [1, 4]})

    assert needs_a_look(cohort, mentee)
    assert flags(cohort.put(academic), "N01") == ["academic"]


@pytest.mark.parametrize(("told", "raised"), [("yes", []), ("partly", []), ("no", ["other_doctorate"]), (None, [])])
def test_a_doctorate_outside_the_field_is_flagged_and_who_was_never_asked_is_not(told, raised):
    cohort = applied(mentees=1)
    mentee = cohort.applications["N01"]
    answers = {**mentee.answers, "cv": "a file", "tracks": [15]} | ({"doctorate": told} if told else {})

    assert flags(cohort.put(replace(mentee, answers=answers)), "N01") == raised


# --- accepted without a look ------------------------------------------------------------------------------------------


def some_days_later(cohort):
    at = cohort.applications["M01"].submitted_at
    return on(on(cohort, at + days(0.1)), at + days(4.5))


def test_a_mentor_without_a_flag_is_accepted_on_the_morning_after_and_welcomed():
    after = some_days_later(applied())

    assert after.applications["M01"].state is ApplicationState.ACCEPTED
    assert ("mentor/application_accepted", "M01") in letters(after, "M01:")
    assert after.invitation("M01", "screening", "eva") is None


@pytest.mark.parametrize("policy", [a_policy(screening_of_mentors="all"), a_policy(screening_of_mentors="flagged")])
def test_a_mentor_who_wants_a_look_waits_for_it(policy):
    after = some_days_later(applied(policy, years_outside=0))

    assert after.applications["M01"].state is ApplicationState.SUBMITTED
    assert after.invitation("M01", "screening", "eva") is not None


# --- in order ---------------------------------------------------------------------------------------------------------


def marked(cohort, **marks):
    for code, mark in marks.items():
        one = cohort.applications[code]
        cohort = cohort.put(replace(one, screening=Screening("eva", one.submitted_at + days(1), mark, mark)))
    return cohort


def test_the_best_marks_stand_first_and_those_without_any_last():
    cohort = marked(applied(mentees=3), N02=1, N03=3)

    assert [one.id for one in waiting(cohort, Role.MENTEE)] == ["N03", "N02", "N01"]
    assert [cohort.applications[code].score for code in ("N01", "N02", "N03")] == [None, 2, 6]


def test_so_many_for_each_mentor_are_preselected_and_the_accepted_ones_count():
    policy = a_policy(preselected_per_mentor=3)
    cohort = marked(applied(policy, mentees=6), N01=1, N02=3, N03=2, N04=0)
    cohort = cohort.put(replace(cohort.applications["M01"], state=ApplicationState.ACCEPTED))
    taken = replace(cohort.applications["N06"], state=ApplicationState.ACCEPTED)

    assert preselected(cohort) == {"N02", "N03", "N01"}
    assert preselected(cohort.put(taken)) == {"N02", "N03"}
    assert preselected(marked(applied(mentees=3), N01=3)) == frozenset()
