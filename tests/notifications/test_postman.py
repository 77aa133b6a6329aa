"""The postman against a server that fails in every way a server can: the right word for it, and never a second copy."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.messages import Parcel
from notifications.postman import InboxPostman, Outcome, Postman, RecordingPostman, SmtpPostman, SmtpSettings
from tests.notifications.world import a_parcel
from tests.smtp import DRIP, DROP, HANG, HOST, ScriptedServer, certificate, good_server

FAULTS = [
    # where it fails, how, the outcome, how many copies the server has
    ("greeting", DROP, "retry", 0),
    ("greeting", HANG, "retry", 0),
    ("greeting", DRIP, "retry", 0),
    ("greeting", "421 busy", "retry", 0),
    ("greeting", "554 go away", "configuration", 0),
    ("greeting", "what do you want", "retry", 0),
    ("mail", "450 slow down", "retry", 0),
    ("mail", "550 you may not send", "configuration", 0),
    ("mail", "552 too big", "too_big", 0),
    ("mail", DROP, "retry", 0),
    ("mail", HANG, "retry", 0),
    ("rcpt", "450 greylisted", "retry", 0),
    ("rcpt", "421 closing", "retry", 0),
    ("rcpt", "550 nobody here", "gone", 0),
    ("rcpt", "550 5.1.1 unknown", "gone", 0),
    ("rcpt", "550 5.7.1 no relaying for you", "blocked", 0),
    ("rcpt", "550 denied by policy", "blocked", 0),
    ("rcpt", "552 5.2.2 full", "later", 0),
    ("rcpt", "452 4.2.2 full", "later", 0),
    ("rcpt", DROP, "retry", 0),
    ("data", "451 later", "retry", 0),
    ("data", "554 no", "blocked", 0),
    ("data", "550 5.1.1 unknown after all", "gone", 0),
    ("data", DROP, "retry", 0),
    ("body", DROP, "unknown or retry", 0),
    ("dot", "451 later", "retry", 0),
    ("dot", "554 spam", "blocked", 0),
    ("dot", "552 5.3.4 too big", "too_big", 0),
    ("dot", "554 5.6.0 cannot be read", "failed", 0),
    ("dot", DROP, "unknown", 1),
    ("dot", HANG, "unknown", 1),
    ("dot", DRIP, "unknown", 1),
    ("quit", DROP, "sent", 1),
    ("quit", HANG, "sent", 1),
]


def a_postman(server: ScriptedServer, **changes: object) -> SmtpPostman:
    known = SmtpSettings(HOST, server.port, "none", sender_email="office@university.example", timeout=1)
    return SmtpPostman(replace(known, **changes))  # type: ignore[arg-type]


def deliver(postman: Postman, *parcels: Parcel) -> list[Outcome]:
    return list(postman.send(parcels, on_dot=lambda parcel: None))


@pytest.mark.parametrize(("stage", "play", "expected", "copies"), FAULTS)
def test_every_fault_has_its_outcome_and_nothing_is_sent_twice(
    stage: str, play: str, expected: str, copies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.smtp.SHORT", 0.2)
    with ScriptedServer({stage: play}) as server:
        (outcome,) = deliver(a_postman(server), a_parcel())

    assert outcome.result in expected.split(" or ")
    assert len(server.stored) == copies
    assert "eva1@" not in outcome.detail


@given(
    script=st.fixed_dictionaries(
        {},
        optional={
            "mail": st.lists(st.sampled_from(["250 ok", "450 slow", "552 too big", DROP]), max_size=4),
            "rcpt": st.lists(st.sampled_from(["250 ok", "450 grey", "550 nobody", "421 bye", DROP]), max_size=4),
            "data": st.lists(st.sampled_from(["354 go on", "451 later", "554 no", DROP]), max_size=4),
            "dot": st.lists(st.sampled_from(["250 taken", "451 later", "554 spam", DROP]), max_size=4),
            "greeting": st.lists(st.sampled_from(["220 hello", "421 busy", DROP]), max_size=2),
        },
    )
)
@settings(max_examples=40, deadline=None)
def test_whatever_happens_the_outcome_tells_what_the_server_has(script: dict[str, list[str]]) -> None:
    parcels = [a_parcel(number) for number in range(1, 5)]
    with ScriptedServer(script) as server:
        outcomes = deliver(a_postman(server), *parcels)

    has = [letter["Message-ID"] for letter in server.letters]
    assert len(has) == len(set(has))
    assert [outcome.parcel_id for outcome in outcomes] == [1, 2, 3, 4]
    certain = {f"<{outcome.parcel_id}@office.example>" for outcome in outcomes if outcome.result == "sent"}
    perhaps = {f"<{outcome.parcel_id}@office.example>" for outcome in outcomes if outcome.result == "unknown"}
    assert certain <= set(has) <= certain | perhaps


def test_a_server_that_is_not_there_means_later() -> None:
    with socket.create_server((HOST, 0)) as unused:
        port = unused.getsockname()[1]

    outcomes = deliver(SmtpPostman(SmtpSettings(HOST, port, "none", timeout=1)), a_parcel(1), a_parcel(2))

    assert [outcome.result for outcome in outcomes] == ["retry", "retry"]


def test_one_connection_carries_the_batch() -> None:
    with ScriptedServer() as server:
        outcomes = deliver(a_postman(server), *(a_parcel(n) for n in range(1, 6)))

    assert [outcome.result for outcome in outcomes] == ["sent"] * 5
    assert (server.connections, len(server.stored)) == (1, 5)


def test_a_refused_letter_does_not_hold_up_the_others() -> None:
    with ScriptedServer({"rcpt": ["250 ok", "550 nobody", "250 ok"]}) as server:
        outcomes = deliver(a_postman(server), a_parcel(1), a_parcel(2), a_parcel(3))

    assert [outcome.result for outcome in outcomes] == ["sent", "gone", "sent"]


def test_after_an_unclear_end_the_next_letter_has_a_new_connection() -> None:
    with ScriptedServer({"dot": [DROP, "250 ok"]}) as server:
        outcomes = deliver(a_postman(server), a_parcel(1), a_parcel(2))

    assert [outcome.result for outcome in outcomes] == ["unknown", "sent"]
    assert [letter["Message-ID"] for letter in server.letters] == ["<1@office.example>", "<2@office.example>"]


def test_a_server_that_hangs_up_while_idle_is_called_again() -> None:
    with ScriptedServer({"mail": ["250 ok", DROP, "250 ok"]}) as server:
        outcomes = deliver(a_postman(server), a_parcel(1), a_parcel(2))

    assert [outcome.result for outcome in outcomes] == ["sent", "sent"]
    assert (server.connections, len(server.stored)) == (2, 2)


def test_a_wrong_setting_stops_the_batch() -> None:
    with ScriptedServer({"mail": "550 no"}) as server:
        outcomes = deliver(a_postman(server), a_parcel(1), a_parcel(2))

    assert [outcome.result for outcome in outcomes] == ["configuration", "configuration"]
    assert server.commands.count("mail") == 1


def test_a_refused_password_is_a_wrong_setting() -> None:
    with ScriptedServer({"auth": "535 no"}, extensions=("AUTH PLAIN",)) as server:
        (outcome,) = deliver(a_postman(server, user="office", password="secret"), a_parcel())

    assert outcome.result == "configuration"
    assert "secret" not in outcome.detail


def test_a_password_that_smtp_cannot_carry_is_a_wrong_setting_and_stays_secret() -> None:
    with ScriptedServer(extensions=("AUTH PLAIN",)) as server:
        (outcome,) = deliver(a_postman(server, user="office", password="gehéim"), a_parcel())

    assert outcome == Outcome(1, "configuration", "connect: host, user and password must be plain ASCII")


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("days", [30, -1])
def test_an_unknown_or_expired_certificate_is_refused(tmp_path: Path, at_once: bool, days: int) -> None:
    known = certificate(tmp_path, days)
    with ScriptedServer(tls=known.context, tls_at_once=at_once, extensions=("STARTTLS",)) as server:
        (outcome,) = deliver(a_postman(server, security="tls" if at_once else "starttls", timeout=30), a_parcel())

    assert (outcome.result, server.stored) == ("configuration", [])


@pytest.mark.parametrize("at_once", [True, False])
def test_a_certificate_that_the_system_trusts_is_accepted(
    tmp_path: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(known.path))
    with ScriptedServer(tls=known.context, tls_at_once=at_once, extensions=("STARTTLS",)) as server:
        postman = a_postman(server, security="tls" if at_once else "starttls", timeout=30)
        outcomes = deliver(postman, a_parcel(1), a_parcel(2))

    assert [outcome.result for outcome in outcomes] == ["sent", "sent"]
    assert server.connections == 1


def test_a_server_without_starttls_gets_nothing() -> None:
    with ScriptedServer() as server:
        (outcome,) = deliver(a_postman(server, security="starttls"), a_parcel())

    assert (outcome.result, server.stored) == ("configuration", [])


def test_the_letter_is_marked_before_the_dot() -> None:
    marked: list[tuple[int, int, bool]] = []
    with ScriptedServer() as server:
        postman = a_postman(server)
        list(postman.send([a_parcel()], on_dot=lambda p: marked.append((p.id, len(server.stored), bool(p.mime)))))

    assert marked == [(1, 0, True)]


def test_a_letter_that_cannot_be_marked_is_not_sent() -> None:
    def refuse(parcel: Parcel) -> None:
        raise RuntimeError("the database is gone")

    with ScriptedServer() as server, pytest.raises(RuntimeError):
        list(a_postman(server).send([a_parcel()], on_dot=refuse))

    assert server.stored == []


@pytest.mark.parametrize("address", ["a@b.example>, <evil@x.example", "eva", "eva@müll\n.example", ""])
def test_a_broken_address_fails_alone(address: str) -> None:
    with ScriptedServer() as server:
        outcomes = deliver(a_postman(server), a_parcel(1, to_email=address), a_parcel(2))

    assert [outcome.result for outcome in outcomes] == ["gone", "sent"]


def test_lines_that_begin_with_a_dot_arrive_whole() -> None:
    mime = b"Subject: dots\r\n\r\n.one\n..two\r\n."
    with ScriptedServer() as server:
        deliver(a_postman(server), a_parcel(mime=mime))

    assert server.stored == [b"Subject: dots\r\n\r\n.one\r\n..two\r\n."]


def test_bounces_come_back_to_an_address_that_names_the_letter() -> None:
    with good_server() as (port, kept):
        known = SmtpSettings(HOST, port, "none", timeout=5, bounce_to="bounce+{token}@office.example")
        outcomes = deliver(SmtpPostman(known), a_parcel(token="1-abc"))

    assert outcomes == [Outcome(1, "sent", "data: 250 taken")]
    assert [(one.mail_from, one.rcpt_tos) for one in kept] == [
        ("bounce+1-abc@office.example", ["eva1@university.example"])
    ]


def test_without_a_mail_server_letters_wait_on_the_inbox_page() -> None:
    dotted: list[int] = []

    outcomes = list(InboxPostman().send([a_parcel(1), a_parcel(2)], on_dot=lambda p: dotted.append(p.id)))

    assert ([outcome.result for outcome in outcomes], dotted) == (["sent", "sent"], [1, 2])


def test_the_recording_postman_keeps_what_the_server_may_have() -> None:
    postman = RecordingPostman(outcome_of=lambda parcel: {1: "sent", 2: "failed", 3: "unknown"}[parcel.id])  # type: ignore[return-value]

    deliver(postman, a_parcel(1), a_parcel(2), a_parcel(3))

    assert [parcel.id for parcel in postman.copies] == [1, 3]
