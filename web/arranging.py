"""Arranging: the pages on which a coordinator has the match that waits otherwise. GET shows what something would do; POST does
it. What is shown and done is office/match's; to approve the match is an act (web/acts).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, QueryParams

from domain.cohort import Cohort
from domain.forms.pairs_by_hand import choices
from domain.forms.proposing import waits_for_review
from domain.people import Role
from domain.saying import said_by, say
from office import desk as office_desk
from office.match import arranging
from office.match import otherwise as match_otherwise
from office.match.reach import everybody_free
from office.match.what_if import CannotTell
from office.office import Office
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.incoming import number, word
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

ON_ONE_PAGE = 60
"""Up to so many mentees stand on one page with the mentor of each; in larger cohorts each has a page."""
FIRST = 12
NOBODY = ("-", "nobody")
HOLDS: Mapping[str, tuple[str, bool]] = {
    "keep": ("pins", True),
    "let_go": ("pins", False),
    "rule_out": ("forbidden", True),
    "allow": ("forbidden", False),
}
WAYS: Mapping[str, Callable[[Office, office_desk.Access, int], None]] = {
    "again": arranging.again,
    "back": arranging.back,
    "discard": arranging.discard,
}


@looks("/desk/{cohort}/arrange")
def look(request: Request, at: AtDesk, office: TheOffice) -> Response:
    """What other pairs would do, named in the query by mentee; without any, all mentees with the mentor of each."""
    found = _desk(office, at, request.query_params.keys())
    return _look_page(office, found, request.query_params) if request.query_params else _all_page(office, found)


@router.post("/desk/{cohort}/arrange")
def arrange(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """These pairs, with the reason for what they break."""
    found = _desk(office, at, sent.keys())
    try:
        changes = _changes(found.cohort, sent)
        arranging.arrange(office, at, number(sent, "_seen"), changes, word(sent, "_because"))
    except CannotTell as reason:
        return _look_page(office, found, sent, said_by(reason))
    return RedirectResponse(f"{at.here}/match", 303)


@looks("/desk/{cohort}/arrange/never")
def without(at: AtDesk, office: TheOffice, pair: str = "") -> Response:
    """The match solved again without a pair."""
    found = _desk(office, at, pair.split("."))
    both = _pair(found.cohort, pair)
    told, why_not = _told(lambda: match_otherwise.without(found.cohort, both))
    return _otherwise_page(office, found, told, why_not, pair=both)


@router.post("/desk/{cohort}/arrange/never")
def never(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """A pair must not be: solved again."""
    found = _desk(office, at, word(sent, "pair").split("."))
    both = _pair(found.cohort, word(sent, "pair"))
    try:
        arranging.never(office, at, number(sent, "_seen"), both)
    except CannotTell as reason:
        return _otherwise_page(office, found, None, said_by(reason), STATUS_STALE, pair=both)
    return RedirectResponse(f"{at.here}/match", 303)


@router.post("/desk/{cohort}/arrange/hold")
def hold(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """Keep a pair or let it go, rule one out that is not in the match or allow it again."""
    found = _desk(office, at, word(sent, "pair").split("."))
    both, (what, so) = _pair(found.cohort, word(sent, "pair")), HOLDS.get(word(sent, "hold"), ("", False))
    if not what:
        raise HTTPException(404)
    chosen: dict[str, Any] = {"pins": {}, "forbidden": {}, what: {both: so}}
    return _done(office, found, at, lambda: arranging.keep(office, at, number(sent, "_seen"), **chosen))


@router.post("/desk/{cohort}/arrange/way")
def way(at: AtDesk, sent: Sent, office: TheOffice) -> Response:
    """Solved again, as it was before, or discarded."""
    found = _desk(office, at)
    go = WAYS.get(word(sent, "way"))
    if go is None:
        raise HTTPException(404)
    return _done(office, found, at, lambda: go(office, at, number(sent, "_seen")))


@looks("/desk/{cohort}/arrange/for/{mentee}")
def one(at: AtDesk, mentee: str, office: TheOffice, whole: int = 0) -> Response:
    """Everybody else whom one mentee could have, what costs least first."""
    found = _desk(office, at, [mentee])
    application = found.cohort.applications.get(mentee)
    if application is None or application.role is not Role.MENTEE:
        raise HTTPException(404)
    told, why_not = _told(lambda: match_otherwise.choices_of(found.cohort, mentee))
    waits = waits_for_review(found.cohort)
    facts: dict[str, Any] = {"told": told, "why_not": why_not, "mentee": mentee, "first": None if whole else FIRST}
    facts |= {"mentors": choices(found.cohort, Role.MENTOR), "forbidden": waits.forbidden if waits else ()}
    return desk_page(office, "desk_arrange_one", "match", found, **facts)


# --- pages -----------------------------------------------------------------------------------------------------------


def _desk(office: Office, at: office_desk.Access, named: Iterable[str] = ()) -> office_desk.Desk:
    """The desk with everybody who can be paired, and whoever is named."""
    return office_desk.desk_of(office, at, everybody_free(office, at.cohort, named))


def _look_page(office: Office, found: office_desk.Desk, given: FormData | QueryParams, complaint: str = "") -> Response:
    try:
        changes = _changes(found.cohort, given)
        told = match_otherwise.look_at(found.cohort, changes)
    except CannotTell as reason:
        return _otherwise_page(office, found, None, complaint or said_by(reason), STATUS_WRONG)
    typed = str(given.get("_because") or "")
    status = STATUS_WRONG if complaint else 200
    return _otherwise_page(office, found, told, complaint, status, changes=changes, typed=typed)


def _otherwise_page(
    office: Office,
    found: office_desk.Desk,
    told: match_otherwise.Changed | None,
    why_not: str,
    status: int = 200,
    *,
    changes: Mapping[str, str] | None = None,
    pair: tuple[str, str] | None = None,
    typed: str = "",
) -> Response:
    waits = waits_for_review(found.cohort)
    facts: dict[str, Any] = {"told": told, "why_not": why_not, "changes": changes or {}, "pair": pair, "typed": typed}
    seen = waits.number if waits else 0
    return desk_page(office, "desk_arrange", "match", found, status, seen=seen, **facts)


def _all_page(office: Office, found: office_desk.Desk) -> Response:
    cohort = found.cohort
    proposal, why_not = _told(lambda: match_otherwise.waiting(cohort))
    match = match_otherwise.match_of(cohort, proposal) if proposal else {}
    mentees = choices(cohort, Role.MENTEE)
    facts: dict[str, Any] = {
        "why_not": why_not,
        "match": match,
        "mentees": mentees,
        "mentors": choices(cohort, Role.MENTOR),
    }
    return desk_page(office, "desk_arrange_all", "match", found, few=len(mentees) <= ON_ONE_PAGE, **facts)


def _done(office: Office, found: office_desk.Desk, at: office_desk.Access, do: Callable[[], None]) -> Response:
    _, why_not = _told(do)
    if why_not:
        return _otherwise_page(office, found, None, why_not, STATUS_STALE)
    return RedirectResponse(f"{at.here}/match", 303)


def _told(tell: Callable[[], Any]) -> tuple[Any, str]:
    """What there is to tell, or the sentence that says why there is nothing."""
    try:
        return tell(), ""
    except CannotTell as reason:
        return None, said_by(reason)


# --- given -----------------------------------------------------------------------------------------------------------


def _changes(cohort: Cohort, given: FormData | QueryParams) -> dict[str, str]:
    """The mentor of each mentee that is named, as far as it is another one than now. Who is typed by name is found by it."""
    proposal = match_otherwise.waiting(cohort)
    now = match_otherwise.match_of(cohort, proposal)
    found = {}
    for code, typed in given.multi_items():
        application = cohort.applications.get(code)
        if code.startswith("_") or not isinstance(typed, str):
            continue
        if application is None or application.role is not Role.MENTEE:
            raise HTTPException(404)
        mentor = _mentor(cohort, typed)
        if mentor != now.get(code, ""):
            found[code] = mentor
    return found


def _mentor(cohort: Cohort, typed: str) -> str:
    """The code of a mentor who was typed by code, by name, or as the list beside the field has it; "" for nobody."""
    words = " ".join(typed.split())
    if not words or words.casefold() in NOBODY:
        return ""
    first = words.partition(" ")[0].upper()
    mentors = [code for code, one in cohort.applications.items() if one.role is Role.MENTOR]
    if first in mentors:
        return first
    named = [code for code in mentors if words.casefold() in cohort.participants[code].name.casefold()]
    if len(named) != 1:
        missing = say("No mentor who can be paired now is called {words}.", words=words)
        several = say("Several mentors are called {words}: please choose one from the list.", words=words)
        raise CannotTell(several if named else missing)
    return named[0]


def _pair(cohort: Cohort, codes: str) -> tuple[str, str]:
    """(mentor, mentee) from "M01.N02"; 404 for anybody who did not apply as such."""
    mentor, _, mentee = codes.partition(".")
    known = cohort.applications
    roles = (known[mentor].role, known[mentee].role) if {mentor, mentee} <= known.keys() else ()
    if roles != (Role.MENTOR, Role.MENTEE):
        raise HTTPException(404)
    return mentor, mentee
