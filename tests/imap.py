"""IMAP for tests: Dovecot with one mailbox in a temporary folder, gone afterwards."""

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

HOST, USER, PASSWORD = "127.0.0.1", "office", "as good as any"
PATIENCE_SECONDS = 20
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Mailbox:
    """A mailbox on a running server, as its owner sees it."""

    port: int

    @property
    def settings(self) -> dict[str, object]:
        """What an office needs to read it."""
        known = {"imap_host": HOST, "imap_port": self.port, "imap_security": "none"}
        return known | {"imap_user": USER, "imap_password": PASSWORD}

    def arrives(self, *mails: bytes) -> None:
        with self._opened() as box:
            for mail in mails:
                box.append("INBOX", None, None, mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def flags(self) -> list[set[str]]:
        """The flags of each mail, in the order of arrival."""
        with self._opened() as box:
            box.select("INBOX", readonly=True)
            _, found = box.fetch("1:*", "(FLAGS)")
        return [{flag.decode() for flag in imaplib.ParseFlags(line)} - {r"\Recent"} for line in found if line]

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(HOST, self.port, timeout=PATIENCE_SECONDS) as box:
            box.login(USER, PASSWORD)
            yield box


@contextmanager
def a_mailbox() -> Iterator[Mailbox]:
    """A new mailbox; skips, loudly, where Dovecot is not installed or may not start."""
    if shutil.which("dovecot") is None:
        pytest.skip("THE MAILBOX IS NOT TESTED HERE: no dovecot found; install the package `dovecot-imapd`")
    if os.geteuid() != 0:
        pytest.skip("THE MAILBOX IS NOT TESTED HERE: Dovecot starts as root only")
    folder = Path(tempfile.mkdtemp(prefix="imap-"))
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    for name in ("mail", "run"):
        (folder / name).mkdir()
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
    (folder / "dovecot.conf").write_text(SETTINGS.format(folder=folder, port=port))
    for place in (folder, *folder.rglob("*")):
        shutil.chown(place, "nobody", "nogroup")
    server = subprocess.Popen(["dovecot", "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Mailbox(port)
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("Dovecot does not start")
