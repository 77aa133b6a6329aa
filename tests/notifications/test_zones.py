"""Zones in calendar entries: whoever knows none of them reads the same hour from what stands there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.zones import time_zone


def offset_by(zone: str, at: datetime) -> timedelta:
    """The offset at a moment, by the component alone: the last observance that began."""
    begun = [
        (one.decoded("DTSTART") - one.decoded("TZOFFSETFROM"), one.decoded("TZOFFSETTO"))
        for one in time_zone(zone, 2027, 2028).subcomponents
    ]
    return max((begins, offset) for begins, offset in begun if begins <= at.replace(tzinfo=None))[1]


@pytest.mark.parametrize(
    "zone", ["Europe/Prague", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
)
def test_every_hour_of_two_years_has_its_offset(zone: str) -> None:
    at, found = datetime(2027, 1, 1, tzinfo=UTC), set()
    while at.year < 2029:
        if offset_by(zone, at) != at.astimezone(ZoneInfo(zone)).utcoffset():
            found.add(at)
        at += timedelta(hours=7)

    assert found == set()


def test_summer_time_begins_at_two_on_the_clock_of_before() -> None:
    starts = [one.decoded("DTSTART") for one in time_zone("Europe/Prague", 2027, 2027).walk("DAYLIGHT")]

    assert starts == [datetime(2027, 3, 28, 2)]
