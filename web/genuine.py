"""Genuine: the page on which whoever holds a certificate or a statement can see that it is ours. Shows no names."""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from domain.states import DOCUMENTS
from office.genuine import genuine
from web.doors import AsAsked, TheOffice
from web.look import page

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
NUMBER_MAX = 100  # characters of what somebody typed


@looks("/genuine")
def verify(office: TheOffice, language: AsAsked, number: str = "") -> Response:
    """Asks for the number of a paper, and says whether it is one of ours."""
    asked = number.strip()[:NUMBER_MAX]
    found = genuine(office, asked) if asked else None
    return page("genuine", language, asked=asked, found=found, kinds=DOCUMENTS)
