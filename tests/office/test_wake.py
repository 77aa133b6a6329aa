"""Waking Prefect: an event with codes only, never a delay or an error for whoever answered."""

import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from domain.lifecycles import Phase
from office import wake
from office.settings import Settings
from office.wake import Bell


@pytest.fixture
def prefect():
    """A server that keeps what it is told, as Prefect's API does: 204 and nothing else."""
    heard: list[tuple[str, dict, str]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            heard.append((self.path, body[0], self.headers.get("authorization", "")))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.heard = heard
    server.url = f"http://127.0.0.1:{server.server_port}/api"
    yield server
    server.shutdown()
    server.server_close()


def heard_by(server, number):
    deadline = time.monotonic() + 30
    while len(server.heard) < number and time.monotonic() < deadline:
        time.sleep(0.02)
    return server.heard


def test_an_answer_tells_prefect_cohort_and_phase_and_nothing_else(prefect):
    Bell(prefect.url).ring("pilot-27", Phase.MENTORING)

    [(path, event, _)] = heard_by(prefect, 1)

    assert path == "/api/events"
    assert event["event"] == "mentoring.answered"
    assert event["resource"] == {
        "prefect.resource.id": "mentoring.cohort.pilot-27",
        "prefect.resource.name": "pilot-27",
        "mentoring.phase": "mentoring",
    }
    assert event["payload"] == {"cohort": "pilot-27", "phase": "mentoring"}


def test_a_burst_is_told_in_a_few_words(prefect):
    bell = Bell(prefect.url)

    for _ in range(500):
        bell.ring("pilot-27", Phase.MENTORING)
    bell.rest(5)

    assert 1 <= len(prefect.heard) < 100


def test_it_shows_its_password_when_there_is_one(prefect):
    Bell(prefect.url, "anna:secret").ring("pilot-27", Phase.RECRUITMENT)

    assert heard_by(prefect, 1)[0][2].startswith("Basic ")


def test_nobody_waits_for_a_prefect_that_is_away_and_the_log_says_it_once(caplog):
    bell = Bell("http://anna:secret@127.0.0.1:9/api")
    began = time.monotonic()

    with caplog.at_level(logging.WARNING, "office.wake"):
        for n in range(5):
            bell.ring(f"cohort-{n}", Phase.MENTORING)
        took = time.monotonic() - began
        bell.rest(5)

    assert took < 0.2
    assert len(caplog.records) == 1
    assert "127.0.0.1:9" in caplog.text
    assert "secret" not in caplog.text


def test_an_office_that_wakes_nobody_stays_silent(prefect):
    settings = Settings(_env_file=None, prefect_api_url=prefect.url, wakes_prefect=False)

    wake.answered(settings, "pilot-27", Phase.MENTORING)
    time.sleep(0.2)

    assert prefect.heard == []
