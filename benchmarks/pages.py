"""Pages: every page of the desk at 15 and at 1,500 pairs: the living pilot of the demo, and the same with its people a hundred
times. Seconds of the processor for the large one against the small one in the same run, as machines are shared, and what each
page asked of the database.

    python -m benchmarks.pages            all of them, in a table
    python -m benchmarks.pages glance     those whose address says "glance"
"""

import gc
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import psutil

from cli.demo import PILOT, pilot_plan
from office import rounds
from office.office import Office
from rehearsal.acting.pilot import SEED, pilot_cast
from rehearsal.rehearse import rehearse_together
from tests.grown import Read, counted, grow
from tests.web.conftest import Browser, client_of
from tests.web.desk_pages import furnished, pages_of
from tests.web.world import World, opened

NOW = datetime(2027, 6, 9, 9, tzinfo=UTC)
TIMES = 100
TRIES = 20


@dataclass(frozen=True)
class Figures:
    """One page of one cohort: seconds in the middle and at the 95th of a hundred, and what it read at its first look."""

    middle: float
    late: float
    read: Read


def a_pilot(folder: Path) -> None:
    """The pilot in its third month, lived by its cast."""
    world = _world(folder)
    office = world.office
    office.store.migrate()
    rehearse_together([(pilot_plan(NOW), pilot_cast())], SEED, until=NOW, office=office)
    rounds.looked_at(office, PILOT)
    furnished(world)
    office.store.close()


def _world(folder: Path) -> World:
    return opened(folder, PILOT, NOW)


def figures_of(office: Office, browser: Browser, way: str) -> Figures:
    """The first look is not counted: it fills what the process keeps."""
    with counted(office) as read:
        answer = browser.get(way)
    assert answer.status_code < 400, (way, answer.status_code)
    gc.collect()
    taken = [_seconds(browser, way) for _ in range(TRIES)]
    return Figures(median(taken), quantiles(taken, n=20)[-1], read)


def _plain(way: str) -> str:
    """The address without what differs from one cohort to the next."""
    return re.sub(r"/\d+\b", "/1", way.removeprefix(f"/desk/{PILOT}") or "/")


def _seconds(browser: Browser, way: str) -> float:
    begun = time.process_time()
    browser.get(way)
    return time.process_time() - begun


def measured(folder: Path, wanted: str = "") -> dict[str, Figures]:
    """Every page of the desk of the cohort in this folder, by its route."""
    world = _world(folder)
    with client_of(world) as browser:
        ways = (way for ways in pages_of(world).values() for way in ways)
        found = {_plain(way): figures_of(world.office, browser, way) for way in ways if wanted in way}
    world.office.store.close()
    return found


def measure(wanted: str = "") -> Iterator[tuple[str, str]]:
    """Rows of (what, figure)."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        a_pilot(small)
        shutil.copytree(small, large)
        world = _world(large)
        grow(world.office, PILOT, TIMES)
        world.office.store.close()
        yield from beside(small, large, wanted)


def beside(small: Path, large: Path, wanted: str = "") -> Iterator[tuple[str, str]]:
    """The pages of two cohorts beside each other."""
    few = measured(small, wanted)
    before = psutil.Process().memory_info().rss
    many = measured(large, wanted)
    for route in few:
        one, other = few[route], many[route]
        yield (
            f"`{route}`",
            f"{other.late / one.late:.2f} x ({one.middle * 1000:.0f}, {one.late * 1000:.0f} ms; {other.middle * 1000:.0f}, "
            f"{other.late * 1000:.0f} ms); statements {one.read.statements} and {other.read.statements}, "
            f"rows {one.read.rows} and {other.read.rows}",
        )
    grown = psutil.Process().memory_info().rss - before
    yield "what the large cohort's pages add to the memory of the process", f"{grown / 2**20:.0f} MiB"


if __name__ == "__main__":
    for what, figure in measure(*sys.argv[1:2]):
        print(f"| {what} | {figure} |", flush=True)
