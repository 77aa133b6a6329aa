"""The web process as it runs: uvicorn, a socket, and its log."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.web.world import a_world, mentoring

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(world, address, log file) of a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    world = a_world(folder / "data", mentoring(1))
    world.office.store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        "MENTORING_DATA": str(folder / "data"),
        "MENTORING_SECRET_KEYS": "a key for the tests of the web",
        "MENTORING_WAKES_PREFECT": "false",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "web.asgi:app", "--port", str(port)],
            cwd=ROOT, env=os.environ | told, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{address}/healthz")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield world, address, folder / "log"
        process.terminate()
        process.wait(10)


def test_the_process_serves_and_its_log_keeps_links_secret(served):
    world, address, log = served
    link = world.form("session_report", "P01.1", "N01")

    assert httpx.get(f"{address}{link}?outcome=held").status_code == 200
    assert httpx.post(f"{address}{link}", data={"outcome": "held", "summary": "private words"}).status_code == 422
    assert httpx.get(f"{address}{world.desk()}/people", cookies=world.visit()).status_code == 200
    time.sleep(0.2)

    written = log.read_text()
    assert '"GET /f/' in written
    assert "outcome=held" not in written
    for secret in (link, "private words"):
        assert secret not in written


def test_a_browser_here_reads_letters_and_a_proxy_as_nginx_makes_it_does_not(served):
    _, address, _ = served
    host = address.removeprefix("http://")

    assert httpx.get(f"{address}/inbox").status_code == 200
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=5) as line:
        line.sendall(f"GET /inbox HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert line.recv(4096).split(b" ")[1] == b"404"


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /f/x HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /f/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /f/" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%ff%fe%00/../.. HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"\x00\x01\x02\x03\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_without_5xx(served, raw):
    _, address, _ = served
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=5) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(4096)

    assert b" 5" not in answer[:13]
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_half_a_body_and_gone_leaves_the_office_well(served):
    world, address, log = served
    path = world.form("session_report", "P01.1", "N01").encode()
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=5) as line:
        head = b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        line.sendall(head + b"Content-Length: 900000\r\n\r\noutcome=held")

    time.sleep(0.3)
    assert httpx.get(f"{address}/healthz").status_code == 200
    assert "Traceback" not in log.read_text()
