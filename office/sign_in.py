"""Sign-in: a link to the address on file, for minutes, once, in the browser that asked; then a visit that a cookie proves.

Who may read our letters, or run commands on this machine, may sign in. The links live in storage/keeping/visits.py,
cookies are made in web/signed_in.py; only hashes of what a browser holds are kept.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from domain.messages import SIGN_IN, Message
from domain.people import Coordinator
from domain.saying import say
from office import wake
from office.links import LinkRefused
from office.office import Office
from storage.keeping.visits import Asked, Visit

LINK_LASTS = timedelta(minutes=20)  # mail servers that let strangers wait take a quarter of an hour
LINKS_MAX = 5  # to one person in that time: enough for whoever is impatient, too few to fill a mailbox
IDLE_MAX = timedelta(hours=12)  # a working day with its breaks; not the next morning
VISIT_MAX = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)  # so that looking at a page seldom writes


@dataclass(frozen=True)
class SignedIn:
    """Somebody with a visit. `proof`: what only the browser of this visit can send along."""

    coordinator: Coordinator
    visit: Visit
    proof: str


def ask(office: Office, address: str, asker: str, leads_to: str) -> None:
    """Write to whoever has this address; nothing when nobody has. The caller answers the same in each case.

    `asker`: what the browser that asks will remember; `leads_to`: the path to which the link leads.
    """
    now = office.clock.now()
    sweep(office)
    for person in office.store.register.coordinators():
        if person.email.casefold() != address.strip().casefold():
            continue
        codes = office.store.register.desks_of(person.code)
        if not codes or office.store.visits.asked_since(person.code, now - LINK_LASTS) >= LINKS_MAX:
            continue
        code = next((code for code in codes if leads_to.startswith(f"/desk/{code}")), codes[-1])
        _write(office, _kept(office, person, hashed(asker), leads_to, code))


def _kept(office: Office, person: Coordinator, asker: str, leads_to: str, cohort: str) -> Asked:
    now = office.clock.now()
    asked = Asked(secrets.token_hex(16), person.code, asker, leads_to, cohort, now, now + LINK_LASTS)
    office.store.visits.ask(asked)
    return asked


def _write(office: Office, asked: Asked) -> None:
    at, until = asked.asked_at, asked.until
    letter = Message(asked.letter, SIGN_IN, asked.coordinator, asked.key, "", at, not_before=at, until=until)
    office.store.post(office.store.load(asked.cohort, focus={""}), letter)
    wake.answered(office.settings, asked.cohort, office.store.lookups.phase_of(asked.cohort))


def link_for(office: Office, code: str) -> str:
    """A link for whoever sits at this machine; the first browser that opens it may use it."""
    person = office.store.register.coordinator(code)
    if person is None:
        raise LinkRefused(say("nobody is registered as {code}", code=code))
    return office.links.sign_in(_kept(office, person, "", "", "").key)


def opened(office: Office, token: str, asker: str) -> Coordinator | None:
    """Whom a link would sign in; None when it was asked for in another browser. LinkRefused when it is used or too old."""
    asked = office.store.visits.asked(office.links.read_sign_in(token), office.clock.now())
    person = office.store.register.coordinator(asked.coordinator) if asked else None
    if asked is None or person is None:
        raise LinkRefused(say("this link no longer works"))
    return person if asked.asker in ("", hashed(asker)) else None


def enter(office: Office, token: str, asker: str, browser: str) -> tuple[str, str]:
    """Use the link up: the secret of the new visit, and the path to which it leads. LinkRefused as in `opened`."""
    now, secret = office.clock.now(), secrets.token_urlsafe(32)
    key = office.links.read_sign_in(token)
    asked = office.store.visits.enter(key, hashed(asker), hashed(secret), browser, now, now + VISIT_MAX)
    if asked is None:
        raise LinkRefused(say("this link no longer works"))
    return secret, asked.leads_to or "/desk"


def signed_in(office: Office, secret: str) -> SignedIn | None:
    """Who holds this secret, as long as the visit lasts."""
    if not secret:
        return None
    now = office.clock.now()
    visit = office.store.visits.visit(hashed(secret), now, now - IDLE_MAX)
    person = office.store.register.coordinator(visit.coordinator) if visit else None
    if visit is None or person is None:
        return None
    if now - visit.seen_at > SEEN_EVERY:
        office.store.visits.seen(visit.id, now)
    return SignedIn(person, visit, hashed(f"{secret} acts"))


def visits_of(office: Office, coordinator: str) -> list[Visit]:
    """Where somebody is signed in."""
    now = office.clock.now()
    return office.store.visits.visits_of(coordinator, now, now - IDLE_MAX)


def sweep(office: Office) -> None:
    """Forget what is over; called whenever somebody asks, and by the housekeeping."""
    now = office.clock.now()
    office.store.visits.sweep(now, now - IDLE_MAX)


def hashed(secret: str) -> str:
    """What we keep of a secret that is long and random; nothing of none."""
    return sha256(secret.encode()).hexdigest() if secret else ""


def local_path(wanted: str) -> str:
    """The path if it leads to one of our pages; else the desk."""
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return wanted if ours and wanted.isprintable() and "\\" not in wanted and len(wanted) < PATH_MAX else "/desk"


PATH_MAX = 1000
