"""Supervisor: the whole office by one command: starts its processes, waits for them, deploys, watches, stops.

`serve` starts everything, or the named parts only: on several machines each runs its own (docs/operating.md). What the
processes are is written in surroundings.py; this file only knows in which order and what to say when one fails.
"""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType
from typing import IO

import httpx

from domain.saying import say, together
from machine import surroundings
from machine.deploying import deploy
from machine.processes import Process
from machine.surroundings import ROOT, CannotStart, Part, parts_of, port_taken
from office.mail_server import why_letters_wait
from office.settings import Settings, host_and_port
from storage.private import close_to_others, private_folder
from words import tell

# 3-7 s on a quiet machine, 8-12 s on a busy one (docs/measured.md, "Prefect: versions"), more than 90 beside many tests.
READY_WITHIN_SECONDS = 240
LOOK_EVERY_SECONDS = 0.5


@dataclass
class Supervisor:
    """Starts and stops the parts of one office. `tell` prints for the person at the terminal."""

    settings: Settings
    parts: Sequence[Part]
    tell: Callable[[str], None] = tell
    root: Path = ROOT
    processes: list[Process] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)

    def run(self, greeting: Callable[[], None] | None = None) -> None:
        """Start, greet, and watch until a signal comes; whatever happens, end every process that was started."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:  # nohup means what it says
                signal.signal(signum, self._stop_on)
        lock = self._only_one_here()
        try:
            self.start()
            if greeting is not None and not self.stopping.is_set():
                greeting()
            while not self.stopping.wait(LOOK_EVERY_SECONDS):
                self.look_after()
        finally:
            self.stop()
            lock.close()

    def _stop_on(self, signum: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _only_one_here(self) -> IO[str]:
        """Hold the data folder of this machine for this set of parts; a second start says who has it."""
        names = "-".join(part.name for part in self.parts)
        try:
            private_folder(self.settings.data)
            lock = (self.settings.data / f"{names}.lock").open("a+")
        except OSError as error:
            raise CannotStart(
                say(
                    "The data folder {data} cannot be written ({reason}). Give this user the right to write there, "
                    "or set MENTORING_DATA to another folder.",
                    data=self.settings.data,
                    reason=error.strerror,
                )
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise CannotStart(
                say(
                    "The office in {data} is running already (process {process}). Stop it with Ctrl-C in its "
                    "terminal, or set MENTORING_DATA to another folder.",
                    data=self.settings.data,
                    process=lock.read().strip() or say("unknown"),
                )
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        return lock

    # --- start --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look at all ports before anything starts; then start, wait and deploy."""
        taken = [part for part in self.parts if part.address and port_taken(*part.address)]
        if taken:
            raise CannotStart(together(map(_taken, taken), "\n"))
        environment = surroundings.environment(self.settings)
        close_to_others(private_folder(self.settings.prefect_home).glob("*.db*"))
        for part in self.parts:
            if part.name == "worker":
                self._wait_for_prefect()
                deploy(self.settings, environment, self.root)
            log = self.settings.data / "logs" / f"{part.name}.log" if len(self.parts) > 1 else None
            process = Process(part, self.root, environment, log)
            self.processes.append(process)
            process.start()
        for process in self.processes:
            if process.part.ready_at:
                self._wait_until_ready(process.part.ready_at, process)

    def _wait_for_prefect(self) -> None:
        own = next((process for process in self.processes if process.part.name == "prefect"), None)
        self._wait_until_ready(f"{self.settings.prefect_url}/health", own)

    def _wait_until_ready(self, address: str, process: Process | None) -> None:
        name = process.part.name if process else "Prefect"
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < deadline:
            if self.stopping.is_set():
                raise CannotStart(say("Stopped before everything had started."))
            with suppress(httpx.HTTPError):
                if httpx.get(address, timeout=2).status_code < 500:
                    return
            if process and process.ended is not None:
                raise CannotStart(
                    say(
                        "{name} ended with code {code} while starting.\n{last_words}",
                        name=name,
                        code=str(process.ended),
                        last_words=process.last_words(),
                    )
                )
            self.stopping.wait(0.2)
        words = process.last_words() if process else say("    Is it running, and is MENTORING_PREFECT_API_URL right?")
        where = host_and_port(address)
        raise CannotStart(
            say(
                "{name} did not answer at {where} within {seconds} seconds.\n{words}",
                name=name,
                where=where,
                seconds=READY_WITHIN_SECONDS,
                words=words,
            )
        )

    # --- watch --------------------------------------------------------------------------------------------------

    def look_after(self) -> None:
        """Start again what has died; when one keeps dying, give up and say so."""
        for process in self.processes:
            if process.ended is None:
                continue
            name, code = process.part.name, process.ended
            if not process.may_restart:
                raise CannotStart(
                    say(
                        "{name} keeps ending (code {code}); the office stops.\n{last_words}\n    More in {log}; "
                        "`mentoring doctor` may know why.",
                        name=name,
                        code=code,
                        last_words=process.last_words(),
                        log=process.log or say("the lines above"),
                    )
                )
            self.tell(say("{name} ended with code {code}; starting it again.", name=name, code=str(code)))
            process.stop()  # what it left behind
            self.stopping.wait(min(2 ** (len(process.started) - 1), 15))
            if not self.stopping.is_set():
                process.start()

    def stop(self) -> None:
        """End everything, last started first."""
        for process in reversed(self.processes):
            process.stop()
        self.processes.clear()


