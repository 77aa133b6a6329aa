"""Kept: what the store of an office knows of a cohort, as values: for every history, and where a rehearsal takes over a
cohort that lives already. Changes nothing, judges nothing.
"""

from collections.abc import Iterator

from domain.cohort import COLLECTIONS
from domain.messages import AT_ONCE
from office.office import Office
from rehearsal.history import Change, History, Posted, Turn

ALL = 1_000_000


def kept_of(office: Office, code: str) -> History:
    """A cohort as it stands. How it came to stand so nobody has watched: all of it is one first turn, which was found."""
    store = office.store
    cohort, letters = store.load(code), tuple(posted(office, code))
    entries, answers = tuple(store.ledger.journal(code, limit=ALL)), tuple(store.ledger.answers(code))
    records = ((name, id, record) for name in COLLECTIONS.values() for id, record in getattr(cohort, name).items())
    changes = tuple(Change(name, id, None, record) for name, id, record in records)
    keys = tuple(letter.key for letter in letters)
    phase = (cohort.phase.value, cohort.phase.value)
    found = Turn(office.clock.now(), changes, entries, answers, keys, phase, found=True)
    return History(cohort, (found,), letters, (), entries, answers, ended_at=office.clock.now())


def posted(office: Office, code: str) -> Iterator[Posted]:
    """Every letter of the cohort, oldest first."""
    posts = list(reversed(office.store.letters.posts(code, limit=ALL)))
    keys = {post.id: post.key for post in posts}
    for post in posts:
        yield Posted(
            key=post.key,
            letter=post.letter,
            to=post.to,
            about=post.about,
            scope=post.scope,
            invitation=post.invitation,
            written_at=post.written_at,
            not_before=post.not_before,
            until=post.until,
            reminder=post.reminder,
            state=post.state,
            sent_at=post.sent_at,
            rides_from=post.rides_from,
            at_once=post.prompt or post.letter in AT_ONCE,
            told_in="" if post.is_whole or post.told_in is None else keys[post.told_in],
        )
