"""Done: what somebody did at the desk, with a case or without: what, by whom and when, what became of its letters, and the way
back as long as they wait.
"""

from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.acts import ACTS, Act, Place
from domain.deeds import MESSAGE
from domain.saying import said_by
from office import desk as office_desk
from office.acts.doing import NotNow, as_far_as_offered, undo, why_not_undone
from office.office import Office
from office.told_deeds import told
from web.desk import desk_page
from web.doors import TheOffice
from web.sheet import STATUS_STALE
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
TABS: dict[Place, str] = {"group": "pairs", "person": "people", "gathering": "gatherings", "cohort": "overview"}


@looks("/desk/{cohort}/done/{deed}")
def done(at: AtDesk, deed: str, office: TheOffice) -> Response:
    """What was done, until when it can be taken back, and the button for that."""
    return _done_page(office, at, deed)


@router.post("/desk/{cohort}/done/{deed}")
def take_back(at: AtDesk, deed: str, office: TheOffice) -> Response:
    """Undo: as if it had not been done."""
    try:
        undo(office, at.cohort, deed, at.coordinator.code)
    except NotNow as reason:
        return _done_page(office, at, deed, said_by(reason), STATUS_STALE)
    return RedirectResponse(f"{at.here}/done/{deed}", 303)


def _done_page(office: Office, at: office_desk.Access, id: str, complaint: str = "", status: int = 200) -> Response:
    deed = office.store.deeds.one(at.cohort, id)
    known, lines = told(office, at.cohort, [deed] if deed and deed.act != MESSAGE else [])
    if deed is None or not lines:
        raise HTTPException(404)
    act = ACTS.get(deed.act)
    near = as_far_as_offered(office, at.cohort, act.on, deed.about) if act else known
    facts: dict[str, Any] = {
        "told": lines[0],
        "deed": deed,
        "undone_by": near.name_of(deed.undone_by),
        "why_not": why_not_undone(deed, office.clock.now()),
        "back": way_back(act, deed.about) if act else "",
    }
    tab = TABS[act.on] if act else "overview"
    return desk_page(
        office, "desk_done", tab, office_desk.desk_of(office, at, near), status, complaint=complaint, **facts
    )


def way_back(act: type[Act], about: str) -> str:
    """The page on which the act is offered, under the address of the desk."""
    ways: dict[Place, str] = {"group": f"/pairs/{about}", "person": f"/people/{about}", "cohort": "/steer"}
    return act.offered_on or ways.get(act.on, f"/gatherings/{about}")
