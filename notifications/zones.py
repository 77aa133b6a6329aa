"""Zones: a time zone as a calendar entry carries it (VTIMEZONE, RFC 5545 3.6.5). Values in, a component out.

Each change of the clocks within some years stands there as it happens, so that a calendar which does not know the zone shows
the same hour. The library's own way of writing them begins summer time an hour late.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=1)  # no zone changes its clocks twice within it


@lru_cache(maxsize=256)
def time_zone(zone: str, first_year: int, last_year: int) -> Timezone:
    """The zone of this name (IANA) with what its clocks do from the first to the last of these years."""
    found = Timezone()
    found.add("tzid", zone)
    begins = datetime(first_year, 1, 1, tzinfo=UTC)
    found.add_component(_observance(zone, begins - timedelta(seconds=1), begins))
    for before, after in _changes(zone, begins, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        found.add_component(_observance(zone, before, after))
    return found


def _changes(zone: str, first: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The last second before, and the first after, each change of the clocks."""
    at, there = first, ZoneInfo(zone)
    while at < until:
        low, high = at, at + STEP
        at = high
        if low.astimezone(there).utcoffset() == high.astimezone(there).utcoffset():
            continue
        before = low.astimezone(there).utcoffset()
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) // 2
            middle -= timedelta(microseconds=middle.microsecond)
            if middle.astimezone(there).utcoffset() == before:
                low = middle
            else:
                high = middle
        yield low, high


def _observance(zone: str, before: datetime, after: datetime) -> Component:
    """What the clocks show from `after` on. It begins at the wall time that the clocks of before would show."""
    there = ZoneInfo(zone)
    was, now = before.astimezone(there), after.astimezone(there)
    offset, summer = was.utcoffset(), bool(now.dst())
    assert offset is not None
    found: Component = TimezoneDaylight() if summer else TimezoneStandard()
    found.add("dtstart", (after + offset).replace(tzinfo=None))
    found.add("tzoffsetfrom", offset)
    found.add("tzoffsetto", now.utcoffset())
    found.add("tzname", now.tzname())
    return found
