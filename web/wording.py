"""Wording: the pages on which a coordinator changes the words of a letter, for the cohort or for drafts that wait.

Words are kept only as they were last shown: what was changed since is shown again.
"""

from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from domain.writing import BODY_MAX, SUBJECT_MAX, digest
from office import desk as office_desk
from office import wording as own
from office.errors import StorageError
from office.office import Office
from web.desk import desk_page
from web.doors import Sent, TheOffice
from web.incoming import word
from web.sheet import STATUS_WRONG
from web.signed_in import AtDesk

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])
ALL = "all"


@looks("/desk/{cohort}/wordings")
def letters(at: AtDesk, office: TheOffice) -> Response:
    """The letters whose words may be changed, and which of them were."""
    found = office_desk.desk_alone(office, at)
    by_reader: dict[str, list[str]] = {}
    for letter in own.to_be_worded():
        by_reader.setdefault(letter.partition("/")[0], []).append(letter)
    return desk_page(office, "desk_wordings", "post", found, letters=by_reader)


@looks("/desk/{cohort}/wordings/{letter:path}")
def sheet(at: AtDesk, letter: str, office: TheOffice, draft: str = "") -> Response:
    """One letter with its words, to be changed."""
    drafts = _drafts(office, at, letter, draft)
    cohort = office_desk.desk_alone(office, at).cohort
    subject, body = own.words_now(cohort, letter, drafts[0] if drafts and draft != ALL else None)
    return _page(office, at, letter, draft, subject, body)


@router.post("/desk/{cohort}/wordings/{letter:path}")
def change(at: AtDesk, letter: str, sent: Sent, office: TheOffice) -> Response:
    """Try words out, keep those that were shown, or go back to the letter's own."""
    draft, going = word(sent, "draft"), word(sent, "_go")
    drafts = _drafts(office, at, letter, draft)
    back = f"{at.here}/drafts/{letter}" if draft else f"{at.here}/wordings"
    if going == "back":
        _keep(office, at, letter, None, draft, drafts)
        return RedirectResponse(back, 303)
    wording = own.a_wording(word(sent, "subject"), word(sent, "body"), at.coordinator.code)
    tried = own.try_out(office, at, letter, wording, drafts)
    if tried.mistakes:
        return _page(office, at, letter, draft, wording.subject, wording.body, tried, STATUS_WRONG)
    if going == "keep" and word(sent, "shown") == digest(wording):
        try:
            _keep(office, at, letter, wording, draft, drafts)
        except StorageError as error:
            return _page(office, at, letter, draft, wording.subject, wording.body, tried, 409, error.args[0])
        return RedirectResponse(back, 303)
    return _page(office, at, letter, draft, wording.subject, wording.body, tried)


def _keep(office: Office, at: office_desk.Access, letter: str, wording: Any, draft: str, drafts: list[Any]) -> None:
    if draft:
        own.keep_for_drafts(office, at, letter, wording, drafts)
    else:
        own.keep_for_cohort(office, at, letter, wording)


def _drafts(office: Office, at: office_desk.Access, letter: str, draft: str) -> list[Any]:
    """The drafts that are meant: one by its number, all, or none when it is about the cohort's words. 404 for no letter."""
    if not own.may_be_worded(letter):
        raise HTTPException(404)
    if not draft:
        return []
    number = int(draft) if draft.isascii() and draft.isdigit() and len(draft) < 16 else None
    found = own.drafts_of(office, at, letter, number)
    if not found or (number is None and draft != ALL):
        raise HTTPException(404)
    return found


def _page(
    office: Office,
    at: office_desk.Access,
    letter: str,
    draft: str,
    subject: str,
    body: str,
    tried: own.Tried | None = None,
    status: int = 200,
    complaint: str = "",
) -> Response:
    found = office_desk.desk_alone(office, at)
    known = own.standard(found.cohort, letter)
    facts: dict[str, Any] = {
        "letter": letter,
        "draft": draft,
        "subject": subject,
        "body": body,
        "plain": known,
        "is_changed": (subject, body) != (known.subject, known.body),
        "tried": tried,
        "complaint": complaint,
        "shown": digest(own.a_wording(subject, body, "")),
        "subject_max": SUBJECT_MAX,
        "body_max": BODY_MAX,
        "errors": [{"words": words, "link": "", "title": ""} for words in (tried.mistakes if tried else ())],
    }
    return desk_page(office, "desk_wording", "post", found, status, **facts)
