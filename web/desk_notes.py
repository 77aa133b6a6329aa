"""Notes: what coordinators decided and wrote down, on the desk. Which of it may be shown, office/readings tells."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from office import desk as office_desk
from office.readings import page_of_coordinators
from web.desk import desk_page
from web.doors import TheOffice
from web.paging import PER_PAGE, START_MAX
from web.signed_in import AtDesk
from web.told import as_part

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/desk/{cohort}/notes")
def notes(at: AtDesk, office: TheOffice, start: int = 0) -> Response:
    """Decisions and notes, for the next coordinator."""
    start = min(max(start, 0), START_MAX)
    told = page_of_coordinators(office, at.cohort, start, PER_PAGE)
    found = office_desk.desk_of(office, at, told.cohort)
    return desk_page(
        office,
        "desk_notes",
        "notes",
        found,
        parts=[as_part(told.cohort, one) for one in told.readings],
        newer=max(0, start - PER_PAGE) if start else None,
        older=start + PER_PAGE if told.more else None,
    )
