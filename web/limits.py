"""Limits: how much a browser may send, counted while it streams, before anything of it is kept."""

import anyio
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_MAX = 12 * 1024 * 1024  # two PDFs of usual size, or one of the 10 MB a file may have
PLAIN_MAX = 1024 * 1024  # bodies without files
SECONDS_MAX = 300  # 12 MB over a slow telephone line
FORGOTTEN_MAX = 64 * 1024 * 1024  # read and forgotten after the limit, so that the browser is there to read our page
FIELDS_MAX = 1000
FIELD_MAX = 256 * 1024
FILES_MAX = 8


class BodyLimit:
    """Refuses bodies over the limit with 413 and those that never end with 408; nothing is buffered here."""

    def __init__(self, app: ASGIApp, body_max: int = BODY_MAX, seconds_max: float = SECONDS_MAX) -> None:
        self.app, self.body_max, self.seconds_max = app, body_max, seconds_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        with_files = headers.get(b"content-type", b"").lower().startswith(b"multipart/")
        allowed = self.body_max if with_files else min(PLAIN_MAX, self.body_max)
        deadline = anyio.current_time() + self.seconds_max
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await _before(deadline, receive)
            received += len(message.get("body", b""))
            if received > allowed:
                await _forget_the_rest(message, receive, deadline)
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


async def _before(deadline: float, receive: Receive) -> Message:
    with anyio.CancelScope(deadline=deadline):
        return await receive()
    raise HTTPException(408)


async def _forget_the_rest(message: Message, receive: Receive, deadline: float) -> None:
    """Browsers show "connection reset" instead of our page when we stop listening while they still talk."""
    forgotten = 0
    while message.get("more_body") and forgotten < FORGOTTEN_MAX:
        message = await _before(deadline, receive)
        forgotten += len(message.get("body", b""))
