"""Again: whom a new cohort may ask first: only those who said so, and who can still be written to."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.again import keep_their_place, would_mentor_again
from domain.cohort import Cohort
from domain.keeping import kept_until
from domain.lifecycles import ApplicationState, Phase
from tests.builders import a_cohort

OVER = datetime(2027, 11, 3, 8, tzinfo=UTC)


def closed(mentors: int = 4, mentees: int = 4) -> Cohort:
    cohort = a_cohort().in_mentoring().with_mentors(mentors).with_mentees(mentees).with_pairs(1).build()
    return replace(cohort, phase=Phase.CLOSED, phase_since=OVER)


def said(cohort: Cohort, code: str, **answers) -> Cohort:
    return cohort.put(replace(cohort.applications[code], **answers))


def waiting(cohort: Cohort, code: str, *ticked: str, hours: int = 0) -> Cohort:
    at = OVER.replace(hour=hours)
    return said(
        cohort, code, state=ApplicationState.WAITLISTED, decided_at=at, alumni={"next_time": ticked} if ticked else {}
    )


def test_mentors_come_along_who_said_that_they_would_mentor_again():
    cohort = closed()
    cohort = said(cohort, "M01", reflection={"again": "yes"})
    cohort = said(cohort, "M02", reflection={"again": "perhaps"})
    cohort = said(cohort, "M03", reflection={"again": "no"}, alumni={"next_time": ("mentor", "speaker")})
    cohort = said(cohort, "M04", reflection={"again": "yes"}, alumni={"next_time": (), "linkedin": True})

    assert [one.id for one in would_mentor_again(cohort)] == ["M01", "M03"], "what was ticked last counts"


def test_whoever_is_gone_does_not_come_along():
    cohort = closed()
    for code in ("M01", "M02", "M03", "M04"):
        cohort = said(cohort, code, reflection={"again": "yes"})
    people = cohort.participants
    cohort = cohort.put(
        replace(people["M01"], erased_at=OVER, name="", email=""),
        replace(people["M02"], bounced_at=OVER),
        replace(people["M03"], opted_out_at=OVER),
    )

    assert [one.id for one in would_mentor_again(cohort)] == ["M04"]


def test_places_on_the_waiting_list_are_kept_in_their_order_by_those_who_asked_for_it():
    cohort = closed()
    cohort = waiting(cohort, "N02", "place", hours=9)
    cohort = waiting(cohort, "N03", "place", hours=7)
    cohort = waiting(cohort, "N04")

    assert [one.id for one in keep_their_place(cohort)] == ["N03", "N02"]


def test_whoever_keeps_a_place_is_kept_as_long_as_those_who_took_part():
    cohort = waiting(waiting(closed(), "N02", "place"), "N03")

    days = [kept_until(cohort, cohort.participants[code]).isoformat() for code in ("N01", "N02", "N03")]

    assert days == ["2028-11-03", "2028-11-03", "2028-02-03"]
