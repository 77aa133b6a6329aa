"""Pages: the personal page of a participant, what this house is, and a sign of life. Answers are given in forms."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from domain.as_asked import as_asked
from domain.belonging import Reader
from domain.dates import day_of
from domain.lifecycles import PairState
from domain.policy import Policy
from domain.reading import may_read, told_to
from office.kept import Told, what_we_keep
from office.office import Office
from office.pages import PairView, PersonalPage, personal_page, read_document, take_optional_letters
from web.doors import AsAsked, TheOffice
from web.fields import fields_of, in_words, is_shown
from web.files import as_download, file_names
from web.look import page
from web.nearby import may_read_letters

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/")
def home(request: Request, language: AsAsked) -> Response:
    """What this is. Nothing private: whoever takes part has a link of their own."""
    return page("home", language, shows_inbox=may_read_letters(request))


@looks("/healthz")
def healthz(office: TheOffice) -> Response:
    """For whoever watches the process: 200 when the database answers, 503 when it does not."""
    office.store.cohorts()
    return PlainTextResponse("ok\n")


@looks("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


@looks("/p/{token}")
def show(token: str, office: TheOffice) -> Response:
    """What waits for this person, and everything they may want at any time."""
    found = personal_page(office, token)
    partners = {view.pair.id: _of_the_partner(found, view) for view in found.pairs}
    today = day_of(office.clock.now(), found.cohort.zone)
    return page("person", found.person.language, page=found, partners=partners, today=today)


@looks("/p/{token}/kept")
def kept(token: str, office: TheOffice) -> Response:
    """Everything this person told us, for them alone; also after they have left."""
    found = what_we_keep(office, token)
    answers = [(told, _in_words(office, found.page.cohort.policy, told)) for told in found.told]
    person = found.page.person
    return page("kept", person.language, cohort=found.page.cohort, person=person, home=f"/p/{token}", answers=answers)


def _in_words(office: Office, policy: Policy, told: Told) -> list[tuple[str, list[str]]]:
    fields = fields_of(told.form, told.content, policy, file_names=file_names(office, told.form, told.content))
    words = [(f.title, in_words(f)) for f in fields if is_shown(told.form, f, told.content)]
    return [(title, lines) for title, lines in words if lines]


@looks("/p/{token}/partners/{pair}/cv.pdf")
def partners_cv(token: str, pair: str, office: TheOffice) -> Response:
    """The CV of a partner, for as long as the two are a pair."""
    found = personal_page(office, token)
    view = next((view for view in found.pairs if view.pair.id == pair), None)
    key = _cv_of(found, view) if view else ""
    stored = office.store.files.get(key) if key else None
    if stored is None or stored.cohort != found.cohort.code:
        raise HTTPException(404)
    return as_download(stored.content, stored.name)


@looks("/p/{token}/documents/{document}")
def document(token: str, document: str, office: TheOffice) -> Response:
    """One of the documents on the page, to save."""
    name, content = read_document(office, token, document)
    return as_download(content, name)


@looks("/p/{token}/unsubscribe")
def ask_to_unsubscribe(token: str, office: TheOffice) -> Response:
    """Asks; the button acts, because mail scanners open links. Whoever gets fewer finds the way back here."""
    return _optional_letters(personal_page(office, token), done=False)


@router.post("/p/{token}/unsubscribe")
def take_off_the_list(token: str, office: TheOffice) -> Response:
    """From the button, or from a mail program (RFC 8058, one click)."""
    take_optional_letters(office, token, wanted=False)
    return _optional_letters(personal_page(office, token), done=True)


@router.post("/p/{token}/subscribe")
def put_on_the_list(token: str, office: TheOffice) -> Response:
    """From the button alone: no mail program asks for more letters."""
    take_optional_letters(office, token, wanted=True)
    return _optional_letters(personal_page(office, token), done=True)


def _optional_letters(found: PersonalPage, done: bool) -> Response:
    """What comes now, and the button to change it."""
    person = found.person
    facts: dict[str, Any] = {"cohort": found.cohort, "person": person, "page": found, "done": done}
    return page("unsubscribe", person.language, fewer=person.opted_out_at is not None, **facts)


def _cv_of(found: PersonalPage, view: PairView) -> str:
    application = found.cohort.applications.get(view.partner.id)
    active = view.pair.state is PairState.ACTIVE
    return str(application.answers.get("cv", "")) if application and active else ""


def _of_the_partner(found: PersonalPage, view: PairView) -> dict[str, Any]:
    """What the partner wrote for the other one to read, in words, and whether there is a CV."""
    application = found.cohort.applications.get(view.partner.id)
    if application is None or view.pair.state is not PairState.ACTIVE:
        return {"cv": False, "words": []}
    policy = found.cohort.policy
    form = as_asked(f"{application.role.value}_application", policy)
    fields = fields_of(form, told_to(Reader.PARTNER, form, application.answers, policy), policy)
    shown = [f for f in fields if may_read(form, f.name, Reader.PARTNER, policy) and f.name != "full_name"]
    words = [(f.title, in_words(f)) for f in shown if f.widget != "upload" and is_shown(form, f, application.answers)]
    return {"cv": bool(_cv_of(found, view)), "words": [(title, lines) for title, lines in words if lines]}
