"""Processes: start one, see it die, start it again a few times, stop it for certain. Which ones: surroundings.py."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from machine.surroundings import Part
from storage.private import private_file, private_folder

RESTARTS_MAX = 5
RESTARTS_WITHIN_SECONDS = 600
LOG_BYTES_MAX = 10_000_000
TAIL_LINES = 12

# On Linux the kernel ends a child with SIGTERM when we die without a word (PR_SET_PDEATHSIG is 1): a server left behind
# would keep its port, and as a second scheduler its database.
_LEASHED = "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 15); os.execv(sys.argv[1], sys.argv[1:])"
LEASH = (sys.executable, "-c", _LEASHED) if sys.platform == "linux" else ()


@dataclass
class Process:
    """A running part. `log` is its file, or None when it writes where we write (one part alone, under systemd)."""

    part: Part
    folder: Path
    environment: Mapping[str, str]
    log: Path | None
    popen: "subprocess.Popen[bytes] | None" = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own, so that a Ctrl-C on our terminal reaches only us.

        SIGINT and SIGTERM are back to their defaults in the child because we have handlers for them: exec resets
        handlers, while a signal that is ignored (as under `cmd &`) would stay ignored.
        """
        self.started.append(time.monotonic())
        with self._output() as output:
            self.popen = subprocess.Popen(  # noqa: S603 (our own commands)
                (*LEASH, *self.part.command),
                cwd=self.folder,
                env={**self.environment, **self.part.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                umask=0o077,  # whatever it writes, Prefect's database too, is for this user alone
            )

    def _output(self) -> "contextlib.AbstractContextManager[IO[bytes] | None]":
        if self.log is None:
            return contextlib.nullcontext()
        private_folder(self.log.parent)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX:
            self.log.replace(self.log.with_suffix(".log.1"))
        private_file(self.log)
        return self.log.open("ab")

    @property
    def pid(self) -> int:
        return self.popen.pid if self.popen else 0

    @property
    def ended(self) -> int | None:
        """The return code once it has ended."""
        return self.popen.poll() if self.popen else None

    @property
    def may_restart(self) -> bool:
        """Not too often lately."""
        lately = [moment for moment in self.started if time.monotonic() - moment < RESTARTS_WITHIN_SECONDS]
        return len(lately) <= RESTARTS_MAX

    def stop(self) -> None:
        """Ask it to end; after its deadline end it and everything in its group."""
        if self.popen is None:
            return
        if self.ended is None:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(self.part.stops_within_seconds)
        # Also after a clean end: a child it left behind (a flow run, a hung server) would go on working unseen.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(5)

    def last_words(self) -> str:
        """The end of its log, for the person who has to find out."""
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-TAIL_LINES:])
