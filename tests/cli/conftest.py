"""A shell in an empty folder: the real commands, in this process, with their exit codes and what they print."""

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cli.main import main

PLAN = """\
code: spring
name: Spring cohort
starts_on: {day}
coordinators: [kb]
country: CZ
"""


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Shell:
    """Types commands."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys

    def __call__(self, *words):
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        printed = self.capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, printed.out, printed.err)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    """A shell in a folder of its own; nobody is woken, nothing is sent anywhere."""
    monkeypatch.chdir(tmp_path)
    for name in ("MENTORING_DATA", "MENTORING_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MENTORING_SMTP_HOST", "")
    monkeypatch.setenv("MENTORING_WAKES_PREFECT", "false")
    return Shell(tmp_path, capsys)


@pytest.fixture
def office(shell):
    """A shell in an office with one coordinator."""
    assert shell("coordinator", "add", "kb", "Klára Benešová", "klara@example.org").code == 0
    return shell


@pytest.fixture
def plan(office):
    """A plan that can be launched: it starts today."""
    return office.write("plan.yaml", PLAN.format(day=datetime.now(ZoneInfo("Europe/Prague")).date()))


@pytest.fixture
def cohort(office, plan):
    """A shell in an office with a cohort."""
    assert office("launch", plan).code == 0
    return office
