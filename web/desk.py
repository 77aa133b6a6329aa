"""Desk: the coordinator's pages of one cohort. Shows what waits and takes the few decisions that are not forms. One person
or one pair has a page in reading_room.py.

That somebody is signed in and runs the cohort, web/signed_in.py sees to. What somebody decides about a case, an
application or a proposal is a form (web/forms).
"""

import base64
import binascii
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from domain.escalations import MATTERS
from domain.forms import FORMS
from domain.forms.form import meta
from domain.lifecycles import PairState, SessionState
from domain.people import Role
from domain.saying import say, sayings, together
from domain.today.item import WHY_THIS_RANK
from office import desk as office_desk
from office import today as office_today
from office.contacts import ContactList, ContactsRefused, import_contacts, read_contacts
from office.office import Office
from web.doors import TheOffice
from web.files import as_download
from web.incoming import parts_of, word
from web.look import page
from web.sheet import STATUS_WRONG
from web.signed_in import LARGE_FIELD, AtDesk
from web.switch import switching

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])

LIST_MAX = 4 * 1024 * 1024  # bytes of a contact list
SHOWN_MAX = 50  # rows of a preview, lines of mistakes
PAIRS_PER_PAGE = 100
WATCHED_MAX = 10
OUTCOMES = sayings(
    {
        "resumed": "closed",
        "excused": "the session was excused",
        "rematched": "another partner is looked for",
        "ended": "the pair ended",
        "open_anyway": "recruitment opened",
        "start": "mentoring starts",
        "extend": "the date was moved",
        "call_off": "called off",
        "answered": "answered",
        "new_address": "the address was corrected",
        "write": "you wrote",
        "snooze": "put off",
        "settled by itself": "settled by itself",
    },
    context="outcome",
)


async def posted_list(request: Request) -> AsyncIterator[FormData]:
    """The body of a contact list: one field of it carries the whole list from preview to confirmation."""
    async for form in parts_of(request, field_max=LARGE_FIELD):
        yield form


SentList = Annotated[FormData, Depends(posted_list)]


@looks("/desk/{cohort}")
def show(at: AtDesk, office: TheOffice, decided: str = "") -> Response:
    """What waits for a decision, where the cohort stands, what the post does."""
    return first_page(office, at, decided=bool(decided))


@looks("/desk/{cohort}/pairs")
def pairs(at: AtDesk, office: TheOffice, start: int = 0) -> Response:
    """Every pair with its sessions."""
    found = office_desk.desk(office, at)
    rows = sorted(found.pairs, key=lambda row: (-row.open_cases, row.pair.state is not PairState.ACTIVE, row.pair.id))
    start = min(max(start, 0), max(0, len(rows) - 1))
    return desk_page(
        office,
        "desk_pairs",
        "pairs",
        found,
        rows=rows[start : start + PAIRS_PER_PAGE],
        total=len(rows),
        start=start,
        older=start + PAIRS_PER_PAGE if start + PAIRS_PER_PAGE < len(rows) else 0,
        newer=max(0, start - PAIRS_PER_PAGE) if start else None,
    )


@looks("/desk/{cohort}/people")
def people(at: AtDesk, office: TheOffice) -> Response:
    """Who applied and who was invited, and the ways to invite more."""
    found = office_desk.desk(office, at)
    return desk_page(office, "desk_people", "people", found, **_contacts_form())


@looks("/desk/{cohort}/people/{code}/{field}.pdf")
def file(at: AtDesk, code: str, field: str, office: TheOffice) -> Response:
    """A file that came with an application."""
    cohort = office.store.load(at.cohort, focus={code})
    application = cohort.applications.get(code)
    form = FORMS.get(f"{application.role.value}_application") if application else None
    declared = form.model_fields.get(field) if form else None
    key = application.answers.get(field) if application and declared and meta(declared)["widget"] == "upload" else ""
    stored = office.store.files.get(str(key)) if key else None
    if stored is None or stored.cohort != cohort.code:
        raise HTTPException(404)
    return as_download(stored.content, stored.name)


def first_page(
    office: Office,
    at: office_desk.Access,
    status: int = 200,
    complaint: str = "",
    typed: Mapping[str, str] | None = None,
    *,
    decided: bool = False,
) -> Response:
    """What waits, over all cohorts of the coordinator, and where this one stands.

    `typed`: letters that were not taken; `decided`: something was decided just now.
    """
    found = office_desk.desk(office, at)
    watched = [(row, why) for row in found.pairs if (why := _why_watch(row, office.clock.now()))]
    day = office_today.day(office, found.coordinator.code, found.cohort)
    desks = {code: replace(at, cohort=code).here for code in day.cohorts}
    forms = {
        (item.cohort, item.about): office_desk.form_link(office, day.cohorts[item.cohort], item.form, item.about)
        for item in day.items
        if item.form and not item.page
    }
    resting = {
        (theirs.code, case.id): office_desk.form_link(office, theirs, "decide_escalation", case.id)
        for theirs, case in day.asleep
    }
    facts: dict[str, Any] = {"asleep_forms": resting, "day": day, "desks": desks, "forms": forms, "typed": typed or {}}
    facts |= {"attention": watched[:WATCHED_MAX], "complaint": complaint, "why_this_rank": WHY_THIS_RANK}
    facts |= {"matters": MATTERS, "outcomes": OUTCOMES, "decided": decided}
    return desk_page(office, "desk", "overview", found, status, **facts)


