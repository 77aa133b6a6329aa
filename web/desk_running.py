"""Running: the page of those who run a cohort: who leads, who else, who looks on; one more, a hand-over, somebody stands in,
somebody leaves. Each shows first what it will cause, then there is the button. The lead changes it, and whoever looks after
the office; without one who can, commands do (cli/people.py).
"""

from datetime import date
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from domain.dates import day_of
from domain.saying import said_by, say, sayings
from office import desk as office_desk
from office import role_looks
from office.office import Office
from office.role_looks import RolesChanged
from office.running_it import NotPossible, RoleChange
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.signed_in import LookingOn

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
STATUS_CONFLICT, STATUS_NOT_YOURS = 409, 403
NOT_YOURS = say("Nothing was changed: the lead says who runs this cohort, and whoever looks after the office.")
TITLES = sayings(
    {
        "join": "Let them run it too",
        "look-on": "Let them look on",
        "lead": "Hand over",
        "leave": "Take off",
        "stand-in": "Let them stand in",
        "back": "Back already",
    }
)


@looks("/desk/{cohort}/running")
def running(at: LookingOn, office: TheOffice) -> Response:
    """Who runs this cohort."""
    return _shown(office, at)


@router.post("/desk/{cohort}/running/join")
def join(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """One more coordinator."""
    return _changed(office, at, "join", sent)


@router.post("/desk/{cohort}/running/look-on")
def look_on(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """Somebody looks on."""
    return _changed(office, at, "look-on", sent)


@router.post("/desk/{cohort}/running/lead")
def lead(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """A colleague leads from now on."""
    return _changed(office, at, "lead", sent)


@router.post("/desk/{cohort}/running/leave")
def leave(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """A colleague runs it, or looks on, no more."""
    return _changed(office, at, "leave", sent)


@router.post("/desk/{cohort}/running/stand-in")
def stand_in(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """A colleague stands in for the lead, until a day; from today where no other day is named."""
    return _changed(office, at, "stand-in", sent)


@router.post("/desk/{cohort}/running/back")
def back(at: LookingOn, sent: Sent, office: TheOffice) -> Response:
    """The lead is back."""
    return _changed(office, at, "back", sent)


def _changed(office: Office, at: office_desk.Access, way: str, sent: FormData) -> Response:
    """First what it will cause, then, with the button there, the change: if it still causes that and nothing else."""
    if not at.role.gives_roles:
        return _shown(office, at, STATUS_NOT_YOURS, NOT_YOURS)
    typed = {name: word(sent, name) for name in ("code", "first", "last")}
    by, seen = at.coordinator.code, word(sent, "_mark")
    try:
        wanted = _wanted(office, at, way, typed)
        if not seen:
            return _look(office, at, wanted, typed)
        role_looks.carry_out(office, at.cohort, wanted, by, seen)
    except RolesChanged as changed:
        return _look_again(office, at, wanted, typed, said_by(changed))
    except NotPossible as reason:
        return _shown(office, at, STATUS_CONFLICT, said_by(reason), typed)
    return RedirectResponse(f"{at.here}/running#told", 303)


def _wanted(office: Office, at: office_desk.Access, way: str, typed: dict[str, str]) -> RoleChange:
    if way == "back":
        return RoleChange(way)
    if way != "stand-in":
        return RoleChange(way, typed["code"])
    today = day_of(office.clock.now(), office.store.load(at.cohort, focus=()).zone)
    return RoleChange(way, typed["code"], (_day(typed["first"]) if typed["first"] else today, _day(typed["last"])))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotPossible(say("say until which day somebody stands in")) from error


def _look_again(
    office: Office, at: office_desk.Access, wanted: RoleChange, typed: dict[str, str], complaint: str
) -> Response:
    try:
        return _look(office, at, wanted, typed, complaint)
    except NotPossible as reason:
        return _shown(office, at, STATUS_CONFLICT, said_by(reason), typed)


def _look(
    office: Office, at: office_desk.Access, wanted: RoleChange, typed: dict[str, str], complaint: str = ""
) -> Response:
    seen = role_looks.look(office, at.cohort, wanted, at.coordinator.code)
    person = office.store.register.coordinator(wanted.code)
    return desk_page(
        office,
        "desk_running_look",
        "overview",
        office_desk.desk_alone(office, at),
        STATUS_CONFLICT if complaint else 200,
        way=wanted.way,
        title=TITLES[wanted.way],
        person=person,
        seen=seen,
        typed=typed,
        complaint=complaint,
    )


def _shown(
    office: Office,
    at: office_desk.Access,
    status: int = 200,
    complaint: str = "",
    typed: dict[str, str] | None = None,
) -> Response:
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
        typed=typed or {},
        told=role_looks.told(office, at.cohort) if at.role.gives_roles else [],
        complaint=complaint,
    )
