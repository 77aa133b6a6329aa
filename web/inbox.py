"""Inbox: every letter of the office on a page, where no mail server is set up. Shows letters; sends and changes nothing.

For whoever sits at this machine: the letters' links open the desk and people's CVs (nearby.py). A letter's HTML is shown
in a frame of its own whose policy lets nothing run and nothing be loaded from outside.
"""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from domain.lifecycles import MessageState
from domain.saying import say
from domain.states import LETTERS
from office.office import Office
from web.doors import AsAsked, TheOffice
from web.files import as_download
from web.headers import POLICY
from web.look import page
from web.nearby import may_read_letters

LETTERS_PER_PAGE = 50
WITH_A_FRAME = f"{POLICY}; frame-src 'self'"
LETTER = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
STATES = {state.value: words for state, words in LETTERS.items()}
BADGES = {"sent": "good", "failed": "bad", "bounced": "bad", "unknown": "care", "retry": "care", "draft": "care"}


def only_nearby(request: Request) -> None:
    """With a mail server letters are nobody's business but their readers', and never that of somebody far away."""
    if not may_read_letters(request):
        raise HTTPException(404)


router = APIRouter(default_response_class=Response, dependencies=[Depends(only_nearby)])
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/inbox")
def show(
    office: TheOffice, language: AsAsked, cohort: str = "", to: str = "", state: str = "", before: str = ""
) -> Response:
    """The letters, newest first, a page at a time."""
    codes = office.store.cohorts()
    cohort = cohort if cohort in codes else ""
    state = state if state in STATES else ""
    chosen = cohort or (codes[0] if len(codes) == 1 else "")
    people = _people(office, chosen) if chosen else {}
    to = to if to in people else ""
    found = office.store.letters.posts(
        chosen or None,
        to or None,
        (MessageState(state),) if state else (),
        limit=LETTERS_PER_PAGE + 1,
        before=_number(before),
        whole=True,
    )
    letters = found[:LETTERS_PER_PAGE]
    asked = {name: value for name, value in (("cohort", cohort), ("to", to), ("state", state)) if value}
    older = urlencode({**asked, "before": letters[-1].id}) if len(found) > LETTERS_PER_PAGE else ""
    return page(
        "inbox",
        language,
        letters=letters,
        zones=_zones(office, {post.cohort for post in letters}),
        codes=codes,
        people=people,
        states=STATES,
        badges=BADGES,
        chosen={"cohort": cohort, "to": to, "state": state},
        older=older,
        first="" if not _number(before) else urlencode(asked),
        is_first=not _number(before),
    )


@looks("/inbox/{number}")
def letter(number: str, office: TheOffice, language: AsAsked) -> Response:
    """One letter, as its reader sees it, with what came along."""
    post = _post(office, number)
    cohort = office.store.load(post.cohort, focus=set())
    return page(
        "letter",
        language,
        headers={"content-security-policy": WITH_A_FRAME},
        post=post,
        cohort=cohort,
        state=STATES[post.state.value],
        badge=BADGES.get(post.state.value, ""),
        attachments=list(enumerate(post.rendered.attachments)),
    )


@looks("/inbox/{number}/letter")
def frame(number: str, office: TheOffice) -> Response:
    """The HTML of a letter, for the frame: its links lead out of it, nothing else does anything."""
    post = _post(office, number)
    html = post.rendered.html or "<p></p>"
    return HTMLResponse(f'<base target="_top">{html}', headers={"content-security-policy": LETTER})


@looks("/inbox/{number}/invite.ics")
def calendar(number: str, office: TheOffice) -> Response:
    """The calendar entry that goes with a letter."""
    post = _post(office, number)
    if not post.rendered.calendar:
        raise HTTPException(404)
    return as_download(post.rendered.calendar.encode(), "invite.ics", "text/calendar")


@looks("/inbox/{number}/attachments/{place}")
def attachment(number: str, place: str, office: TheOffice) -> Response:
    """A document that goes with a letter."""
    post, nth = _post(office, number), _number(place)
    ids = post.rendered.attachments
    document = office.store.load(post.cohort).documents.get(ids[nth]) if nth is not None and nth < len(ids) else None
    stored = office.store.files.get(document.file) if document and document.file else None
    if stored is None:
        raise HTTPException(404)
    return as_download(stored.content, stored.name, stored.kind)


def _post(office: Office, number: str) -> Any:
    key = _number(number)
    post = office.store.letters.as_it_left(key) if key else None
    if post is None:
        raise HTTPException(404)
    return post


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _people(office: Office, code: str) -> dict[str, str]:
    """Everybody who may have got a letter, by name."""
    cohort = office.store.load(code, focus={""})
    people = {person.id: person.name or person.id for person in cohort.participants.values()}
    people |= {one.code: say("{name} (coordinator)", name=one.name) for one in cohort.coordinators}
    return dict(sorted(people.items(), key=lambda item: item[1].casefold()))


def _zones(office: Office, codes: set[str]) -> dict[str, str]:
    return {code: office.store.load(code, focus=set()).zone for code in codes}
