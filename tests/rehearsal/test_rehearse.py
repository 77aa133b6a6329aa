"""Whole cohorts on a virtual clock: the same seed gives the same chronicle, and no seed and no fault breaks a law.

More seeds: MENTORING_SEEDS=20 pytest tests/rehearsal.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.agenda import agenda
from domain.cohort import Cohort
from domain.lifecycles import InvitationState, MessageState, Phase
from domain.steps import rules_of
from office.clock import VirtualClock
from office.intake import open_form
from office.office import Office, open_office
from office.round import play_round
from office.settings import Settings
from rehearsal.acting.cast import cast
from rehearsal.laws.invariants import INVARIANTS
from rehearsal.rehearse import rehearse
from rehearsal.staging.faults import Faults
from rehearsal.telling.pages import as_text
from tests.rehearsal.plays import play, played, short_policy

SEED = 7
SEEDS = range(20, 20 + int(os.environ.get("MENTORING_SEEDS", "6")))
KEYS = {
    *("pairs", "sessions", "letters", "answers", "escalations", "completion", "documents"),
    *("decisions", "invariants", "warnings"),
}
FIRST_DAYS = datetime(2027, 5, 4, 8, tzinfo=UTC)


def test_the_same_seed_gives_the_same_chronicle():
    assert play(SEED).as_json() == played(SEED).as_json()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_seed_breaks_a_law(seed: int):
    assert play(seed, mentors=3, mentees=4).broken == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_faults_lose_nothing_and_repeat_nothing(seed: int):
    told = play(
        seed,
        mentors=3,
        mentees=3,
        faults=Faults(
            post=0.1,
            crashes=20,
            crossing=0.1,
            outages=((-30, 5), (20, 5)),
            at_the_door=1.0,
            blocks=((70, 2), (130, 0.3)),
        ),
    )

    assert told.broken == {}
    assert told.history.crashes, "a fault that does not happen tests nothing"
    assert told.history.crossings
    assert told.history.outages
    assert told.history.turned_away


def test_a_cohort_runs_from_launch_to_certificate():
    told = played(SEED)

    assert told.history.cohort.phase is Phase.CLOSED
    assert [row for row in told.documents if row["kind"] == "certificate" and row["state"] == "printed"]
    assert any(row["complete"] for row in told.completion)


def test_the_chronicle_is_json_with_stable_keys():
    values = json.loads(played(SEED).as_json())

    assert set(values) == KEYS
    assert set(values["letters"][0]) == {"key", "letter", "to", "at", "in"}
    assert set(values["invariants"]) == {"checked", "broken"}
    assert len(values["invariants"]["checked"]) >= 40


def test_what_to_think_over_names_no_letter_and_no_field_by_its_code():
    thoughts = played(9).warnings

    assert thoughts != ()
    assert [words for words in thoughts if re.search(r"[a-z]/[a-z]|_", words)] == []


def test_the_chronicle_can_be_read():
    text = as_text(played(SEED))

    assert "week of 01 Mar 2027" in text
    assert "MENTORING STARTS" in text
    assert f"LAWS: {len(INVARIANTS)} checked, none broken" in text
    assert not [line for line in text.splitlines() if "@" in line], "a chronicle names nobody"


# --- in a real office -------------------------------------------------------------------------------------------------


@contextmanager
def an_office(folder: Path, clock: VirtualClock) -> Iterator[Office]:
    settings = Settings(_env_file=None, data=folder, secret_keys="x", smtp_host="", wakes_prefect=False)
    office = open_office(settings, clock)
    yield office
    office.store.close()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a cohort that was rehearsed into the first days of mentoring."""
    folder = tmp_path_factory.mktemp("lived")
    with an_office(folder, VirtualClock(FIRST_DAYS)) as office:
        rehearse(short_policy(), cast(SEED, 3, 4), SEED, until=FIRST_DAYS, office=office, probes=0)
    return folder


def test_a_rehearsed_cohort_lives_on_in_the_office(lived: Path):
    with an_office(lived, VirtualClock(FIRST_DAYS)) as office:
        cohort = office.store.load("rehearsal")
        waiting = [i for i in cohort.invitations.values() if i.state is InvitationState.OPEN]
        forms = [open_form(office, office.links.form_token(cohort.code, i.id, i.generation)) for i in waiting]

        assert cohort.phase is Phase.MENTORING
        assert {form.status for form in forms} == {"open"}
        assert office.store.letters.counts("rehearsal")["rehearsal"][MessageState.SENT] > 60


def test_catching_up_after_five_days_ends_where_ticking_would_have(lived: Path, tmp_path: Path):
    states = []
    for name, step in (("hourly", timedelta(hours=1)), ("at once", timedelta(days=5))):
        folder = tmp_path / name
        shutil.copytree(lived, folder)
        clock = VirtualClock(FIRST_DAYS)
        with an_office(folder, clock) as office:
            while clock.now() < FIRST_DAYS + timedelta(days=5):
                clock.move(step)
                play_round(office, "rehearsal")
            states.append(_states(office.store.load("rehearsal"), clock.now()))

    assert states[0] == states[1]


def _states(cohort: Cohort, now: datetime) -> dict[str, object]:
    """What counts when nobody says a word: phases, pairs, sessions, cases, and that nothing is left to do."""
    return {
        "phase": cohort.phase,
        "pairs": {id: pair.state for id, pair in cohort.pairs.items()},
        "sessions": {id: (session.state, session.starts_at) for id, session in cohort.sessions.items()},
        "cases": {id: case.state for id, case in cohort.escalations.items()},
        "due": [due.key for due in agenda(cohort, now, rules_of(cohort.phase))],
    }
