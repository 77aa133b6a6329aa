"""Watch: the web process looks whether rounds are made, because it runs also when Prefect and the worker do not."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from office.alarm import look_for_silence
from office.office import Office

log = logging.getLogger("web")
LOOKS_SECONDS = 600


@contextmanager
def watching(office: Office, every: float = LOOKS_SECONDS) -> Iterator[None]:
    """While this is open, somebody looks every ten minutes; nobody does where there is no admin to write to."""
    resting = Event()
    if office.settings.admin_email:
        Thread(target=_watch, args=(office, resting, every), name="watch", daemon=True).start()
    try:
        yield
    finally:
        resting.set()


def _watch(office: Office, resting: Event, every: float) -> None:
    while not resting.wait(every):
        try:
            look_for_silence(office)
        except Exception as error:  # the next look may find the database again; its words may name anything
            log.warning("could not look whether rounds are made (%s)", type(error).__name__)
