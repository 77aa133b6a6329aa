"""Limits on bodies, counted while they stream: too big, too slow, and what the rest of a refused body costs."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from web.limits import BodyLimit


async def read(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def answer_to(
    chunks, kind=b"multipart/form-data; boundary=x", pause=0.0, body_max=100, seconds_max=5.0
) -> tuple[int, int]:
    """(status, bytes taken) of an app that reads the whole body."""
    app = BodyLimit(Starlette(routes=[Route("/", read, methods=["POST"])]), body_max, seconds_max)
    taken, status = 0, 0
    left = list(chunks)

    async def receive():
        nonlocal taken
        await asyncio.sleep(pause)
        chunk = left.pop(0)
        taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": bool(left)}

    async def send(message):
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b"", "http_version": "1.1",
        "headers": [(b"content-type", kind)], "scheme": "http", "server": ("x", 80), "client": ("y", 1), "root_path": "",
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return status, taken


@pytest.mark.parametrize(
    ("chunks", "status"),
    [
        ([b""], 200),
        ([b"a" * 100], 200),
        ([b"a" * 60, b"a" * 40], 200),
        ([b"a" * 101], 413),
        ([b"a" * 60, b"a" * 41], 413),
    ],
)
def test_a_body_is_counted_to_the_byte(chunks, status):
    assert answer_to(chunks)[0] == status


def test_the_rest_of_a_refused_body_is_read_and_forgotten():
    assert answer_to([b"a" * 101, b"b" * 1000, b"c" * 1000]) == (413, 2101)


def test_a_body_that_never_ends_is_given_up():
    status, taken = answer_to([b"a"] * 100, pause=0.05, seconds_max=0.2)

    assert (status, taken < 10) == (408, True)


def test_a_body_without_files_has_a_limit_of_its_own():
    megabyte = [b"a" * 1024 * 1024]

    assert answer_to(megabyte, b"application/x-www-form-urlencoded", body_max=10**8)[0] == 200
    assert answer_to([*megabyte, b"a"], b"application/x-www-form-urlencoded", body_max=10**8)[0] == 413
    assert answer_to([*megabyte, b"a"], body_max=10**8)[0] == 200
