"""App: the web process. Puts the rooms' routes together and lays limits, headers and kind refusals around them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from office.office import Office
from web import (
    acts,
    arranging,
    book,
    book_lists,
    calendars,
    calls,
    channels,
    checklist,
    colleagues,
    compare,
    desk,
    desk_notes,
    desk_running,
    done,
    entry,
    exports,
    forms,
    gatherings,
    genuine,
    glance,
    health,
    inbox,
    launch,
    lists,
    match_desk,
    messages,
    moving,
    own,
    pages,
    papers,
    permissions,
    post_desk,
    privacy,
    reading_room,
    recruiting,
    refusals,
    screening,
    sign_in,
    today,
    wording,
)
from web.headers import Headers
from web.kept_words import KeptWords
from web.limits import BodyLimit
from web.logs import keep_links_secret
from web.look import HERE
from web.pace import Pace
from web.posting import not_from_elsewhere
from web.rehearsing import Rehearsals
from web.watch import watching

# Whose routes the app has; of two that fit an address the first one answers.
ROOMS = (
    forms,
    gatherings,
    calls,
    calendars,
    pages,
    own,
    entry,
    privacy,
    papers,
    moving,
    permissions,
    genuine,
    health,
    inbox,
    sign_in,
    launch,
    compare,
    colleagues,
    desk,
    post_desk,
    messages,
    wording,
    desk_notes,
    desk_running,
    exports,
    glance,
    recruiting,
    channels,
    book,
    book_lists,
    match_desk,
    acts,
    done,
    lists,
    arranging,
    reading_room,
    screening,
    checklist,
    today,
)
CACHED = {"cache-control": "public, max-age=31536000, immutable"}


class Vendored(StaticFiles):
    """Our stylesheet, script and mark. Their address changes with their content, so browsers keep them."""

    def file_response(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        answer = super().file_response(*args, **kwargs)
        answer.headers.update(CACHED)
        return answer


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    keep_links_secret()  # again: the server has set up its loggers by now
    with watching(app.state.office):
        yield
    app.state.rehearsals.close()


def create_app(office: Office) -> FastAPI:
    """The web app of one office."""
    return moved_in(_an_app(https=office.settings.base_url.startswith("https://")), office)


def moved_in(app: FastAPI, office: Office) -> FastAPI:
    """The app with this office behind it; whatever it knew of another one is gone."""
    keep_links_secret()
    app.state.office = office
    app.state.rehearsals = Rehearsals()
    app.state.pace, app.state.asking = Pace(), Pace(sign_in.ASKING_MAX)
    return app


def _an_app(https: bool) -> FastAPI:
    nowhere: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    everywhere = [Depends(not_from_elsewhere)]
    app = FastAPI(title="Mentoring Office", lifespan=_open, dependencies=everywhere, **nowhere)
    app.router.redirect_slashes = False
    for room in ROOMS:
        app.include_router(room.router)
    app.mount("/static", Vendored(directory=HERE / "static"), name="static")
    refusals.register(app)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(refusals.Kindness)
    app.add_middleware(KeptWords)
    app.add_middleware(Headers, https=https)
    return app
