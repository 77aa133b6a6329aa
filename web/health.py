"""Health: whether this process lives, may be sent requests, and whether the office does its work. For proxies and watchers.

Says nothing about anybody and changes nothing. What each answer means to a proxy is in docs/operating.md.
"""

from functools import partial

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from office.believed import doubt
from office.errors import StorageError
from office.mail_server import standstill
from office.office import Office
from office.silence import silent
from web.doors import TheOffice

router = APIRouter(default_response_class=Response)
looks = partial(router.api_route, methods=["GET", "HEAD"])


@looks("/health/live")
def live() -> Response:
    """This process answers; nothing else is asked. A process that does not may be ended and started again."""
    return _told({})


@looks("/health/ready")
def ready(office: TheOffice) -> Response:
    """Answers can be taken: the database answers and is of this version."""
    return _told(_unready(office))


@looks("/health/office")
def working(office: TheOffice) -> Response:
    """The office does its work: rounds are made, letters leave, the clock is believed."""
    return _told(_unready(office) | _idle(office))


def _told(wrong: dict[str, bool]) -> Response:
    lines = [name for name, is_so in wrong.items() if is_so]
    return PlainTextResponse("\n".join([*lines, ""]) if lines else "ok\n", 503 if lines else 200)


def _unready(office: Office) -> dict[str, bool]:
    try:
        return {"the database is not of this version": not office.store.is_current()}
    except StorageError:
        return {"the database does not answer": True}


def _idle(office: Office) -> dict[str, bool]:
    try:
        return {
            "rounds are late": bool(silent(office)),
            "no letter leaves": bool(standstill(office)),
            "the clock is doubted": doubt(office) is not None,
        }
    except StorageError:
        return {"the database does not answer": True}
