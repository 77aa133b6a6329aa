"""SMTP servers for tests, on real sockets: one that follows a script of faults, one that behaves (aiosmtpd)."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
DROP, HANG, DRIP = "drop", "hang", "drip"
GOOD = {
    "greeting": "220 hello",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go on",
    "dot": "250 taken",
    "rset": "250 ok",
    "quit": "221 bye",
    "auth": "235 welcome",
    "starttls": "220 go ahead",
}


class Gone(Exception):
    """The conversation is over."""


@dataclass
class ScriptedServer:
    """Plays a script: stage -> what to do there, a reply ("550 no"), DROP, HANG or DRIP; a list is used up in order.

    Stages are those of GOOD, "ehlo" (the lines after the first) and "body" (in the middle of a letter). What is dropped
    or hung at "dot" has been stored before, as a server that crashes after accepting does. `stored` counts copies.
    `refuses`: what is said at RCPT to some addresses; it may change while the server runs, as the script does by
    `from_now_on`.
    """

    script: Mapping[str, str | list[str]] = field(default_factory=dict)
    extensions: tuple[str, ...] = ("SIZE 10000000",)
    refuses: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    stored: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> "ScriptedServer":
        self.over = threading.Event()
        self._left = {stage: list(play) if isinstance(play, list) else play for stage, play in self.script.items()}
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)

    def from_now_on(self, **script: str | list[str]) -> None:
        """Another script."""
        self._left = dict(script)

    @property
    def letters(self) -> list[EmailMessage]:
        """What was stored, parsed."""
        return [message_from_bytes(copy, policy=policy.default) for copy in self.stored]

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with suppress(Gone, OSError, ssl.SSLError), line:
                line.settimeout(10)
                self._talk(self.tls.wrap_socket(line, server_side=True) if self.tls and self.tls_at_once else line)

    def _play(self, line: socket.socket, stage: str) -> str:
        """Do what the script says here; the reply given."""
        play = self._next(stage)
        if play == DROP:
            raise Gone
        if play == HANG:
            self.over.wait(10)
            raise Gone
        if play == DRIP:
            while not self.over.is_set():
                line.sendall(b"2")
                time.sleep(0.05)
            raise Gone
        line.sendall(play.encode() + b"\r\n")
        return play

    def _next(self, stage: str) -> str:
        play = self._left.get(stage)
        if isinstance(play, list):
            play = play.pop(0) if play else None
        return play or GOOD[stage]

    def _talk(self, line: socket.socket, greets: bool = True) -> None:
        if greets:
            self._play(line, "greeting")
        lines = self._lines(line)
        for command in lines:
            verb = command.split(b" ")[0].decode().lower()
            self.commands.append(verb)
            if verb in ("ehlo", "helo"):
                words = [f"{HOST} at your service", *self.extensions]
                rows = [f"250-{word}\r\n" for word in words[:-1]] + [f"250 {words[-1]}\r\n"]
                line.sendall("".join(rows).encode())
            elif verb == "starttls":
                self._play(line, "starttls")
                assert self.tls is not None
                return self._talk(self.tls.wrap_socket(line, server_side=True), greets=False)
            elif verb == "data":
                self._take(line, lines)
            elif verb == "rcpt" and (refusal := self._refusal(command.decode())):
                line.sendall(refusal.encode() + b"\r\n")
            else:
                self._play(line, verb if verb in GOOD else "rset")
                if verb == "quit":
                    return None
        return None

    def _refusal(self, command: str) -> str:
        return next((reply for address, reply in self.refuses.items() if f"<{address}>" in command), "")

    def _take(self, line: socket.socket, lines: Iterator[bytes]) -> None:
        if not self._play(line, "data").startswith("3"):
            return
        body: list[bytes] = []
        for row in lines:
            if "body" in self.script and len(body) >= 2:
                raise Gone
            if row == b".":
                break
            body.append(row[1:] if row.startswith(b".") else row)
        else:
            raise Gone
        play = self._left.get("dot")
        play = play[0] if isinstance(play, list) and play else play
        if not play or str(play)[0] in "2dh":
            self.stored.append(b"\r\n".join(body))
        self._play(line, "dot")

    def _lines(self, line: socket.socket) -> Iterator[bytes]:
        kept = b""
        while received := line.recv(65536):
            kept += received
            while b"\r\n" in kept:
                row, _, kept = kept.partition(b"\r\n")
                yield row


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1 on disk, and the server's context that uses it."""

    path: Path
    context: ssl.SSLContext


def certificate(folder: Path, days: int = 30) -> Certificate:
    """A new certificate; `days` below zero makes one that has expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(60))
        .not_valid_after(now + timedelta(days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, keys = folder / "server.pem", folder / "server.key"
    pem.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    keys.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, keys)
    return Certificate(pem, context)


class _Keeper:
    """An aiosmtpd handler that keeps every mail."""

    def __init__(self) -> None:
        self.kept: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.kept.append(envelope)
        return "250 taken"


@contextmanager
def good_server() -> Iterator[tuple[int, list[Envelope]]]:
    """A well-behaved server: its port, and the envelopes it took."""
    keeper = _Keeper()
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(keeper, hostname=HOST, port=port)
    controller.start()
    try:
        yield port, keeper.kept
    finally:
        controller.stop()
