"""The end of the time allowed, by the clock of `time.perf_counter`. Nothing else in the engine depends on time."""

from __future__ import annotations

import time

Deadline = float | None
"""When to stop; None: never."""


def late(deadline: Deadline) -> bool:
    """Whether the time is up."""
    return deadline is not None and time.perf_counter() >= deadline


def left(deadline: Deadline) -> float | None:
    """How many seconds are left, not below 0; None: as many as it takes."""
    return None if deadline is None else max(0.0, deadline - time.perf_counter())


def within(seconds: float | None) -> Deadline:
    """The deadline that many seconds from now."""
    return None if seconds is None else time.perf_counter() + seconds
