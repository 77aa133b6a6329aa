"""Races: several writers at once, threads and processes. Nothing is lost, nothing happens twice."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain

import pytest

from domain.groups import pair_of
from domain.lifecycles import PairState
from storage.errors import StorageError
from tests.storage.worlds import DAY, HOUR, NOW, a_cohort, a_message, a_store, noted


@pytest.fixture
def office(store):
    store.create(a_cohort(4))
    return store


def at_once(number, work):
    """Do the same work in so many threads; their results in order."""
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(work, range(number)))


def test_no_update_of_the_same_session_is_lost(office):
    def count_up(cohort):
        session = cohort.sessions["P01.1"]
        return cohort.put(replace(session, sequence=session.sequence + 1))

    at_once(4, lambda _: [office.update("2027a", count_up, {"P01"}) for _ in range(5)])

    assert office.load("2027a").sessions["P01.1"].sequence == 20


def test_what_one_decides_about_a_pair_another_cannot_overlook(office):
    """A decision over records that it only reads still fails when they change meanwhile."""
    tries = []

    def invite_if_active(cohort):
        tries.append(cohort.pairs["P01"].state)
        if len(tries) == 1:
            ended = replace(cohort.pairs["P01"], state=PairState.ENDED)
            office.update("2027a", lambda c: c.put(ended), {"P01"})
        if cohort.pairs["P01"].state is PairState.ACTIVE:
            return noted(cohort, "P01:invited")
        return cohort

    office.update("2027a", invite_if_active, {"P01"})

    assert tries == [PairState.ACTIVE, PairState.ENDED]
    assert office.load("2027a").journal == frozenset()


def test_a_hold_that_comes_meanwhile_is_seen(office):
    tries = []

    def write(cohort):
        tries.append(cohort.name)
        if len(tries) == 1:
            office.update("2027a", lambda c: replace(c, name="On hold"), {""})
        return noted(cohort, "k") if cohort.name != "On hold" else cohort

    office.update("2027a", write, {"P01"})

    assert tries == ["Spring 2027", "On hold"]


def test_the_same_due_is_done_by_one_of_four_ticks(office):
    def do_it(_):
        def turn(cohort):
            if "P01:1" in cohort.journal:
                return cohort
            return noted(cohort, "P01:1").post(a_message("P01:1"))

        return len(office.update("2027a", turn, {"P01"}).entries)

    assert sum(at_once(4, do_it)) == 1
    assert len(office.letters.posts()) == 1


def test_answers_to_different_pairs_do_not_disturb_one_another(office):
    tries = []

    def answer(n):
        def turn(cohort):
            tries.append(n)
            return cohort.put(replace(cohort.sessions[f"P{n:02}.1"], place="Cafe"))

        office.update("2027a", turn, {f"P{n:02}"})

    at_once(4, lambda n: answer(n + 1))

    assert sorted(tries) == [1, 2, 3, 4]


def test_a_mentee_has_one_active_pair_whatever_two_people_do(office):
    second = pair_of("P09", "M02", "N01", PairState.ACTIVE, "match-2", seat=2)

    with pytest.raises(StorageError, match="refuses this change"):
        office.update("2027a", lambda cohort: cohort.put(second))
    office.update("2027a", lambda c: c.put(replace(c.pairs["P01"], state=PairState.ENDED), second))


def test_a_seat_takes_one_pair(office):
    second = pair_of("P09", "M02", "N01", PairState.OFFERED, "match-2", seat=1)

    with pytest.raises(StorageError, match="refuses this change"):
        office.update("2027a", lambda cohort: cohort.put(second))


def test_a_letter_is_claimed_by_one_of_four_postmen(office, url, tmp_path):
    letters = [a_message(f"{n}", to=f"N0{n % 4 + 1}", about=f"{n}") for n in range(40)]
    office.update("2027a", lambda cohort: cohort.post(*letters))
    postmen = [a_store(url, tmp_path / "files").outbox for _ in range(4)]

    def empty(n):
        mine = []
        while parcels := postmen[n].claim(NOW, limit=3):
            mine += [parcel.key for parcel in parcels]
            postmen[n].close_many([(parcel.id, "sent", "") for parcel in parcels], NOW)
        return mine

    assert sorted(chain(*at_once(4, empty))) == sorted(letter.key for letter in letters)


def test_a_postman_whose_lease_ran_out_cannot_close_what_another_holds(office, url, tmp_path):
    office.update("2027a", lambda cohort: cohort.post(a_message("k")))
    slow, quick = (a_store(url, tmp_path / "files").outbox for _ in range(2))
    (parcel,) = slow.claim(NOW, lease=HOUR)
    quick.claim(NOW + DAY)

    assert not slow.dotted(parcel.id)
    slow.close(parcel.id, "retry", NOW + DAY)
    assert quick.dotted(parcel.id)


def test_a_lease_has_one_holder_until_it_ends(office):
    assert at_once(4, lambda n: office.leases.take("tick", f"{n}", NOW, 60)).count(True) == 1
    assert office.leases.take("tick", "later", NOW + HOUR, 60)
    office.leases.give_back("tick", "somebody else")
    assert not office.leases.take("tick", "other", NOW + HOUR, 60)
    office.leases.give_back("tick", "later")
    assert office.leases.take("tick", "other", NOW + HOUR, 60)


START_WITHIN = 120  # seconds; each racer is a Python that begins from nothing, on a machine that may be busy


def _migrate(url, folder, start):
    start.wait(START_WITHIN)
    a_store(url, folder).migrate()


def test_two_processes_may_migrate_at_once(empty, tmp_path):
    """Not forked: a copy of a process with threads, open databases and Alembic under way is no process of its own."""
    fresh = multiprocessing.get_context("spawn")
    start = fresh.Barrier(3)
    racers = [fresh.Process(target=_migrate, args=(empty, tmp_path / "files", start)) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(2 * START_WITHIN)

    assert [racer.exitcode for racer in racers] == [0, 0, 0]
    a_store(empty, tmp_path / "files").check()
