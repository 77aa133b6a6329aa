"""Mending: what comes back to the office by mail, from a file and from a pipe."""

import io
import sys

NO_BOUNCE = "Subject: I am on holiday\n\nback soon"


def test_other_mail_changes_nothing(cohort):
    mail = cohort.write("mail.eml", NO_BOUNCE)

    assert cohort("bounce", mail, "--json").json == {"letter": None}
    assert "no letter of ours" in cohort("bounce", mail).out


def test_mail_may_come_from_a_pipe(cohort, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NO_BOUNCE.encode())))

    assert cohort("bounce", "--json").json == {"letter": None}


def test_a_file_that_is_not_there_is_named(cohort):
    said = cohort("bounce", "nowhere.eml")

    assert (said.code, "nowhere.eml cannot be read" in said.err) == (1, True)
