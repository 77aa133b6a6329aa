"""Post: empty the outbox: claim letters, have the postman send them, note what became of each. Bounces come in here too.

Claims, marks and closings are storage/outbox; the conversation with the mail server is notifications/postman.
"""

import itertools
import logging
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.cohort import Cohort, Entry
from domain.messages import Parcel
from notifications.bounces import Bounce, read_bounce
from notifications.postman import Postman
from office.mail_server import standstill
from office.office import Office
from storage.outbox import Closing
from storage.posts import Post

log = logging.getLogger(__name__)

BATCH = 50
LETTERS_MAX = 2000  # of one round; the next round goes on
PATIENCE_SECONDS = 300  # how long a round waits for the rate limit of the mail server


@dataclass
class PostTally:
    """What a round of the postman came to, by outcome: sent, retry, failed, unknown, configuration."""

    outcomes: Counter[str] = field(default_factory=Counter)
    paused: str = ""

    @property
    def total(self) -> int:
        return self.outcomes.total()


class ClaimLost(Exception):
    """Another postman has this letter by now; it must not be sent from here."""


def deliver_post(office: Office) -> PostTally:
    """Send what is due, in batches, until the outbox is empty or the queue is paused; nothing where nobody takes letters.

    With a mail server several connections work side by side: while one waits for the server, another one's mark reaches
    the disk. Each letter is claimed by one of them only.
    """
    postman = office.postman
    if postman is None:
        return PostTally(paused=standstill(office))
    lines = office.settings.smtp_connections if office.settings.smtp_host else 1
    with ThreadPoolExecutor(lines) as pool:
        tallies = list(pool.map(lambda _: _deliver(office, postman, lines), range(lines)))
    total = PostTally(sum((tally.outcomes for tally in tallies), Counter()))
    total.paused = standstill(office)
    return total


def _deliver(office: Office, postman: Postman, lines: int) -> PostTally:
    """What one of so many connections sends."""
    tally = PostTally()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while tally.total < LETTERS_MAX:
        allowed = _allowed(office, lines)
        if allowed <= 0 and time.monotonic() < deadline:
            time.sleep(1)
            continue
        wanted = min(BATCH, allowed)
        parcels = office.store.outbox.claim(office.clock.now(), wanted, _lease(office)) if wanted else []
        _send(office, postman, parcels, tally)
        if len(parcels) < wanted or not wanted:
            break
    return tally


def _allowed(office: Office, lines: int) -> int:
    """How many letters the mail server takes now from one of `lines` connections.

    Counted in the table, so that a restart does not reset it.
    """
    if not office.settings.smtp_host:
        return BATCH
    sent = office.store.letters_sent_since(office.clock.now() - timedelta(minutes=1))
    return max(0, office.settings.letters_per_minute_max - sent + lines - 1) // lines


def _lease(office: Office) -> timedelta:
    """How long claimed letters are ours: a batch starts no letter it could not finish by then."""
    return timedelta(seconds=2 * office.settings.smtp_timeout_seconds + 60)


def _in_time(office: Office, parcels: list[Parcel]) -> Iterator[Parcel]:
    """The parcels, until the lease leaves too little time for one more; the rest is free again when it ends."""
    last_start = time.monotonic() + office.settings.smtp_timeout_seconds
    return itertools.takewhile(lambda _: time.monotonic() < last_start, parcels)


def _send(office: Office, postman: Postman, parcels: list[Parcel], tally: PostTally) -> None:
    """Send one batch. Each letter's mark closes the letters before it: one commit a letter, one unclear after a crash."""
    addressed = [_addressed(office, parcel) for parcel in parcels]
    waiting: list[Closing] = []

    def on_dot(parcel: Parcel) -> None:
        if not office.store.outbox.dotted(parcel.id, parcel.mime, done=waiting):
            raise ClaimLost(parcel.key)
        waiting.clear()

    try:
        for outcome in postman.send(_in_time(office, addressed), on_dot=on_dot):
            waiting.append((outcome.parcel_id, outcome.result, outcome.detail))
            tally.outcomes[outcome.result] += 1
    except ClaimLost:
        log.warning("a letter was claimed by another postman meanwhile; this batch ends here")
    finally:
        office.store.outbox.close_many(waiting, office.clock.now())


def _addressed(office: Office, parcel: Parcel) -> Parcel:
    """The parcel with what only the keys of the office can make."""
    token = office.links.letter_token(parcel.id, parcel.message_id)
    return replace(parcel, page=office.links.page(parcel.cohort, parcel.to), token=token)


def take_bounce(office: Office, mail: bytes) -> str:
    """Take in a returned mail: the letter is marked, and the reader's address counts as broken when it is for good.

    Returns the key of the letter, or "" when the mail is no bounce of a letter of ours.
    """
    bounce = read_bounce(mail)
    if bounce is None or not bounce.permanent:
        return ""
    now = office.clock.now()
    post = _named_by(office, bounce)
    if post is None or not office.store.outbox.bounced(post.id, f"came back: {bounce.status}"):
        return ""

    def turn(cohort: Cohort) -> Cohort:
        person = cohort.participants.get(post.to)
        if person is None or person.bounced_at is not None:
            return cohort
        entry = Entry(f"{post.to}:returned:{now:%Y-%m-%dT%H%M%S}", post.to, now, f"letter {post.key} came back")
        return cohort.put(replace(person, bounced_at=now)).note(entry)

    office.store.update(post.cohort, turn, focus={post.to})
    return post.key


def _named_by(office: Office, bounce: Bounce) -> Post | None:
    """The letter whose token the mail carries. Without a token of ours anybody could silence anybody."""
    for token in bounce.tokens:
        post = office.store.outbox.post(int(token.partition("-")[0]))
        if post is not None and office.links.is_token_of(token, post.id, post.message_id):
            return post
    return None
