"""Running: a whole office in a folder and on ports of its own, started as people start it and seen from outside."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from domain.lifecycles import Phase
from office.office import open_office
from office.settings import Settings
from office.sign_in import link_for
from tests.machine.test_supervisor import free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS_MAX = 240  # of waiting for one thing: tests share their machine
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")

PLAN = {
    "code": "pilot-now",
    "name": "Pilot",
    "starts_on": date.today().isoformat(),
    "coordinators": ["eva"],
    # Recruitment opens at once; nobody can wait a month here.
    "policy": {"calendar": {"preparation_months": 0, "recruitment_months": 2}},
}


def wait_for(what, seconds=SECONDS_MAX, words="something"):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} seconds in vain for {words}")


class Running:
    """An office in its own folder and on its own ports, seen from outside."""

    def __init__(self, folder: Path, smtp_port: int, **settings: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "MENTORING_"))}
        self.settings = {
            "MENTORING_DATA": str(folder / "data"),
            "MENTORING_WEB_PORT": str(free_port()),
            "MENTORING_PREFECT_PORT": str(free_port()),
            "MENTORING_SMTP_HOST": "127.0.0.1",
            "MENTORING_SMTP_PORT": str(smtp_port),
            "MENTORING_SMTP_SECURITY": "none",
            "MENTORING_SENDER_EMAIL": "office@university.example",
        } | settings
        self.environment = kept | self.settings | {"PYTHONPATH": str(ROOT)}
        self.process: subprocess.Popen[str] | None = None

    def mentoring(self, *words: str) -> str:
        done = subprocess.run(
            (sys.executable, "-m", "cli", *words),
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> float:
        """Seconds until it says that it has started."""
        began = time.monotonic()
        log = (self.folder / "serve.log").open("w")
        self.process = subprocess.Popen(
            (sys.executable, "-m", "cli", "serve"),
            cwd=self.folder, env=self.environment, stdout=log, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

        def started():
            assert self.process.poll() is None, self.said()
            return "Started in" in self.said()

        wait_for(started, 300, "the start")
        return time.monotonic() - began

    def said(self) -> str:
        return (self.folder / "serve.log").read_text()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def children(self) -> list[str]:
        """The commands of every process that works in this folder: each has our data folder in its environment."""
        mark, found = f"MENTORING_DATA={self.folder / 'data'}".encode(), []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found

    @property
    def api(self) -> httpx.Client:
        user, _, password = self.settings.get("MENTORING_PREFECT_AUTH", "").partition(":")
        address = f"http://127.0.0.1:{self.settings['MENTORING_PREFECT_PORT']}/api"
        return httpx.Client(base_url=address, timeout=30, auth=(user, password) if user else None)

    @property
    def web(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.settings['MENTORING_WEB_PORT']}", timeout=30)

    def office(self):
        """The same office from here, to look into its database and to make links."""
        base_url = f"http://127.0.0.1:{self.settings['MENTORING_WEB_PORT']}"
        database = self.settings.get("MENTORING_DATABASE_URL", "")
        data = self.folder / "data"
        return open_office(
            Settings(_env_file=None, data=data, base_url=base_url, wakes_prefect=False, database_url=database)
        )

    def sign_off_everything(self) -> float:
        """The coordinator signs in and signs off all materials over HTTP; seconds until recruitment has opened."""
        office = self.office()
        materials = [i for i in office.store.load("pilot-now").invitations.values() if i.form == "sign_off"]
        assert len(materials) == 6
        began = time.monotonic()
        with self.web as web:
            web.headers["origin"] = office.links.base_url
            assert web.post(link_for(office, "eva")).status_code == 303
            for invitation in materials:
                form = office.links.form("pilot-now", invitation)
                proof = re.findall('name="_proof" value="([^"]+)"', web.get(form).text)[0]
                answer = web.post(form, data={"done": "on", "_proof": proof})
                assert (answer.status_code, answer.headers["location"]) == (303, f"{urlsplit(form).path}/thanks")
        wait_for(lambda: office.store.lookups.phase_of("pilot-now") is Phase.RECRUITMENT, words="recruitment")
        return time.monotonic() - began

    def ask_for_a_link(self, email: str) -> float:
        """Somebody asks for an application link on the open call; seconds until the letter has arrived."""
        self.envelopes.clear()
        began = time.monotonic()
        with self.web as web:
            person = {"name": "Jana Veselá", "email": email}
            assert web.post(self.office().links.call("pilot-now", "mentor"), data=person).status_code == 303
        wait_for(lambda: self.envelopes, words="the letter")
        assert self.envelopes[0].rcpt_tos == [email]
        return time.monotonic() - began

    def launch(self, **plan) -> dict:
        """Start launch-cohort as the dashboard does, and wait for its end."""
        with self.api as api:
            deployment = api.get("/deployments/name/launch-cohort/launch-cohort").raise_for_status().json()
            made = self._made(api, f"/deployments/{deployment['id']}/create_flow_run", {"parameters": {"plan": plan}})
            run = made["id"]
            return wait_for(lambda: self._ended(api, run), words="the launch")

    def _made(self, api: httpx.Client, path: str, content: dict) -> dict:
        """Prefect on SQLite answers 503 while its database is busy; its own clients try again, too."""
        answer = wait_for(lambda: (found := api.post(path, json=content)).status_code != 503 and found, words="Prefect")
        return answer.raise_for_status().json()

    def _ended(self, api: httpx.Client, run: str) -> dict | None:
        found = api.get(f"/flow_runs/{run}").raise_for_status().json()
        return found if found["state_type"] in ENDED else None

    def runs(self, flow: str) -> list[dict]:
        question = {"flows": {"name": {"any_": [flow]}}, "sort": "EXPECTED_START_TIME_DESC", "limit": 20}
        with self.api as api:
            return api.post("/flow_runs/filter", json=question).raise_for_status().json()
