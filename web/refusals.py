"""Refusals: what goes wrong becomes a kind page. Logs say where, never what somebody typed."""

import logging
import secrets
import traceback
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.saying import say
from office.errors import StorageError, Unavailable
from office.links import LinkRefused
from web.doors import spoken_by
from web.incoming import words_in
from web.look import page
from web.signed_in import LedElsewhere, OnlyLooksOn, Unsent

log = logging.getLogger("web")

OURS = say(
    "The link may be old, replaced by a newer one, or cut off by the mail program. "
    "Open it again from the newest letter you have from us."
)
USED = say("A link that signs in works once, and for some minutes only.")
LOOKS_ON = (
    say("You look on here"),
    [
        say("You see how this programme stands, and nothing was changed."),
        say("To decide, to write, and to read what people wrote is for those who run it."),
    ],
)
NOT_ON_THE_DESK = (
    say("There is nothing at this address"),
    say("It may have been removed, or it is of a programme that you do not run. Go on from your desk."),
)
PAGES = {
    400: (
        say("We could not read this"),
        say("What your browser sent did not arrive whole. Go back and try once more."),
    ),
    403: (say("That came from somewhere else"), say("Open your desk and use the buttons on it.")),
    404: (say("There is no such page"), OURS),
    405: (say("That does not work here"), say("Open the page from its link and use the buttons on it.")),
    408: (
        say("It took too long"),
        say("The connection was too slow to send everything. Try again, perhaps with a smaller file."),
    ),
    413: (
        say("That is too much at once"),
        say("Files may have up to 10 MB each, 12 MB together. Go back and choose a smaller one."),
    ),
    422: (say("We could not read this"), say("Go back, look over what you sent and try once more.")),
    429: (
        say("That was often"),
        say("Somebody at your address has asked for many letters. Please try again in ten minutes."),
    ),
    503: (
        say("One moment, please"),
        say("We cannot save or show anything just now. Try again in a minute; your links stay valid."),
    ),
}


def refusal(request: Request, status: int) -> Response:
    """The page for a status, in a language the browser asks for. It never repeats what was sent."""
    if status == 404 and (desk := _desk_of(request)):
        title, words = NOT_ON_THE_DESK
        return _notice(request, status, title, [words], link=desk, link_words=say("Back to the desk"))
    title, words = PAGES.get(status, PAGES[400])
    headers = {"Retry-After": "30"} if status == 503 else {}
    return _notice(request, status, title, [words], headers)


def _notice(
    request: Request,
    status: int,
    title: str,
    words: list[str],
    headers: dict[str, str] | None = None,
    new_link: str = "",
    link: str = "",
    link_words: str = "",
) -> Response:
    facts = {"title": title, "words": words, "new_link": new_link, "link": link, "link_words": link_words}
    return page("notice", spoken_by(request), status, headers, **facts)


def _desk_of(request: Request) -> str:
    """The desk to which a page belongs; "" for all others, and for the desk itself, which leads nowhere then."""
    _, room, cohort, *more = [*request.url.path.split("/"), "", ""]
    return f"/desk/{quote(cohort)}" if room == "desk" and any(more) else ""


def unknown_link(request: Request) -> Response:
    """One page for every link that does not work, whatever the reason; a form's link may ask for a new one."""
    if _desk_of(request):
        return refusal(request, 404)
    _, room, token, *_ = [*request.url.path.split("/"), "", ""]
    asks = f"/f/{token}/link" if room == "f" and token else ""
    if room == "sign-in":
        words = say("Ask for a new link")
        return _notice(request, 404, say("This link does not work"), [USED], link="/sign-in", link_words=words)
    return _notice(request, 404, say("This link does not work"), [OURS], new_link=asks)


def unsent(request: Request, found: Unsent) -> Response:
    """What was typed, on a page of its own, to be sent once more by whoever is signed in; it stands in this browser alone."""
    again = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    parts = found.sent.multi_items()
    facts: dict[str, Any] = {
        "again": again,
        "sent": [(name, text) for name, text in parts if isinstance(text, str) and name != "_proof"],
        "files": any(not isinstance(part, str) and part.filename for _, part in parts),
        "words": words_in(found.sent),
        "to": found.to,
        "by": found.by.coordinator.name if found.by else "",
        "proof": found.by.proof if found.by else "",
    }
    return page("unsent", spoken_by(request), 403, **facts)


def register(app: FastAPI) -> None:
    """Tell the app which page each kind of trouble gets."""

    @app.exception_handler(HTTPException)
    def _refused(request: Request, error: HTTPException) -> Response:
        answer = refusal(request, error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def _not_a_page(request: Request, error: RequestValidationError) -> Response:
        return refusal(request, 404)

    @app.exception_handler(LinkRefused)
    def _link(request: Request, error: LinkRefused) -> Response:
        return unknown_link(request)

    @app.exception_handler(LedElsewhere)
    def _led(request: Request, error: LedElsewhere) -> Response:
        return RedirectResponse(error.path, 303)

    @app.exception_handler(Unsent)
    def _once_more(request: Request, error: Unsent) -> Response:
        return unsent(request, error)

    @app.exception_handler(OnlyLooksOn)
    def _looks_on(request: Request, error: OnlyLooksOn) -> Response:
        return _notice(request, 403, *LOOKS_ON, link=error.at.here, link_words=say("Back to the desk"))

    @app.exception_handler(Unavailable)
    def _busy(request: Request, error: Unavailable) -> Response:
        return refusal(request, 503)

    @app.exception_handler(StorageError)
    def _not_there(request: Request, error: StorageError) -> Response:
        return unknown_link(request)


class Kindness:
    """Catches what nobody expected: a page with a reference, and a log line with the place but no contents."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            reference = secrets.token_hex(4)
            log.error("%s: %s at %s", reference, type(error).__name__, _place(error))
            if not started:
                words = [
                    say(
                        "Something went wrong on our side. What you sent may not have been saved; please try once more."
                    ),
                    say("If it happens again, tell the coordinator this reference: {reference}.", reference=reference),
                ]
                answer = _notice(Request(scope), 500, say("We are sorry"), [*words])
                await answer(scope, receive, send)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames[-4:]))
