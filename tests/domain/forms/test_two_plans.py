"""The plan of a pair: the mentee writes it, the mentor writes in it, and nothing is lost when both do."""

from dataclasses import replace

from domain.forms import FORMS
from domain.topics import told_of
from tests.builders import MONDAY, answered, days, invited
from tests.domain.forms.samples import mentoring
from tests.domain.rules.stories import forms_of, on

ROW = {"month": 1, "topics": "Beginnings", "preparation": "", "hoped_result": ""}


def written(cohort, by, day, goals, *own, topics=("path",)):
    content = {"goals": goals, "topics": topics, "more_topics": [{"words": one} for one in own], "rows": [ROW]}
    return answered(cohort, "mentoring_plan", "P01", by, MONDAY + days(day), **content)


def prefilled(cohort, code):
    return FORMS["mentoring_plan"].prefilled(cohort, invited(cohort, "mentoring_plan", "P01", code, MONDAY))


def test_the_mentor_finds_the_plan_as_soon_as_it_is_written_and_not_before():
    cohort = on(mentoring(), MONDAY + days(1.4))
    assert ("mentoring_plan", "P01") not in forms_of(cohort, "M01")

    cohort = on(written(cohort, "N01", 2.4, "Know three paths"), MONDAY + days(2.5))
    assert ("mentoring_plan", "P01") in forms_of(cohort, "M01")


def test_each_begins_with_what_the_other_wrote_last():
    cohort = written(mentoring(), "N01", 2, "Know three paths", "Patents")
    assert prefilled(cohort, "M01")["goals"] == "Know three paths"

    cohort = written(cohort, "M01", 3, "Know three paths, try one", "Patents", topics=("path", "failure"))
    assert prefilled(cohort, "N01")["goals"] == "Know three paths, try one"
    told = [(one.code, one.planned) for one in told_of(cohort, cohort.groups["P01"])]
    assert told == [("path", True), ("failure", True), ("own-N01-1", True)], "the same words keep their code"


def test_where_both_write_at_once_both_versions_stand():
    cohort = written(mentoring(), "N01", 2, "Know three paths")
    cohort = written(written(cohort, "M01", 3, "One path will do"), "N01", 3.01, "Five paths")

    plans = cohort.groups["P01"].plans
    assert {code: plan.goals for code, plan in plans.items()} == {"N01": "Five paths", "M01": "One path will do"}
    assert (plans["N01"].about, plans["M01"].about) == ("", "N01")
    assert [plan.by for plan in cohort.groups["P01"].plans_that_stand] == ["N01"]


def test_the_mentor_reads_whose_plan_it_is():
    form, cohort = FORMS["mentoring_plan"], written(mentoring(), "N01", 2, "Know three paths")

    assert "This is the plan of Tereza" in form.introduction(
        cohort, invited(cohort, "mentoring_plan", "P01", "M01", MONDAY)
    )


def test_a_plan_begins_with_what_mattered_most_also_of_topics_among_academics():
    cohort = mentoring()
    wished = replace(cohort.applications["N01"], answers={"topics": {"path": "1", "failure": "3", "publishing": "3"}})

    assert prefilled(cohort.put(wished), "N01")["topics"] == ("failure", "publishing")
