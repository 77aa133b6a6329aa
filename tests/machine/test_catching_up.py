"""Catching up: a start orders one run for every phase with a cohort in it, and never fails because Prefect does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from machine.catching_up import DEPLOYMENTS, catch_up
from machine.prefect_api import wanted_deployments
from tests.builders import a_cohort
from tests.office.offices import an_office


@pytest.fixture
def prefect():
    """A server that knows every deployment but "follow-up", and remembers the runs it was asked for."""
    ordered = []

    class Api(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/api/deployments/filter":
                names = asked["deployments"]["name"]["any_"]
                told = [{"id": f"id-of-{name}", "name": name} for name in names if name != "follow-up"]
            else:
                ordered.append(self.path)
                told = {"id": "run"}
            body = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url, server.ordered = f"http://127.0.0.1:{server.server_port}/api", ordered
    yield server
    server.shutdown()
    server.server_close()


def test_every_phase_with_a_cohort_runs_once(prefect, tmp_path):
    office = an_office(tmp_path, prefect_api_url=prefect.url)
    office.store.create(a_cohort().in_mentoring().with_pairs(1).build())

    assert catch_up(office) == ["mentoring"]
    assert prefect.ordered == ["/api/deployments/id-of-mentoring/create_flow_run"]


def test_a_deployment_that_is_missing_is_left_to_the_next_hour(prefect, tmp_path, caplog):
    office = an_office(tmp_path, prefect_api_url=prefect.url)
    office.store.create(a_cohort().in_follow_up().with_pairs(1).build())

    assert catch_up(office) == []
    assert "follow-up does not run at once, it has no deployment follow-up" in caplog.text


def test_the_phases_have_deployments():
    assert set(DEPLOYMENTS.values()) <= set(wanted_deployments())
    assert len(DEPLOYMENTS) == 5
