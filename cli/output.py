"""Output: the same facts as a table for people or as JSON for programs. Colour and wrapping only on a terminal."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from domain.saying import say

if TYPE_CHECKING:
    from domain.cohort import Cohort
    from domain.deeds import Deed

WIDE = 1000  # columns without a terminal: nothing is cut off or wrapped, so that lines can be searched

AsJson = typer.Option(False, "--json", help="Print JSON for programs instead.")


def print_json(value: Any) -> None:
    """One JSON value; times as ISO 8601 in UTC."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Iterable):
        return list(value)
    return str(value)


def tell(words: str, *, flush: bool = False) -> None:
    """Print a text in the language of the shell."""
    from words import tell as spoken

    spoken(words, flush=flush)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with its title, or one line that says there is nothing; in the language of the shell."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from words import spoken_here

    spoken = spoken_here()
    filled = [[Text(spoken.say(cell) if isinstance(cell, str) else str(cell)) for cell in row] for row in rows]
    if not filled:
        tell(say("{title}: nothing.", title=title))
        return
    drawn = Table(
        title=Text(spoken.say(title)), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for n, column in enumerate(columns):
        drawn.add_column(spoken.say(column), overflow="fold", no_wrap=n == 0)
    for row in filled:
        drawn.add_row(*row)
    Console(width=None if sys.stdout.isatty() else WIDE, soft_wrap=False).print(drawn)


def local(instant: datetime | None, zone: str) -> str:
    """A moment on the cohort's own clock: "Mon, 4 Jan 2027, 08:00"."""
    if instant is None:
        return "-"
    from words import spoken_here

    there = instant.astimezone(ZoneInfo(zone))
    return f"{day(instant, zone)}, {spoken_here().clock(there.time())}"


def day(instant: datetime, zone: str) -> str:
    """A day in the cohort's zone: "Mon, 4 Jan 2027"."""
    from words import spoken_here

    return spoken_here().brief_day(instant.astimezone(ZoneInfo(zone)).date())


def tell_how_to_undo(deed: "Deed", cohort: "Cohort") -> None:
    """Until when a deed can be taken back, and by which command."""
    tell(
        say(
            "It can be taken back until {when}: mentoring act --cohort {cohort} --undo {deed}",
            when=local(deed.until, cohort.zone),
            cohort=cohort.code,
            deed=deed.id,
        )
    )
