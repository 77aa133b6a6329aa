"""Postman: takes parcels to the mail server and says what became of each. Does not choose them (storage/post/outbox).

The SMTP backend of `emails` with its corrections: nothing is sent again after DATA, certificates are verified, one
connection carries a batch, one mail has one recipient, and every end of a conversation has a name (outcomes.py).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from domain.messages import Parcel
from domain.saying import say
from notifications.envelope import Sender, ascii_address, build
from notifications.outcomes import Outcome, Result
from notifications.smtp import Connection, Conversation

__all__ = ["InboxPostman", "Outcome", "Postman", "RecordingPostman", "Result", "SmtpPostman", "SmtpSettings"]

OnDot = Callable[[Parcel], None]
Fetch = Callable[[str, str], bytes]


class Postman(Protocol):
    """Whoever takes letters away."""

    def send(self, parcels: Iterable[Parcel], *, on_dot: OnDot) -> Iterator[Outcome]:
        """Deliver in order, one outcome for each parcel.

        `on_dot` is called with the parcel, its `mime` filled in, right before the server may take it over: whoever
        finds that mark and no outcome knows that the letter may have gone out. What it raises stops the batch, and the
        letter has not gone out.
        """
        ...


@dataclass(frozen=True)
class SmtpSettings:
    """How to reach the mail server. `timeout` in seconds is the limit for one whole letter, and for silence.

    `bounce_to`: an envelope address with `{token}` in it ("bounce+{token}@example.org") where bounces should arrive
    (VERP); empty: at the sender's address.
    """

    host: str
    port: int = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender_name: str = "Mentoring Office"
    sender_email: str = "office@mentoring.example.org"
    timeout: float = 300
    bounce_to: str = ""

    @property
    def sender(self) -> Sender:
        return Sender(self.sender_name, self.sender_email)


def nothing_to_attach(cohort: str, document: str) -> bytes:
    """The default of `fetch`: an office that keeps no files."""
    raise KeyError(document)


@dataclass(frozen=True)
class SmtpPostman:
    """Delivers by SMTP. `fetch` gives the bytes of a printed document: (cohort, document id) -> PDF, KeyError if none."""

    settings: SmtpSettings
    fetch: Fetch = nothing_to_attach

    def send(self, parcels: Iterable[Parcel], *, on_dot: OnDot) -> Iterator[Outcome]:
        stopped: Outcome | None = None
        with self._connection() as connection:
            for parcel in parcels:
                if stopped is not None:
                    yield replace(stopped, parcel_id=parcel.id)
                    continue
                prepared = self._prepared(parcel)
                if isinstance(prepared, Outcome):
                    yield prepared
                    continue
                outcome = self._delivered(connection, prepared, on_dot)
                if outcome.result == "configuration" or connection.is_out_of_reach:
                    stopped = outcome
                yield outcome

    def _connection(self) -> Connection:
        known = self.settings
        return Connection(
            host=known.host,
            port=known.port,
            security=known.security,
            user=known.user,
            password=known.password,
            timeout=known.timeout,
            local_hostname=known.sender_email.rpartition("@")[2],
        )

    def _prepared(self, parcel: Parcel) -> Parcel | Outcome:
        """The parcel with its mail built; a letter that cannot be built fails alone."""
        try:
            ascii_address(parcel.to_email)
        except ValueError:
            return Outcome(parcel.id, "gone", say("the address cannot be used"))
        if parcel.mime:
            return parcel
        try:
            return replace(parcel, mime=build(parcel, self.settings.sender, self._attachments(parcel)))
        except KeyError as error:
            return Outcome(parcel.id, "failed", f"{say('a document is not there')}: {error.args[0]}")
        except ValueError as error:  # EmailNotValidError and BadHeaderError are; their words may name a person
            why = f"{say('an address or a header cannot be used')}: {type(error).__name__}"
            return Outcome(parcel.id, "failed", why)

    def _attachments(self, parcel: Parcel) -> Mapping[str, bytes]:
        return {document: self.fetch(parcel.cohort, document) for document in parcel.rendered.attachments}

    def _delivered(self, connection: Connection, parcel: Parcel, on_dot: OnDot) -> Outcome:
        recipient = ascii_address(parcel.to_email)
        talk = Conversation(self._envelope_sender(parcel), recipient, parcel.mime, lambda: on_dot(parcel))
        result, detail = connection.deliver(talk)
        return Outcome(parcel.id, result, detail.replace(recipient, "the recipient"))

    def _envelope_sender(self, parcel: Parcel) -> str:
        known = self.settings
        return known.bounce_to.replace("{token}", parcel.token) if known.bounce_to else known.sender_email


class InboxPostman:
    """An office without a mail server: every letter counts as sent and is read on the inbox page."""

    def send(self, parcels: Iterable[Parcel], *, on_dot: OnDot) -> Iterator[Outcome]:
        for parcel in parcels:
            on_dot(parcel)
            yield Outcome(parcel.id, "sent", say("on the inbox page"))


@dataclass
class RecordingPostman:
    """Keeps a copy of every letter, for rehearsals and tests.

    `outcome_of` says what becomes of a parcel; a copy is kept of what was sent and, as the server may have it, of what
    is unknown. `fetch` as for SMTP.
    """

    outcome_of: Callable[[Parcel], Result] = lambda parcel: "sent"
    copies: list[Parcel] = field(default_factory=list)

    def send(self, parcels: Iterable[Parcel], *, on_dot: OnDot) -> Iterator[Outcome]:
        for parcel in parcels:
            result = self.outcome_of(parcel)
            if result in ("sent", "unknown"):
                on_dot(parcel)
                self.copies.append(parcel)
            yield Outcome(parcel.id, result)
