"""Clock: the only place that asks what time it is. A rehearsal brings its own."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time: aware, UTC. `may_err`: it can be wrong without anybody having meant it (see believed.py)."""

    may_err: bool

    def now(self) -> datetime: ...


class WallClock:
    """The time of day, as this machine has it."""

    may_err = True

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that is set by hand: for rehearsals and tests. It never goes back. Whoever moves it means it, so that it
    does not err; a test can have one that does.
    """

    def __init__(self, start: datetime, *, may_err: bool = False) -> None:
        self._now, self.may_err = start, may_err

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Go to a later moment; an earlier one changes nothing."""
        self._now = max(self._now, moment)

    def move(self, step: timedelta) -> None:
        self._now += step
