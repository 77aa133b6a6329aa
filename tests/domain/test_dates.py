"""Dates: anchored months, skipped and doubled hours, posting hours, stopped clocks, ladders."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Days, add_months, is_holiday, ladder, later, moment, posting, start_of
from domain.ladders import Rung
from domain.people import Away

PRAGUE = Days("Europe/Prague", "CZ")
BARE = Days("UTC")
days_ = st.dates(date(2026, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from(
    ["Europe/Prague", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "Atlantic/Azores", "UTC"]
)


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def test_months_are_anchored_to_the_first_day():
    start = date(2027, 1, 31)
    assert [add_months(start, n).day for n in range(6)] == [31, 28, 31, 30, 31, 30]
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "utc"),
    [
        ("Europe/Madrid", date(2027, 3, 28), time(2, 30), "2027-03-28T01:30+00:00"),  # skipped: the same after the gap
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), "2026-10-25T00:30+00:00"),  # twice: the first one
        ("Africa/Cairo", date(2027, 4, 30), time(0, 30), "2027-04-29T22:30+00:00"),
        ("Atlantic/Azores", date(2027, 3, 28), time(0, 30), "2027-03-28T01:30+00:00"),
    ],
)
def test_wall_times_that_the_clock_change_skips_or_doubles(zone, day, wall, utc):
    assert moment(day, wall, zone) == at(utc)


def test_nine_tomorrow_stays_nine_over_the_clock_change():
    before, after = (moment(date(2027, 3, day), time(9), "Europe/Prague") for day in (27, 28))
    assert after - before == timedelta(hours=23)


@given(moments, zones)
def test_letters_go_on_working_days_in_posting_hours_and_never_earlier(instant, zone):
    days = Days(zone, "CZ")
    posted = posting(instant, days)
    local = posted.astimezone(ZoneInfo(zone))
    assert posted >= instant
    assert local.weekday() < 5
    assert not is_holiday(local.date(), days)
    assert time(8) <= local.time() < time(18) or posted == moment(local.date(), time(8), zone)
    assert posting(posted, days) == posted


def test_a_letter_due_on_saturday_waits_for_monday_morning():
    assert posting(at("2027-03-06T12:00+01:00"), PRAGUE) == at("2027-03-08T08:00+01:00")


def test_a_letter_due_on_a_holiday_weekend_waits_for_the_first_working_day():
    good_friday, tuesday = at("2027-03-26T10:00+01:00"), at("2027-03-30T08:00+02:00")
    assert posting(good_friday, PRAGUE) == tuesday


@given(moments, st.integers(0, 40), st.lists(st.tuples(days_, st.integers(0, 20)), max_size=3))
def test_the_clock_never_runs_faster_than_the_calendar(start, number, away):
    absences = tuple(Away(first, first + timedelta(length)) for first, length in away)
    days = PRAGUE.without(absences)
    reached = later(start, timedelta(number), days)
    assert reached >= start + timedelta(number) - timedelta(hours=2)  # a clock change may lie between
    assert later(start, timedelta(number + 1), days) > reached


def test_an_absence_of_a_week_moves_the_rung_by_a_week():
    start = start_of(date(2027, 6, 7), "UTC")
    away = Days("UTC", away=(Away(date(2027, 6, 9), date(2027, 6, 15)),))
    assert later(start, timedelta(7), BARE) == start + timedelta(7)
    assert later(start, timedelta(7), away) == start + timedelta(14)


@given(moments, st.lists(st.integers(0, 60), min_size=1, max_size=6, unique=True).map(sorted))
def test_at_any_moment_at_most_one_rung_is_due_and_rungs_only_climb(start, afters):
    rungs = [Rung(after=timedelta(n)) for n in afters]
    steps = list(ladder(start, rungs, start + timedelta(90), PRAGUE))
    for (n, _, _, until), (next_n, _, next_at, _) in pairwise(steps):
        assert n < next_n
        assert until <= next_at
    assert all(begins < ends for _, _, begins, ends in steps)


def test_after_three_weeks_of_outage_only_the_right_rung_is_due():
    start = at("2027-03-01T08:00+00:00")
    rungs = [Rung(after=timedelta(n)) for n in (0, 7, 14)]
    now = start + timedelta(22)
    due = [n for n, _, begins, ends in ladder(start, rungs, start + timedelta(60), BARE) if begins <= now < ends]
    assert due == [3]


def test_times_without_a_country_have_no_holidays():
    assert not is_holiday(date(2027, 12, 25), BARE)
    assert is_holiday(date(2027, 12, 25), PRAGUE)
    assert is_holiday(date(2027, 8, 2), Days("UTC", closed=frozenset({date(2027, 8, 2)})))
