"""Glance: the page that shows a cohort in bars, and the lists behind them. Draws; counts are those of office/glance.py.

Bars are SVG in units of their own, told apart by pattern as well as by colour; the numbers stand beside them as text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from domain.glance import Band, Bar, Part
from office import desk as office_desk
from office.glance import PER_PAGE, NoSuchList, at_a_glance, listed
from web.desk import desk_page
from web.doors import TheOffice
from web.signed_in import LookingOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

WIDTH = 600.0  # units of a drawing
THINNEST = 6.0  # so that one of many can still be seen and clicked
GAP = 2.0
# From which page a list was opened; the others are the glance's.
FROM = dict.fromkeys(("pool", "came"), "recruiting") | dict.fromkeys(
    ("met", "together", "asked", "applied", "fit"), "compare"
)


@dataclass(frozen=True)
class Piece:
    """A part of a bar with its place in the drawing."""

    part: Part
    x: float
    width: float


@dataclass(frozen=True)
class Span:
    """A phase with its place on the timeline."""

    band: Band
    x: float
    width: float


@looks("/desk/{cohort}/glance")
def show(at: LookingOn, office: TheOffice) -> Response:
    """Timeline, groups, sessions, forms, gatherings, cases, post, and the next two weeks."""
    found = office_desk.desk_alone(office, at)
    seen = at_a_glance(office, found.cohort.code)
    now = office.clock.now()
    return desk_page(
        office,
        "desk_glance",
        "glance",
        found,
        seen=seen,
        spans=list(spans(seen.bands)),
        today=place(seen.bands, now),
        pieces=pieces,
        busiest=max((day.count for day in seen.days), default=1),
        width=WIDTH,
    )


@looks("/desk/{cohort}/list/{what:path}")
def behind(at: LookingOn, what: str, office: TheOffice, start: int = 0) -> Response:
    """Which they are that a number counts."""
    found = office_desk.desk_alone(office, at)
    start = min(max(start, 0), 10**9)
    back = FROM.get(what.partition("/")[0], "glance")
    try:
        lines = listed(office, found.cohort.code, what.split("/"), start)
    except NoSuchList as error:
        raise HTTPException(404) from error
    return desk_page(
        office,
        "desk_list",
        "recruiting" if back == "recruiting" else "glance",
        found,
        lines=lines,
        back=back,
        what=what,
        newer=max(0, start - PER_PAGE) if start else None,
        older=start + PER_PAGE if lines.more else None,
    )


def pieces(bar: Bar, longest: int) -> Iterator[Piece]:
    """The parts of a bar one after the other, as long as they count against the longest bar beside it."""
    room = WIDTH - len(bar.parts) * (GAP + THINNEST)
    x = 0.0
    for part in bar.parts:
        width = THINNEST + room * part.count / max(longest, 1)
        yield Piece(part, round(x, 1), round(width, 1))
        x += width + GAP


def spans(bands: list[Band]) -> Iterator[Span]:
    """The phases along the timeline, each as long as it lasts."""
    for band in bands:
        x, end = place(bands, band.starts), place(bands, band.ends)
        yield Span(band, x, round(max(end - x - GAP, THINNEST), 1))


def place(bands: list[Band], at: datetime) -> float:
    """Where a moment stands on the timeline; what lies outside stands at its end."""
    first, last = bands[0].starts, bands[-1].ends
    share = (at - first) / (last - first)
    return round(WIDTH * min(max(share, 0.0), 1.0), 1)
