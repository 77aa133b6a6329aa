"""Commands are said: what the shell prints, in the language made up for the test; Latin are codes, and what is typer's own."""

import pytest

from tests.cli.conftest import cohort, office, plan, shell  # noqa: F401
from tests.words.shell import latin, strange  # noqa: F401

COMMANDS = ("launch", "preview", "status", "forecast", "cohorts", "contacts", "links", "act", "answer", "demo", "serve",
            "doctor", "migrate", "tick", "bounce", "rehearse", "match", "groups", "pool", "coordinator")  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of(strange, shell, command):  # noqa: F811
    assert (
        latin(
            shell(command, "--help"),
            "plan",
            "cohort",
            "person",
            "name",
            "file",
            "form",
            "mail",
            "add",
            "list",
            "join",
            "lead",
            "leave",
            "look-on",
            "stand-in",
            "back",
            "admin",
        )
        == []
    )


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
        latin(
            cohort("doctor"),
            "Prefect",
            "Python",
            "prefect",
            "languages",
            "fonts",
            "fonts-noto-core",
            "fonts-noto-cjk",
            "fastapi",
            "sqlalchemy",
            "SQLite",
            "ConnectError",
        )
        == []
    )


def test_a_form_in_the_shell(strange, cohort):  # noqa: F811
    assert latin(cohort("answer", ":steer:kb"), ":steer:kb", "hold", "call_off", "line", "choice", "text", "yes", "action",
                 "reason", "sure", "True") == []  # fmt: skip


def test_an_act_in_the_shell(strange, cohort):  # noqa: F811
    codes = [one["act"] for one in cohort("act", "--json").json]
    assert latin(cohort("act"), *codes) == []
    assert latin(cohort("act", "hold_cohort", "--set", "reason=ok"), "ok") == []
    assert latin(cohort("act", "fly"), "fly") == []


def test_what_comes_and_what_a_round_does(strange, cohort):  # noqa: F811
    assert latin(cohort("tick"), "material") == []
    assert latin(cohort("forecast", "--days", "400")) == []


def test_a_plan_before_it_is_launched(strange, plan, office):  # noqa: F811
    assert latin(office("launch", plan, "--dry-run")) == []
    assert latin(office("launch", plan), "Spring") == []
    assert latin(office("launch", plan), "Spring") == []
