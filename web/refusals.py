"""Refusals: what goes wrong becomes a kind page. Logs say where, never what somebody typed."""

import logging
import secrets
import traceback

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from office.errors import StorageError, Unavailable
from office.links import LinkRefused
from web.look import page

log = logging.getLogger("web")

OURS = (
    "The link may be old, replaced by a newer one, or cut off by the mail program. "
    "Open it again from the newest letter you have from us."
)
PAGES = {
    400: ("We could not read this", "What your browser sent did not arrive whole. Go back and try once more."),
    403: ("That came from somewhere else", "Open your desk from its link and use the buttons on it."),
    404: ("There is no such page", OURS),
    405: ("That does not work here", "Open the page from its link and use the buttons on it."),
    408: (
        "It took too long",
        "The connection was too slow to send everything. Try again, perhaps with a smaller file.",
    ),
    413: (
        "That is too much at once",
        "Files may have up to 10 MB each, 12 MB together. Go back and choose a smaller one.",
    ),
    422: ("We could not read this", "Go back, look over what you sent and try once more."),
    429: ("That was often", "Somebody at your address has asked for many letters. Please try again in ten minutes."),
    503: (
        "One moment, please",
        "We cannot save or show anything just now. Try again in a minute; your links stay valid.",
    ),
}


def refusal(status: int, words: str = "") -> Response:
    """The page for a status. It never repeats what was sent."""
    title, usual = PAGES.get(status, PAGES[400])
    headers = {"Retry-After": "30"} if status == 503 else {}
    return page("notice", status, headers, title=title, words=[words or usual], new_link="", link="", link_words="")


def unknown_link(request: Request) -> Response:
    """One page for every link that does not work, whatever the reason; a form's link may ask for a new one."""
    _, room, token, *_ = [*request.url.path.split("/"), "", ""]
    asks = f"/f/{token}/link" if room == "f" and token else ""
    return page("notice", 404, title="This link does not work", words=[OURS], new_link=asks, link="", link_words="")


def register(app: FastAPI) -> None:
    """Tell the app which page each kind of trouble gets."""

    @app.exception_handler(HTTPException)
    def _refused(request: Request, error: HTTPException) -> Response:
        answer = refusal(error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def _not_a_page(request: Request, error: RequestValidationError) -> Response:
        return refusal(404)

    @app.exception_handler(LinkRefused)
    def _link(request: Request, error: LinkRefused) -> Response:
        return unknown_link(request)

    @app.exception_handler(Unavailable)
    def _busy(request: Request, error: Unavailable) -> Response:
        return refusal(503)

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
                    "Something went wrong on our side. What you sent may not have been saved; please try once more.",
                    f"If it happens again, tell the coordinator this reference: {reference}.",
                ]
                answer = page("notice", 500, title="We are sorry", words=words, new_link="", link="", link_words="")
                await answer(scope, receive, send)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames[-4:]))
