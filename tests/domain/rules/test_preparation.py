"""Preparation: a checklist comes into being, is signed off, and recruitment opens on its date, or becomes a case."""

from dataclasses import replace

from domain.lifecycles import Phase
from tests.builders import a_cohort, answered, cases, days
from tests.domain.rules.stories import day_by_day, due, forms_of, letters, on

MORNING = days(0.4)


def first_day():
    """A cohort on the morning of its first day: Tuesday, 1 December 2026."""
    cohort = a_cohort().in_preparation().build()
    begin = cohort.milestones.preparation_starts
    return on(cohort, begin + MORNING), begin


def signed_off(cohort, at, leave=0):
    """The coordinator signs off all materials but the last few."""
    for material in list(cohort.materials)[: len(cohort.materials) - leave]:
        cohort = answered(cohort, "sign_off", material, "eva", at, done="on")
    return cohort


def test_the_checklist_of_the_policy_comes_into_being_with_a_form_for_each_item():
    bare = replace(a_cohort().in_preparation().build(), materials={})

    cohort = on(bare, bare.milestones.preparation_starts + MORNING)

    wanted = [f"material-{row.id}" for row in bare.policy.materials]
    assert list(cohort.materials) == wanted
    assert sorted(forms_of(cohort, "eva")) == [("sign_off", material) for material in sorted(wanted)]


def test_the_whole_list_goes_out_once_and_what_is_open_a_week_and_two_days_before():
    cohort, begin = first_day()
    assert letters(cohort) == [("coordinator/checklist", "eva")]

    told, _ = day_by_day(cohort, begin, 1, 30)
    assert told == [
        (22, "coordinator/checklist_reminder", "eva"),  # a week before is the 25th of December
        (28, "coordinator/checklist_reminder", "eva"),
    ]


def test_who_has_signed_everything_off_hears_no_more_of_it():
    cohort, begin = first_day()

    told, cohort = day_by_day(signed_off(cohort, begin + days(2)), begin, 3, 30)

    assert told == []
    assert cohort.phase is Phase.PREPARATION


def test_recruitment_opens_on_its_date_when_all_is_signed_off_and_the_coordinator_hears_of_it():
    cohort, begin = first_day()
    cohort = signed_off(cohort, begin + days(2))
    opens = cohort.milestones.recruitment_opens
    assert due(cohort, opens - days(0.1)) == []

    cohort = on(cohort, opens)
    assert cohort.phase is Phase.RECRUITMENT

    told, _ = day_by_day(cohort, opens, 0, 5, "phase")
    assert told == [(3, "coordinator/phase_opened", "eva")]  # the year begins on a Friday


def test_an_item_that_nobody_signed_off_is_the_coordinators_to_decide():
    cohort, begin = first_day()
    opens = cohort.milestones.recruitment_opens
    cohort = on(signed_off(cohort, begin + days(2), leave=1), opens + days(3.4))
    assert (cohort.phase, cases(cohort)) == (Phase.PREPARATION, [("materials", "")])
    (case,) = cohort.escalations

    anyway = answered(cohort, "decide_escalation", case, "eva", opens + days(4), decision="open_anyway")
    assert on(anyway, opens + days(4)).phase is Phase.RECRUITMENT

    later = answered(cohort, "decide_escalation", case, "eva", opens + days(4), decision="extend", days="7")
    assert on(later, opens + days(5)).phase is Phase.PREPARATION
    assert cases(on(later, opens + days(10.4))) == [("materials", "")]  # Monday, after a week
