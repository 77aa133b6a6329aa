"""Permissions: the page on which somebody finds what they agreed to, in its words, and takes one of it back.

GET changes nothing, as mail scanners open links; a button acts.
"""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from office.permissions import permissions, take_back
from web.doors import Sent, TheOffice
from web.incoming import word
from web.look import page

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/p/{token}/agreed")
def show(token: str, office: TheOffice) -> Response:
    """Each permission with its words, its day and its purpose, and what follows when it ends."""
    found = permissions(office, token)
    return page(
        "agreed", found.person.language, cohort=found.cohort, person=found.person, found=found, home=f"/p/{token}"
    )


@router.post("/p/{token}/agreed")
def end_one(token: str, sent: Sent, office: TheOffice) -> Response:
    """One permission ends; the page shows that it has."""
    take_back(office, token, word(sent, "which"))
    return RedirectResponse(f"/p/{token}/agreed", 303)
