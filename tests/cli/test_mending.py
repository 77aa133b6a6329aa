"""Mending: what comes back to the office by mail, from a file and from a pipe; and a clock that nobody believes."""

import io
import sys
from datetime import timedelta

from cli.mending import NO_SUCH_USER
from cli.opening import opened
from cli.running import _begin_again
from office.believed import SEEN

NO_BOUNCE = "Subject: I am on holiday\n\nback soon"


def test_other_mail_changes_nothing(cohort):
    mail = cohort.write("mail.eml", NO_BOUNCE)

    said = cohort("mail", mail)

    assert cohort("mail", mail, "--json").json == {"became": "stranger", "letter": None}
    assert (said.code, "nothing was done" in said.out) == (NO_SUCH_USER, True)


def test_mail_may_come_from_a_pipe(cohort, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NO_BOUNCE.encode())))

    assert cohort("bounce", "--json").json == {"became": "stranger", "letter": None}


def test_a_file_that_is_not_there_is_named(cohort):
    said = cohort("bounce", "nowhere.eml")

    assert (said.code, "nowhere.eml cannot be read" in said.err) == (1, True)


# --- the clock --------------------------------------------------------------------------------------------------------


def last_looked(days):
    """The office last looked at its clock so many days ago."""
    office = opened()
    office.store.leases.beat(SEEN, office.clock.now() - timedelta(days))
    return office


def test_no_round_is_made_on_a_day_that_nobody_believes_until_a_person_says_so(cohort):
    last_looked(400)

    refused = cohort("tick")

    assert (refused.code, "400 days after the office last looked at it" in refused.err) == (1, True)
    assert "`mentoring go-on`" in refused.err
    assert cohort("go-on").out.endswith("The office goes on.\n")
    assert cohort("tick").code == 0
    assert cohort("go-on").out == "The office has no doubt about the clock.\n"


def test_a_start_is_a_word_for_a_time_that_an_office_may_be_off(cohort, capsys):
    _begin_again(last_looked(3), ["web"])
    assert cohort("tick").code == 1, "a machine that only answers has not been off"

    office = last_looked(3)
    _begin_again(office, [])
    assert cohort("tick").code == 0

    _begin_again(last_looked(90), ["worker"])
    assert capsys.readouterr().out.startswith("Rounds and post rest. The clock says")
    assert cohort("tick").code == 1


def test_the_doctor_says_what_is_doubtful(cohort):
    last_looked(-2)

    [row] = [row for row in cohort("doctor", "--json").json if row["check"] == "clock"]

    assert row["state"] == "problem"
    assert "2 days before the office last looked at it" in row["words"]
    assert "mentoring go-on" in row["remedy"]
