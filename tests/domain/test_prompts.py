"""Prompts: a line on the way, by role and moment; of most sessions there is none."""

import pytest

from domain.forms import FORMS
from domain.people import Role
from domain.planning import plan_gatherings
from domain.prompts import PROMPTS, Moment, is_last, moment_of, prompt_for
from tests.builders import MONDAY, a_cohort, invited
from tests.domain.forms.samples import mentoring

WAY = [(1, Moment.FIRST), (2, Moment.EARLY), (3, None), (4, Moment.HALF_WAY), (5, None), (6, Moment.LAST)]


@pytest.mark.parametrize(("number", "moment"), WAY)
def test_each_moment_has_its_session(number: int, moment: Moment | None):
    cohort = mentoring()

    assert moment_of(cohort, cohort.sessions[f"P01.{number}"]) is moment


def test_mentor_and_mentee_read_words_of_their_own():
    cohort = mentoring()
    first = cohort.sessions["P01.1"]

    assert [prompt_for(cohort, first, code) for code in ("M01", "N01")] == [
        PROMPTS[Moment.FIRST][Role.MENTOR], PROMPTS[Moment.FIRST][Role.MENTEE]
    ]  # fmt: skip
    assert prompt_for(cohort, cohort.sessions["P01.3"], "N01") == ""
    assert {len(by_role) for by_role in PROMPTS.values()} == {2}


def test_the_report_of_the_last_session_asks_what_follows():
    cohort = mentoring()

    def hint(number):
        form = FORMS["session_report"]
        return form.hints(cohort, invited(cohort, "session_report", f"P01.{number}", "N01", MONDAY)).get(
            "next_step", ""
        )

    assert [bool(hint(number)) for number in (1, 5, 6)] == [False, False, True]
    assert not is_last(cohort, cohort.sessions["P01.5"])


def test_the_office_proposes_what_happens_at_gatherings():
    """The coordinator finds it in the form that asks for the place, and may change it."""
    cohort = a_cohort().in_mentoring().build()
    proposed = {one.kind: one for one in plan_gatherings(cohort) if one.agenda}
    form = FORMS["gathering"].prefilled(cohort, invited(cohort, "gathering", "G-networking", "eva", MONDAY))

    assert list(proposed) == ["instruction", "networking", "wrapup"]
    assert form["agenda"] == proposed["networking"].agenda
