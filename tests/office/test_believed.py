"""Believed: a clock that jumps stops the office until it is right or a person says so; a night, a weekend, a summer do not."""

from datetime import timedelta

import pytest

from domain.lifecycles import MessageState, Phase
from office import rounds
from office.believed import believe_at_start, doubt, go_on
from office.clock import VirtualClock
from office.office import open_office
from office.round import play_round
from office.settings import Settings
from tests.builders import MONDAY, a_cohort, days

CODE = "pilot-27"
NOW = MONDAY + days(9) + timedelta(hours=10)


class AnyClock(VirtualClock):
    """The clock of a machine: it may err, and go back."""

    def __init__(self, start):
        super().__init__(start, may_err=True)

    def jump(self, **step):
        self._now += timedelta(**step)


@pytest.fixture
def office(tmp_path):
    """An office that has just made its round; its letters wait for the postman."""
    opened = open_office(Settings(_env_file=None, data=tmp_path / "data", wakes_prefect=False), AnyClock(NOW))
    opened.store.migrate()
    opened.store.create(a_cohort().in_mentoring().with_pairs(2).build())
    assert play_round(opened, CODE).tally.total > 0
    return opened


def works(office):
    """Whether a round, the post and housekeeping do what is due."""
    played = play_round(office, CODE)
    try:
        rounds.awake(office, list(Phase))
        rounds.deliver(office)
        rounds.clear_up(office)
    except rounds.RulesFailed:
        assert played.tally.total == 0
        return False
    return True


def test_an_office_that_has_never_looked_believes_what_it_sees(tmp_path):
    opened = open_office(Settings(_env_file=None, data=tmp_path / "data"), AnyClock(NOW))
    opened.store.migrate()

    assert doubt(opened) is None


def test_a_clock_400_days_ahead_closes_nothing_and_loses_no_letter(office):
    waiting = office.store.letters.counts_of(CODE)[MessageState.QUEUED]
    before = office.store.load(CODE)

    office.clock.jump(days=400)

    assert not works(office)
    assert office.store.load(CODE) == before
    assert office.store.letters.counts_of(CODE) == {MessageState.QUEUED: waiting}
    assert office.store.leases.last_beat(f"tick:{CODE}") == NOW


def test_the_dashboard_says_why(office):
    office.clock.jump(days=400)

    with pytest.raises(rounds.RulesFailed) as said:
        rounds.awake(office, [Phase.MENTORING])

    assert str(said.value).startswith(
        "Nothing is done. The clock says 2028-04-13 09:00 UTC, 400 days after the office last looked at it"
        " (2027-03-10 09:00). If the clock is wrong, set it right: the office goes on by itself."
    )


def test_once_the_clock_is_right_again_the_office_goes_on_by_itself(office):
    office.clock.jump(days=400)
    assert not works(office)

    office.clock.jump(days=-400, minutes=20)

    assert works(office)
    assert believe_at_start(office) is None


def test_a_restart_is_no_word_about_a_clock_that_was_doubted_while_the_office_ran(office):
    office.clock.jump(days=10)
    assert not works(office)

    assert believe_at_start(office) is not None
    assert not works(office)


@pytest.mark.parametrize("off", [2, 7, 30])
def test_an_office_that_was_off_goes_on_with_its_start(office, off):
    office.clock.jump(days=off)

    assert believe_at_start(office) is None
    assert works(office)


def test_an_office_that_was_off_for_long_wants_a_word_of_its_own(office):
    office.clock.jump(days=400)

    assert believe_at_start(office) is not None
    assert not works(office)


def test_a_machine_that_slept_for_a_week_without_a_start_waits_for_a_person(office):
    office.clock.jump(days=7)
    assert not works(office)

    go_on(office, "eva")

    assert works(office)
    told = [(entry.did, entry.by) for entry in office.store.ledger.journal(CODE) if entry.key.startswith("clock:")]
    assert told == [("go on, 2027-03-17 is right after 2027-03-10", "eva")]


def test_saying_it_twice_is_saying_it_once(office):
    office.clock.jump(days=7)

    assert go_on(office).is_ahead
    assert go_on(office) is None


@pytest.mark.parametrize(
    ("back", "believed"), [({"minutes": -10}, True), ({"hours": -2}, False), ({"days": -500}, False)]
)
def test_a_clock_that_went_back_is_doubted_at_a_start_too(office, back, believed):
    office.clock.jump(**back)

    assert (believe_at_start(office) is None) is believed
    assert works(office) is believed


def test_a_person_can_say_that_the_earlier_time_is_right(office):
    office.clock.jump(days=-30)
    go_on(office)

    assert works(office)


def test_a_quiet_weekend_is_no_jump_because_somebody_looks_every_hour(office):
    for _ in range(80):
        office.clock.jump(hours=1)
        assert works(office)


def test_a_clock_that_is_set_by_hand_means_what_it_says(tmp_path):
    opened = open_office(Settings(_env_file=None, data=tmp_path / "data"), VirtualClock(NOW))
    opened.store.migrate()
    opened.store.create(a_cohort().in_mentoring().with_pairs(1).build())
    play_round(opened, CODE)
    opened.clock.move(days(400))

    play_round(opened, CODE)

    assert doubt(opened) is None
    assert opened.store.lookups.phase_of(CODE) is not Phase.MENTORING
