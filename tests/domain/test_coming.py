"""Coming: what is due reads as one line, with a name where names may stand and a code where not."""

import pytest

from domain.actions import Action, Ask, Escalate, Issue, Match, Move, Plan, Write
from domain.coming import RECORDS, line, whom
from domain.states import letter_named

NAMES = {"N01": "Jana Nová", "P01": "Jana Nová and Petr Malý"}


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Write("session_reminder", "N01", "P01.2"), f"letter: {letter_named('session_reminder')}, to Jana Nová"),
        (
            Ask("session_report", "N01", "P01.2", reminder=True),
            "reminder of the form: Report on your session, to Jana Nová",
        ),
        (Issue("certificate", "N01", "P01"), "print: Certificate, to Jana Nová"),
        (Issue("guide", "mentees", ""), "print: Guide, to all mentees"),
        (Move("groups", "P01", "active"), "group: active (Jana Nová and Petr Malý)"),
        (Move("cohort", "", "mentoring"), "programme: mentoring"),
        (
            Move("invitations", "P01.2:session_report:N01", "expired"),
            "form: expired (Report on your session, Jana Nová)",
        ),
        (Plan("sessions", "P01"), "plan the sessions (Jana Nová and Petr Malý)"),
        (Plan("materials"), "lay out the materials"),
        (Match(2), "work out match 2"),
        (Escalate("no_mentors", "N01"), "case: no_mentors (Jana Nová)"),
    ],
)
def test_a_due_reads_as_a_line(action: Action, said: str) -> None:
    assert line(action, lambda code: NAMES.get(code, code)) == said


def test_where_no_names_may_stand_a_line_shows_codes() -> None:
    assert line(Ask("session_report", "N01", "P01.2")) == "form: Report on your session, to N01"


def test_a_move_goes_to_nobody() -> None:
    assert (whom(Move("groups", "P01", "active")), whom(Write("welcome", "N01", ""))) == ("", "N01")


def test_every_kind_of_record_that_moves_has_a_name() -> None:
    assert set(RECORDS) == set(Move.__annotations__["record"].__args__)
