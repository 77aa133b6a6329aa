"""Running: the page of those who run a cohort: who leads, who else, who looks on; one more, a hand-over, somebody stands in,
somebody leaves. The lead changes it, and whoever looks after the office; without one who can, commands do (cli/people.py).
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from domain.dates import day_of
from domain.saying import said_by, say
from office import desk as office_desk
from office import running_it
from office.office import Office
from office.running_it import NotPossible
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.signed_in import LookingOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
STATUS_CONFLICT, STATUS_NOT_YOURS = 409, 403
NOT_YOURS = say("Nothing was changed: the lead says who runs this cohort, and whoever looks after the office.")


@looks("/desk/{cohort}/running")
def running(at: LookingOn, office: TheOffice) -> Response:
    """Who runs this cohort."""
    return _shown(office, at)


@router.post("/desk/{cohort}/running/join")
def join(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """One more coordinator."""
    return _changed(office, at, lambda: running_it.take_on(office, at.cohort, word(sent, "code"), at.coordinator.code))


@router.post("/desk/{cohort}/running/look-on")
def look_on(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """Somebody looks on."""
    code = word(sent, "code")
    return _changed(office, at, lambda: running_it.let_look_on(office, at.cohort, code, at.coordinator.code))


@router.post("/desk/{cohort}/running/lead")
def lead(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """A colleague leads from now on."""
    code = word(sent, "code")
    return _changed(office, at, lambda: running_it.hand_over(office, at.cohort, code, at.coordinator.code))


@router.post("/desk/{cohort}/running/leave")
def leave(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """A colleague runs it, or looks on, no more."""
    code = word(sent, "code")
    return _changed(office, at, lambda: running_it.let_leave(office, at.cohort, code, at.coordinator.code))


@router.post("/desk/{cohort}/running/stand-in")
def stand_in(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """A colleague stands in for the lead, until a day; from today where no other day is named."""
    code, first, last = (word(sent, name) for name in ("code", "first", "last"))

    def change() -> None:
        today = day_of(office.clock.now(), office.store.load(at.cohort, focus=()).zone)
        days = (_day(first) if first else today, _day(last))
        running_it.stand_in(office, at.cohort, code, days, at.coordinator.code)

    return _changed(office, at, change)


@router.post("/desk/{cohort}/running/back")
def back(at: LookingOn, office: TheOffice) -> Response:
    """The lead is back."""
    return _changed(office, at, lambda: running_it.come_back(office, at.cohort, at.coordinator.code))


def _changed(office: Office, at: office_desk.Access, change: Callable[[], None]) -> Response:
    if not at.role.gives_roles:
        return _shown(office, at, STATUS_NOT_YOURS, NOT_YOURS)
    try:
        change()
    except NotPossible as reason:
        return _shown(office, at, STATUS_CONFLICT, said_by(reason))
    return RedirectResponse(f"{at.here}/running", 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotPossible(say("say until which day somebody stands in")) from error


def _shown(office: Office, at: office_desk.Access, status: int = 200, complaint: str = "") -> Response:
    found = office_desk.desk_alone(office, at)
    cohort, now = found.cohort, office.clock.now()
    there = [person.code for person in (*cohort.coordinators, *cohort.readers)]
    others = [person for person in office.store.register.coordinators() if person.code not in there]
    today = day_of(now, cohort.zone)
    over = cohort.stand_in is not None and cohort.stand_in.last < today
    return desk_page(
        office,
        "desk_running",
        "overview",
        found,
        status,
        others=others,
        changes=at.role.gives_roles,
        stand_in=None if over else cohort.stand_in,
        today=today,
        complaint=complaint,
    )