def _taken(part: Part) -> str:
    assert part.address is not None
    host, port = part.address
    return say(
        "Port {port} on {host}, needed for {name}, is taken by another program. Set {setting} to a free port (in .env "
        "or the environment), or stop that program.",
        port=str(port),
        host=host,
        name=part.name,
        setting=part.port_setting,
    )


INBOX_IN_PUBLIC = say(
    "MENTORING_INBOX=on is refused where others can reach the office: the page shows every letter, and its links open the "
    "desk and people's CVs. Take it out, and set MENTORING_SMTP_HOST to your mail server. To read letters on this machine "
    'only, see "Letters without a mail server" in docs/operating.md.'
)


# --- the command ------------------------------------------------------------------------------------------------


def serve(
    settings: Settings,
    only: Sequence[str] = (),
    greeting: Callable[[], None] | None = None,
    tell: Callable[[str], None] = tell,
) -> None:
    """`mentoring serve`: run the office, or `only` some of "web", "prefect", "worker", until Ctrl-C or SIGTERM.

    Raises CannotStart with one sentence for the person who started it.
    """
    known = parts_of(settings)
    unknown = [name for name in only if name not in known]
    if unknown:
        raise CannotStart(
            say(
                "No part is called {unknown} here; there are {known}.",
                unknown=", ".join(unknown),
                known=", ".join(known),
            )
        )
    parts = [part for name, part in known.items() if not only or name in only]
    started = time.monotonic()
    if settings.inbox == "on" and settings.is_public:
        raise CannotStart(INBOX_IN_PUBLIC)
    supervisor = Supervisor(settings, parts, tell)

    def greet() -> None:
        for line in addresses(settings, [part.name for part in parts]):
            tell(line)
        tell(say("Started in {seconds} seconds. Ctrl-C stops everything.", seconds=round(time.monotonic() - started)))
        if greeting is not None:
            greeting()

    supervisor.run(greet)


def addresses(settings: Settings, parts: Sequence[str]) -> list[str]:
    """Where to look, as lines to print."""
    lines = []
    if "prefect" in parts or settings.prefect_api_url:
        lines.append(say("Dashboard  {address}", address=surroundings.dashboard(settings)))
    if "web" in parts:
        lines.append(say("Web        {address}", address=settings.base_url))
        if settings.shows_inbox:
            lines.append(say("Inbox      {address}", address=f"{settings.base_url}/inbox"))
    if reason := why_letters_wait(settings):
        lines.append(say("Letters wait: {reason}. Set MENTORING_SMTP_HOST to your mail server.", reason=reason))
    return lines
