"""SMTP: one connection of `emails`, corrected where measurements showed it to lose, double or expose mail.

1. The body goes out, the caller marks the letter, and only then goes the final dot: whatever ends the conversation, it
   is known on which side of the dot. 2. Nothing is repeated once DATA was said. 3. TLS is verified. 4. One connection
for a batch. 5. TCP_NODELAY, because the dot is a small packet of its own. 6. A limit for the whole letter, not only for
one silence: a server that drips a byte a second ends too.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, Literal, cast

from emails.backend.smtp.backend import SMTPBackend
from emails.backend.smtp.client import SMTPClientWithResponse

from notifications.outcomes import Result, in_words, of_error, of_reply
from notifications.watchdog import Watchdog

LINE_ENDS = re.compile(rb"\r\n|\r|\n")
SHORT = 5.0  # seconds for a polite QUIT; the letters of the batch are settled by then


@dataclass(frozen=True)
class Conversation:
    """One letter as SMTP sees it: envelope, bytes, and what to do before the final dot."""

    mail_from: str
    rcpt_to: str
    mime: bytes
    before_the_dot: Callable[[], None]


class WholeLines:
    """The server's lines. One that was cut off counts as nothing: smtplib would take "25" for a reply."""

    def __init__(self, lines: BinaryIO) -> None:
        self.lines, self.close = lines, lines.close

    def readline(self, size: int = -1) -> bytes:
        line = self.lines.readline(size)
        return line if line.endswith(b"\n") or len(line) == size else b""


class Line(SMTPClientWithResponse):
    """One open line to the server. `stage` says how far the conversation is: connect, mail, rcpt, data, body, dot."""

    def __init__(self, parent: "Connection", **options: Any) -> None:
        self.stage, self.connection = "connect", parent
        self.before_the_dot: Callable[[], None] = lambda: None
        parent.line = self  # known from the start, so that a greeting that drips can be ended too
        super().__init__(parent=parent, **options)  # type: ignore[no-untyped-call]

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.connection.security != "tls":
            return plain
        return self.connection.context.wrap_socket(plain, server_hostname=host)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = WholeLines(cast(BinaryIO, self.sock.makefile("rb")))
        return super().getreply()

    def initialize(self) -> None:
        """Encrypt if asked to, log in, say EHLO. Instead of the one in `emails`, which verifies no certificate."""
        if self.connection.security == "starttls":
            self.starttls(context=self.connection.context)
        self.ehlo_or_helo_if_needed()
        if self.user:
            self.login(self.user, self.password)

    def mail(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        self.stage = "mail"
        return super().mail(*args, **options)

    def rcpt(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        self.stage = "rcpt"
        return super().rcpt(*args, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the body, mark the letter, send the dot, read the reply."""
        self.stage = "data"
        code, reply = self.docmd("DATA")
        if code != 354:
            return code, reply
        self.stage = "body"
        body = re.sub(rb"(?m)^\.", b"..", LINE_ENDS.sub(b"\r\n", msg))
        self.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        self.before_the_dot()
        self.stage = "dot"
        self.send(b".\r\n")
        code, reply = self.getreply()
        self.stage = "data"
        return code, reply


class Connection(SMTPBackend):
    """A connection for one batch: opened with the first letter, opened again if the server hung up in between."""

    connection_cls = Line

    def __init__(self, *, security: Literal["none", "starttls", "tls"], timeout: float, **options: Any) -> None:
        super().__init__(fail_silently=False, timeout=timeout, **options)
        self.security, self.timeout = security, timeout
        self.line: Line | None = None
        self.watchdog = Watchdog(self._cut)
        self.is_out_of_reach = False

    @property
    def context(self) -> ssl.SSLContext:
        """Verifies the certificate and the name against the system's authorities (SSL_CERT_FILE adds one)."""
        return ssl.create_default_context()

    def retry_on_disconnect(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Never: after DATA a second try is a second copy. `deliver` knows when trying again is harmless."""
        return func

    def deliver(self, talk: Conversation) -> tuple[Result, str]:
        """Hold one conversation; the result and the words for it. Raises only what `before_the_dot` raises."""
        reused = self._client is not None
        result, detail, stage = self._held(talk)
        if reused and result == "retry" and self._client is None and stage in ("mail", "rcpt"):
            # The server hung up while idle, before it heard anything of this letter.
            result, detail, stage = self._held(talk)
        self.is_out_of_reach = result == "retry" and stage == "connect"
        return result, detail

    def _held(self, talk: Conversation) -> tuple[Result, str, str]:
        try:
            with self.watchdog.within(self.timeout):
                self.get_client()
                assert self.line is not None
                self.line.before_the_dot = talk.before_the_dot
                response = self.line.sendmail(talk.mail_from, [talk.rcpt_to], talk.mime)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            stage = self.line.stage if self.line else "connect"
            self.hang_up()
            return of_error(stage, error), in_words(stage, error), stage
        except BaseException:
            self.hang_up()
            raise
        assert response is not None, "one recipient was given"
        stage, code = str(response.last_command), int(response.status_code or 0)
        words = (response.status_text or b"").decode(errors="replace")
        if code == 421:  # the server is closing (RFC 5321 3.8)
            self.hang_up()
        return of_reply(stage, code, words), f"{stage}: {code} {words}"[:300], stage

    def _cut(self) -> None:
        sock = getattr(self.line, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Close without a word: in the middle of a body QUIT would be part of the letter."""
        if self.line is not None:
            self.line.close()
        self.line = self._client = None

    def close(self) -> None:
        """Say goodbye; the letters of the batch are settled, so nothing here matters any more."""
        if self._client is not None and self._client.sock is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.sock.settimeout(SHORT)
                self._client.quit()  # type: ignore[no-untyped-call]
        self.hang_up()

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.watchdog.rest()
        self.close() if error is None else self.hang_up()
