"""Kept words: whoever is refused finds what they typed on the page that says so, whatever page that is: a form that closed
meanwhile, a case that somebody else has decided, a link that was replaced, a machine that could not save.

Most pages that refuse show it in its place already; this adds what would be lost. Nothing is kept anywhere but on that page.
"""

import re
from html import unescape

from fastapi import Request
from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.text import clean_text
from web.incoming import words_in
from web.look import environment
from web.posting import from_our_pages, not_from_elsewhere

SPOKEN = re.compile(r'<html lang="([a-z]{2})"')
END = "</main>"
OF_THE_DESK = ("/desk", "/office", "/launch")  # what only our own pages may post to


class KeptWords:
    """Holds a page that refuses a POST back until it shows all that was typed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})
        held: list[Message] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_refused(message):
                held.append(message)
            elif held:
                held.append(message)
                if not message.get("more_body"):
                    for one in _with_words(held, scope):
                        await send(one)
            else:
                await send(message)

        await self.app(scope, receive, watched)


def _is_refused(start: Message) -> bool:
    kind = MutableHeaders(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] >= 400 and kind.startswith("text/html"))


def _with_words(held: list[Message], scope: Scope) -> list[Message]:
    """The page, and in it whatever was typed and does not stand there yet."""
    start, *parts = held
    body = b"".join(part.get("body", b"") for part in parts).decode()
    sent = scope["state"].get("sent")
    if isinstance(sent, FormData) and END in body and _is_from_here(scope):
        body = body.replace(END, f"{_shown(body, sent)}{END}", 1)
    content = body.encode()
    MutableHeaders(raw=start["headers"])["content-length"] = str(len(content))
    return [start, {"type": "http.response.body", "body": content}]


def _is_from_here(scope: Scope) -> bool:
    """Another site's words are shown to nobody."""
    request = Request(scope)
    try:
        not_from_elsewhere(request)
        if request.url.path.startswith(OF_THE_DESK):
            from_our_pages(request)
    except HTTPException:
        return False
    return True


def _shown(body: str, sent: FormData) -> str:
    there, spoken = _plain(unescape(body)), SPOKEN.search(body)
    lost = [text for text in words_in(sent) if _plain(clean_text(text)) not in there]
    if not lost:
        return ""
    made = environment(spoken[1] if spoken else "en").get_template("kept_words.html")
    return made.render(words=list(dict.fromkeys(lost)))


def _plain(text: str) -> str:
    return " ".join(text.split())
