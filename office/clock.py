"""Clock: the only place that asks what time it is. A rehearsal brings its own."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time: aware, UTC."""

    def now(self) -> datetime: ...


class WallClock:
    """The time of day."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that is set by hand: for rehearsals and tests. It never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Go to a later moment; an earlier one changes nothing."""
        self._now = max(self._now, moment)

    def move(self, step: timedelta) -> None:
        self._now += step
