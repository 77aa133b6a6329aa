"""World: an office in a temporary folder with a cohort of any size in its first week of mentoring."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from office.clock import VirtualClock
from office.office import Office, open_office
from office.settings import Settings
from tests.builders import MONDAY, a_cohort

SIZES = (15, 150, 1500)
NOON = MONDAY + timedelta(days=2, hours=13)


@contextmanager
def an_office(pairs: int, at: datetime = NOON) -> Iterator[tuple[Office, VirtualClock, str]]:
    """An office at `at` whose one cohort has this many active pairs; everything on disk, as in service."""
    with tempfile.TemporaryDirectory() as folder:
        clock = VirtualClock(at.astimezone(UTC))
        settings = Settings(data=Path(folder), wakes_prefect=False, _env_file=None)  # type: ignore[call-arg]
        office = open_office(settings, clock)
        office.store.migrate()
        cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(pairs).build()
        office.store.create(replace(cohort, code="bench"))
        yield office, clock, "bench"
        office.store.close()
