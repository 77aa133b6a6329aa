"""Recruiting: the page that shows the pool against what is hoped for. Draws; counts are those of office/recruiting.py."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from domain.counting import SMALLEST
from domain.recruiting import ROLES
from office import desk as office_desk
from office.recruiting import pool_against_target
from web.desk import desk_page
from web.doors import TheOffice
from web.glance import WIDTH, pieces
from web.signed_in import LookingOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/desk/{cohort}/recruiting")
def show(at: LookingOn, office: TheOffice) -> Response:
    """Places and mentees, and by career, sub-sector, company size, profession, capacity and gender who is there and who is
    missing."""
    found = office_desk.desk_alone(office, at)
    return desk_page(
        office,
        "desk_recruiting",
        "recruiting",
        found,
        pool=pool_against_target(office, at.cohort),
        roles=ROLES,
        smallest=SMALLEST,
        pieces=pieces,
        width=WIDTH,
    )
