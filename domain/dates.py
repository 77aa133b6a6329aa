"""Dates: months, posting hours, holidays, stopped clocks, ladders. The only file that knows zones; reads no clock.

Windows are [opens, closes). Every datetime is aware and in UTC; wall times live here only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import holidays
from dateutil.relativedelta import relativedelta

from domain.people import Away

FAR_FUTURE = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Days:
    """How a cohort counts its days: zone, holidays of its country, posting hours, and whose absences stop the clock."""

    zone: str
    country: str = ""
    posting_from: time = time(8)
    posting_until: time = time(18)
    closed: frozenset[date] = frozenset()
    away: tuple[Away, ...] = ()

    def __hash__(self) -> int:
        """Counted once: every moment that is looked up below asks for it."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.zone, self.country, self.posting_from, self.posting_until, self.closed, self.away))

    def without(self, *absences: tuple[Away, ...]) -> "Days":
        """The same days, with the absences of these people stopping the clock too."""
        away = tuple(entry for entries in absences for entry in entries)
        return replace(self, away=self.away + away) if away else self


class RungLike(Protocol):
    """What a ladder needs to know of a rung."""

    @property
    def after(self) -> timedelta: ...


R = TypeVar("R", bound=RungLike)


@lru_cache(maxsize=4096)
def add_months(day: date, months: int) -> date:
    """`months` after `day`, anchored: 31 January + 1 is 28 February, + 2 is 31 March again."""
    return day + relativedelta(months=months)


def moment(day: date, at: time, zone: str) -> datetime:
    """Wall time in a zone as UTC. A time that the spring change skips becomes the same distance after the gap."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def day_of(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone (IANA)."""
    return name in _zones()


def last_moment(closes: datetime) -> datetime:
    """The last moment before something closes. Windows are [opens, closes): of one that closes at midnight people say the
    day before, everywhere, so whoever says when something ends says the day of this moment."""
    return closes - timedelta(microseconds=1)


def last_day(closes: datetime, zone: str) -> date:
    """The last day on which something is still open."""
    return day_of(last_moment(closes), zone)


def time_of(instant: datetime, zone: str) -> time:
    """The wall time of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).time().replace(tzinfo=None)


def start_of(day: date, zone: str) -> datetime:
    """Midnight at the beginning of a day, in UTC."""
    return moment(day, time(0), zone)


@lru_cache(maxsize=512)
def holidays_known(country: str) -> bool:
    """Whether this is the code (ISO 3166) of a country whose public holidays are known."""
    return country in holidays.list_supported_countries()


@lru_cache(maxsize=512)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Public holidays of a country (ISO 3166 code; "" for none) in one year."""
    if not country:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=year))


def is_holiday(day: date, days: Days) -> bool:
    """A public holiday, or a day on which the cohort's house is closed."""
    return day in days.closed or day in holidays_of(days.country, day.year)


def is_stopped(day: date, days: Days) -> bool:
    """The clock of a ladder stands still: holiday, or one of those concerned is away."""
    return is_holiday(day, days) or any(entry.first <= day <= entry.last for entry in days.away)


@lru_cache(maxsize=65_536)
def posting(instant: datetime, days: Days) -> datetime:
    """The first moment from `instant` on at which a letter may go: a working day, within posting hours."""
    local = instant.astimezone(ZoneInfo(days.zone))
    day = local.date()
    if not _posts_on(day, days) or local.time() >= days.posting_until:
        day = _next_posting_day(day + timedelta(1), days)
    elif local.time() >= days.posting_from:
        return instant
    return moment(day, days.posting_from, days.zone)


@lru_cache(maxsize=65_536)
def posting_before(instant: datetime, days: Days) -> datetime:
    """The opening of the post on the last working day that has begun by `instant`: for what is in vain any later."""
    day = day_of(instant, days.zone)
    while not _posts_on(day, days) or moment(day, days.posting_from, days.zone) > instant:
        day -= timedelta(1)
    return moment(day, days.posting_from, days.zone)


def posting_day_before(instant: datetime, days: Days) -> datetime:
    """The opening of the post on the last working day before the day of an instant, never on that day itself."""
    midnight = start_of(day_of(instant, days.zone), days.zone)
    return posting_before(midnight - timedelta(microseconds=1), days)


def _posts_on(day: date, days: Days) -> bool:
    return day.weekday() < 5 and not is_holiday(day, days)


def _next_posting_day(day: date, days: Days) -> date:
    while not _posts_on(day, days):
        day += timedelta(1)
    return day


@lru_cache(maxsize=65_536)
def later(start: datetime, after: timedelta, days: Days) -> datetime:
    """`after` on the stopped clock: holidays and absences between the two do not count."""
    if not days.country and not days.closed and not days.away:
        return start + after
    day, left = day_of(start, days.zone), after.days
    passed = 0
    while left > 0:
        day += timedelta(1)
        passed += 1
        left -= 0 if is_stopped(day, days) else 1
    local = start.astimezone(ZoneInfo(days.zone))
    landed = moment(local.date() + timedelta(passed), local.time().replace(tzinfo=None), days.zone)
    return landed + timedelta(seconds=after.seconds)


def _evening_before(moment_: datetime, days: Days) -> datetime:
    """A day before, and never after the last posting hours ahead of it: a letter written later would leave with it."""
    local = moment_.astimezone(ZoneInfo(days.zone)).date() - timedelta(1)
    while not _posts_on(local, days):
        local -= timedelta(1)
    return min(moment_ - timedelta(1), moment(local, days.posting_until, days.zone))


def ladder(
    start: datetime, rungs: Sequence[R], end: datetime, days: Days
) -> Iterator[tuple[int, R, datetime, datetime]]:
    """Climb a ladder from `start`: (number from 1, rung, at, until) for each rung before `end`.

    Rung n is due from its moment, moved into posting hours, until a day before rung n+1 is; the last one until `end`. So
    after an outage only the rung whose time it is now is due, and never two within a day. The clock starts when the
    first letter could go out: what ends on a Saturday is asked on Monday, and the next rung counts from there.
    """
    steps = _steps(start, tuple(rung.after for rung in rungs), end, days)
    return ((n, rungs[n - 1], at, until) for n, at, until in steps)


@lru_cache(maxsize=16_384)
def _steps(
    start: datetime, afters: tuple[timedelta, ...], end: datetime, days: Days
) -> tuple[tuple[int, datetime, datetime], ...]:
    """The rungs of a ladder by number, with their times."""
    first = posting(start, days)
    moments = [posting(later(first, after, days), days) for after in afters]
    ends = [*(min(_evening_before(moment_, days), end) for moment_ in moments[1:]), end]
    steps = enumerate(zip(moments, ends, strict=True) if moments else (), start=1)
    return tuple((n, at, until) for n, (at, until) in steps if at < until)
