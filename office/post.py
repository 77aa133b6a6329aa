"""Post: empty the outbox: claim letters, have the postman send them, note what became of each.

Claims, marks and closings are storage/post/outbox; the conversation with the mail server is notifications/postman; what a
letter that came back says of its reader's address is returns.py.
"""

import itertools
import logging
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta

from domain.messages import Parcel
from domain.people import PARTICIPANT
from notifications.postman import Outcome, Postman
from office.mail_server import standstill
from office.office import Office
from office.returns import note_a_dead_address, send_again_what_came_back
from storage.post.outbox import Closing

log = logging.getLogger(__name__)

BATCH = 50
LETTERS_MAX = 2000  # of one round; the next round goes on
TURNED_AWAY = ("gone", "later", "blocked", "too_big")
PATIENCE_SECONDS = 300  # how long a round waits for the rate limit of the mail server


@dataclass
class PostTally:
    """What a round of the postman came to, by outcome (notifications/outcomes.py)."""

    outcomes: Counter[str] = field(default_factory=Counter)
    paused: str = ""

    @property
    def total(self) -> int:
        return self.outcomes.total()


class ClaimLost(Exception):
    """Another postman has this letter by now; it must not be sent from here."""


def deliver_post(office: Office) -> PostTally:
    """Send what is due, in batches, until the outbox is empty or the queue is paused; nothing where nobody takes letters.

    What came back goes out again where that makes sense. A paused queue is tried with one letter: once that is taken,
    everything that waited goes out.

    With a mail server several connections work side by side: while one waits for the server, another one's mark reaches
    the disk. Each letter is claimed by one of them only.
    """
    postman = office.postman
    if postman is None:
        return PostTally(paused=standstill(office))
    send_again_what_came_back(office)
    total = _deliver_all(office, postman)
    if (
        not total.total and office.store.outbox.paused()
    ):  # it had been paused before: a queue that goes on gives letters
        total = _try_one(office, postman)
        if total.outcomes["sent"]:
            total.outcomes = _deliver_all(office, postman).outcomes
    total.paused = standstill(office)
    return total


def _deliver_all(office: Office, postman: Postman) -> PostTally:
    """What all connections send together."""
    lines = office.settings.smtp_connections if office.settings.smtp_host else 1
    if lines == 1:
        return _deliver(office, postman, lines)
    with ThreadPoolExecutor(lines) as pool:
        tallies = pool.map(lambda _: _deliver(office, postman, lines), range(lines))
        return PostTally(sum((tally.outcomes for tally in tallies), Counter()))


def _try_one(office: Office, postman: Postman) -> PostTally:
    """Send one letter though the queue is paused; when the server takes it, the queue goes on."""
    tally = PostTally()
    parcels = office.store.outbox.claim(office.clock.now(), 1, _lease(office), though_paused=True)
    _send(office, postman, parcels, tally)
    if tally.outcomes["sent"]:
        office.store.outbox.resume()
    return tally


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
    sent = office.store.lookups.letters_sent_since(office.clock.now() - timedelta(minutes=1))
    return max(0, office.settings.letters_per_minute_max - sent + lines - 1) // lines


def _lease(office: Office) -> timedelta:
    """How long claimed letters are ours: a batch starts no letter it could not finish by then."""
    return timedelta(seconds=2 * office.settings.smtp_timeout_seconds + 60)


def _in_time(office: Office, parcels: list[Parcel]) -> Iterator[Parcel]:
    """The parcels, until the lease leaves too little time for one more; the rest is free again when it ends."""
    last_start = time.monotonic() + office.settings.smtp_timeout_seconds
    return itertools.takewhile(lambda _: time.monotonic() < last_start, parcels)


def _send(office: Office, postman: Postman, parcels: list[Parcel], tally: PostTally) -> None:
    """Send one batch. Each letter's mark closes the letters before it: one commit a letter, one unclear after a crash.

    A letter that was turned away is closed at once: what it says may be about everybody.
    """
    addressed = [_addressed(office, parcel) for parcel in parcels]
    untried = {parcel.id: parcel for parcel in addressed}
    waiting: list[Closing] = []

    def on_dot(parcel: Parcel) -> None:
        if not office.store.outbox.dotted(parcel.id, parcel.mime, done=waiting):
            raise ClaimLost(parcel.key)
        waiting.clear()

    try:
        for outcome in postman.send(_in_time(office, addressed), on_dot=on_dot):
            parcel = untried.pop(outcome.parcel_id)
            waiting.append((outcome.parcel_id, outcome.result, outcome.detail))
            tally.outcomes[outcome.result] += 1
            if outcome.result in TURNED_AWAY:
                _turned_away(office, parcel, outcome, waiting)
                waiting.clear()
                if office.store.outbox.paused():
                    office.store.outbox.give_back(untried)
                    break
    except ClaimLost:
        log.warning("a letter was claimed by another postman meanwhile; this batch ends here")
    finally:
        office.store.outbox.close_many(waiting, office.clock.now())


def _turned_away(office: Office, parcel: Parcel, outcome: Outcome, waiting: list[Closing]) -> None:
    """Close a letter that the server refused, and note what that says about its reader."""
    if outcome.result == "gone":  # first: a process that dies between the two must not forget the person
        note_a_dead_address(office, parcel.cohort, parcel.to, parcel.key, refused=parcel.to_email)
    given_up = office.store.outbox.close_many(waiting, office.clock.now())
    if outcome.result == "later" and parcel.id in given_up:  # we tried for days ourselves
        note_a_dead_address(office, parcel.cohort, parcel.to, parcel.key, refused=parcel.to_email)


def _addressed(office: Office, parcel: Parcel) -> Parcel:
    """The parcel with what only the keys of the office can make."""
    token = office.links.letter_token(parcel.id, parcel.message_id)
    addressed = replace(parcel, page=office.links.page(parcel.cohort, parcel.to, parcel.links), token=token)
    answers = office.settings.reply_to if PARTICIPANT.fullmatch(parcel.to) else ""
    return replace(addressed, reply_email=answers.replace("{token}", token)) if answers else addressed
