"""Lists: the pages on which a coordinator brings a list of people to invite: how it was read, whom it holds, what taking it in
would cause, and one button for all of it. It is taken back on the page of the deed (web/acts.py).

The list itself travels with the page, so that nothing of it is kept before the button is pressed.
"""

import base64
import binascii
import zlib
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from domain.acts.of_lists import ROLES
from domain.people import Role
from domain.saying import said_by, say, together
from office import desk as office_desk
from office.acts.doing import Changed, NotNow
from office.acts.telling import tell
from office.intake import Mistakes
from office.lists.alphabets import ENCODINGS
from office.lists.headings import MEANINGS
from office.office import Office
from office.taking_in import Brought, look_at, take_in
from web.desk import SHOWN_MAX, desk_page
from web.doors import TheOffice
from web.incoming import parts_of, word
from web.sheet import STATUS_STALE, STATUS_WRONG
from web.signed_in import LARGE_FIELD, AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

LIST_MAX = 4 * 1024 * 1024  # bytes of a list
COLUMNS_MAX = 60  # that can be corrected; a form service writes some thirty
NOT_CHOSEN = say("Choose a file, and say whether these are mentors or mentees.")
TOO_LARGE = say("This list is larger than 4 MB. Split it, and choose one part after the other.")


async def posted_list(request: Request) -> AsyncIterator[FormData]:
    """The body of a list: one field of it carries the whole list from the look to the button."""
    async for form in parts_of(request, field_max=LARGE_FIELD):
        yield form


SentList = Annotated[FormData, Depends(posted_list)]


@looks("/desk/{cohort}/contacts")
def choose(at: AtDesk, office: TheOffice) -> Response:
    """Which file it is."""
    return _choose_page(office, office_desk.desk_alone(office, at))


@router.post("/desk/{cohort}/contacts")
def bring(at: AtDesk, sent: SentList, office: TheOffice) -> Response:
    """First how the list was read and what it would cause; with the button there, all of it at once."""
    found = office_desk.desk_alone(office, at)
    role, raw = _role(sent), _raw(sent)
    if role is None or raw is None:
        return _choose_page(office, found, STATUS_WRONG, NOT_CHOSEN)
    if len(raw) > LIST_MAX:
        return _choose_page(office, found, 413, TOO_LARGE)
    meanings, twice = _meanings(sent)
    brought = Brought(role, raw, meanings, _encoding(sent), word(sent, "last"))
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


def _raw(sent: FormData) -> bytes | None:
    """The list, chosen just now or carried along; None when there is none. One that is too large comes with a byte more."""
    file = sent.get("list")
    if isinstance(file, UploadFile):
        return file.file.read(LIST_MAX + 1) or None if file.filename else None
    return _unpacked(word(sent, "packed"))


def _unpacked(packed: str) -> bytes | None:
    """The list as it was uploaded; 400 when somebody changed it on the way."""
    if not packed:
        return None
    try:
        reader = zlib.decompressobj()
        raw = reader.decompress(base64.b64decode(packed, validate=True), LIST_MAX + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise HTTPException(400) from None
    if not raw or len(raw) > LIST_MAX or not reader.eof:
        raise HTTPException(400)
    return raw


def _encoding(sent: FormData) -> str:
    chosen = word(sent, "encoding")
    return chosen if chosen in ENCODINGS else ""


def _meanings(sent: FormData) -> tuple[Mapping[str, int] | None, str]:
    """What the columns mean as it was said; None where nobody said anything yet. And what is wrong with it."""
    if not word(sent, "_columns"):
        return None, ""
    said: dict[str, int] = {}
    for place in range(COLUMNS_MAX):
        meaning = word(sent, f"column.{place}")
        if meaning in said:
            return said, say("Two columns are taken for the same: {what}. Choose one of them.", what=MEANINGS[meaning])
        if meaning in MEANINGS:
            said[meaning] = place
    return said, ""


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
        "sheet": seen.sheet,
        "columns": _columns(seen.sheet, seen.meanings),
        "told": tell(office, seen.look) if seen.look else None,
        "mark": seen.look.caused.mark if seen.look else "",
        "packed": base64.b64encode(zlib.compress(brought.raw, 6)).decode(),
        "encodings": ENCODINGS,
        "meanings": MEANINGS,
        "roles": ROLES,
        "last": brought.last,
        "encoding": brought.encoding,
        "shown_max": SHOWN_MAX,
    }
    wrong = status if status != 200 else STATUS_WRONG if not read.fresh and read.refused else 200
    return desk_page(office, "desk_contacts", "people", found, wrong, complaint=complaint, **facts)


def _columns(sheet: Any, meanings: Mapping[str, int]) -> list[dict[str, Any]]:
    """The columns with what stands in them; one without heading and content is not worth a line."""
    if sheet is None:
        return []
    taken = {place: meaning for meaning, place in meanings.items()}
    columns = (
        {"place": n, "heading": heading, "examples": sheet.examples(n), "meaning": taken.get(n, "")}
        for n, heading in enumerate(sheet.headings[:COLUMNS_MAX])
    )
    return [column for column in columns if column["heading"] or column["examples"]]
