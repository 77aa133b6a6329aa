"""Wake: the one line from the web and the postman to Prefect. Says that a cohort wants attention; decides nothing.

An event is a wake-up, not a queue: the answer is saved before, the hourly run finds what an event missed, and nothing
that goes wrong here fails or delays an answer. Prefect itself is not imported: one HTTP POST from a thread of our own.
"""

import atexit
import logging
import queue
import threading
import uuid
from datetime import UTC, datetime
from functools import lru_cache

import httpx

from domain.lifecycles import Phase
from office.settings import Settings, host_and_port

log = logging.getLogger(__name__)

ANSWERED = "mentoring.answered"  # named in the triggers of prefect.yaml
TIMEOUT_SECONDS = 3
WAITING_MAX = 1000
LAST_WORDS_SECONDS = 2
SILENT = "Prefect at %s cannot be woken (%s), first for %s; the hourly runs will find what waits"


def answered(settings: Settings, code: str, phase: Phase) -> None:
    """Have the phase's flow look at this cohort soon. Call it after the commit; returns at once and never raises."""
    if settings.wakes_prefect:
        _bell(settings.prefect_url, settings.prefect_auth.get_secret_value()).ring(code, phase)


@lru_cache(maxsize=8)
def _bell(url: str, auth: str) -> "Bell":
    return Bell(url, auth)


class Bell:
    """Rings at one Prefect API. A cohort that is waiting to be rung for is not put in line a second time."""

    def __init__(self, url: str, auth: str = "") -> None:
        """`url`: the API's address; `auth`: "user:password" or nothing."""
        user, _, password = auth.partition(":")
        self._url = url
        self._auth = (user, password) if auth else None
        self._waiting: queue.Queue[tuple[str, Phase]] = queue.Queue(WAITING_MAX)
        self._in_line: set[tuple[str, Phase]] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self, code: str, phase: Phase) -> None:
        """Put a cohort in line."""
        with self._lock:
            if (code, phase) in self._in_line:
                return
            try:
                self._waiting.put_nowait((code, phase))
            except queue.Full:
                log.warning("wake-up for %s dropped: %d are waiting; the hourly run will find it", code, WAITING_MAX)
                return
            self._in_line.add((code, phase))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="wake", daemon=True)
                self._thread.start()
                atexit.register(self.rest)

    def rest(self, seconds: float = LAST_WORDS_SECONDS) -> None:
        """Give what is in line a moment to leave: a command of the shell ends right after its answer."""
        line = threading.Thread(target=self._waiting.join, daemon=True)
        line.start()
        line.join(seconds)

    def _work(self) -> None:
        silent = False
        with httpx.Client(timeout=TIMEOUT_SECONDS, auth=self._auth) as client:
            while True:
                code, phase = self._waiting.get()
                with self._lock:
                    self._in_line.discard((code, phase))
                try:
                    client.post(f"{self._url}/events", json=[event(code, phase)]).raise_for_status()
                except (httpx.HTTPError, httpx.InvalidURL) as error:
                    if not silent:  # once, until it answers again: a busy day would fill the log
                        log.warning(SILENT, host_and_port(self._url), type(error).__name__, code)
                    silent = True
                else:
                    silent = False
                finally:
                    self._waiting.task_done()


def event(code: str, phase: Phase) -> dict[str, object]:
    """The event as Prefect takes it; every key that a trigger names is always there."""
    return {
        "id": str(uuid.uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": ANSWERED,
        "resource": {
            "prefect.resource.id": f"mentoring.cohort.{code}",
            "prefect.resource.name": code,
            "mentoring.phase": phase.value,
        },
        "payload": {"cohort": code, "phase": phase.value},
    }
