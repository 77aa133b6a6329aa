"""Colleagues: the page of the office for whoever looks after it: who is registered, who else looks after it; one more, a
correction, the end of it. Every change shows first what it will cause, then there is the button.
"""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.people import Coordinator
from domain.saying import said_by, sayings
from office import colleagues
from office.colleagues import LOOKS, Mistaken, checked, colleague
from office.office import Office
from office.running_it import NotPossible
from office.sign_in import SignedIn
from web.doors import AsAsked, Sent, TheOffice
from web.incoming import word
from web.look import page
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import Here

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
FIELDS = ("code", "name", "email", "time_zone")
TYPED = ("register", "correct")
TITLES = sayings(
    {
        "register": "Register a colleague",
        "correct": "Correct a colleague",
        "admin": "Let them look after the office",
        "end-admin": "They look after the office no more",
        "let-go": "Take out of the office",
    }
)


def who_looks_after_it(here: Here, office: TheOffice) -> SignedIn:
    """Whoever looks after the office; 403 for everybody else."""
    if here.coordinator.code not in office.store.register.admins():
        raise HTTPException(403)
    return here


LooksAfterIt = Annotated[SignedIn, Depends(who_looks_after_it)]


@looks("/office")
def show(here: LooksAfterIt, office: TheOffice, language: AsAsked, code: str = "") -> Response:
    """Everybody; with a code the form that corrects one of them."""
    return _page(office, here, language, code=code)


@router.post("/office/{way}")
def change(way: str, here: LooksAfterIt, sent: Sent, office: TheOffice, language: AsAsked) -> Response:
    """First what it will cause; with the button there it is done."""
    if way not in LOOKS:
        raise HTTPException(404)
    typed, by = {name: word(sent, name) for name in FIELDS}, here.coordinator.code
    try:
        person = _meant(office, way, typed)
        if not word(sent, "_sure"):
            seen = colleagues.look(office, way, person, by)
            return page("office_look", language, here=here, way=way, title=TITLES[way], seen=seen, typed=_kept(person))
        colleagues.do(office, way, person, by)
    except Mistaken as mistaken:
        return _page(office, here, language, STATUS_WRONG, way=way, typed=typed, errors=mistaken.mistakes)
    except NotPossible as reason:
        return _page(office, here, language, STATUS_STALE, complaint=said_by(reason))
    return RedirectResponse("/sign-in" if (way, person.code) == ("end-admin", by) else "/office", 303)


def _meant(office: Office, way: str, typed: dict[str, str]) -> Coordinator:
    """Of whom it speaks: as they were typed, or as they are known."""
    if way == "correct":
        colleague(office, typed["code"])
    return checked(**typed) if way in TYPED else colleague(office, typed["code"]).person


def _kept(person: Coordinator) -> dict[str, str]:
    return {name: getattr(person, name) for name in FIELDS}


def _page(
    office: Office,
    here: SignedIn,
    language: str,
    status: int = 200,
    *,
    code: str = "",
    way: str = "register",
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    complaint: str = "",
) -> Response:
    people = colleagues.colleagues(office)
    known = next((one.person for one in people if one.person.code == code), None)
    if known is not None:
        way, typed = "correct", _kept(known)
    names = {one.code: one.name for one in office.store.register.named_of(here.coordinator.code)}
    facts: dict[str, Any] = {"people": people, "names": names, "way": way, "titles": TITLES, "complaint": complaint}
    facts |= {"typed": typed or {"time_zone": here.coordinator.time_zone}, "fields": errors or {}}
    told = [{"link": f"#f-{name}", "title": "", "words": words} for name, words in (errors or {}).items()]
    return page("office", language, status, here=here, errors=told, **facts)
