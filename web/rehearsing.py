"""Rehearsing: plays a plan in a process of its own, so that no page waits for it; whoever asks again finds what came of it.

What a preview is, rehearsal/preview.py knows.
"""

import multiprocessing
from collections import OrderedDict
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from typing import TYPE_CHECKING

from domain.people import Coordinator
from office.plans import Plan

if TYPE_CHECKING:  # loads the solver and the acted people, which its own process needs
    from rehearsal.preview import Preview

PAIRS_MAX = 6  # enough to see every letter, and soon
KEPT_MAX = 8  # plans
SEED = 7


class Rehearsals:
    """The previews of plans that were looked at lately. One is played at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._played: OrderedDict[str, Future[Preview]] = OrderedDict()

    def of(self, plan: Plan, lead: Coordinator | None, patience: float) -> "Preview | None":
        """What came of playing this plan; None when it takes longer than so many seconds: ask again then."""
        key = f"{lead} {plan.model_dump_json()}"
        with self._lock:
            if key not in self._played or self._failed(key):
                self._played[key] = self._submitted(plan, lead)
            self._played.move_to_end(key)
            while len(self._played) > KEPT_MAX:
                self._played.popitem(last=False)[1].cancel()
            playing = self._played[key]
        try:
            return playing.result(patience)
        except NotYet:
            return None

    def close(self) -> None:
        """Play nothing any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _failed(self, key: str) -> bool:
        found = self._played[key]
        return found.cancelled() or (found.done() and found.exception() is not None)

    def _submitted(self, plan: Plan, lead: Coordinator | None) -> "Future[Preview]":
        try:
            return self._started().submit(_play, plan, lead)
        except BrokenProcessPool:  # its process was killed, as for want of memory
            self.close()
            self._pool = None
            return self._started().submit(_play, plan, lead)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A process for each plan: one that waits for the next would keep the solver in memory for weeks.
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1)
        return self._pool


def _play(plan: Plan, lead: Coordinator | None) -> "Preview":
    from rehearsal.preview import preview

    return preview(plan, lead, SEED, PAIRS_MAX)
