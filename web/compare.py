"""Compare: the page on which all cohorts of a coordinator stand beside each other. Draws as the glance does; counts are those
of office/comparing.py.
"""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from office.comparing import PER_PAGE, comparison
from web.doors import AsAsked, TheOffice
from web.glance import WIDTH, pieces
from web.look import page
from web.signed_in import Here

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/compare")
def show(here: Here, office: TheOffice, language: AsAsked, start: int = 0) -> Response:
    """One bar a cohort in each of a few drawings; every number opens the list behind it."""
    start = min(max(start, 0), 10**9)
    found = comparison(office, here.coordinator.code, start)
    return page(
        "compare",
        language,
        signed_in=here,
        here="",
        found=found,
        acting=found.acting,
        pieces=pieces,
        width=WIDTH,
        newer=max(0, start - PER_PAGE) if start else None,
        older=start + PER_PAGE if found.more else None,
    )
