"""Finding a date: what comes out suits everybody, and nothing earlier would have."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis.strategies import composite, integers, lists, sampled_from

from domain.dates import Days, holidays_of, moment
from domain.finding import QUARTER, WORK_FROM, WORK_UNTIL, at_work, first_that_fits, joined
from domain.people import Away
from domain.sessions import Span

MONDAY = date(2027, 3, 1)
HOUR = timedelta(hours=1)
START, END = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 15, tzinfo=UTC)
ZONES = ("Europe/Prague", "Europe/Lisbon", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "America/Sao_Paulo")


def working(zone: str = "Europe/Prague", country: str = "CZ", **more) -> Days:
    return Days(zone, country, WORK_FROM, WORK_UNTIL, **more)


def at(day: date, first: int, until: int, zone: str = "Europe/Prague") -> Span:
    return Span(moment(day, time(first), zone), moment(day, time(until), zone))


def both(*, mine, theirs, lasts=HOUR, after=START):
    free = [at_work(spans, days) for spans, days in (mine, theirs)]
    return first_that_fits(free, lasts, after, END)


def test_the_first_hour_that_both_have_offered_is_taken():
    mine = [at(MONDAY + timedelta(2), 14, 17), at(MONDAY + timedelta(1), 9, 11)]
    theirs = [at(MONDAY + timedelta(1), 8, 10), at(MONDAY + timedelta(2), 15, 18)]

    assert both(mine=(mine, working()), theirs=(theirs, working())) == moment(
        MONDAY + timedelta(1), time(9), "Europe/Prague"
    )


def test_working_hours_are_those_of_each_clock():
    """From 8 to 18 in Prague is from 2 to 12 in New York: what they share begins at 8 there."""
    mine, theirs = [at(MONDAY, 8, 18)], [at(MONDAY, 0, 23, "America/New_York")]

    found = both(mine=(mine, working()), theirs=(theirs, working("America/New_York", "US")))
    assert found == moment(MONDAY, time(8), "America/New_York")


def test_a_holiday_of_one_is_no_day_for_both():
    easter, tuesday = date(2027, 3, 29), date(2027, 3, 30)
    spans = [at(easter, 9, 12), at(tuesday, 9, 12)]

    assert easter in holidays_of("CZ", 2027)
    found = both(mine=(spans, working()), theirs=(spans, working("Europe/Prague", "")))
    assert found == moment(tuesday, time(9), "Europe/Prague")


def test_nobody_meets_while_one_is_away_nor_on_a_weekend():
    away = (Away(MONDAY, MONDAY + timedelta(1)),)
    spans = [at(MONDAY + timedelta(n), 9, 12) for n in (-1, 0, 1, 2)]

    found = both(mine=(spans, working(away=away)), theirs=(spans, working()), after=START - timedelta(7))
    assert found == moment(MONDAY + timedelta(2), time(9), "Europe/Prague")


def test_times_that_touch_are_one_and_what_is_too_short_is_none():
    mine = [at(MONDAY, 9, 10), at(MONDAY, 10, 11)]

    assert joined(mine) == [at(MONDAY, 9, 11)]
    assert both(mine=(mine, working()), theirs=([at(MONDAY, 9, 11)], working()), lasts=2 * HOUR) is not None
    assert both(mine=([at(MONDAY, 9, 10)], working()), theirs=([at(MONDAY, 9, 11)], working()), lasts=2 * HOUR) is None


@composite
def offers(draw):
    zone = draw(sampled_from(ZONES))
    country = draw(sampled_from(["", "CZ", "US", "IN"]))
    spans = [
        at(MONDAY + timedelta(draw(integers(0, 35))), first, first + draw(integers(1, 23 - first)), zone)
        for first in draw(lists(integers(0, 22), min_size=1, max_size=6))
    ]
    return spans, working(zone, country)


@given(mine=offers(), theirs=offers(), quarters=integers(1, 8), after=integers(0, 30 * 96))
def test_what_is_found_suits_all_and_nothing_before_it_does(mine, theirs, quarters, after):
    lasts, begins = quarters * QUARTER, START + after * QUARTER

    def suits(moment_):
        until = moment_ + lasts
        return (
            moment_ >= begins
            and until <= END
            and all(
                any(span.first <= moment_ and until <= span.until for span in joined(spans))
                and _works(days, moment_, until)
                for spans, days in (mine, theirs)
            )
        )

    found = both(mine=mine, theirs=theirs, lasts=lasts, after=begins)
    quarters_of_the_time = (START + n * QUARTER for n in range(45 * 96))
    assert found == next((one for one in quarters_of_the_time if suits(one)), None)


def _works(days: Days, first: datetime, until: datetime) -> bool:
    """By the clock on the wall, told in another way than the rule does."""
    from zoneinfo import ZoneInfo

    begins, ends = first.astimezone(ZoneInfo(days.zone)), until.astimezone(ZoneInfo(days.zone))
    free = begins.weekday() < 5 and begins.date() not in holidays_of(days.country, begins.year)
    return free and begins.date() == ends.date() and begins.time() >= WORK_FROM and ends.time() <= WORK_UNTIL
