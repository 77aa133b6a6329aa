"""Short answers: what is certain is read, and everything else is left to a person."""

from datetime import date, time

import pytest

from domain.understanding import Asked, understood

ASKED = Asked(today=date(2027, 3, 15), planned=date(2027, 3, 11))  # a Monday
HELD = {"outcome": "held"}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Yes", date(2027, 3, 11)),
        ("yes, we did!", date(2027, 3, 11)),
        ("we met on the 12th", date(2027, 3, 12)),
        ("Yes, we met on 12 March.\n\nBest regards,\nEva", date(2027, 3, 12)),
        ("Hi Anna,\n\nwe met yesterday\n\nSent from my phone", date(2027, 3, 14)),
        ("We met on Friday.", date(2027, 3, 12)),
        ("We met on the 20th", date(2027, 2, 20)),
        ("2027-03-10", date(2027, 3, 10)),
        ("Nos vimos el 12 de marzo", date(2027, 3, 12)),
        ("sí", date(2027, 3, 11)),
        ("Hola, Anna:\n\nNos reunimos el viernes.\n\nUn saludo,\nEva", date(2027, 3, 12)),
    ],
)
def test_a_report_in_a_word_or_two(words, day):
    assert understood("session_report", words, ASKED, frozenset({"Eva", "Nová"})) == {**HELD, "held_on": day}


@pytest.mark.parametrize(
    "words",
    [
        "",
        "We did not meet on the 12th",
        "Yes, but he came late and I would like to talk to you",
        "We met on the 12th or the 13th",
        "We met on the 32nd",
        "We meet on 20 April 2027",
        "Yes\nNo",
        "yes " * 200,
        "１２" * 60,
        "We will meet tomorrow",
    ],
)
def test_what_is_not_certain_is_left_to_a_person(words):
    assert understood("session_report", words, ASKED) is None


@pytest.mark.parametrize(
    ("form", "words", "answers"),
    [
        ("proposed_match", "Yes, please!", {"answer": "accept"}),
        ("proposed_match", "no", None),  # a no has a reason, which only they know
        ("rsvp", "I am coming", {"answer": "coming"}),
        ("rsvp", "No, thank you", {"answer": "no"}),
        ("report_confirmation", "Correct.", {"agrees": "yes"}),
        ("session_date", "Friday at 10:00", {"day": date(2027, 3, 19), "time": time(10)}),
        ("session_date", "on the 22nd at 3 pm", {"day": date(2027, 3, 22), "time": time(15)}),
        ("session_date", "Friday", None),
        ("session_date", "el viernes que viene a las 10:00", {"day": date(2027, 3, 19), "time": time(10)}),
        ("rsvp", "Allí estaré", {"answer": "coming"}),
        ("rsvp", "Lo siento, no puedo ir", {"answer": "no"}),
        ("session_date", "2027-03-22 14:30", {"day": date(2027, 3, 22), "time": time(14, 30)}),
        ("mentoring_plan", "yes", None),
        ("stop", "yes", None),
    ],
)
def test_each_form_reads_what_it_can_be_answered_by(form, words, answers):
    assert understood(form, words, ASKED) == answers
