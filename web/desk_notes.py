"""Notes: what coordinators decided and wrote down, on the desk. Which of it may be shown, office/readings tells."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from office import desk as office_desk
from office.readings import of_coordinators
from web.desk import desk_page
from web.doors import TheOffice
from web.signed_in import AtDesk
from web.told import as_part

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
NOTES_MAX = 200


@looks("/desk/{cohort}/notes")
def notes(at: AtDesk, office: TheOffice) -> Response:
    """Decisions and notes, for the next coordinator."""
    found = office_desk.desk(office, at)
    told = of_coordinators(office, found.cohort)
    shown = [as_part(found.cohort, one) for one in told[:NOTES_MAX]]
    return desk_page(office, "desk_notes", "notes", found, parts=shown, more=len(told) > NOTES_MAX)
