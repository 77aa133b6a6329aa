"""Watchdog: ends what takes too long. One thread for a whole batch; starting one for each letter costs a letter's time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

LOOKS_SECONDS = 0.25  # how late a cut may come


class Watchdog:
    """Calls `cut` when the work within takes longer than it may. Not for two works at once."""

    def __init__(self, cut: Callable[[], None]) -> None:
        self._cut = cut
        self._deadline: float | None = None
        self._resting = Event()
        self._thread: Thread | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The work inside is cut after so many seconds."""
        self._deadline = monotonic() + seconds
        if self._thread is None:
            self._thread = Thread(target=self._watch, name="watchdog", daemon=True)
            self._thread.start()
        try:
            yield
        finally:
            self._deadline = None

    def rest(self) -> None:
        """No more work to watch."""
        self._resting.set()

    def _watch(self) -> None:
        while not self._resting.wait(LOOKS_SECONDS):
            deadline = self._deadline
            if deadline is not None and monotonic() >= deadline:
                self._cut()
