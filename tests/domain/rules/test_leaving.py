"""Leaving: a farewell, an empty calendar, and then nothing more; the partner's letters stay as they are."""

from dataclasses import replace

import pytest

from domain.gatherings import Attendance
from domain.lifecycles import SessionState
from tests.builders import MONDAY, a_cohort, answered, between, days, together
from tests.domain.rules.stories import letters, on

LEAVES = MONDAY + days(9.9)  # in the evening
SOON = MONDAY + days(14)
MORNING = MONDAY + days(10.4)


def mentoring(pairs=1, **changes):
    """P01 has a date; everybody comes to the last gathering."""
    cohort = on(a_cohort().in_mentoring().with_pairs(pairs).build(), MONDAY + days(9.4))
    dated = replace(cohort.sessions["P01.1"], state=SessionState.DATED, starts_at=SOON, dated_at=MONDAY)
    last = max(cohort.gatherings.values(), key=lambda gathering: gathering.starts_at)
    people = [code for pair in cohort.pairs.values() for code in pair.members]
    words = (Attendance(f"{last.id}:{code}", last.id, code, "coming", MONDAY) for code in people)
    return on(cohort.put(dated, *words), MONDAY + days(9.5))


def leaves(cohort, code="N01", at=LEAVES):
    return on(answered(cohort, "stop", code, code, at, sure="on"), at)


def written(cohort, to):
    return sorted(letter for letter, reader in letters(cohort) if reader == to)


@pytest.mark.parametrize("code", ["N01", "M01"])
def test_whoever_leaves_hears_it_and_finds_nothing_in_their_calendar_any_more(code):
    cohort = leaves(mentoring(), code)

    assert written(cohort, code) == ["pair/date_cancelled", "person/gathering_left", "person/left"]
    assert all(message.not_before == LEAVES for message in cohort.messages if message.to == code)


def test_the_partner_hears_what_they_always_heard():
    cohort = leaves(mentoring())

    assert written(cohort, "M01") == []
    assert written(on(cohort, MORNING), "M01") == ["pair/date_cancelled", "pair/ended"]


def test_after_that_nothing_more_comes():
    cohort = leaves(mentoring(2))
    after = []
    for day in range(11, 240, 3):
        cohort = on(cohort, MONDAY + days(day + 0.4))
        after += written(cohort, "N01")

    assert after == []


def test_the_gathering_takes_place_for_the_pairs_that_go_on():
    cohort = leaves(mentoring(2))
    last = max(cohort.gatherings.values(), key=lambda gathering: gathering.starts_at)
    told = []
    for hours in range(48, 0, -6):
        cohort = on(cohort, last.starts_at - days(hours / 24))
        told += [reader for letter, reader in letters(cohort) if letter == "person/gathering_reminder"]

    assert sorted(told) == ["M02", "N02"]


def test_a_mentor_of_two_leaves_both_and_each_date_goes():
    cohort = mentoring(2)
    cohort = cohort.put(
        between(cohort.pairs["P02"], mentor="M01"),
        replace(cohort.sessions["P02.1"], state=SessionState.DATED, starts_at=SOON + days(1), dated_at=MONDAY),
    )

    evening = leaves(cohort, "M01")
    morning = on(evening, MORNING)

    off = [
        sorted((m.to, m.about) for m in at.messages if m.letter == "pair/date_cancelled") for at in (evening, morning)
    ]
    assert off == [[("M01", "P01.1"), ("M01", "P02.1")], [("N01", "P01.1"), ("N02", "P02.1")]]


def test_whoever_leaves_before_there_is_a_pair_gets_the_farewell_alone():
    cohort = on(a_cohort().in_recruitment().with_offers(1).build(), MONDAY - days(9.6))

    cohort = leaves(cohort, "N01", MONDAY - days(9.5))

    assert written(cohort, "N01") == ["person/left"]


def test_nothing_goes_to_an_address_that_does_not_work_or_was_erased():
    for gone in ({"bounced_at": MONDAY}, {"erased_at": LEAVES}):
        cohort = mentoring()
        cohort = cohort.put(replace(cohort.participants["N01"], **gone))

        assert written(leaves(cohort), "N01") == []


def test_an_office_that_was_down_says_farewell_late_and_does_not_cancel_what_is_over():
    cohort = answered(mentoring(), "stop", "N01", "N01", LEAVES, sure="on")

    assert written(on(cohort, SOON + days(0.1)), "N01") == ["person/gathering_left", "person/left"]


def test_the_others_of_a_circle_hear_that_they_are_one_fewer_and_meet_as_planned():
    cohort = a_cohort().in_mentoring().with_mentors(1).with_mentees(3).build()
    cohort = on(together(cohort, "C04", "N01", "N02", "N03", "M01"), MONDAY + days(9.4))
    dated = replace(cohort.sessions["C04.1"], state=SessionState.DATED, starts_at=SOON, dated_at=MONDAY + days(9))
    cohort = leaves(on(cohort.put(dated), MONDAY + days(9.5)), "N02")

    assert written(cohort, "N02") == ["group/date_cancelled", "person/left"]
    cohort = on(cohort, MORNING)
    assert sorted(letters(cohort, "C04:left")) == [("group/one_left", code) for code in ("M01", "N01", "N03")]
    assert cohort.sessions["C04.1"].state is SessionState.DATED
