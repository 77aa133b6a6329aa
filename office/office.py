"""Office: everything one process needs, opened once. Ties the rooms together; decides nothing."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from domain.agenda import next_dues
from domain.cohort import Cohort
from domain.messages import Message, Rendered
from domain.people import Issuer
from domain.steps import rules_of
from notifications.letters import render
from notifications.one_letter import whole
from notifications.postman import InboxPostman, Postman, SmtpPostman, SmtpSettings
from office.clock import Clock, WallClock
from office.links import Links
from office.morning import all_that_waits
from office.reach import host_of
from office.settings import Settings
from storage.private import private_folder
from storage.store import Store


@dataclass(frozen=True)
class Office:
    """The rooms of one office, ready for work. `postman`: None where nobody takes letters; they wait."""

    settings: Settings
    store: Store
    clock: Clock
    links: Links
    postman: Postman | None


def open_office(settings: Settings | None = None, clock: Clock | None = None, postman: Postman | None = None) -> Office:
    """Open an office; cheap, touches no network. `clock` and `postman` are for rehearsals and tests."""
    settings = settings or Settings()
    clock = clock or WallClock()
    links = Links(settings.base_url.rstrip("/"), lambda: settings.keys)

    def write(cohort: Cohort, message: Message) -> Rendered:
        return render(cohort, message, links, partial(all_that_waits, store))

    store = Store(
        settings.store_url,
        settings.files,
        render=write,
        whole=whole,
        next_dues=wants_attention,
        clock=clock.now,
        mail_domain=settings.mail_domain,
        issuer=Issuer(host_of(settings.base_url), settings.reply_to),
    )
    return Office(settings, store, clock, links, postman or the_postman(settings, store))


def prepare(office: Office) -> None:
    """Make or upgrade its tables, and close its folder to others: also one that an earlier version left open."""
    private_folder(office.settings.data)
    office.store.migrate()


def wants_attention(cohort: Cohort, now: datetime) -> dict[str, datetime | None]:
    """When each scope in focus wants to be looked at again, by the rules of the phase."""
    return next_dues(cohort, now, rules_of(cohort.phase))


def the_postman(settings: Settings, store: Store) -> Postman | None:
    """SMTP when a mail server is set; otherwise letters go to the inbox page, and where that is closed they wait."""
    if not settings.smtp_host:
        return InboxPostman() if settings.shows_inbox else None

    def fetch(cohort: str, document: str) -> bytes:
        printed = store.lookups.document(cohort, document)
        stored = store.files.get(printed.file) if printed else None
        if stored is None:
            raise KeyError(document)
        return stored.content

    return SmtpPostman(
        SmtpSettings(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
            sender_name=settings.sender_name,
            sender_email=str(settings.sender_email),
            timeout=settings.smtp_timeout_seconds,
            bounce_to=settings.bounce_to,
        ),
        fetch,
    )


@lru_cache(maxsize=1)
def the_office() -> Office:
    """The office of this process, with the settings of its environment."""
    return open_office()
