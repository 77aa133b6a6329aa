"""Calendars: the calendar that somebody's own program follows, and where an entry in a calendar leads. An entry may stand
where others read it, so it lets nobody in: whoever presses the button has the way to their page sent to the address on file.
"""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from domain.saying import say
from office import calendars
from office.pages import reader_of_way, send_the_way
from web.doors import Sent, TheOffice
from web.incoming import word
from web.look import page
from web.pace import Patient

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/way/{token}")
def way(token: str, office: TheOffice) -> Response:
    """Says why it opens nothing, and offers a letter. Names nobody."""
    words = [
        say("You come from an entry in a calendar. Others may read it there, so this address opens nothing by itself."),
        say("Your own page, where dates are changed, is behind the link in each letter of ours."),
    ]
    title, language = say("The way to your page"), reader_of_way(office, token)
    return page("notice", language, title=title, words=words, new_link=f"/way/{token}", link="", link_words="")


@router.post("/way/{token}")
def send_it(token: str, office: TheOffice, patient: Patient) -> Response:
    """The same answer for everybody."""
    language = reader_of_way(office, token)
    send_the_way(office, token)
    words = [say("A letter with the way to your page is on its way to the address we have on file.")]
    words.append(
        say("We write once a day at most: if you have asked before today, it is the letter that you have already.")
    )
    return page("notice", language, title=say("Look at your mail"), words=words, new_link="", link="", link_words="")


# --- a calendar to follow ---------------------------------------------------------------------------------------------


@looks("/calendar/{secret}.ics")
def follow(request: Request, secret: str, office: TheOffice) -> Response:
    """All dates of one person, for the program that asks every few hours; 304 as long as nothing has changed."""
    found = calendars.diary(office, secret)
    changed = found.changed_at.astimezone(UTC).replace(microsecond=0)
    headers = {
        "etag": f'"{found.mark}"',
        "last-modified": format_datetime(changed, usegmt=True),
        "cache-control": "private, no-cache",
    }
    if _has_it(request, found.mark, changed):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = 'inline; filename="mentoring.ics"'
    return Response(found.text, headers=headers, media_type="text/calendar; charset=utf-8")


def _has_it(request: Request, mark: str, changed: datetime) -> bool:
    """What a program has already, by the mark it kept, else by the day (RFC 9110 13.2.2)."""
    if (marks := request.headers.get("if-none-match")) is not None:
        known = {one.strip().removeprefix("W/").strip('"') for one in marks.split(",")}
        return mark in known or "*" in known
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (TypeError, ValueError):
        return False
    return since.tzinfo is not None and changed <= since


@router.post("/p/{token}/calendar")
def choose(token: str, sent: Sent, office: TheOffice) -> Response:
    """An address for one's calendar, another one, or none any more."""
    do = calendars.end if word(sent, "do") == "end" else calendars.renew
    do(office, token)
    return RedirectResponse(f"/p/{token}#calendar", 303)
