"""Forms: the routes of `/f/{token}`. GET and HEAD change nothing, as mail scanners open links; POST does.

A short form is one page. A long one has a page per step, keeps a draft between them, and shows everything once more
before it is sent. What an answer means is left to domain/forms, whether it counts to office/intake.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from domain.forms.decide_escalation import DecideEscalation
from domain.people import Coordinator
from domain.saying import said_by, say
from office import intake
from office.cases import Ruling
from office.desk import Access, anytime_form
from office.errors import StaleDraft, Unavailable
from office.office import Office
from office.pages import FormLink, send_new_link
from office.uploads import BadFile, keep_file
from web.doors import AsAsked, Sent, TheOffice, way_home
from web.files import file_names
from web.incoming import content_of, files_of, number, word
from web.look import page
from web.pace import Patient
from web.sheet import BUSY, STALE, STATUS_BUSY, STATUS_STALE, STATUS_WRONG, Sheet
from web.signed_in import Answering
from web.today import ruled

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/f/{token}")
def show(request: Request, token: str, by: Answering, office: TheOffice) -> Response:
    """The form, or its first page. What stands in the query fills in the fields of that name: one-click answers."""
    return show_page(request, token, 1, by, office)


@looks("/f/{token}/check")
def check(token: str, by: Answering, office: TheOffice) -> Response:
    """Everything once more, before it is sent."""
    sheet = _sheet(office, token, by)
    if sheet.opened.status == "closed":
        return closed(sheet)
    if not sheet.has_steps:
        return RedirectResponse(sheet.here, 303)
    return sheet.check_page(sheet.missing(office.clock.now()))


@looks("/f/{token}/thanks")
def thanks(token: str, by: Answering, office: TheOffice) -> Response:
    """What happens now. Shown after the POST, so that reloading sends nothing again."""
    sheet = _sheet(office, token, by)
    if sheet.opened.status == "open":
        return RedirectResponse(sheet.here, 303)
    form, cohort = sheet.opened.form, sheet.opened.cohort
    return page(
        "thanks",
        sheet.language,
        form=form,
        cohort=cohort,
        here=sheet.here,
        desk=sheet.desk,
        words=form.thanks,
        warnings=sheet.warnings(office.clock.now()),
        may_change=_may_change(sheet) and not form.anytime,
        **way_home(office, cohort, sheet.opened.invitation.to),
    )


@looks("/f/{token}/{page_number:int}")
def show_page(request: Request, token: str, page_number: int, by: Answering, office: TheOffice) -> Response:
    """One page of a long form."""
    sheet = _sheet(office, token, by)
    if by and sheet.opened.form.desk_page:
        return RedirectResponse(f"{by.here}{sheet.opened.form.desk_page}", 303)
    if sheet.opened.status == "closed":
        return closed(sheet)
    if sheet.opened.status == "answered" and not _may_change(sheet):
        return RedirectResponse(f"{sheet.here}/thanks", 303)
    _must_exist(sheet, page_number)
    chosen = content_of(request.query_params, sheet.on_page(page_number), whole=False)
    sheet = _with(sheet, chosen)
    return sheet.form_page(
        page_number,
        chosen=bool(chosen),
        kept="kept" in request.query_params,
        back_to_check=request.query_params.get("return") == "check",
    )


@router.post("/f/{token}")
def answer(token: str, by: Answering, sent: Sent, office: TheOffice) -> Response:
    """A short form is sent, or kept for later; of a long one the first page is kept."""
    return answer_page(token, 1, by, sent, office)


@router.post("/f/{token}/check")
def send(token: str, by: Answering, sent: Sent, office: TheOffice) -> Response:
    """A long form is sent: the draft becomes the answer, if it is still the one that was looked over."""
    sheet = _sheet(office, token, by)
    if sheet.opened.status == "closed":
        return closed(sheet)
    seen = number(sent, "_version") if "_version" in sent else sheet.version
    if seen != sheet.version:
        if sheet.opened.status == "answered" and not sheet.version:  # a second click: it is sent already
            return RedirectResponse(f"{sheet.here}/thanks", 303)
        return sheet.check_page(sheet.missing(office.clock.now()), STALE, STATUS_STALE)
    return _take(office, sheet, lambda errors, complaint, status: sheet.check_page(errors, complaint, status))


@router.post("/f/{token}/draft")
def autosave(token: str, by: Answering, sent: Sent, office: TheOffice) -> Response:
    """What was typed so far, from our script. 409 when somebody was faster: the page then asks the person."""
    sheet = _sheet(office, token, by)
    if sheet.opened.status == "closed":
        return JSONResponse({}, 410)
    page_number = max(1, number(sent, "_page"))
    _must_exist(sheet, page_number)
    typed = _typed(sheet, page_number, sent)
    try:
        version = intake.save_draft(office, token, _known(_with(sheet, typed)), number(sent, "_version"))
    except StaleDraft:
        return JSONResponse({}, STATUS_STALE)
    except Unavailable:
        return JSONResponse({}, STATUS_BUSY, {"Retry-After": "5"})
    return JSONResponse({"version": version})


@router.post("/f/{token}/link")
def new_link(token: str, office: TheOffice, patient: Patient, language: AsAsked) -> Response:
    """Somebody holds an old link: the way to their page goes to the address on file. The page never says whether."""
    send_new_link(office, token)
    words = [say("If we know this link, a letter with a new one is on its way to the address we have on file.")]
    return page("notice", language, title=say("Look at your mail"), words=words, new_link="", link="", link_words="")


@router.post("/f/{token}/{page_number:int}")
def answer_page(token: str, page_number: int, by: Answering, sent: Sent, office: TheOffice) -> Response:
    """One page was filled in: keep it, then go where the button leads, unless something is missing here."""
    sheet = _sheet(office, token, by)
    if sheet.opened.status == "closed":
        return closed(sheet)
    _must_exist(sheet, page_number)
    goes = word(sent, "_go") or ("next" if sheet.has_steps else "send")
    returns = word(sent, "_return") == "check"
    seen = number(sent, "_version") if "_version" in sent else sheet.version
    typed, bad_files = _with_files(office, token, sheet, page_number, sent)
    filled = replace(_with(sheet, typed), file_names=file_names(office, sheet.opened.form, {**sheet.content, **typed}))
    again = partial(filled.form_page, page_number, back_to_check=returns)
    if sheet.has_steps or goes == "later" or files_of(sent, sheet.fields):
        try:
            filled = replace(filled, version=intake.save_draft(office, token, _known(filled), seen))
        except StaleDraft:
            return again(bad_files, STALE, STATUS_STALE)
        except Unavailable:
            return again(bad_files, BUSY, STATUS_BUSY, headers={"Retry-After": "5"})
        again = partial(filled.form_page, page_number, back_to_check=returns)
    if bad_files:
        return again(filled.missing_on(page_number, office.clock.now()) | bad_files, status=STATUS_WRONG)
    if goes == "later":
        return RedirectResponse(f"{filled.here}/{page_number}?kept" if filled.has_steps else f"{filled.here}?kept", 303)
    if not filled.has_steps:
        return _take(office, filled, again)
    if goes == "back":
        return RedirectResponse(f"{filled.here}/{max(1, page_number - 1)}", 303)
    if errors := filled.missing_on(page_number, office.clock.now()):
        return again(errors, status=STATUS_WRONG)
    last = page_number == len(filled.steps)
    return RedirectResponse(f"{filled.here}/check" if last or returns else f"{filled.here}/{page_number + 1}", 303)


def _may_change(sheet: Sheet) -> bool:
    """Whether there is an answer that another one could replace and still count."""
    opened = sheet.opened
    return opened.status == "answered" and opened.form.may_change(opened.cohort, opened.invitation)


def closed(sheet: Sheet) -> Response:
    """A form that takes no answers any more."""
    words = [say("It takes no answers any more. If you still want to tell us something, write to the coordinator.")]
    if sheet.opened.invitation.answers:
        words.insert(0, say("We have your earlier answer."))
    title = say("This form is closed")
    return page("notice", sheet.language, 410, title=title, words=words, new_link="", link="", link_words="")


def _sheet(office: Office, token: str, by: Access | None) -> Sheet:
    opened = intake.open_form(office, token)
    opened = replace(opened, person=by.coordinator) if by else opened
    names = file_names(office, opened.form, opened.content)
    return Sheet(opened, opened.content, opened.draft_version, names, _mended_in(office, opened), by)


def _mended_in(office: Office, opened: intake.OpenForm) -> FormLink | None:
    form = opened.form.mended_in(opened.cohort, opened.invitation)
    if not form or not isinstance(opened.person, Coordinator):
        return None
    return anytime_form(office, opened.cohort, opened.person, form, office.clock.now())


def _with(sheet: Sheet, typed: dict[str, Any]) -> Sheet:
    return replace(sheet, content={**sheet.content, **typed})


def _known(sheet: Sheet) -> dict[str, Any]:
    """The content without names that no question has: those are refused, not kept."""
    return {name: value for name, value in sheet.content.items() if name in sheet.opened.form.model_fields}


def _must_exist(sheet: Sheet, page_number: int) -> None:
    if not 1 <= page_number <= len(sheet.steps):
        raise HTTPException(404)


def _typed(sheet: Sheet, page_number: int, sent: FormData) -> dict[str, Any]:
    here = {field.name for field in sheet.on_page(page_number)}
    elsewhere = set(sheet.opened.form.model_fields) - here  # questions of other pages are answered there, not here
    typed = {
        name: value for name, value in content_of(sent, sheet.on_page(page_number)).items() if name not in elsewhere
    }
    for name in sent.getlist("_remove"):
        if any(field.name == name and field.widget == "upload" for field in sheet.on_page(page_number)):
            typed[str(name)] = ""
    return typed


def _with_files(
    office: Office, token: str, sheet: Sheet, page_number: int, sent: FormData
) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed, with the ids of the files that came along, and a sentence for each file we cannot take."""
    typed, bad = _typed(sheet, page_number, sent), {}
    for name, file in files_of(sent, sheet.on_page(page_number)).items():
        try:
            typed[name] = keep_file(office, token, name, file.filename or "", file.file)
        except BadFile as refused:
            bad[name] = said_by(refused)
    return typed, bad


def _take(office: Office, sheet: Sheet, again: Callable[..., Response]) -> Response:
    if sheet.by and sheet.opened.form is DecideEscalation:
        return _ruled(office, sheet, sheet.by, again)
    try:
        by = sheet.by.coordinator.code if sheet.by else ""
        receipt = intake.take_answer(office, sheet.opened.link, dict(sheet.content), by)
    except intake.Mistakes as found:
        return again(found.fields, "", STATUS_WRONG)
    except intake.Closed:
        return closed(sheet)
    except Unavailable:
        return again({}, BUSY, STATUS_BUSY)
    return RedirectResponse(f"{sheet.here.replace(sheet.opened.link, receipt.link)}/thanks", 303)


def _ruled(office: Office, sheet: Sheet, at: Access, again: Callable[..., Response]) -> Response:
    """A decision about a case is looked at first, as on the desk, and can be taken back."""
    ruling = Ruling((sheet.opened.invitation.about,), at.coordinator.code, dict(sheet.content))

    def asked_again(mistakes: Mapping[str, Mapping[str, str]], complaint: str, status: int) -> Response:
        return again(next(iter(mistakes.values()), {}), complaint, status)

    return ruled(office, at, ruling, "", at.cohort, asked_again)
