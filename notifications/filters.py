"""Filters: how letters say days, moments, lists and numbers, in the language of the letter. Knows no letter and no fact.

Wall times are the reader's: the template's `zone`. Deadlines of the cohort are counted in the cohort's zone.
"""

from collections.abc import Callable, Iterable, Sized
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from domain.dates import last_day, time_of
from words import Tongue


class MissingFact(Exception):
    """A letter needs something that is not known. The message names the fact, never a person."""


def _known(value: Any, what: str) -> Any:
    if value is None or isinstance(value, Undefined):
        raise MissingFact(f"{what} that is not set yet")
    return value


class Filters:
    """What a letter may put behind a fact, in one language."""

    def __init__(self, spoken: Tongue) -> None:
        self.spoken = spoken

    @pass_context
    def day(self, context: Context, value: date | datetime | None) -> str:
        """The day of a moment in the reader's zone; a plain date as it is: "Monday, 11 January 2027"."""
        value = _known(value, "a day")
        return self.spoken.day(_day_in(context["zone"], value) if isinstance(value, datetime) else value)

    def day_or_nothing(self, value: date | None) -> str:
        """A date in words, nothing when there is none."""
        return "" if value is None else self.spoken.day(value)

    @pass_context
    def last_day(self, context: Context, closes: datetime | None) -> str:
        """The last day before something closes, in the cohort's zone."""
        closes = _known(closes, "a closing day")
        assert isinstance(closes, datetime)
        return self.spoken.day(last_day(closes, context["cohort"].zone))

    @pass_context
    def first_day(self, context: Context, opens: datetime | None) -> str:
        """The day on which something begins for the cohort: a milestone is the cohort's midnight, wherever the reader is."""
        opens = _known(opens, "a day")
        assert isinstance(opens, datetime)
        return self.spoken.day(_day_in(context["cohort"].zone, opens))

    @pass_context
    def moment(self, context: Context, value: datetime | None) -> str:
        """Day, time and zone, as the reader's clock shows them: "Monday, 11 January 2027, 17:00 (Europe/Prague)"."""
        zone = context["zone"]
        return f"{self.spoken.moment(_known(value, 'a date'), zone)} ({zone.replace('_', ' ')})"

    @pass_context
    def hours(self, context: Context, value: Any) -> str:
        """Some time of one day, as the reader's clock shows it: "Monday, 11 January 2027, 10:00 – 12:00"."""
        zone = context["zone"]
        return f"{self.spoken.moment(value.first, zone)} – {self.spoken.clock(time_of(value.until, zone))}"

    def zone_name(self, zone: str) -> str:
        """A time zone as people read it."""
        return zone.replace("_", " ")

    def moment_in(self, value: datetime | None, zone: str) -> str:
        """The same on the clock of somebody else."""
        return f"{self.spoken.moment(_known(value, 'a date'), zone)} ({zone.replace('_', ' ')})"

    def listed(self, words: Iterable[str]) -> str:
        """ "a", "a and b", "a, b and c"."""
        return self.spoken.listed(words)

    def after(self, value: object, prefix: str) -> str:
        """The value with something before it; nothing when there is no value."""
        return f"{prefix}{self.spoken.written(value)}" if value else ""

    def count_of(self, things: Sized | int, **forms: str) -> str:
        """ "1 item", "3 items", "no items"; the forms of the noun by CLDR's names: one, few, many, other."""
        return self.spoken.counted(things, **forms)

    def spelled(self, number: int) -> str:
        """Small numbers in words: "six"."""
        return self.spoken.spelled(number)

    def lower_first(self, words: str) -> str:
        """For the middle of a sentence; "PhD student" and "R&D manager" stay as they are."""
        said = self.spoken.say(words)
        first = said.split(" ")[0]
        return said if first[1:] != first[1:].lower() or not first.isalpha() else said[:1].lower() + said[1:]


def _day_in(zone: str, instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


NAMES = tuple(name for name in vars(Filters) if not name.startswith("_"))


def filters(spoken: Tongue) -> dict[str, Callable[..., str]]:
    """The filters by the names that letters use."""
    ready = Filters(spoken)
    return {name: getattr(ready, name) for name in NAMES}
