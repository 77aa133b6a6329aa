"""What a time limit left unproven of a grouping: the first aim whose bound was not reached. Proves nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Aim = Literal["alone", "theme", "common"]
"""Few people left alone; many in groups with a theme; much in common."""


@dataclass(frozen=True)
class Open:
    """The best may be better by `short` of `whole` in this aim: people for the first two, worth for the last."""

    aim: Aim
    short: int
    whole: int

    @property
    def share(self) -> float:
        """How far the best may be, between 0 and 1."""
        return self.short / max(1, self.whole)


def first_open(aims: Iterable[Open]) -> Open | None:
    """The first aim that is not proven; those after it are not proven either."""
    return next((one for one in aims if one.short > 0), None)
