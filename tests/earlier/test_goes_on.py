"""The chronicle of an earlier office goes on: its people take up what lies in their mailboxes, through the real rounds.

The pilot is played to its closing; the second cohort until its pairs have met, and to its closing with MENTORING_SEEDS=1.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.dates import add_months, start_of
from domain.lifecycles import DocumentState, PairState, Phase, SessionState
from rehearsal.acting.pilot import SEED, pilot_cast
from rehearsal.acting.second import second_cast
from rehearsal.history import History
from rehearsal.rehearse import MEMORY, carry_on
from rehearsal.staging.kept import kept_of
from rehearsal.telling.chronicle import Chronicle
from tests.earlier.keep import the_office

TO_THE_END = bool(int(os.environ.get("MENTORING_SEEDS", "0")))


@pytest.fixture(scope="module")
def played(migrated) -> Iterator[tuple[dict[str, History], dict[str, Chronicle]]]:
    """What both cohorts were when they were found, and what became of them."""
    folder = Path(tempfile.mkdtemp(prefix="earlier-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        shutil.copytree(migrated, folder / "data")
        office = the_office(folder / "data")
        before = {code: kept_of(office, code) for code in office.store.cohorts()}
        after = {"pilot": on(office, "pilot", pilot_cast())}
        first_month = start_of(add_months(before["next"].cohort.milestones.mentoring_starts.date(), 1), "UTC")
        after["next"] = on(office, "next", second_cast(), None if TO_THE_END else first_month)
        office.store.close()
        yield before, after
    finally:
        shutil.rmtree(folder)


def on(office, code, people, until=None) -> Chronicle:
    """The cohort, played on by its people and a coordinator who leaves nothing lying."""
    (told,) = carry_on({code: replace(people, desk_left_for=timedelta(0))}, SEED, office=office, until=until)
    return told


@pytest.mark.parametrize("code", ["pilot", "next"])
def test_no_law_is_broken_by_what_happened_since(played, code):
    _, after = played

    assert after[code].broken == {}
    assert after[code].history.failures == ()


@pytest.mark.parametrize("code", ["pilot", "next"])
def test_what_had_happened_before_stands_as_it_stood(played, code):
    before, after = played
    was, now = before[code], after[code].history

    assert [entry for entry in was.entries if entry not in now.entries] == []
    assert [answer for answer in was.answers if answer not in now.answers] == []
    assert [letter.key for letter in was.sent if letter not in now.letters] == []
    assert len(now.entries) > len(was.entries)


def test_the_pilot_comes_to_its_closing_with_certificates(played):
    _, after = played
    cohort = after["pilot"].history.cohort

    printed = [d.to for d in cohort.documents.values() if d.kind == "certificate" and d.state is DocumentState.PRINTED]
    assert cohort.phase is Phase.CLOSED
    assert len(printed) >= 6
    assert len(printed) == len(set(printed))


def test_the_match_that_waited_is_decided_and_its_pairs_meet(played):
    before, after = played
    cohort = after["next"].history.cohort

    assert before["next"].cohort.pairs == {}
    assert cohort.phase is (Phase.CLOSED if TO_THE_END else Phase.MENTORING)
    living = {PairState.ACTIVE, PairState.COMPLETED}
    assert sum(pair.state in living for pair in cohort.pairs.values()) >= 15
    assert any(session.state is SessionState.HELD for session in cohort.sessions.values())
