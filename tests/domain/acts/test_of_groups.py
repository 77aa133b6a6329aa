"""Acts on a pair: sessions, pauses, its end."""

from dataclasses import replace
from datetime import UTC, date, datetime

from domain.actions import Ask
from domain.agenda import agenda, expected
from domain.lifecycles import PairState, SessionState
from domain.people import Away
from domain.steps import rules_of
from tests.builders import MONDAY, a_cohort, asked, days
from tests.domain.acts.stories import did, offered, refused

NOW = MONDAY + days(9)


def a_pair():
    return a_cohort().in_mentoring().with_pairs(1).build()


def dated():
    cohort = a_pair()
    session = replace(
        cohort.sessions["P01.1"], state=SessionState.DATED, starts_at=NOW + days(5), dated_at=NOW - days(2)
    )
    return cohort.put(session)


def due(cohort, at):
    return [
        (due.key, due.action.letter)
        for due in agenda(cohort, at, rules_of(cohort.phase))
        if isinstance(due.action, Ask)
    ]


def test_an_active_pair_can_be_given_everything_but_an_end_to_a_pause():
    names = [
        "change_date",
        "excuse_session",
        "log_meeting",
        "add_session",
        "pause_group",
        "rematch",
        "end_group",
        "propose_extension",
    ]

    assert offered(a_pair(), "group", "P01", NOW) == names


def test_nothing_is_offered_for_a_pair_that_has_ended():
    assert offered(did(a_pair(), "end_group", "P01", NOW), "group", "P01", NOW) == []


def test_a_date_moves_and_counts_up_its_entry():
    after = did(dated(), "change_date", "P01", NOW, session="P01.1", day="2027-03-20", time="14:30")

    session = after.sessions["P01.1"]
    assert (session.starts_at, session.sequence, session.dated_at) == (
        datetime(2027, 3, 20, 13, 30, tzinfo=UTC),
        1,
        NOW,
    )


def test_a_date_that_is_over_is_refused():
    told = refused(dated(), "change_date", "P01", NOW, session="P01.1", day="2027-03-01", time="14:30")

    assert told == {"day": "This moment is over. Please choose one that is still to come."}


def test_a_session_of_another_pair_is_refused():
    cohort = a_cohort().in_mentoring().with_pairs(2).build()

    assert refused(cohort, "excuse_session", "P01", NOW, session="P02.1") == {"session": "Please choose from the list."}


def test_an_excused_session_is_cancelled():
    after = did(dated(), "excuse_session", "P01", NOW, session="P01.1")

    assert after.sessions["P01.1"].state is SessionState.CANCELLED


def test_a_meeting_that_was_told_counts_as_the_report_of_who_told_it():
    after = did(a_pair(), "log_meeting", "P01", NOW, session="P01.1", told_by="M01", held_on="2027-03-08", minutes="50")

    session = after.sessions["P01.1"]
    assert (session.state, session.held_on, session.report.by) == (SessionState.HELD, date(2027, 3, 8), "M01")
    confirm = [one.action.to for one in expected(after, rules_of(after.phase)) if one.key.startswith("P01.1:confirm")]
    assert confirm == ["N01"]


def test_a_meeting_that_is_still_to_come_is_not_noted():
    told = refused(a_pair(), "log_meeting", "P01", NOW, session="P01.1", told_by="M01", held_on="2027-04-08")

    assert list(told) == ["held_on"]


def test_a_session_is_added_and_asked_for_when_its_turn_comes():
    after = did(a_pair(), "add_session", "P01", NOW, first="2027-08-02", last="2027-08-20")

    assert [session.number for session in after.sessions_of("P01")] == [1, 2, 3, 4, 5, 6, 7]
    assert refused(a_pair(), "add_session", "P01", NOW, first="2027-08-20", last="2027-08-02") == {
        "last": "The last day is before the first one."
    }


def test_nobody_is_asked_while_a_pair_pauses_and_again_afterwards():
    """The first letter has gone out; the reminder would be due in two days."""
    cohort = asked(a_pair(), "session_date", "P01.1", "N01", MONDAY)
    cohort = replace(cohort, journal=cohort.journal | {"P01.1:date:1:N01"})
    without = [key for day in range(30) for key, _ in due(cohort, NOW + days(day)) if key.startswith("P01.1:date")]
    assert without != [], "there is nothing to be silent about"

    pausing = did(cohort, "pause_group", "P01", NOW, last="2027-04-20")

    assert pausing.groups["P01"].pauses == (Away(date(2027, 3, 10), date(2027, 4, 20)),)
    asked_for = {at.date() for day in range(41) if due_of_p01(pausing, at := NOW + days(day) + days(0.4))}
    assert asked_for == set()
    assert any(due_of_p01(pausing, NOW + days(day)) for day in range(42, 60))


def due_of_p01(cohort, at):
    return [key for key, _ in due(cohort, at) if key.startswith(("P01.1:date", "P01.1:missed"))]


def test_a_pause_can_end_earlier():
    pausing = did(a_pair(), "pause_group", "P01", NOW, last="2027-04-20")

    after = did(pausing, "go_on_again", "P01", NOW + days(10))

    assert after.groups["P01"].pauses == (Away(date(2027, 3, 10), date(2027, 3, 19)),)
    assert did(pausing, "go_on_again", "P01", NOW).groups["P01"].pauses == ()


def test_ending_and_looking_for_another_differ_in_who_is_matched_again():
    for name, because in (("end_group", "ended"), ("rematch", "rematched")):
        after = did(a_pair(), name, "P01", NOW)

        pair = after.groups["P01"]
        assert (pair.state, pair.ended_because) == (PairState.ENDED, because)
        assert [entry.did for entry in after.entries] == [f"{name} P01"]
