"""Paging: one page of a long list, and the ways to the pages before and after it, with whatever else was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

PER_PAGE = 25
START_MAX = 10**9


@dataclass(frozen=True)
class Paging:
    """A page of `size` from `start` on, of `total`. `here`: the address of the list; `name`: what says there where to begin,
    `asked`: what else is asked for; `anchor`: the part of the page on which the list stands."""

    here: str
    start: int
    total: int
    size: int = PER_PAGE
    name: str = "start"
    asked: Mapping[str, str] = field(default_factory=dict)
    anchor: str = ""

    @property
    def first(self) -> int:
        """The number of the first one shown, as people count."""
        return self.start + 1

    @property
    def last(self) -> int:
        return min(self.start + self.size, self.total)

    @property
    def is_one(self) -> bool:
        """Whether everything stands on one page."""
        return self.total <= self.size

    @property
    def newer(self) -> str:
        """The way to the page before; "" on the first."""
        return self._at(max(0, self.start - self.size)) if self.start else ""

    @property
    def older(self) -> str:
        """The way to the page after; "" on the last."""
        return self._at(self.start + self.size) if self.last < self.total else ""

    def _at(self, start: int) -> str:
        kept = {name: value for name, value in self.asked.items() if value}
        told = kept | ({self.name: str(start)} if start else {})
        asked = f"?{urlencode(told)}" if told else ""
        return f"{self.here}{asked}{'#' if self.anchor else ''}{self.anchor}"


def begins(start: int, total: int, size: int = PER_PAGE) -> int:
    """Where a page begins that somebody asked for: on one that there is, whatever stands in the address."""
    return min(max(start, 0), max(0, total - 1)) // size * size
