"""Crashes: a process is killed in the middle; the next one finds everything or nothing, and goes on."""

import os
import signal
import time
from itertools import count

import pytest
from sqlalchemy import event, text

from domain.lifecycles import MessageState
from tests.storage.worlds import DAY, NOW, a_cohort, a_message, noted

S = MessageState
OTHERS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


@pytest.fixture
def office(store):
    store.create(a_cohort(2))
    return store


def killed_at_statement(number, store, work) -> bool:
    """Do the work in a child that is killed -9 before its n-th statement to write; False when it got to the end."""
    store.db.close()  # a child must not inherit an open connection
    child = os.fork()
    if child == 0:
        seen = count(1)

        def die(*_):
            if next(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        _, writer = store.db.engines()
        event.listen(writer, "before_cursor_execute", die)
        event.listen(writer, "commit", die)
        try:
            work(store)
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    wait_until_missed(store)
    return os.WIFSIGNALED(status)


def wait_until_missed(store):
    """PostgreSQL needs a moment to notice that whoever held its rows is gone; until then they are passed over."""
    while not store.db.is_sqlite and others_are_there(store):
        time.sleep(0.02)


def others_are_there(store) -> bool:
    with store.db.reading() as db:  # a transaction of its own: within one, the answer would stay the same
        return bool(db.scalar(OTHERS))


def killed_everywhere(store, work):
    """Kill at the first statement, then the second, and so on, until the work is done once; how often it was killed."""
    for number in count(1):
        if not killed_at_statement(number, store, work):
            return number - 1
    raise AssertionError("never done")


def test_an_update_is_there_wholly_or_not_at_all(office):
    def work(store):
        def turn(cohort):
            if "P01:1" in cohort.journal:
                return cohort
            return noted(cohort, "P01:1").post(a_message("P01:1"))

        store.update("2027a", turn, {"P01"})
        assert len(store.load("2027a").journal) == len(store.letters.posts()) == 1

    assert killed_everywhere(office, work) >= 5
    assert len(office.load("2027a").journal) == len(office.letters.posts()) == 1


def test_no_letter_is_lost_and_none_sent_twice_unflagged(office, tmp_path):
    """The mail server is a file with a line for each letter it accepted. Each kill has a letter and a day of its own."""
    accepted = tmp_path / "accepted"
    accepted.touch()

    def deliver(store, now):
        while parcels := store.outbox.claim(now, limit=1):
            for parcel in parcels:
                if store.outbox.dotted(parcel.id, b"mime"):
                    with accepted.open("a") as server:
                        server.write(parcel.message_id + "\n")
            store.outbox.close_many([(parcel.id, "sent", "") for parcel in parcels], now)

    kills, killed = 0, True
    while killed:
        now = NOW + kills * DAY
        letter = a_message(f"{kills}", written_at=now, not_before=now, until=now + DAY)
        office.update("2027a", lambda cohort, letter=letter: cohort.post(letter))
        killed = killed_at_statement(kills + 1, office, lambda store, now=now: deliver(store, now))
        kills += killed
        deliver(office, now + DAY / 48)  # after the lease, and soon enough to need no posting hours
        assert {post.state for post in office.letters.posts(limit=500)} == {S.SENT}

    lines = accepted.read_text().split()
    copies = [lines.count(post.message_id) for post in office.letters.posts(limit=500)]
    assert kills >= 10
    assert set(copies) <= {1, 2}
    assert len(lines) - len(copies) <= kills / 4
