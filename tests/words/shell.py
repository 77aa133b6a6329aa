"""A shell in the language made up for the test, and what is left Latin of what a command printed."""

import re

import pytest

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
