"""Sending from the outbox, against raw smtplib with prebuilt bytes on one connection, into the same sink."""

import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from statistics import median

from sqlalchemy import update

from benchmarks.world import an_office
from domain.cohort import Cohort
from domain.lifecycles import MessageState
from domain.messages import Message
from notifications.envelope import build
from notifications.postman import SmtpPostman, SmtpSettings
from office.office import Office
from office.post import deliver_post
from storage.tables import messages

LETTERS = 400
RUNS = 5
SINKS = {"a server that keeps each letter on disk first, as an MTA does": "keeps", "a server that forgets": "forgets"}
SINK = """
import os, socketserver, sys, tempfile
KEEPS = sys.argv[1] == "keeps"
class Sink(socketserver.StreamRequestHandler):
    def handle(self):
        send = self.request.sendall
        send(b"220 sink\\r\\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                send(b"354 go\\r\\n")
                self.take()
            elif word == b"QUIT":
                return send(b"221 bye\\r\\n")
            send(b"250 ok\\r\\n")
    def take(self):
        body = []
        for line in self.rfile:
            if line == b".\\r\\n":
                break
            body.append(line)
        if KEEPS:
            with tempfile.TemporaryFile() as queue:
                queue.writelines(body)
                queue.flush()
                os.fsync(queue.fileno())
server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@contextmanager
def a_sink(kind: str) -> Iterator[int]:
    """A mail server in a process of its own that takes everything; its port."""
    process = subprocess.Popen([sys.executable, "-c", SINK, kind], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def measure() -> list[tuple[str, str]]:
    """Rows of (what, figure): letters whose bytes exist already, and letters that are built on the way.

    The outbox commits each letter's mark to the disk before the final dot; raw smtplib keeps nothing.
    """
    rows = []
    for server, kind in SINKS.items():
        with a_sink(kind) as port:
            runs = [_one_run(port) for _ in range(RUNS)]
        prebuilt = median(raw / sending for _, sending, raw in runs)
        built = median(raw / building for building, _, raw in runs)
        rows += [
            (f"the outbox against raw smtplib on one connection, bytes stored before; {server}", f"{prebuilt:.2f}"),
            (f"the same, building each mail with `emails`; {server}", f"{built:.2f}"),
        ]
    return rows


def _one_run(port: int) -> tuple[float, float, float]:
    """Seconds for the outbox building each mail, for the outbox sending the same letters once more, for raw smtplib."""
    settings = SmtpSettings("127.0.0.1", port, security="none", timeout=30)
    with an_office(1) as (office, clock, code):
        known = {"smtp_host": "127.0.0.1", "smtp_port": port, "letters_per_minute_max": 1_000_000}
        office = replace(office, postman=SmtpPostman(settings), settings=office.settings.model_copy(update=known))
        first = clock.now()

        def letters(cohort: Cohort) -> Cohort:
            until = first.replace(year=first.year + 1)
            return cohort.post(
                *(
                    Message(f"bench:{n}", "mentee/paired", "N01", "P01", "P01", first, first, until)
                    for n in range(LETTERS)
                )
            )

        office.store.update(code, letters, focus={"P01"})
        body = build(office.store.outbox.claim(clock.now(), 1, timedelta(seconds=1))[0], settings.sender)
        clock.move(timedelta(minutes=1))  # what was only claimed to see its bytes is free again
        building = _seconds(lambda: deliver_post(office))
        _again(office, body)
        sending = _seconds(lambda: deliver_post(office))
    return building, sending, _seconds(lambda: _raw(port, [body] * LETTERS))


def _again(office: Office, body: bytes) -> None:
    """The same letters wait in the outbox again, now with the bytes of the first sending."""
    again = {"state": MessageState.QUEUED, "sent_at": None, "dotted_at": None, "dots": 0, "mime": body}
    with office.store.db.writing() as db:
        db.execute(update(messages).values(again))


def _raw(port: int, bodies: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        assert server.sock is not None
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for body in bodies:
            server.sendmail("office@example.org", ["n01@example.org"], body)


def _seconds(call) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
