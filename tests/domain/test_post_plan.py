"""Post plan: one letter a day and so many a week; answers at once; the rest goes along or waits."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actions import Ask, Due
from domain.carry_out import carry_out
from domain.dates import Days
from domain.post_plan import Waiting, free_from, post_plan, quiet_until
from tests.builders import MONDAY, a_cohort, days

DAYS = Days("Europe/Prague", "CZ")
NOW = MONDAY + days(0.4)  # half past nine
TUESDAY, DAY, HOUR = MONDAY + timedelta(days=1, hours=8), timedelta(1), timedelta(hours=1)


def a_letter(id, letter="pair/report_wanted", *, until=9 * DAY, ready=0 * DAY, **more):
    return Waiting(id, letter, NOW + ready, NOW + until, **more)


def plan(*ready, left=(), now=NOW, weekly=3):
    return post_plan(ready, left, now, DAYS, weekly)


def test_what_is_ready_for_one_reader_leaves_in_one_letter_the_most_pressing_first():
    found = plan(a_letter(1, "pair/agreement_wanted"), a_letter(2, "person/gathering_reminder", until=days(1)))

    assert (found.letters, found.waits) == (((2, 1),), {})


def test_what_waits_for_a_quiet_moment_goes_along_and_does_not_leave_by_itself():
    waits = a_letter(2, "pair/recontract_wanted", ready=days(6))

    assert plan(a_letter(1), waits).letters == ((1, 2),)
    assert plan(waits) == post_plan((waits,), (), NOW, DAYS, 3)
    assert (plan(waits).letters, plan(waits).waits) == ((), {2: NOW + days(6)})


def test_after_the_letter_of_the_day_the_next_one_waits_for_the_morning():
    found = plan(a_letter(1), left=[NOW - HOUR])

    assert (found.letters, found.waits) == ((), {1: TUESDAY})


def test_an_answer_leaves_at_once_whatever_left_before_and_takes_along_what_waits():
    answer = a_letter(1, "pair/date_set", enters=True)

    assert plan(answer, a_letter(2), left=[NOW - HOUR]).letters == ((1, 2),)
    assert plan(replace(answer, letter="mentee/application_received", prompt=True)).letters == ((1,),)


def test_what_a_coordinator_wrote_by_hand_leaves_when_they_were_told_and_alone():
    by_hand = a_letter(1, "person/message", joins=False)

    assert plan(by_hand, a_letter(2), left=[NOW - HOUR]).letters == ((1,),)
    assert plan(by_hand, a_letter(2)).letters == ((1,), (2,))


def test_at_night_an_answer_takes_nobody_out_of_bed_for_anything_else():
    night = MONDAY + days(5.1)
    found = plan(a_letter(1, "person/new_link"), a_letter(2), now=night)

    assert found.letters[0] == (1,)


def test_a_letter_brings_one_entry_for_the_calendar_and_that_one_leads():
    first, second = (a_letter(n, "pair/date_set", enters=True) for n in (1, 2))

    assert plan(first, second, a_letter(3)).letters == ((1, 3), (2,))
    assert plan(a_letter(3), a_letter(4, "person/gathering_reminder", enters=True)).letters == ((4, 3),)


def test_the_limit_of_a_week_holds_back_what_comes_on_top():
    left = [NOW - days(6.9), NOW - days(3), NOW - days(1)]

    assert plan(a_letter(1), left=left).waits == {1: NOW + days(0.1)}
    assert plan(a_letter(1), left=left, weekly=4).letters == ((1,),)


def test_what_would_be_in_vain_tomorrow_does_not_wait_but_a_reminder_does():
    short = a_letter(1, until=days(0.3))

    assert plan(short, left=[NOW - HOUR]).letters == ((1,),)
    assert plan(replace(short, reminder=True), left=[NOW - HOUR]).letters == ()


def test_what_has_a_letter_of_its_own_takes_nobody_along_and_is_the_letter_of_its_day():
    found = plan(a_letter(1, "mentee/alumni", joins=False, until=days(1)), a_letter(2))

    assert (found.letters, found.waits) == (((1,),), {2: TUESDAY})


def test_one_form_is_asked_for_once_in_a_letter():
    asked, reminded = a_letter(1, invitation="f"), a_letter(2, invitation="f", reminder=True, until=days(5))

    found = plan(asked, reminded, a_letter(3))

    assert (found.letters, found.told) == (((1, 3),), (2,))


def test_a_reader_is_free_again_on_the_next_working_day_and_when_a_week_has_passed():
    friday = MONDAY + days(4.5)

    assert free_from([friday], friday + HOUR, DAYS, 3) == MONDAY + timedelta(days=7, hours=8)
    assert free_from([friday - days(3), friday - days(2), friday - days(1)], friday, DAYS, 3) == friday + days(4)
    assert free_from([], friday, DAYS, 3) == friday


@pytest.mark.parametrize(
    ("until", "leaves"), [(days(30), days(14)), (days(6), days(4.94)), (days(1), days(0)), (days(0.2), days(0))]
)
def test_a_letter_waits_for_a_quiet_moment_as_long_as_there_is_time(until, leaves):
    """The twelfth day is a Saturday, so the first leaves on the Monday after it."""
    found = quiet_until("pair/midterm_wanted", NOW, NOW + until, DAYS)

    assert found <= NOW + leaves
    assert found + days(1) <= NOW + until or found == NOW


def test_no_letter_waits_beyond_the_next_rung_of_its_ladder():
    """Who is asked on Monday and again on Thursday hears of it before Wednesday, whatever patience the letter has."""
    cohort = carry_out(
        Due(
            NOW,
            MONDAY + days(2.9),
            "P01:midterm:1:M01",
            Ask("midterm_check", "M01", "P01", "pair/midterm_wanted"),
            "P01",
        ),
        a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build(),
        NOW,
    )

    (letter,) = cohort.messages
    assert letter.rides_from == NOW
    assert letter.not_before <= MONDAY + days(1.9)


def test_of_several_reminders_the_last_one_leaves_by_itself_and_the_others_go_along_or_not_at_all():
    reminder = "pair/report_reminder"

    assert quiet_until(reminder, NOW, NOW + days(5), DAYS, reminder=True) == NOW + days(5)
    assert quiet_until(reminder, NOW, NOW + days(9), DAYS, reminder=True) == MONDAY + timedelta(days=7, hours=8)


@pytest.mark.parametrize("last", [False, True])
def test_the_last_reminder_before_a_case_leaves_by_itself_whatever_weekend_comes(last):
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    until = NOW + days(4)
    question = Ask("session_report", "N01", "P01.1", "pair/missed_both", reminder=True, last=last)

    (letter,) = carry_out(Due(NOW, until, "P01.1:missed:2:N01", question, "P01"), cohort, NOW).messages

    assert (letter.not_before < until) is last
