"""Offices and clients for the tests of the web: the real app, the real store on SQLite, a clock set by hand."""

import shutil
import weakref
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from office.office import Office
from office.sign_in import signed_in as visit_of
from tests.web.world import CALLING, World, a_world, mentoring, opened, recruitment
from web.app import create_app, moved_in


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """Both offices, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("built")
    for name, cohort in (("world", mentoring()), ("call", recruitment())):
        a_world(folder / name, cohort).office.store.close()
    return folder


@pytest.fixture
def world(built, tmp_path) -> Iterator[World]:
    """Three pairs in their second week."""
    shutil.copytree(built / "world", tmp_path / "world")
    found = opened(tmp_path / "world", "pilot-27")
    yield found
    found.office.store.close()


@pytest.fixture
def call(built, tmp_path) -> Iterator[World]:
    """A cohort whose calls are open."""
    shutil.copytree(built / "call", tmp_path / "call")
    found = opened(tmp_path / "call", "calling-27", CALLING)
    yield found
    found.office.store.close()


# FastAPI reads the signatures of all routes anew for each app, which takes longer than most pages: an app whose browser is
# gone moves on to the next office.
FREE: dict[bool, list[FastAPI]] = defaultdict(list)


class Browser(TestClient):
    """A browser that sends along what the forms of our pages hold, as `proof` once somebody is signed in."""

    proof = ""

    def __init__(self, app: FastAPI, **more: Any) -> None:
        super().__init__(app, **more)
        self.leave = weakref.finalize(self, FREE[has_https(app.state.office)].append, app)

    def post(self, url: Any, *, data: Any = None, **more: Any) -> Any:
        if self.proof and "content" not in more and isinstance(data, dict | None):
            data = {"_proof": self.proof} | (data or {})
        return super().post(url, data=data, **more)


def a_browser(world: World) -> Browser:
    """A browser on the same machine, in which nobody is signed in."""
    here = ("127.0.0.1", 50000)
    free = FREE[has_https(world.office)]
    app = moved_in(free.pop(), world.office) if free else create_app(world.office)
    return Browser(app, base_url="http://127.0.0.1:8080", follow_redirects=False, client=here)


def has_https(office: Office) -> bool:
    return office.settings.base_url.startswith("https://")


def signed_in(web: Browser, world: World, who: str = "") -> Browser:
    """The browser after somebody has signed in just now; without a name the lead."""
    for name, secret in world.visit(who).items():
        web.cookies.set(name, secret, domain="127.0.0.1")
        web.proof = visit_of(world.office, secret).proof
    return web


def client_of(world: World, who: str = "") -> Browser:
    """A browser on the same machine, in which a coordinator is signed in; without a name the lead."""
    return signed_in(a_browser(world), world, who)


@pytest.fixture
def web(world) -> Iterator[Browser]:
    with client_of(world) as client:
        yield client
    client.leave()


@pytest.fixture
def calling(call) -> Iterator[Browser]:
    with client_of(call) as client:
        yield client
    client.leave()
