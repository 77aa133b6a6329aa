"""Doors: what every route needs from the app it belongs to, and the ways between the pages of one person."""

from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from domain.cohort import Cohort
from domain.saying import say
from office.offering import spoken_whole
from office.office import Office
from web.incoming import posted
from words import ENGLISH


def the_office(request: Request) -> Office:
    """The office this app was made for."""
    office: Office = request.app.state.office
    return office


TheOffice = Annotated[Office, Depends(the_office)]
Sent = Annotated[FormData, Depends(posted)]


def open_to_all(code: str, office: TheOffice) -> Cohort:
    """The cohort of a page that everybody may read, with nobody in it; 404 where there is none of this code."""
    if code not in office.store.cohorts():
        raise HTTPException(404)
    return office.store.load(code, focus=())


Public = Annotated[Cohort, Depends(open_to_all)]


def spoken_by(request: Request) -> str:
    """The language that a browser asks for, if we speak it whole: for pages whose reader nobody knows."""
    asked = [part.partition(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    whole = spoken_whole()
    return next((language for one in asked if (language := one.partition("-")[0].casefold()) in whole), ENGLISH)


AsAsked = Annotated[str, Depends(spoken_by)]


def way_home(office: Office, cohort: Cohort, code: str) -> dict[str, Any]:
    """The page of a person, as a path: the desk of a coordinator, the personal page of everybody else."""
    if code in cohort.participants:
        return {
            "page": f"/p/{office.links.page_token(cohort.code, code, cohort.participants[code].links)}",
            "page_words": say("To my page"),
        }
    return {"page": f"/desk/{cohort.code}", "page_words": say("Back to my desk")}
