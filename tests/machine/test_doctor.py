"""The doctor: what is wrong is found from outside, said in a sentence, and comes with its remedy."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from machine import examinations
from machine.doctor import examine, is_well
from office.clock import VirtualClock
from office.mail_server import go_on_when_mended
from office.office import open_office, prepare
from office.settings import Settings
from tests.builders import MONDAY, a_cohort
from tests.machine.test_supervisor import free_port
from tests.smtp import ScriptedServer, good_server

NOW = MONDAY + timedelta(days=9, hours=10)


@pytest.fixture
def an_office(tmp_path):
    """An office in a folder of its own, where nothing runs, with these settings and these cohorts."""

    def opened(*cohorts, migrated=True, **settings):
        wanted = {
            "data": tmp_path / "data",
            "prefect_port": free_port(),
            "web_port": free_port(),
            "wakes_prefect": False,
        }
        office = open_office(Settings(_env_file=None, **(wanted | settings)), VirtualClock(NOW))
        if migrated:
            office.store.migrate()
        for cohort in cohorts:
            office.store.create(cohort)
        return office

    return opened


def found(office, check):
    """(state, words, remedy) of one check."""
    return [(f.state, f.words, f.remedy) for f in examine(office) if f.check == check]


def states(office, check):
    return {state for state, _, _ in found(office, check)}


def in_mentoring(code="pilot-27"):
    return replace(a_cohort().in_mentoring().with_pairs(1).build(), code=code)


def test_an_office_where_nothing_runs_is_told_how_to_start_it(an_office):
    office = an_office()

    [(state, words, remedy)] = found(office, "prefect")

    assert state == "problem"
    assert words.startswith("Prefect cannot be asked")
    assert "mentoring serve" in remedy
    assert not is_well(examine(office))


def test_what_is_installed_is_what_prefect_needs(an_office):
    assert states(an_office(), "packages") == {"ok"}


def test_a_package_too_new_for_prefect_is_named(an_office, monkeypatch):
    monkeypatch.setitem(examinations.PINS, "fastapi", ((0, 1), (0, 2)))

    problems = [words for state, words, _ in found(an_office(), "packages") if state == "problem"]

    assert len(problems) == 1
    assert problems[0].startswith("fastapi")


def test_a_database_that_was_never_made_is_named_with_the_command(an_office):
    [(state, words, _)] = found(an_office(migrated=False), "database")

    assert state == "problem"
    assert "mentoring migrate" in words


def test_a_cohort_nobody_looked_at_for_three_rounds_raises_the_alarm(an_office):
    office = an_office(in_mentoring())
    office.store.leases.beat("tick:pilot-27", NOW - timedelta(hours=3, minutes=1))

    [(state, words, remedy)] = found(office, "rounds")

    assert state == "problem"
    assert "pilot-27" in words
    assert "worker" in remedy


def test_a_cohort_looked_at_an_hour_ago_is_well(an_office):
    office = an_office(in_mentoring())
    office.store.leases.beat("tick:pilot-27", NOW - timedelta(hours=1))

    assert states(office, "rounds") == {"ok"}


def test_a_paused_post_is_named_with_its_reason(an_office):
    office = an_office(in_mentoring())
    office.store.outbox.pause("the mail server refuses our password")

    [(state, words, _)] = found(office, "post")

    assert (state, words) == ("problem", "The post is paused: the mail server refuses our password.")


def test_letters_by_mail_with_links_to_this_machine_are_a_problem(an_office):
    office = an_office(smtp_host="mail.university.example", base_url="http://127.0.0.1:8080")

    assert [remedy for state, _, remedy in found(office, "address") if state == "problem"] == [
        "Set MENTORING_BASE_URL to the address under which participants reach the web app."
    ]


PUBLIC = "https://mentoring.university.invalid"


@pytest.mark.parametrize(("settings", "place"), [({"base_url": PUBLIC}, PUBLIC), ({"web_host": "0.0.0.0"}, "0.0.0.0")])
def test_letters_that_wait_because_others_can_come_are_a_problem(an_office, settings, place):
    [(state, words, remedy)] = found(an_office(**settings), "mail server")

    assert state == "problem"
    assert words == f"no mail server is set, and the inbox page stays closed because others can reach {place}"
    assert "MENTORING_SMTP_HOST" in remedy


def test_an_inbox_page_for_everybody_is_a_problem(an_office):
    office = an_office(base_url=PUBLIC, inbox="on", smtp_host="mail.university.invalid")

    assert [remedy for state, _, remedy in found(office, "address") if state == "problem"] == [
        "Take MENTORING_INBOX out; `mentoring serve` does not start with it."
    ]


def test_an_office_on_this_machine_alone_has_its_inbox(an_office):
    assert found(an_office(), "mail server") == [
        ("warning", "No mail server is set: letters are on the inbox page.", "For real, set MENTORING_SMTP_HOST.")
    ]


def mail(port, **more):
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "none",
        "sender_email": "office@university.example",
        **more,
    }


def test_a_mail_server_that_answers_is_well_and_gets_no_letter(an_office):
    with good_server() as (port, envelopes):
        assert states(an_office(**mail(port)), "mail server") == {"ok"}
        assert envelopes == []


def test_a_mail_server_that_is_away_is_named_with_its_settings(an_office):
    [(state, words, remedy)] = found(an_office(**mail(free_port())), "mail server")

    assert state == "problem"
    assert "does not answer" in words
    assert "MENTORING_SMTP_HOST" in remedy


def test_a_refused_password_is_named_and_never_shown(an_office):
    with ScriptedServer({"auth": "535 no"}, extensions=("AUTH PLAIN",)) as server:
        office = an_office(**mail(server.port, smtp_user="anna", smtp_password="hunter2"))
        findings = found(office, "mail server")

    assert [state for state, _, _ in findings] == ["problem"]
    assert "MENTORING_SMTP_PASSWORD" in findings[0][2]
    assert "hunter2" not in str(findings)


def test_a_port_in_the_hands_of_another_program_is_named_with_its_setting(an_office):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        office = an_office(web_port=other.getsockname()[1])

        problems = [remedy for state, _, remedy in found(office, "ports") if state == "problem"]

    assert len(problems) == 1
    assert "MENTORING_WEB_PORT" in problems[0]


def test_a_secret_key_that_others_can_read_is_pointed_out(an_office):
    office = an_office()
    assert office.settings.keys, "made by the first link"
    (office.settings.data / "secret-key").chmod(0o644)

    assert [remedy for state, _, remedy in found(office, "data folder") if state == "warning"] == [
        f"Run `chmod 600 {office.settings.data / 'secret-key'}`."
    ]


def test_a_folder_or_database_that_others_can_open_is_pointed_out(an_office):
    office = an_office()
    folder, database = office.settings.data, office.settings.data / "mentoring.sqlite"
    folder.chmod(0o755)
    database.chmod(0o644)

    assert [words for state, words, _ in found(office, "data folder") if state == "warning"] == [
        f"Others on this machine may open {folder}.",
        f"Others on this machine may open {database}.",
    ]

    prepare(office)

    assert states(office, "data folder") == {"ok"}


def test_every_finding_that_is_not_well_has_a_remedy(an_office):
    assert [f.check for f in examine(an_office(in_mentoring())) if f.state != "ok" and not f.remedy] == []


def test_a_paused_post_goes_on_once_the_mail_server_lets_us_in(an_office):
    with good_server() as (port, _):
        office = an_office(in_mentoring(), **mail(port))
        office.store.outbox.pause("the mail server refused our password")

        assert go_on_when_mended(office)
        assert office.store.outbox.paused() is None


def test_a_paused_post_stays_paused_while_the_mail_server_refuses_us(an_office):
    office = an_office(in_mentoring(), **mail(free_port()))
    office.store.outbox.pause("the mail server refused our password")

    assert not go_on_when_mended(office)
    assert office.store.outbox.paused() is not None
