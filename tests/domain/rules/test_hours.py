"""Hours: who has just acted hears at once; everybody else, the coordinator too, when the post is open."""

from dataclasses import replace
from datetime import date, timedelta

from domain.documents import Document
from domain.lifecycles import DocumentState, Phase
from tests.answers import agreement_answers
from tests.builders import MONDAY, a_cohort, answered, days
from tests.domain.rules.stories import due, on, printed

SATURDAY_NIGHT = MONDAY + days(5.1)
MONDAY_MORNING = MONDAY + timedelta(days=7, hours=8)


def leaving(cohort, matter):
    """[(to, when it may leave)] of the letters of one matter in the last turn."""
    return sorted((m.to, m.not_before) for m in cohort.messages if m.letter == matter)


def a_pair():
    return on(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build(), MONDAY + days(0.5))


def test_that_the_agreement_stands_waits_for_a_letter_that_goes_anyway():
    """Who signs last reads it on the page."""
    cohort = answered(a_pair(), "agreement", "P01", "N01", MONDAY + days(1), **agreement_answers())
    cohort = answered(on(cohort, MONDAY + days(1)), "agreement", "P01", "M01", SATURDAY_NIGHT, **agreement_answers())

    night = on(cohort, SATURDAY_NIGHT + days(0.01))
    night = on(printed(night, SATURDAY_NIGHT + days(0.01)), SATURDAY_NIGHT + days(0.01))
    morning = on(night, MONDAY_MORNING)

    assert leaving(night, "pair/agreement_signed") == []
    assert [(m.to, m.rides_from) for m in morning.messages if m.letter == "pair/agreement_signed"] == [
        ("M01", MONDAY_MORNING), ("N01", MONDAY_MORNING),
    ]  # fmt: skip


def test_a_cry_for_help_at_night_is_on_the_desk_at_once_and_in_the_coordinators_mail_on_monday():
    cohort = answered(a_pair(), "need_help", "P01", "N01", SATURDAY_NIGHT, words="I do not know how to go on.")

    cohort = on(cohort, SATURDAY_NIGHT + days(0.01))

    assert [i.about for i in cohort.invitations.values() if i.to == "eva"] == list(cohort.escalations)
    assert leaving(cohort, "coordinator/escalation") == [("eva", MONDAY_MORNING)]


def test_a_gathering_that_is_called_off_at_night_is_told_in_the_morning_and_at_once_when_it_would_be_too_late():
    cohort = a_pair()
    gathering = cohort.gatherings["G-careers"]
    cohort = answered(cohort, "rsvp", gathering.id, "N01", MONDAY + days(1), answer="coming")
    off = {
        name: cohort.put(replace(gathering, cancelled_at=SATURDAY_NIGHT, starts_at=starts))
        for name, starts in (("soon", SATURDAY_NIGHT + days(1)), ("later", MONDAY + days(20)))
    }

    told = {name: due(one, SATURDAY_NIGHT, "G-careers:off") for name, one in off.items()}

    assert told == {"soon": ["G-careers:off:N01"], "later": []}
    assert leaving(on(off["soon"], SATURDAY_NIGHT), "person/gathering_cancelled") == [("N01", SATURDAY_NIGHT)]
    assert due(off["later"], MONDAY_MORNING, "G-careers:off") == ["G-careers:off:N01"]


def test_an_evaluation_printed_at_night_is_sent_in_posting_hours_though_the_cohort_closes_first():
    cohort = a_cohort().in_follow_up().with_pairs(1).build()
    closes = cohort.milestones.closes
    ordered = Document("evaluation:eva", "evaluation", "", "eva", "", closes - days(1))
    printed = replace(ordered, state=DocumentState.PRINTED, printed_at=closes - days(0.9))

    told = on(replace(cohort.put(printed), journal=frozenset({"evaluation"})), closes - days(0.9))

    assert leaving(told, "coordinator/evaluation_ready") == [("eva", closes - timedelta(hours=16))]
    assert on(told, closes).phase is Phase.CLOSED


def test_the_checklist_is_reminded_of_before_a_weekend_and_not_lost_on_it():
    cohort = a_cohort().in_preparation().build()
    tuesday = replace(cohort, moved=(("recruitment_opens", date(2027, 1, 5)),))  # two days before is a Sunday

    assert due(tuesday, tuesday.milestones.recruitment_opens - days(3.5), "checklist:2") == ["checklist:2:eva"]
