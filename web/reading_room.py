"""Reading room: the pages of one person and of one pair or group on the desk, with their whole story, and letters as they
looked. What may be read there is decided in office/reading_room.py and domain/story.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from domain.applications import Application
from domain.as_asked import as_asked
from domain.cohort import Cohort
from domain.forms.midterm_check import MidtermCheck
from domain.forms.note import Note
from domain.groups import Group
from domain.held import is_disputed
from domain.people import Role
from domain.states import LETTERS
from domain.story.onlookers import Onlooker
from office import reading_room as reading
from office.acts.doing import offers
from office.desk import Access, verdict_form
from office.intake import Mistakes
from office.office import Office
from web.doors import Sent, TheOffice
from web.fields import Field, fields_of, in_words, is_shown, steps_of
from web.files import as_download
from web.inbox import BADGES, LETTER, WITH_A_FRAME
from web.incoming import word
from web.look import page
from web.passages import answers_in_words, by_month
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk, LookingOn
from web.switch import switching

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
NOTE_MAX = 2000  # characters, as the form has it


@looks("/desk/{cohort}/people/{code}")
def person(at: LookingOn, code: str, office: TheOffice, before: int | None = None) -> Response:
    """One person: the application, their pairs, and everything that happened with them."""
    return _person(office, at, code, before)


def _person(office: Office, at: Access, code: str, before: int | None = None, typed: str | None = None) -> Response:
    cohort = office.store.load(at.cohort, focus={code})
    known = cohort.participants.get(code)
    if known is None:
        raise HTTPException(404)
    facts: dict[str, Any] = {
        "person": known,
        "application": cohort.applications.get(code),
        "parts": application_in_parts(office, cohort, code, reading.ONLOOKERS[at.role]),
        "verdict": verdict_form(office, cohort, code) if at.acts else None,
        "groups": cohort.groups_ever_of(code),
        "acts": offers(cohort, "person", code, office.clock.now()) if at.acts else [],
    }
    return _page(office, "desk_person", "people", at, cohort, code, before, typed, **facts)


@looks("/desk/{cohort}/pairs/{code}")
def group(at: LookingOn, code: str, office: TheOffice, before: int | None = None) -> Response:
    """One pair, circle or peer group: who they are, how it stands, and everything that happened."""
    return _group(office, at, code, before)


def _group(office: Office, at: Access, code: str, before: int | None = None, typed: str | None = None) -> Response:
    cohort = office.store.load(at.cohort, focus={code})
    known = cohort.groups.get(code)
    if known is None:
        raise HTTPException(404)
    facts: dict[str, Any] = {
        "group": known,
        "now": office.clock.now(),
        "sessions": cohort.sessions_of(code),
        "disputed": {one.id for one in cohort.sessions_of(code) if is_disputed(cohort, one)},
        "acts": offers(cohort, "group", code, office.clock.now()) if at.acts else [],
        "half_way": _half_way(cohort, known, reading.ONLOOKERS[at.role]),
    }
    return _page(office, "desk_group", "pairs", at, cohort, code, before, typed, **facts)


def _page(
    office: Office,
    template: str,
    tab: str,
    at: Access,
    cohort: Cohort,
    about: str,
    before: int | None,
    typed: str | None,
    **facts: Any,
) -> Response:
    """`typed`: a note that could not be kept."""
    onlooker = reading.ONLOOKERS[at.role]
    room = reading.room(office, cohort, about, onlooker, before)
    facts |= {
        **_around(office, at, cohort, tab),
        "about": about,
        "months": by_month(cohort, room.passages, onlooker.words),
        "earlier": room.earlier,
        "words": onlooker.words,
        "whose_note": Note.whose_it_is(cohort, about),
        "note_most": NOTE_MAX,
        "typed": typed,
        "documents": list(reading.documents_of(cohort, about)) if onlooker.words else [],
        "only_letters": before is not None,
    }
    return page(template, cohort.language_of(at.coordinator.code), 200 if typed is None else STATUS_WRONG, **facts)


def _around(office: Office, at: Access, cohort: Cohort, tab: str) -> dict[str, Any]:
    """What stands on all pages of the desk."""
    return switching(office, at.coordinator.code, tab) | {
        "desk": reading.surroundings(office, cohort, at),
        "cohort": cohort,
        "here": at.here,
        "tab": tab,
        "runs": office.settings.runs_address(cohort.code),
    }


Parts = list[dict[str, Any]]


def application_in_parts(office: Office, cohort: Cohort, code: str, onlooker: Onlooker) -> Parts:
    """The application as it stands, by the steps of its form."""
    application = cohort.applications.get(code)
    return in_parts(office, cohort, application.role, [application], onlooker)[code] if application else []


def in_parts(
    office: Office, cohort: Cohort, role: Role, applications: Iterable[Application], onlooker: Onlooker
) -> dict[str, Parts]:
    """Applications of one role as they stand, by code and by the steps of their form. What is asked is the same of all."""
    form = as_asked(f"{role.value}_application", cohort.policy)
    asked = [f for f in fields_of(form, {}, cohort.policy) if onlooker.may_read(form, f.name, cohort.policy)]
    told = {
        one.id: [replace(f, value=one.answers.get(f.name, f.value)) for f in asked if is_shown(form, f, one.answers)]
        for one in applications
    }
    names = office.store.files.names(
        str(f.value) for fields in told.values() for f in fields if f.widget == "upload" and f.value
    )
    return {code: _by_steps(steps_of(asked), fields, names) for code, fields in told.items()}


def _by_steps(steps: Iterable[str], fields: list[Field], names: Mapping[str, str]) -> Parts:
    named = [replace(f, file_name=names.get(str(f.value), "")) if f.widget == "upload" else f for f in fields]
    return [{"title": step, "fields": [(f, in_words(f)) for f in named if f.step == step]} for step in steps]


def _half_way(cohort: Cohort, group: Group, onlooker: Onlooker) -> list[tuple[str, list[list[str]]]] | None:
    """The answers of half-time side by side: each question with what every member said; None where nobody may look."""
    told = reading.half_way(cohort, group, onlooker)
    if told is None:
        return None
    half_way_form = as_asked(MidtermCheck.name, cohort.policy)
    columns = [dict(answers_in_words(cohort, half_way_form, told.get(code, {}))) for code in group.everybody]
    titles = dict.fromkeys(title for column in columns for title in column)
    return [(title, [column.get(title, []) for column in columns]) for title in titles]


@router.post("/desk/{cohort}/people/{code}/notes")
def note_about_a_person(at: AtDesk, code: str, sent: Sent, office: TheOffice) -> Response:
    """A coordinator's own note about somebody."""
    return _note(at, f"people/{code}", code, sent, office)


