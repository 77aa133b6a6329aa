"""Calendars: the calendar that somebody's own program follows: who gets an address, and what lies behind it.

The address is drawn by lot and opens nothing else: a page or a form cannot be reached from it. Its owner gets another one,
or ends it, on their page; it is gone with whoever is erased, and empty for whoever has left.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from domain.saying import say
from notifications.meetings import diary_of
from office.links import LinkRefused
from office.office import Office
from office.pages import open_page
from storage.keeping.feeds import Feed

SECRET_BYTES = 24


@dataclass(frozen=True)
class Diary:
    """A calendar as a program gets it. `mark` is the same as long as nothing in it has changed."""

    text: str
    mark: str
    changed_at: datetime


def renew(office: Office, token: str) -> None:
    """Whoever holds this personal link gets an address for their calendar, in place of the one they had."""
    cohort, person = open_page(office, token)
    if not person.takes_part:
        raise LinkRefused(say("whoever has left has no calendar with us any more"))
    feed = Feed(cohort.code, person.id, secrets.token_urlsafe(SECRET_BYTES), office.clock.now())
    office.store.feeds.renew(feed)


def end(office: Office, token: str) -> None:
    """They have no address any more."""
    cohort, person = open_page(office, token)
    office.store.feeds.end(cohort.code, person.id)


def diary(office: Office, secret: str) -> Diary:
    """What lies behind an address. LinkRefused when it is none of ours, was replaced, or its owner was erased."""
    feed = office.store.feeds.behind(secret)
    if feed is None:
        raise LinkRefused(say("this link no longer works"))
    cohort = office.store.load(feed.cohort, focus={feed.person})
    person = cohort.participants.get(feed.person)
    if person is None or person.erased_at is not None:
        raise LinkRefused(say("this link no longer works"))
    text = diary_of(cohort, feed.person, office.links.way(feed.cohort, feed.person))
    last = office.store.feeds.last_line(feed.cohort, cohort.scopes_around(feed.person))
    return Diary(text, sha256(text.encode()).hexdigest()[:32], max(feed.since, last) if last else feed.since)
