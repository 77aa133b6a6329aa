"""Finding a date: who is asked when, and when nobody is any more."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.agenda import agenda
from domain.carry_out import carry_out
from domain.lifecycles import InvitationState, PairState, SessionState
from domain.rules.finding import (
    ask_the_other_about_the_date,
    ask_the_other_for_times,
    end_the_search,
    open_the_search,
    tell_that_no_time_fits,
)
from domain.rules.meeting import remind_the_day_before
from domain.sessions import Offer, Span, Unsuited
from tests.builders import MONDAY, a_cohort, answered, asked, days

NOW = MONDAY + days(1)
RULES = (open_the_search, ask_the_other_for_times, tell_that_no_time_fits, end_the_search, ask_the_other_about_the_date)


def mentoring():
    return a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()


def hours(day, first, until):
    return (Span(datetime(2027, 3, day, first, tzinfo=UTC), datetime(2027, 3, day, until, tzinfo=UTC)),)


def offering(**offers):
    cohort = mentoring()
    told = tuple(Offer(code, NOW, spans) for code, spans in offers.items())
    return cohort.put(replace(cohort.sessions["P01.1"], offers=told))


def due(cohort, now, *rules):
    return [(one.key, getattr(one.action, "letter", ""), one.action.to) for one in agenda(cohort, now, rules or RULES)]


def test_both_can_offer_times_as_soon_as_a_date_is_asked_for_without_a_letter():
    assert due(mentoring(), NOW, open_the_search) == [
        ("P01.1:times-open:M01", "", "M01"),
        ("P01.1:times-open:N01", "", "N01"),
    ]


def test_when_one_has_offered_times_the_other_is_asked_once():
    cohort = offering(N01=hours(10, 8, 10))
    later = NOW + days(1)

    assert due(cohort, later, ask_the_other_for_times) == [("P01.1:times:M01", "pair/times_wanted", "M01")]
    (only,) = agenda(cohort, later, (ask_the_other_for_times,))
    assert due(carry_out(only, cohort, later), later + days(3), ask_the_other_for_times) == []


def test_when_no_time_suits_both_hear_it():
    cohort = offering(N01=hours(10, 8, 10), M01=hours(11, 8, 10))

    assert due(cohort, NOW + days(1), tell_that_no_time_fits, ask_the_other_for_times) == [
        ("P01.1:times-apart:2027-03-02:M01", "pair/times_apart", "M01"),
        ("P01.1:times-apart:2027-03-02:N01", "pair/times_apart", "N01"),
    ]


def test_times_that_fit_are_no_reason_to_write():
    assert due(offering(N01=hours(10, 8, 10), M01=hours(10, 8, 10)), NOW + days(1), tell_that_no_time_fits) == []


def test_with_a_date_nobody_is_asked_for_times_any_more():
    cohort = asked(mentoring(), "offer_times", "P01.1", "N01", NOW)
    cohort = answered(cohort, "session_date", "P01.1", "M01", NOW, day="2027-03-15", time="10:00")

    (over,) = agenda(cohort, NOW, RULES)
    after = carry_out(over, cohort, NOW)
    assert after.invitation("P01.1", "offer_times", "N01").state is InvitationState.REVOKED
    assert due(after, NOW + days(1)) == []


def test_the_forms_of_a_pair_that_is_over_go_with_it():
    cohort = asked(mentoring(), "offer_times", "P01.1", "N01", NOW)
    over = replace(cohort.groups["P01"], state=PairState.ENDED, ended_at=NOW, ended_because="ended")
    cohort = cohort.put(over, replace(cohort.sessions["P01.1"], state=SessionState.CANCELLED, settled_at=NOW))

    assert due(cohort, NOW, end_the_search) == []


def dated(unsuited=None, sequence=0):
    cohort = mentoring()
    starts = datetime(2027, 3, 15, 9, tzinfo=UTC)
    session = replace(cohort.sessions["P01.1"], state=SessionState.DATED, starts_at=starts, dated_at=NOW - days(30))
    return cohort.put(replace(session, sequence=sequence, unsuited=unsuited))


def test_when_a_calendar_says_no_the_other_is_asked_and_nobody_is_reminded():
    cohort, morning = dated(Unsuited("N01", NOW, 0)), datetime(2027, 3, 12, 12, tzinfo=UTC)

    assert [letter for _, letter, _ in due(cohort, NOW + days(1))] == ["pair/date_unsuited"]
    assert due(cohort, NOW + days(1))[0][2] == "M01"
    assert due(cohort, morning, remind_the_day_before) == []
    assert due(dated(), morning, remind_the_day_before) != []


def test_a_no_to_an_earlier_date_says_nothing_about_this_one():
    assert due(dated(Unsuited("N01", NOW, 0), sequence=1), NOW + days(1)) == []
