"""Commands are said: what the shell prints, in the language made up for the test; Latin are codes, and what is typer's own."""

import re

import pytest

from tests.cli.conftest import cohort, office, plan, shell  # noqa: F401
from tests.words.made_up import LANGUAGE, left_latin, silent, spoken

# Typer's words around a help text, and names of files and formats that stand in the middle of a sentence.
OF_TYPER = {"Options", "Arguments", "Commands", "Show this message and exit", "default", "required"}
NAMES = {"Klára Benešová", "klara@", "Europe/Prague", "Spring cohort", "spring", "coordinator", "kb"}
CODE = re.compile(r"`[^`]*`|MENTORING_\w+|--[\w-]+|<[^>]*>|\b[A-Z]+=[A-Z]+\b|\b\w+[/_.:]\S+|\[[^\]]*\]")


@pytest.fixture
def strange(monkeypatch, tmp_path_factory):
    spoken(monkeypatch, tmp_path_factory.mktemp("language"))
    monkeypatch.setenv("LANGUAGE", LANGUAGE)
    yield
    silent()


def latin(said, *codes):
    words = re.sub(r"Usage: [^⟦]*", "", re.sub(r"\s+", " ", f"{said.out} {said.err}"))
    words = CODE.sub(" ", words)
    return left_latin([words], OF_TYPER | NAMES | set(codes))


COMMANDS = ("launch", "preview", "status", "forecast", "cohorts", "contacts", "links", "answer", "demo", "serve", "doctor",
            "migrate", "tick", "bounce", "rehearse", "match", "groups", "pool", "coordinator")  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of(strange, shell, command):  # noqa: F811
    assert latin(shell(command, "--help"), "plan", "cohort", "person", "file", "form", "mail", "add", "list") == []


def test_a_cohort_as_it_stands(strange, cohort):  # noqa: F811
    assert latin(cohort("status")) == []
    assert latin(cohort("cohorts")) == []
    assert latin(cohort("coordinator", "list")) == []
    assert latin(cohort("links", "spring")) == []


def test_what_cannot_be_done(strange, cohort):  # noqa: F811
    assert latin(cohort("status", "nowhere"), "nowhere") == []
    assert latin(cohort("answer", "broken")) == []
    assert latin(cohort("links", "spring", "N99")) == []
    assert latin(cohort("coordinator", "add", "N01", "x@y", "x", "--time-zone", "Nowhere"), "'Nowhere'", "'x'") == []


def test_what_the_doctor_finds(strange, cohort):  # noqa: F811
    assert (
        latin(cohort("doctor"), "Prefect", "Python", "prefect", "fastapi", "sqlalchemy", "SQLite", "ConnectError") == []
    )


def test_a_form_in_the_shell(strange, cohort):  # noqa: F811
    assert latin(cohort("answer", ":steer:kb"), ":steer:kb", "hold", "call_off", "line", "choice", "text", "yes", "action",
                 "reason", "sure", "True") == []  # fmt: skip
