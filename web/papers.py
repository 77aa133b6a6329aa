"""Papers: what is to be read on the web rather than printed: the code of conduct, open to everybody; on the page of those who
take part, their handbook or guide.
"""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from domain.saying import say
from domain.states import DOCUMENTS
from office.materials import conduct, handbook_of
from office.pages import personal_page
from web.doors import AsAsked, Public, TheOffice
from web.look import page

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/conduct/{code}")
def rules(cohort: Public, language: AsAsked) -> Response:
    """What everybody in this cohort promises, before they do."""
    words = conduct(language)
    return page("paper", language, cohort=cohort, title=say("Code of conduct"), words=words, back="", file="")


@looks("/p/{token}/documents/{document}/read")
def handbook(token: str, document: str, office: TheOffice) -> Response:
    """The handbook or guide of somebody who has it, as a page."""
    found = personal_page(office, token)
    theirs = next((one for one in found.documents if one.id == document), None)
    words = handbook_of(found.cohort, theirs, found.person.id) if theirs is not None else ""
    if theirs is None or not words:
        raise HTTPException(404)
    home = f"/p/{found.token}"
    return page(
        "paper",
        found.person.language,
        cohort=found.cohort,
        title=DOCUMENTS[theirs.kind],
        words=words,
        back=home,
        file=f"{home}/documents/{theirs.id}",
    )
