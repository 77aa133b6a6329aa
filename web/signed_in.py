"""Signed in: who holds the cookie of a visit, and what they are at the desk of a page or a form. Pages of the desk ask for
it as `AtDesk`, which is for those who run the cohort, or as `LookingOn`, which is for readers too; forms as `Answering`.

Whoever is not signed in is led to sign in and comes back. An act counts only from a page of this very visit: every form that
posts carries its proof (templates/proof.html). What a visit is, office/sign_in.py knows.
"""

import hmac
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from domain.invitations import addressee
from domain.people import PARTICIPANT
from office.desk import Access, access
from office.links import LinkRefused
from office.sign_in import LINK_LASTS, VISIT_MAX, SignedIn, signed_in
from web.doors import TheOffice
from web.incoming import parts_of, word, words_in
from web.limits import FIELD_MAX
from web.posting import LOOKS, from_our_pages

LARGE_FIELD = 8 * 1024 * 1024
VISIT, ASKING = "mentoring-visit", "mentoring-asking"


class LedElsewhere(Exception):
    """The page is not shown; the browser is led to `path` instead."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Unsent(Exception):
    """What somebody typed comes from no page of a visit that lasts: it is shown once more, and kept nowhere.

    `by`: whoever is signed in now, nobody after the visit has ended; `to`: where signing in leads.
    """

    def __init__(self, sent: FormData, to: str, by: SignedIn | None) -> None:
        super().__init__(to)
        self.sent, self.to, self.by = sent, to, by


async def sent_along(request: Request) -> AsyncIterator[FormData]:
    """What an act carries along; a list of contacts is one large field."""
    if request.method in LOOKS:
        yield FormData()
        return
    async for form in parts_of(request, field_max=LARGE_FIELD if request.url.path.startswith("/desk/") else FIELD_MAX):
        yield form


SentAlong = Annotated[FormData, Depends(sent_along)]


def who_is_here(request: Request, office: TheOffice, sent: SentAlong) -> SignedIn:
    """Whoever is signed in; everybody else signs in first. 403 for an act that comes from no page of this visit."""
    found, acts = signed_in(office, cookie(request, VISIT)), request.method not in LOOKS
    if acts and not _is_form(request):  # pages of forms hide where they are, so that their proof must do
        from_our_pages(request)
    to = _comes_back_to(request)
    if found is None:
        if words_in(sent) and not request.url.path.endswith("/draft"):
            raise Unsent(sent, to, None)
        raise LedElsewhere(f"/sign-in?{urlencode({'to': to})}")
    if acts and not hmac.compare_digest(word(sent, "_proof").encode(), found.proof.encode()):
        if words_in(sent):
            raise Unsent(sent, to, found)
        raise HTTPException(403)
    return found


def _comes_back_to(request: Request) -> str:
    """What was to be seen; after an act, which cannot be repeated for anybody, its form or the desk."""
    if request.method not in LOOKS:
        return request.url.path.removesuffix("/draft") if _is_form(request) else "/desk"
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def _is_form(request: Request) -> bool:
    return request.url.path.startswith("/f/")


Here = Annotated[SignedIn, Depends(who_is_here)]


def the_cohort(cohort: str, request: Request, office: TheOffice) -> str:
    """The cohort of a desk's address. A desk link of earlier releases leads to that address, and is no login any more."""
    try:
        code, _ = office.links.read_desk(cohort)
    except LinkRefused:
        return cohort
    _, _, rest = request.url.path.removeprefix("/desk/").partition("/")
    raise LedElsewhere(f"/desk/{code}/{rest}".rstrip("/"))


class OnlyLooksOn(Exception):
    """Somebody who looks on wants to act, or to read what people wrote."""

    def __init__(self, at: Access) -> None:
        super().__init__(at.cohort)
        self.at = at


def who_looks_on(cohort: Annotated[str, Depends(the_cohort)], here: Here, office: TheOffice) -> Access:
    """The desk of a cohort, for whoever runs it or looks on; 404 for everybody else, whether it exists or not. The page shows
    no words of anybody to those who look on."""
    found = access(office, cohort, here.coordinator, here.proof)
    if found is None:
        raise HTTPException(404)
    return found


LookingOn = Annotated[Access, Depends(who_looks_on)]


def at_the_desk(at: LookingOn) -> Access:
    """The desk of a cohort, for those who run it."""
    if not at.role.acts:
        raise OnlyLooksOn(at)
    return at


AtDesk = Annotated[Access, Depends(at_the_desk)]


def who_answers(token: str, request: Request, office: TheOffice, sent: SentAlong) -> Access | None:
    """Nobody for a participant's form, whose link is the login; for a coordinator's whoever is signed in and runs the cohort,
    be it a colleague of the one that was asked."""
    cohort, invitation, _ = office.links.read_form(token)
    if PARTICIPANT.fullmatch(addressee(invitation)):
        return None
    return at_the_desk(who_looks_on(cohort, who_is_here(request, office, sent), office))


Answering = Annotated[Access | None, Depends(who_answers)]


# --- cookies ----------------------------------------------------------------------------------------------------


def cookie(request: Request, name: str) -> str:
    """What the browser remembers under this name."""
    return request.cookies.get(_named(request, name), "")


def remember(request: Request, answer: Response, name: str, secret: str) -> None:
    """Have the browser remember a secret: for this site alone, out of reach of scripts."""
    lasts = int((VISIT_MAX if name == VISIT else LINK_LASTS).total_seconds())
    answer.set_cookie(
        _named(request, name), secret, max_age=lasts, path="/", secure=_is_https(request), httponly=True, samesite="lax"
    )


def forget(request: Request, answer: Response, name: str) -> None:
    """Have the browser forget it."""
    answer.delete_cookie(_named(request, name), path="/", secure=_is_https(request), httponly=True, samesite="lax")


def _named(request: Request, name: str) -> str:
    """On https a name that browsers take from this very host only, and over https only."""
    return f"__Host-{name}" if _is_https(request) else name


def _is_https(request: Request) -> bool:
    return bool(request.app.state.office.settings.base_url.startswith("https://"))