def _why_watch(row: office_desk.PairRow, now: datetime) -> str:
    """What is unusual about an active pair, in a few words; nothing when all is well."""
    if row.pair.state is not PairState.ACTIVE:
        return ""
    missed = [s.number for s in row.sessions if s.state is SessionState.MISSED]
    late = [s.number for s in row.sessions if s.state is SessionState.PLANNED and s.closes < now]
    told = [
        say("{n} open case", "{n} open cases", n=row.open_cases) if row.open_cases else "",
        say("session {numbers} missed", "sessions {numbers} missed", n=len(missed), numbers=missed) if missed else "",
        say(
            "no date for session {numbers}, and its window is over",
            "no date for sessions {numbers}, and their windows are over",
            n=len(late),
            numbers=late,
        )
        if late
        else "",
    ]
    return together((words for words in told if words), "; ")


# --- contacts ------------------------------------------------------------------------------------------------------


@router.post("/desk/{cohort}/contacts")
def preview_contacts(at: AtDesk, sent: SentList, office: TheOffice) -> Response:
    """Read a list and show what would happen; nothing is taken yet."""
    found = office_desk.desk(office, at)
    file, role = sent.get("list"), _role(sent)
    if not isinstance(file, UploadFile) or not file.filename or role is None:
        complaint = say("Choose a CSV file, and say whether these are mentors or mentees.")
        return desk_page(office, "desk_people", "people", found, STATUS_WRONG, **_contacts_form(complaint))
    raw = file.file.read(LIST_MAX + 1)
    if len(raw) > LIST_MAX:
        complaint = say("This list is larger than 4 MB. Split it, and choose one part after the other.")
        return desk_page(office, "desk_people", "people", found, 413, **_contacts_form(complaint))
    read = read_contacts(office, found.cohort.code, role, raw)
    return _preview(office, found, read, raw, STATUS_WRONG if read.mistakes else 200)


@router.post("/desk/{cohort}/contacts/confirm")
def take_contacts(at: AtDesk, sent: SentList, office: TheOffice) -> Response:
    """Take the list in that was previewed, whole or not at all."""
    found = office_desk.desk(office, at)
    role, raw = _role(sent), _unpacked(word(sent, "list"))
    if role is None or raw is None:
        raise HTTPException(400)
    try:
        taken = import_contacts(office, found.cohort.code, role, raw, found.coordinator.code)
    except ContactsRefused:
        read = read_contacts(office, found.cohort.code, role, raw)
        return _preview(office, found, read, raw, STATUS_WRONG)
    return RedirectResponse(f"{at.here}/people?taken={len(taken.fresh)}", 303)


def _preview(office: Office, found: office_desk.Desk, read: ContactList, raw: bytes, status: int) -> Response:
    return desk_page(
        office,
        "desk_contacts",
        "people",
        found,
        status,
        read=read,
        packed=base64.b64encode(zlib.compress(raw, 6)).decode(),
        shown_max=SHOWN_MAX,
    )


def _contacts_form(complaint: str = "") -> dict[str, Any]:
    return {"complaint": complaint, "errors": []}


def _role(sent: FormData) -> Role | None:
    chosen = word(sent, "role")
    return Role(chosen) if chosen in [role.value for role in Role] else None


def _unpacked(packed: str) -> bytes | None:
    """The list as it was uploaded; None when somebody changed it on the way."""
    try:
        reader = zlib.decompressobj()
        raw = reader.decompress(base64.b64decode(packed, validate=True), LIST_MAX + 1)
    except (ValueError, binascii.Error, zlib.error):
        return None
    return raw if raw and len(raw) <= LIST_MAX and reader.eof else None


@router.post("/desk/{cohort}/go-on")
def go_on(at: AtDesk, office: TheOffice) -> Response:
    """The clock of the machine is right: the office goes on."""
    office_desk.go_on(office, at)
    return RedirectResponse(at.here, 303)


# --- every page ----------------------------------------------------------------------------------------------------


def desk_page(
    office: Office, template: str, tab: str, found: office_desk.Desk, status: int = 200, **facts: Any
) -> Response:
    """A page of the desk, with what stands on all of them."""
    facts.setdefault("complaint", "")
    facts.setdefault("errors", [])
    facts |= switching(office, found.coordinator.code, tab) | {
        "desk": found,
        "cohort": found.cohort,
        "here": found.here,
        "tab": tab,
        "now": office.clock.now(),
        "runs": office.settings.runs_address(found.cohort.code),
    }
    return page(template, found.cohort.language_of(found.coordinator.code), status, **facts)
