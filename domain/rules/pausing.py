"""Pausing: what a pause that a group has agreed on with the coordinator does to moments. Nobody is asked meanwhile, no silence
counts, and afterwards there is time to find a date again. Dates that stand are not touched.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.dates import start_of
from domain.groups import Group


def pauses_of(group: Group | None, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """Each pause as [begins, ends), in order."""
    for pause in sorted(group.pauses if group else (), key=lambda pause: pause.first):
        yield start_of(pause.first, zone), start_of(pause.last + timedelta(1), zone)


def outside(group: Group | None, zone: str, at: datetime, until: datetime) -> tuple[datetime, datetime]:
    """What is to be done in [at, until), but not during a pause: before it begins, or else after it. Empty when never."""
    for begins, ends in pauses_of(group, zone):
        if begins <= at < ends:
            at = ends
        elif at < begins < until:
            until = begins
    return at, until


def with_time_after(group: Group | None, zone: str, moment: datetime, time: timedelta) -> datetime:
    """A moment at which patience ends, moved so that at least so much time is left after a pause that lies before it."""
    for begins, ends in pauses_of(group, zone):
        if begins <= moment < ends + time:
            moment = ends + time
    return moment
