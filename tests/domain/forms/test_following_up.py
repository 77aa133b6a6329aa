"""Stories around gatherings and the end: who comes, the final reflections, staying in touch."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.forms import FORMS
from domain.forms.verbs import call_off
from domain.policy import FollowUp
from tests.answers import mentee_reflection
from tests.builders import MONDAY, answered, days, invited
from tests.domain.forms.samples import mentoring
from tests.domain.forms.test_applying import wrong

AUGUST = MONDAY + days(178)


def test_a_change_of_mind_about_a_gathering_is_one_answer():
    cohort = answered(mentoring(), "rsvp", "G-careers", "N01", MONDAY, answer="coming", question="Salaries?")
    cohort = answered(cohort, "rsvp", "G-careers", "N01", MONDAY + days(1), answer="no")

    (attendance,) = cohort.attendances.values()
    assert (attendance.id, attendance.answer, attendance.question) == ("G-careers:N01", "no", "")
    assert attendance.at == MONDAY + days(1)


def test_a_gathering_that_is_over_or_cancelled_takes_no_answer():
    assert wrong(mentoring(), "rsvp", "G-instruction", "M01", answer="coming") == {"answer": "This gathering is over."}
    assert wrong(call_off(mentoring(), MONDAY), "rsvp", "G-careers", "N01", answer="coming") == {
        "answer": "This gathering was cancelled."
    }


def test_the_invitation_says_when_in_the_time_of_the_cohort():
    cohort = mentoring()

    text = FORMS["rsvp"].introduction(cohort, invited(cohort, "rsvp", "G-careers", "N01", MONDAY))

    assert text.startswith(r"**Accompanying activity\: careers outside academia**, 2027-05-17 at 17:00 (Europe/Prague)")


def test_a_reflection_is_kept_with_its_moment_and_may_be_corrected():
    cohort = answered(mentoring(), "reflection_mentee", "N01", "N01", AUGUST, **mentee_reflection())
    cohort = answered(
        cohort, "reflection_mentee", "N01", "N01", AUGUST + days(1), **mentee_reflection(recommend="0", quote="Do it.")
    )

    application = cohort.applications["N01"]
    assert application.reflected_at == AUGUST + days(1)
    assert (application.reflection["recommend"], application.reflection["quote"]) == (0, "Do it.")
    assert application.reflection["topics_satisfaction"] == {"path": 3, "differences": 2}


@pytest.mark.parametrize("topics", [{"path": "4"}, {"path": "-1"}, {"astrology": "2"}])
def test_satisfaction_is_told_on_the_scale_and_for_our_topics(topics: dict[str, str]):
    found = wrong(mentoring(), "reflection_mentee", "N01", "N01", **mentee_reflection(topics_satisfaction=topics))

    assert found == {"topics_satisfaction": "Please choose from the list."}


def test_alumni_say_how_long_we_may_keep_their_data():
    cohort = answered(mentoring(), "alumni", "N01", "N01", AUGUST, linkedin="on", keep_until="2030-01-01")

    assert cohort.applications["N01"].alumni["keep_until"] == "2030-01-01"
    assert wrong(mentoring(), "alumni", "N01", "N01", keep_until="2040-01-01") == {
        "keep_until": "Please choose a day within the next five years."
    }


def test_the_group_of_alumni_is_asked_about_where_there_is_one_and_the_way_to_it_stands_there():
    form, cohort = FORMS["alumni"], mentoring()
    group = FollowUp(alumni_group="https://alumni.example/mentoring")
    with_group = replace(cohort, policy=cohort.policy.model_copy(update={"follow_up": group}))

    def skipped(cohort):
        return form.skips(cohort, invited(cohort, "alumni", "N01", "N01", AUGUST))

    assert (skipped(cohort), skipped(with_group)) == ({"linkedin"}, frozenset())
    assert form.links(with_group.policy) == {"linkedin": "https://alumni.example/mentoring"}
    with pytest.raises(ValidationError, match="begins with https"):
        FollowUp(alumni_group="alumni.example")


def test_topics_that_somebody_missed_half_way_stand_above_their_next_objective():
    cohort, form = mentoring(), FORMS["meeting_objective"]
    told = replace(cohort.groups["P01"], midterm={"N01": {"topics_missing": ["path", "balance"]}})
    asked = invited(cohort, "meeting_objective", "P01.2", "N01", AUGUST)

    assert "Half-way" not in form.introduction(cohort, asked)
    assert form.introduction(cohort.put(told), asked).endswith(
        "not reached these topics yet: The mentor's own career path; Balancing work and private life."
    )


@pytest.mark.parametrize(
    ("told", "sentences"),
    [({"myidp": "done", "certainty": 4}, 0), ({"myidp": "not_yet", "certainty": 2}, 2), ({"certainty": 0}, 0)],
)
def test_the_plan_begins_where_the_mentee_said_to_be(told, sentences):
    cohort, form = mentoring(), FORMS["mentoring_plan"]
    mentee = replace(cohort.applications["N01"], answers=told)
    asked = invited(cohort, "mentoring_plan", "P01", "N01", AUGUST)

    more = form.introduction(cohort.put(mentee), asked).count("\n\n") - form.introduction(
        cohort.put(replace(mentee, answers={})), asked
    ).count("\n\n")

    assert more == sentences
    assert form.links(cohort.policy)["goals"].startswith("https://myidp.")
