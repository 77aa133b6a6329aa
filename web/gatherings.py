"""Gatherings: the pages of the desk on which they stand: all of them, and one with those who come. Changes are acts."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from office import desk as office_desk
from office.gatherings import counts, in_order, one
from web.acts import offered
from web.desk import desk_page
from web.doors import TheOffice
from web.paging import PER_PAGE, START_MAX, Paging
from web.signed_in import LookingOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/desk/{cohort}/gatherings")
def every(at: LookingOn, office: TheOffice) -> Response:
    """All gatherings in order, and the way to add one."""
    found = office_desk.desk_alone(office, at)
    gatherings = in_order(found.cohort)
    said = counts(office, found.cohort, gatherings)
    pages = [(one, said[one.id]) for one in gatherings]
    acts = [act for act in offered(office, found.cohort, "cohort", "") if at.acts and act.name == "add_gathering"]
    return desk_page(office, "desk_gatherings", "gatherings", found, pages=pages, acts=acts)


@looks("/desk/{cohort}/gatherings/{id}")
def single(at: LookingOn, id: str, office: TheOffice, start: int = 0) -> Response:
    """One gathering: what it is, who comes and who asked what, and what can be done with it."""
    found = office_desk.desk_alone(office, at)
    known = found.cohort.gatherings.get(id)
    if known is None:
        raise HTTPException(404)
    start = min(max(start, 0), START_MAX)
    seen = one(office, found.cohort, known, start, PER_PAGE)
    paging = Paging(f"{at.here}/gatherings/{id}", start, sum(seen.counts.values()), anchor="guests")
    return desk_page(office, "desk_gathering", "gatherings", found, seen=seen, one=known, paging=paging)
