"""Calls: the page behind an open link, where anybody may ask for an application form. Never says who is known already."""

from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from domain.effort import effort
from domain.saying import say
from office.calls import OpenCall, begin_application, open_call
from office.errors import Unavailable
from office.intake import Mistakes
from web.doors import Sent, TheOffice
from web.incoming import word
from web.look import page
from web.pace import Patient
from web.sheet import BUSY, STATUS_BUSY, STATUS_WRONG

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/apply/{token}")
def show(token: str, office: TheOffice) -> Response:
    """What the programme asks for, and two fields: name and address."""
    return _call(token, open_call(office, token))


@router.post("/apply/{token}")
def begin(token: str, sent: Sent, office: TheOffice, patient: Patient) -> Response:
    """The personal link goes to this address."""
    call, typed = open_call(office, token), {"name": word(sent, "name"), "email": word(sent, "email")}
    if not call.is_open:
        return _call(token, call)
    try:
        begin_application(office, token, typed["name"], typed["email"])
    except Mistakes as found:
        return _call(token, call, typed, found.fields, status=STATUS_WRONG)
    except Unavailable:
        return _call(token, call, typed, complaint=BUSY, status=STATUS_BUSY)
    return RedirectResponse(f"/apply/{token}/sent", 303)


@looks("/apply/{token}/sent")
def sent_page(token: str, office: TheOffice) -> Response:
    """The same for everybody, known or not."""
    words = [
        say("If everything is right with your address, a letter with your own link to the application is on its way."),
        say("We write once a day at most: if you have asked before today, it is the letter that you have already."),
        say("It may take a few minutes. Have a look into the folder for junk mail too."),
    ]
    language = open_call(office, token).cohort.language
    return page("notice", language, title=say("Look at your mail"), words=words, new_link="", link="", link_words="")


def _call(
    token: str,
    call: OpenCall,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    complaint: str = "",
    status: int = 200,
) -> Response:
    titles = {"name": say("Your name"), "email": say("Your email address")}
    listed = [
        {"link": f"#f-{name}", "title": titles.get(name, ""), "words": words} for name, words in (errors or {}).items()
    ]
    return page(
        "apply",
        call.cohort.language,
        status,
        call=call,
        cohort=call.cohort,
        takes=effort(call.cohort.policy, call.role.value),
        action=f"/apply/{token}",
        typed=typed or {"name": "", "email": ""},
        wrong=errors or {},
        errors=listed,
        complaint=complaint,
    )
