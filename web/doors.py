"""Doors: what every route needs from the app it belongs to, and the ways between the pages of one person."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from domain.cohort import Cohort
from office.office import Office
from web.incoming import posted


def the_office(request: Request) -> Office:
    """The office this app was made for."""
    office: Office = request.app.state.office
    return office


TheOffice = Annotated[Office, Depends(the_office)]
Sent = Annotated[FormData, Depends(posted)]


def way_home(office: Office, cohort: Cohort, code: str) -> dict[str, Any]:
    """The page of a person, as a path: the desk of a coordinator, the personal page of everybody else."""
    if code in cohort.participants:
        return {"page": f"/p/{office.links.page_token(cohort.code, code)}", "page_words": "To my page"}
    return {"page": f"/desk/{office.links.desk_token(cohort.code, code)}", "page_words": "Back to my desk"}
