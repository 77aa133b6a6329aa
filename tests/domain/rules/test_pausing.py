"""A pause agreed with the coordinator: nobody is asked for a date meanwhile, and afterwards there is time again."""

from dataclasses import replace
from datetime import timedelta

from domain.dates import start_of
from domain.people import Away
from domain.rules.pausing import outside, with_time_after
from tests.builders import MONDAY, a_cohort, days
from tests.domain.rules.stories import day_by_day

AFTER_THE_FIRST_WEEK = Away((MONDAY + days(8)).date(), (MONDAY + days(21)).date())
LATER = Away((MONDAY + days(50)).date(), (MONDAY + days(56)).date())


def pausing(*pauses):
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    return cohort.put(replace(cohort.pairs["P01"], pauses=pauses))


def asked_for_a_date(cohort):
    told, _ = day_by_day(cohort, MONDAY, 0, 30, "P01.1:date")
    return sorted({day for day, letter, _ in told if "date" in letter})


def test_a_pause_keeps_everybody_quiet_and_afterwards_they_are_asked_again():
    without, with_one = asked_for_a_date(pausing()), asked_for_a_date(pausing(AFTER_THE_FIRST_WEEK))

    assert [day for day in without if 8 <= day <= 21], "the rule has something to say in these days"
    assert [day for day in with_one if 8 <= day <= 21] == []
    assert [day for day in with_one if day > 21]


def test_pauses_are_heeded_in_their_order_and_none_forgotten():
    cohort = pausing(LATER, AFTER_THE_FIRST_WEEK)
    group, zone = cohort.pairs["P01"], cohort.zone
    over = [start_of(pause.last + timedelta(1), zone) for pause in (AFTER_THE_FIRST_WEEK, LATER)]

    assert [outside(group, zone, MONDAY + days(day), MONDAY + days(100))[0] for day in (10, 52)] == over
    assert with_time_after(group, zone, MONDAY + days(12), days(10)) == over[0] + days(10)
