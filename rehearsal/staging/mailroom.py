"""Mailroom: the postman of a rehearsal. Brings every letter to the acted person at once, unless a fault is in the way.

A real Postman (notifications/postman.py) in the office's hands; which letters go is decided by outbox and office.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Protocol

from domain.cohort import Cohort
from domain.messages import Parcel
from domain.people import Participant
from notifications.envelope import OWN_HEADER
from notifications.outcomes import Outcome
from notifications.postman import OnDot
from office.clock import VirtualClock
from office.office import Office
from office.post import deliver_post
from rehearsal.history import Change, Delivery, Turn
from rehearsal.staging.faults import Nemesis

LEASE = timedelta(hours=2)  # longer than office/post.py claims letters for
# How often to look while the post stands still, or a letter that came back may go again within some days.
LOOKS_AGAIN, RETURNS_WITHIN = timedelta(hours=1), timedelta(days=4)


class Readers(Protocol):
    """Whoever reads the letters of one cohort."""

    def hears(self, parcel: Parcel, to_email: str) -> None:
        """A letter arrived."""

    def bounces(self, to_email: str) -> bool:
        """Whether letters to this address come back."""

    def gets_back(self, report: bytes) -> None:
        """The mail server's report about a letter that came back."""


@dataclass
class Mailroom:
    """Delivers into nobody's computer. `readers`: who is told of each letter, by the code of its cohort."""

    clock: VirtualClock
    nemesis: Nemesis
    readers: dict[str, Readers] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)
    next_at: datetime | None = None
    turned_away: int = 0
    _arrived: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.opened_at = self.clock.now()

    def send(self, parcels: Iterable[Parcel], *, on_dot: OnDot) -> Iterator[Outcome]:
        """As any postman: one outcome for each parcel, `on_dot` before the server may have it."""
        for parcel in parcels:
            self.nemesis.here("claimed", self.clock.now())
            fate = self.nemesis.outcome(parcel.key, parcel.attempts)
            if fate == "later":
                yield Outcome(parcel.id, "retry", "data: 451 try again later")
                continue
            readers = self.readers[parcel.cohort]
            dead = readers.bounces(parcel.to_email)
            if self.nemesis.is_blocked(self.clock.now() - self.opened_at):
                self.turned_away += 1
                yield Outcome(parcel.id, "blocked", "data: 550 5.7.1 nothing from you today")
                continue
            if dead and self.nemesis.is_refused(parcel.to_email):
                self.turned_away += 1
                yield Outcome(parcel.id, "gone", "rcpt: 550 5.1.1 nobody here")
                continue
            on_dot(parcel)
            if dead:
                readers.gets_back(returned_mail(parcel))
            elif fate != "lost":
                self._bring(parcel)
            self.nemesis.here("accepted", self.clock.now())
            if fate:
                self.unclear.add(parcel.key)
                yield Outcome(parcel.id, "unknown", "dot: the connection was lost")
            else:
                yield Outcome(parcel.id, "sent", "on the inbox page")

    def _bring(self, parcel: Parcel) -> None:
        self.deliveries.append(Delivery(parcel.key, parcel.to_email, parcel.message_id, self.clock.now()))
        if (parcel.cohort, parcel.key) not in self._arrived:
            self._arrived.add((parcel.cohort, parcel.key))
            self.readers[parcel.cohort].hears(parcel, parcel.to_email)

    # --- the outbox, seen from here -------------------------------------------------------------------------------

    def deliver(self, office: Office) -> None:
        """Send what may go now."""
        if self.next_at is not None and self.next_at <= self.clock.now():
            deliver_post(office)
            self.look(office)

    def look(self, office: Office) -> None:
        """See when the next letter may go. Whatever is not gone now waits for a person, or for a dead sender's lease."""
        now = self.clock.now()
        queue = office.store.letters.outlook(now)
        moments = [*([queue.first] if queue.first else []), *([now + LEASE] if queue.held else [])]
        if queue.paused or (queue.came_back and office.store.returns.may_go_again(now + RETURNS_WITHIN)):
            moments.append(now + LOOKS_AGAIN)
        self.next_at = min(moments, default=None)

    def expect(self, turn: Turn, cohort: Cohort) -> None:
        """Some letters were written, or an address was mended, so that what came back may go again."""
        moments = [message.not_before for message in cohort.messages]
        moments += [turn.at for change in turn.changes if is_mended(change)]
        self.next_at = min([*moments, *([self.next_at] if self.next_at else [])], default=None)


def is_mended(change: Change) -> bool:
    """Letters reach somebody again."""
    before, after = change.before, change.after
    return isinstance(before, Participant) and isinstance(after, Participant) and before.mended_at != after.mended_at


def returned_mail(parcel: Parcel) -> bytes:
    """The report of a mail server that knows no such mailbox (RFC 3464), with the headers of the letter."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"], report["To"] = "mailer-daemon@example.org", "office@mentoring.example.org"
    report["Subject"] = "Undelivered mail"
    status, server, recipient, headers = Message(), Message(), Message(), Message()
    status["Content-Type"] = "message/delivery-status"
    server["Reporting-MTA"] = "dns; mail.example.org"
    recipient["Final-Recipient"] = f"rfc822; {parcel.to_email}"
    recipient["Action"], recipient["Status"] = "failed", "5.1.1"
    status.set_payload([server, recipient])
    headers["Content-Type"] = "text/rfc822-headers"
    headers.set_payload(f"{OWN_HEADER}: {parcel.token}\nMessage-ID: {parcel.message_id}\n")
    for part in (MIMEText("There is no such mailbox."), status, headers):
        report.attach(part)
    return report.as_bytes()