@router.post("/desk/{cohort}/pairs/{code}/notes")
def note_about_a_group(at: AtDesk, code: str, sent: Sent, office: TheOffice) -> Response:
    """A coordinator's own note about a pair or group."""
    return _note(at, f"pairs/{code}", code, sent, office)


def _note(at: Access, way: str, code: str, sent: FormData, office: Office) -> Response:
    cohort = office.store.load(at.cohort, focus={code})
    known = cohort.groups if way.startswith("pairs") else cohort.participants
    if code not in known:
        raise HTTPException(404)
    try:
        reading.write_note(office, cohort, code, at.coordinator.code, word(sent, "words"))
    except Mistakes:
        shown = _group if way.startswith("pairs") else _person
        return shown(office, at, code, typed=word(sent, "words"))
    return RedirectResponse(f"{at.here}/{way}#notes", 303)


# --- letters and documents --------------------------------------------------------------------------------------------


@looks("/desk/{cohort}/letters/{number:int}")
def letter(at: AtDesk, number: int, office: TheOffice) -> Response:
    """A letter as its reader saw it, and what became of it."""
    cohort = office.store.load(at.cohort, focus=set())
    post = reading.letter(office, at, number)
    if post is None:
        raise HTTPException(404)
    facts: dict[str, Any] = {
        **_around(office, at, cohort, "post"),
        "post": post,
        "state": LETTERS[post.state],
        "badge": BADGES.get(post.state.value, ""),
    }
    headers = {"content-security-policy": WITH_A_FRAME}
    return page("desk_letter", cohort.language_of(at.coordinator.code), headers=headers, **facts)


@looks("/desk/{cohort}/letters/{number:int}/letter")
def frame(at: AtDesk, number: int, office: TheOffice) -> Response:
    """The HTML of a letter, for the frame."""
    post = reading.letter(office, at, number)
    if post is None:
        raise HTTPException(404)
    html = post.rendered.html or "<p></p>"
    return HTMLResponse(html, headers={"content-security-policy": LETTER})


@looks("/desk/{cohort}/documents/{document}")
def document(at: AtDesk, document: str, office: TheOffice) -> Response:
    """A printed document, to save."""
    known = office.store.lookups.document(at.cohort, document) if reading.ONLOOKERS[at.role].words else None
    stored = office.store.files.get(known.file) if known and known.file else None
    if stored is None or stored.cohort != at.cohort:
        raise HTTPException(404)
    return as_download(stored.content, stored.name)
