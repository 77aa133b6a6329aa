"""Running: the page of those who run a cohort: who leads, who else; one more, a hand-over, somebody leaves. Only the lead
changes it; without one who can, commands do (cli/people.py).
"""

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.saying import said_by
from office import desk as office_desk
from office.office import Office
from office.running_it import NotPossible, hand_over, let_leave, take_on
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
STATUS_CONFLICT = 409


@looks("/desk/{cohort}/running")
def running(at: AtDesk, office: TheOffice) -> Response:
    """Who runs this cohort."""
    return _shown(office, at)


@router.post("/desk/{cohort}/running/join")
def join(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """One more coordinator."""
    return _changed(office, at, take_on, word(sent, "code"))


@router.post("/desk/{cohort}/running/lead")
def lead(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """A colleague leads from now on."""
    return _changed(office, at, hand_over, word(sent, "code"))


@router.post("/desk/{cohort}/running/leave")
def leave(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """A colleague runs it no more."""
    return _changed(office, at, let_leave, word(sent, "code"))


def _changed(
    office: Office, at: office_desk.Access, change: Callable[[Office, str, str, str], None], code: str
) -> Response:
    if at.role is not office_desk.DeskRole.LEAD:
        raise HTTPException(403)
    try:
        change(office, at.cohort, code, at.coordinator.code)
    except NotPossible as reason:
        return _shown(office, at, STATUS_CONFLICT, said_by(reason))
    return RedirectResponse(f"{at.here}/running", 303)


def _shown(office: Office, at: office_desk.Access, status: int = 200, complaint: str = "") -> Response:
    found = office_desk.desk_alone(office, at)
    there = [person.code for person in found.cohort.coordinators]
    others = [person for person in office.store.register.coordinators() if person.code not in there]
    leads = at.role is office_desk.DeskRole.LEAD
    return desk_page(office, "desk_running", "overview", found, status, others=others, leads=leads, complaint=complaint)
