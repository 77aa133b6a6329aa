"""Filters: how letters say days, moments, lists and numbers. The one place for such words; knows no letter and no fact.

Wall times are the reader's: the template's `zone`. Deadlines of the cohort are counted in the cohort's zone.
"""

from collections.abc import Callable, Iterable, Sized
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class MissingFact(Exception):
    """A letter needs something that is not known. The message names the fact, never a person."""


def in_words(day: date) -> str:
    """A day as letters say it: "Monday, 11 January 2027"."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def time_in_words(instant: datetime, zone: str) -> str:
    """A moment with the name of its zone: "Monday, 11 January 2027, 17:00 (Europe/Prague)"."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{in_words(local.date())}, {local:%H:%M} ({'UTC' if zone == 'UTC' else zone.replace('_', ' ')})"


def _known(value: Any, what: str) -> Any:
    if value is None or isinstance(value, Undefined):
        raise MissingFact(f"{what} that is not set yet")
    return value


@pass_context
def day(context: Context, value: date | datetime | None) -> str:
    """The day of a moment in the reader's zone; a plain date as it is."""
    value = _known(value, "a day")
    return in_words(value.astimezone(ZoneInfo(context["zone"])).date() if isinstance(value, datetime) else value)


def day_or_nothing(value: date | None) -> str:
    """A date in words, nothing when there is none."""
    return "" if value is None else in_words(value)


@pass_context
def last_day(context: Context, closes: datetime | None) -> str:
    """The last day before something closes. Windows are [opens, closes) and close at the cohort's midnight."""
    closes = _known(closes, "a closing day")
    assert isinstance(closes, datetime)
    return in_words((closes.astimezone(UTC) - timedelta(seconds=1)).astimezone(ZoneInfo(context["cohort"].zone)).date())


@pass_context
def first_day(context: Context, opens: datetime | None) -> str:
    """The day on which something begins for the cohort: a milestone is the cohort's midnight, wherever the reader is."""
    opens = _known(opens, "a day")
    assert isinstance(opens, datetime)
    return in_words(opens.astimezone(ZoneInfo(context["cohort"].zone)).date())


@pass_context
def moment(context: Context, value: datetime | None) -> str:
    """Day, time and zone, as the reader's clock shows them."""
    return time_in_words(_known(value, "a date"), context["zone"])


def listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *before, last = list(words) or [""]
    return f"{', '.join(before)} and {last}" if before else last


def after(value: object, prefix: str) -> str:
    """The value with something before it; nothing when there is no value."""
    return f"{prefix}{value}" if value else ""


def count_of(things: Sized | int, one: str, many: str = "") -> str:
    """ "1 item", "3 items", "no items"; `many` where an s is not enough."""
    number = things if isinstance(things, int) else len(things)
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def spelled(number: int) -> str:
    """Small numbers in words: "six"."""
    return NUMBERS[number] if 0 < number < len(NUMBERS) else str(number)


def lower_first(words: str) -> str:
    """For the middle of a sentence; "PhD student" and "R&D manager" stay as they are."""
    first = words.split(" ")[0]
    return words if first[1:] != first[1:].lower() or not first.isalpha() else words[:1].lower() + words[1:]


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "day_or_nothing": day_or_nothing,
    "first_day": first_day,
    "last_day": last_day,
    "moment": moment,
    "listed": listed,
    "after": after,
    "count_of": count_of,
    "spelled": spelled,
    "lower_first": lower_first,
}
