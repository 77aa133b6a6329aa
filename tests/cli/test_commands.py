"""The commands as a whole: quick to show, sparing with imports, and clear when something cannot be done."""

import socket
import sqlite3
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

HEAVY = ("sqlalchemy", "ortools", "prefect", "pydantic", "fastapi", "typst", "numpy", "office.office", "rehearsal")
DATABASE = ("sqlalchemy", "alembic", "prefect", "office.office", "notifications.letters")
RARE = ("alembic", "ortools", "prefect", "typst", "numpy", "openpyxl", "rehearsal.acting")


def test_help_lists_the_commands_of_the_issue(shell):
    listed = shell("--help")

    wanted = ("launch", "status", "forecast", "preview", "rehearse", "answer", "serve", "doctor", "migrate")
    assert listed.code == 0
    assert [name for name in wanted if f" {name} " not in listed.out] == []


@pytest.mark.parametrize(
    ("module", "spared"),
    [("cli.main", HEAVY), ("cli.match_files", DATABASE), ("web.app", RARE)],
    ids=["help", "two lists", "the web app"],
)
def test_commands_load_only_what_they_need(module, spared):
    words = f"import sys, {module}; print([name for name in {spared!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_wrong_word_is_a_usage_mistake(shell):
    assert shell("lunch").code == 2
    assert shell("status", "--jason").code == 2


def test_without_a_database_each_command_says_what_to_do(shell):
    for words in (("status",), ("forecast",), ("cohorts",), ("links",), ("tick",), ("coordinator", "list")):
        said = shell(*words)
        assert (said.code, said.err) == (
            1,
            "There is no database data/mentoring.sqlite yet; run `mentoring migrate`.\n",
        )
    assert not (shell.folder / "data" / "mentoring.sqlite").exists()


def test_a_newer_database_is_left_alone(shell):
    shell("migrate")
    with sqlite3.connect(shell.folder / "data" / "mentoring.sqlite") as db:
        db.execute("UPDATE alembic_version SET version_num = '9999_from_the_future'")

    for words in (("migrate",), ("status",), ("coordinator", "add", "kb", "Klara", "k@example.org")):
        said = shell(*words)
        assert said.code == 1
        assert "written by a newer program (version 9999_from_the_future)" in said.err


def test_a_wrong_database_address_is_a_sentence_without_the_password(shell, monkeypatch):
    monkeypatch.setenv("MENTORING_DATABASE_URL", "mysql://office:secret@host/db")

    said = shell("status")

    assert said.code == 1
    assert "write sqlite:///folder/office.db or postgresql://user:password@host/name" in said.err
    assert "secret" not in said.err


def test_a_wrong_setting_is_named(shell, monkeypatch):
    monkeypatch.setenv("MENTORING_WEB_PORT", "many")

    said = shell("status")

    assert said.code == 1
    assert "MENTORING_WEB_PORT" in said.err


NO_SUCH_SETTING = "there is no such setting; the nearest is"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MENTORING_SMPT_HOST", "MENTORING_SMTP_HOST"),
        ("MENTORING_SMTP_PASSWD", "MENTORING_SMTP_PASSWORD"),
        ("MENTORING_BASEURL", "MENTORING_BASE_URL"),
        ("mentoring_sender_mail", "MENTORING_SENDER_EMAIL"),
    ],
)
@pytest.mark.parametrize("place", ["environment", ".env"])
def test_a_mistyped_setting_is_named_with_the_one_that_is_meant(shell, monkeypatch, typed, meant, place):
    if place == "environment":
        monkeypatch.setenv(typed, "hunter2")
    else:
        shell.write(".env", f"PREFECT_LOGGING_LEVEL=INFO\n{typed}=hunter2\n")

    for words in (("status",), ("serve", "--only", "web"), ("doctor",)):
        said = shell(*words)

        assert said.code == 1
        assert f"{typed.upper()}: {NO_SUCH_SETTING} {meant}." in said.err
        assert "hunter2" not in said.err


@pytest.mark.parametrize("address", ["bounce+{token}", "bounce+{token}@", f"{'b' * 30}+{{token}}@example.org"])
def test_an_address_that_no_returned_letter_would_find_is_named(shell, monkeypatch, address):
    monkeypatch.setenv("MENTORING_BOUNCE_TO", address)

    said = shell("status")

    assert (said.code, "MENTORING_BOUNCE_TO" in said.err) == (1, True)


def test_settings_that_are_wrong_in_several_ways_are_named_at_once(shell, monkeypatch):
    monkeypatch.setenv("MENTORING_SMPT_HOST", "mail.university.example")
    shell.write(".env", "MENTORING_WEB_PORT=many\nMENTORING_IMBOX=off\n")

    told = shell("status").err

    assert [name for name in ("SMPT_HOST", "WEB_PORT", "IMBOX") if f"- MENTORING_{name}:" not in told] == []


def test_a_folder_that_may_not_be_written_is_named(shell):
    (shell.folder / "data").write_text("I am a file")

    said = shell("migrate")

    assert said.code == 1
    assert "data" in said.err
    assert "Traceback" not in said.err


def test_a_taken_port_is_named_with_its_setting(shell, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("MENTORING_WEB_PORT", str(taken.getsockname()[1]))

        said = shell("serve", "--only", "web")

    assert said.code == 1
    assert "Set MENTORING_WEB_PORT to a free port" in said.err


@pytest.mark.parametrize("place", [("BASE_URL", "https://mentoring.example.org"), ("WEB_HOST", "0.0.0.0")])
def test_an_inbox_page_for_everybody_is_refused(shell, monkeypatch, place):
    monkeypatch.setenv(f"MENTORING_{place[0]}", place[1])
    monkeypatch.setenv("MENTORING_INBOX", "on")

    for words in (("serve",), ("serve", "--only", "web"), ("serve", "--only", "worker")):
        said = shell(*words)

        assert said.code == 1
        assert said.err.startswith("MENTORING_INBOX=on is refused where others can reach the office")


def test_letters_that_nobody_takes_are_told_by_a_round_of_the_shell(cohort, monkeypatch):
    monkeypatch.setenv("MENTORING_BASE_URL", "https://mentoring.example.org")

    said = cohort("tick")

    assert (said.code, "failed: deliver for the post (paused)" in said.out) == (1, True)
    assert "the inbox page stays closed because others can reach https://mentoring.example.org" in cohort("status").out


def test_a_part_that_nobody_knows_is_refused(shell):
    said = shell("serve", "--only", "kitchen")

    assert (said.code, said.err) == (1, "No part is called kitchen here; there are web, prefect, worker.\n")


def test_the_doctor_tells_programs_what_it_found(cohort, monkeypatch):
    monkeypatch.setenv("MENTORING_PREFECT_PORT", "1")

    found = cohort("doctor", "--json")

    assert found.code == 1
    assert {"check", "state", "words", "remedy"} == set(found.json[0])
    assert "problem" in {row["state"] for row in found.json}
