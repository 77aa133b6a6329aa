"""Mailbox: reads what arrived in the office's own mailbox by IMAP (RFC 3501) and has each mail taken in. Decides nothing.

A mail is marked as read once it is taken in; what is taken in twice, after a crash in between, changes nothing. What no
letter of ours answers stays there with a flag, for a person to read.
"""

import imaplib
import logging
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from domain.saying import say
from office.office import Office
from office.replies import take_mail
from office.settings import Settings

log = logging.getLogger(__name__)

MAILS_MAX = 200  # of one round; the next one goes on
SIZE_MAX = 30_000_000  # bytes; larger mails stay for a person
TIMEOUT_SECONDS = 60
FOR_A_PERSON = "stranger"


class MailboxClosed(Exception):
    """The mailbox cannot be read. Says at which step; what the server said may hold names and stays away."""


def read_mailbox(office: Office) -> Counter[str]:
    """Take in what is new in the mailbox; how many mails became what (office/replies.py). Nothing where none is set up.

    MailboxClosed when it cannot be opened. A mail that cannot be taken in is flagged, and the others have their turn.
    """
    became: Counter[str] = Counter()
    if not office.settings.imap_host:
        return became
    with _opened(office.settings) as box:
        for number in _new_mails(box):
            what = _take_in(office, box, number)
            became[what] += 1
            flags = r"(\Seen \Flagged)" if what == FOR_A_PERSON else r"(\Seen)"
            _ask(box, "store", number, "+FLAGS.SILENT", flags)
    return became


def _take_in(office: Office, box: imaplib.IMAP4, number: str) -> str:
    mail = _mail(box, number)
    if mail is None:
        return FOR_A_PERSON
    try:
        return take_mail(office, mail).became
    except (ValueError, LookupError) as error:  # one mail that was made to break readers stops no other
        log.warning("a mail in the mailbox cannot be read (%s); it stays there with a flag", type(error).__name__)
        return FOR_A_PERSON


@contextmanager
def _opened(known: Settings) -> Iterator[imaplib.IMAP4]:
    try:
        box = _connected(known)
    except (OSError, imaplib.IMAP4.error) as error:
        why = type(error).__name__
        raise MailboxClosed(
            say("the mail server {host} does not answer ({why})", host=known.imap_host, why=why)
        ) from error
    try:
        box.login(known.imap_user, known.imap_password.get_secret_value())
    except (OSError, imaplib.IMAP4.error) as error:
        box.shutdown()
        raise MailboxClosed(
            say(
                "the mail server {host} takes neither user nor password: see MENTORING_IMAP_USER and MENTORING_IMAP_PASSWORD",
                host=known.imap_host,
            )
        ) from error
    try:
        _ask(box, "select", f'"{known.imap_folder}"')
        yield box
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _connected(known: Settings) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if known.imap_security == "tls":
        return imaplib.IMAP4_SSL(known.imap_host, known.imap_port, ssl_context=context, timeout=TIMEOUT_SECONDS)
    box = imaplib.IMAP4(known.imap_host, known.imap_port, timeout=TIMEOUT_SECONDS)
    if known.imap_security == "starttls":
        box.starttls(context)
    return box


def _new_mails(box: imaplib.IMAP4) -> list[str]:
    """The numbers of unread mails, the oldest first; UIDs, which stay what they are while others delete."""
    (found, *_) = _ask(box, "search", "UNSEEN")
    return (found or b"").decode().split()[:MAILS_MAX]


def _mail(box: imaplib.IMAP4, number: str) -> bytes | None:
    """The bytes of a mail, without marking it as read; None for one that is too large or gone."""
    (told, *_) = _ask(box, "fetch", number, "(RFC822.SIZE)")
    size = (
        (told or b"").rpartition(b"RFC822.SIZE ")[2].rstrip(b") ").partition(b" ")[0]
        if isinstance(told, bytes)
        else b""
    )
    if not size.isdigit() or int(size) > SIZE_MAX:
        return None
    parts = _ask(box, "fetch", number, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


def _ask(box: imaplib.IMAP4, command: str, *words: str) -> list[Any]:
    """What the server answers; MailboxClosed when it says no."""
    try:
        said, answer = box.select(words[0]) if command == "select" else box.uid(command, *words)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxClosed(say("the mailbox broke off ({error})", error=type(error).__name__)) from error
    if said != "OK":
        raise MailboxClosed(say("the mailbox refuses to {command}", command=command))
    return answer
