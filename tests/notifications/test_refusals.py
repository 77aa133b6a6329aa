"""Refusals: whom a server's no is about, in the words that servers use."""

import pytest

from notifications.refusals import is_about_the_mailbox, refused, returned

AT_RCPT = {
    "gone": [
        "550 5.1.1 <eva@university.example>: Recipient address rejected: User unknown in virtual mailbox table",
        "550-5.1.1 The email account that you tried to reach does not exist.",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        "556 5.1.10 Recipient address has null MX",
        "550 5.1.2 bad destination system",
        "553 5.1.3 bad address syntax",
        "550 5.1.6 moved, left no address",
        "550 #5.1.0 Address rejected.",
        "550 5.2.1 mailbox disabled",
        "550 5.4.1 Recipient address rejected: Access denied.",
        "550 No such user here",
        "550 unknown user",
        "550 Unrouteable address",
        "551 not local, try elsewhere",
        "550 Requested action not taken: mailbox unavailable",
        "550 User unknown in relay recipient table",
        "550 5.5.0 mailbox unavailable",
        "550 5.0.0 no",
    ],
    "later": ["552 mailbox full", "552 5.2.2 over quota", "550 5.2.2 Mailbox full", "554 5.3.1 system storage is full"],
    "blocked": [
        "550 5.7.1 Service unavailable; client [5.1.1.200] blocked",
        "554 5.7.1 <eva@university.example>: Relay access denied",
        "550 5.7.26 This mail is unauthenticated",
        "553 5.1.8 domain of the sender does not exist",
        "553 5.1.7 bad address of the sender",
        "554 Service unavailable; client host [5.1.1.200] in zen.example",
        "550 Your IP is listed at rbl.example",
        "550 relay not permitted",
        "550 SPF check failed",
        "530 log in first",
    ],
    "too_big": ["552 5.3.4 too big", "552 5.2.3 message length exceeds the limit of the mailbox"],
    "failed": ["550 5.6.7 no such characters", "503 RCPT out of order"],
}
AT_DATA = {
    "blocked": ["554 no", "550 5.7.1 spam", "554 5.7.0 policy", "571 refused"],
    "too_big": ["552 too much mail data", "554 5.3.4 too big"],
    "gone": ["550 5.1.1 unknown"],
    "later": ["552 5.2.2 mailbox full"],
    "failed": ["554 5.6.0 no such charset"],
}


def every(table):
    return [(blame, words) for blame, several in table.items() for words in several]


@pytest.mark.parametrize(("blame", "words"), every(AT_RCPT))
def test_a_refused_reader(blame, words):
    assert refused("rcpt", int(words[:3]), words[4:]) == blame


@pytest.mark.parametrize(("blame", "words"), every(AT_DATA))
def test_a_refused_letter(blame, words):
    assert refused("data", int(words[:3]), words[4:]) == blame


@pytest.mark.parametrize(
    ("words", "mailbox"),
    [
        ("4.2.2 over quota", True),
        ("4.2.1 moving", True),
        ("4.1.1 not yet known", True),
        ("4.7.1 greylisted", False),
        ("greylisted", False),
        ("4.3.0 lookup failed", False),
    ],
)
def test_what_passes_may_be_the_mailbox_or_not(words, mailbox):
    assert is_about_the_mailbox(words) is mailbox


@pytest.mark.parametrize(
    ("status", "diagnostic", "blame"),
    [
        ("5.1.1", "smtp; 550 5.1.1 unknown", "gone"),
        ("5.4.4", "no such domain", "gone"),
        ("5.0.0", "smtp; 550 5.1.1 unknown", "gone"),
        ("5.0.0", "smtp; 550 No such user", "gone"),
        ("5.0.0", "smtp; 550 blocked by policy", "blocked"),
        ("5.0.0", "smtp;452 4.2.2 full", "later"),
        ("5.0.0", "", "later"),
        ("", "", "later"),
        ("4.4.7", "", "later"),
        ("4.1.1", "smtp; 450 4.1.1 not yet", "later"),
        ("5.4.7", "", "later"),
        ("5.2.2", "", "later"),
        ("5.3.4", "", "too_big"),
        ("5.7.1", "smtp; 550 5.1.1 or so", "blocked"),
        ("5.6.1", "", "failed"),
    ],
)
def test_a_report_is_about(status, diagnostic, blame):
    assert returned(status, diagnostic) == blame
