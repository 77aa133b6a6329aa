"""Sign-in: the pages by which coordinators come in and go: ask for a link, open it, see where one is signed in, sign out.

The page after asking is the same for everybody. GET changes nothing, as mail scanners open links: a button signs in.
"""

import re
import secrets
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from domain.saying import say
from office import sign_in
from office.sign_in import local_path
from office.who_launches import may_launch
from web.doors import AsAsked, Sent, TheOffice
from web.incoming import word
from web.look import page
from web.nearby import may_read_letters
from web.pace import SECONDS, network_of
from web.posting import OurPage
from web.sheet import STATUS_WRONG
from web.signed_in import ASKING, VISIT, Here, cookie, forget, remember

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

ASKING_MAX = 20  # times from one network in ten minutes: an office of coordinators on a Monday morning
SECRET = re.compile(r"[\w-]{43}")  # as we make them
BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")  # the first that is named; Chrome calls itself Safari too
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
CALLED = {"Edg": "Edge", "OPR": "Opera", "Macintosh": "Mac"}


def not_too_often(request: Request, office: TheOffice) -> None:
    """429 for a network that asks for links all the time."""
    place = network_of(request.client.host if request.client else "")
    if not request.app.state.asking.allows(place, office.clock.now().timestamp()):
        raise HTTPException(429, headers={"Retry-After": str(int(SECONDS))})


Patient = Annotated[None, Depends(not_too_often)]


@looks("/sign-in")
def ask(request: Request, office: TheOffice, language: AsAsked, to: str = "") -> Response:
    """One field: the address."""
    to = local_path(to)
    if sign_in.signed_in(office, cookie(request, VISIT)):
        return RedirectResponse(to, 303)
    return _ask(request, office, language, to)


@router.post("/sign-in")
def asked(
    request: Request, sent: Sent, office: TheOffice, language: AsAsked, ours: OurPage, patient: Patient
) -> Response:
    """A link is on its way, if we know the address. It is looked up after the answer, which so takes equally long."""
    address, to = word(sent, "address"), local_path(word(sent, "to"))
    if "@" not in address:
        return _ask(request, office, language, to, say("Please write your email address."))
    remembered = cookie(request, ASKING)
    asker = remembered if SECRET.fullmatch(remembered) else secrets.token_urlsafe(32)
    answer = RedirectResponse("/sign-in-sent", 303, background=BackgroundTask(sign_in.ask, office, address, asker, to))
    remember(request, answer, ASKING, asker)
    return answer


@looks("/sign-in-sent")
def sent_page(request: Request, language: AsAsked) -> Response:
    """The same for everybody, known or not."""
    return page("sign_in_sent", language, minutes=_minutes(), shows_inbox=may_read_letters(request))


@looks("/sign-in/{token}")
def opened(request: Request, token: str, office: TheOffice, language: AsAsked) -> Response:
    """The link: a button, in the browser that asked."""
    person = sign_in.opened(office, token, cookie(request, ASKING))
    if person is None:
        words = [
            say("This link signs in the browser in which it was asked for, and this is another one."),
            say("Open it there, or ask for a link of this browser."),
        ]
        title, way = say("Another browser asked for this"), say("Ask for a link")
        return page("notice", language, 403, title=title, words=words, new_link="", link="/sign-in", link_words=way)
    return page("sign_in_button", language, person=person, action=f"/sign-in/{token}")


@router.post("/sign-in/{token}")
def enter(request: Request, token: str, office: TheOffice, ours: OurPage) -> Response:
    """Signed in. An earlier visit of this browser is over."""
    before = sign_in.signed_in(office, cookie(request, VISIT))
    secret, to = sign_in.enter(office, token, cookie(request, ASKING), _browser(request))
    if before:
        office.store.visits.end(before.coordinator.code, before.visit.id)
    answer = RedirectResponse(to, 303)
    remember(request, answer, VISIT, secret)
    forget(request, answer, ASKING)
    return answer


@looks("/signed-in")
def where(here: Here, office: TheOffice, language: AsAsked) -> Response:
    """Where one is signed in."""
    visits = sign_in.visits_of(office, here.coordinator.code)
    return page("signed_in", language, here=here, visits=visits, zone=here.coordinator.time_zone)


@router.post("/signed-in/{visit:int}/end")
def end(visit: int, here: Here, office: TheOffice) -> Response:
    """One of one's own visits is over."""
    office.store.visits.end(here.coordinator.code, visit)
    return RedirectResponse("/signed-in", 303)


@router.post("/signed-in/end-all")
def end_all(request: Request, here: Here, office: TheOffice) -> Response:
    """Signed out everywhere."""
    office.store.visits.end_all(here.coordinator.code)
    return _out(request)


@router.post("/sign-out")
def sign_out(request: Request, here: Here, office: TheOffice) -> Response:
    """Signed out of this browser."""
    office.store.visits.end(here.coordinator.code, here.visit.id)
    return _out(request)


@looks("/desk")
def desks(here: Here, office: TheOffice, language: AsAsked) -> Response:
    """The cohorts that whoever is signed in runs or looks on; of one, its desk."""
    codes = office.store.register.desks_of(here.coordinator.code)
    if len(codes) == 1:
        return RedirectResponse(f"/desk/{codes[0]}", 303)
    cohorts = [office.store.load(code, focus={""}) for code in codes]
    cohorts.sort(key=lambda cohort: (not cohort.is_open, cohort.name))
    code = here.coordinator.code
    facts: dict[str, Any] = {
        "launches": may_launch(office, code),
        "looks_after": code in office.store.register.admins(),
    }
    return page("desks", language, here=here, cohorts=cohorts, **facts)


def _ask(request: Request, office: TheOffice, language: str, to: str, wrong: str = "") -> Response:
    register, status = office.store.register, STATUS_WRONG if wrong else 200
    known = register.coordinators() if may_read_letters(request) else []
    people = [person for person in known if register.desks_of(person.code)]
    facts: dict[str, Any] = {"minutes": _minutes(), "people": people, "first": not office.store.cohorts()}
    return page("sign_in", language, status, to=to, wrong=wrong, **facts)


def _out(request: Request) -> Response:
    answer = RedirectResponse("/sign-in", 303)
    forget(request, answer, VISIT)
    return answer


def _minutes() -> int:
    return int(sign_in.LINK_LASTS.total_seconds() // 60)


def _browser(request: Request) -> str:
    """By what somebody will know this browser again: "Firefox, Linux"."""
    said = request.headers.get("user-agent", "")
    named = (next((word for word in words if word in said), "") for words in (BROWSERS, SYSTEMS))
    return ", ".join(CALLED.get(word, word) for word in named if word)
