"""Handbooks: printed once for all when screening ends, handed to everybody in a confirmed pair the day after the welcome."""

from dataclasses import replace

from tests.builders import MONDAY, a_cohort, days
from tests.domain.rules.stories import day_by_day, due, letters, on, printed


def test_one_handbook_and_one_guide_are_ordered_when_screening_ends():
    cohort = a_cohort().in_recruitment().build()
    ends = cohort.milestones.matching_on
    assert due(cohort, ends - days(0.1), "handbook") + due(cohort, ends - days(0.1), "guide") == []

    cohort = on(cohort, ends)

    assert sorted(cohort.documents) == ["guide:mentees", "handbook:mentors"]


def test_both_of_a_pair_get_theirs_the_day_after_the_welcome():
    cohort = on(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build(), MONDAY)
    cohort = printed(cohort, MONDAY + days(0.1))
    assert due(cohort, MONDAY + days(0.5), "M01:handbook") == []

    cohort = on(cohort, MONDAY + days(1.4))

    handbooks = [letter for letter in letters(cohort) if letter[0].endswith("/handbook")]
    assert handbooks == [("mentor/handbook", "M01"), ("mentee/handbook", "N01")]


def test_a_pair_that_begins_later_gets_them_then_and_only_once():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(2).build()
    late = replace(cohort.pairs["P02"], activated_at=MONDAY + days(10.4))
    cohort = printed(on(cohort.put(late), MONDAY), MONDAY)

    told, _ = day_by_day(cohort, MONDAY, 1, 30, "M")

    assert [row for row in told if row[1] == "mentor/handbook"] == [
        (1, "mentor/handbook", "M01"),
        (11, "mentor/handbook", "M02"),
    ]
