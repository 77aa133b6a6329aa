"""Lists: the pages on which a coordinator brings a list of people to invite: how it was read, whom it holds, what taking it in
would cause, and one button for all of it. It is taken back on the page of the deed (web/acts.py).
"""

from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from domain.acts.of_lists import ROLES
from domain.people import Role
from domain.saying import said_by, say, together
from office import desk as office_desk
from office.acts.doing import Changed, NotNow
from office.acts.telling import tell
from office.intake import Mistakes
from office.lists.headings import MEANINGS
from office.office import Office
from office.taking_in import Brought, look_at, take_in
from web.brought import LIST_MAX, TOO_LARGE, SentList, columns_said, encoding_said, packed, raw_of, reading_of
from web.desk import SHOWN_MAX, desk_page
from web.doors import TheOffice
from web.incoming import word
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

NOT_CHOSEN = say("Choose a file, and say whether these are mentors or mentees.")


@looks("/desk/{cohort}/contacts")
def choose(at: AtDesk, office: TheOffice) -> Response:
    """Which file it is."""
    return _choose_page(office, office_desk.desk_alone(office, at))


@router.post("/desk/{cohort}/contacts")
def bring(at: AtDesk, sent: SentList, office: TheOffice) -> Response:
    """First how the list was read and what it would cause; with the button there, all of it at once."""
    found = office_desk.desk_alone(office, at)
    role, raw = _role(sent), raw_of(sent)
    if role is None or raw is None:
        return _choose_page(office, found, STATUS_WRONG, NOT_CHOSEN)
    if len(raw) > LIST_MAX:
        return _choose_page(office, found, 413, TOO_LARGE)
    meanings, twice = columns_said(sent, MEANINGS)
    brought = Brought(role, raw, meanings, encoding_said(sent), word(sent, "last"))
    if twice:
        return _look_page(office, found, brought, STATUS_WRONG, twice)
    seen = word(sent, "_mark")
    if not seen or word(sent, "_again"):
        return _look_page(office, found, brought)
    try:
        deed = take_in(office, found.cohort.code, found.coordinator.code, brought, seen)
    except (Changed, NotNow) as reason:
        return _look_page(office, found, brought, STATUS_STALE, said_by(reason))
    except Mistakes as mistakes:
        return _look_page(office, found, brought, STATUS_WRONG, together(mistakes.fields.values(), " "))
    return RedirectResponse(f"{at.here}/done/{deed.id}", 303)


# --- what was sent ------------------------------------------------------------------------------------------------


def _role(sent: FormData) -> Role | None:
    chosen = word(sent, "role")
    return Role(chosen) if chosen in ROLES else None


# --- pages --------------------------------------------------------------------------------------------------------


def _choose_page(office: Office, found: office_desk.Desk, status: int = 200, complaint: str = "") -> Response:
    return desk_page(office, "desk_contacts_choose", "people", found, status, complaint=complaint, roles=ROLES)


def _look_page(
    office: Office, found: office_desk.Desk, brought: Brought, status: int = 200, complaint: str = ""
) -> Response:
    cohort, by = found.cohort.code, found.coordinator.code
    try:
        seen = look_at(office, cohort, by, brought)
    except NotNow as reason:
        return _choose_page(office, found, STATUS_STALE, said_by(reason))
    except Mistakes as mistakes:
        complaint, status = together(mistakes.fields.values(), " "), STATUS_WRONG
        seen = look_at(office, cohort, by, Brought(brought.role, brought.raw, brought.meanings, brought.encoding))
    read = seen.found
    facts: dict[str, Any] = {
        "read": read,
        "told": tell(office, seen.look) if seen.look else None,
        "mark": seen.look.caused.mark if seen.look else "",
        "packed": packed(brought.raw),
        "roles": ROLES,
        "last": brought.last,
        "shown_max": SHOWN_MAX,
        **reading_of(seen.sheet, seen.meanings, MEANINGS, brought.encoding),
    }
    wrong = status if status != 200 else STATUS_WRONG if not read.fresh and read.refused else 200
    return desk_page(office, "desk_contacts", "people", found, wrong, complaint=complaint, **facts)
