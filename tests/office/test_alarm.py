"""Alarm: the admin hears of what failed and of silence, once, without a word about anybody."""

from datetime import timedelta

import pytest

from notifications.postman import RecordingPostman
from office.alarm import look_for_silence, run_failed
from tests.builders import MONDAY, a_cohort, days
from tests.office.offices import an_office
from web import watch

NOW = MONDAY + days(9)


def watched(folder, postman, **settings):
    known = {"admin_email": "admin@university.example", "smtp_host": "mail.university.example"}
    office = an_office(folder, NOW, postman, **(known | settings))
    office.store.create(a_cohort().in_mentoring().with_pairs(1).build())
    office.store.leases.beat("tick:pilot-27", NOW - timedelta(hours=4))
    return office


def subjects(postman):
    return [(copy.to_email, copy.rendered.subject) for copy in postman.copies]


def test_a_failed_run_is_told_once_in_six_hours_and_another_flow_by_itself(tmp_path):
    postman = RecordingPostman()
    office = watched(tmp_path, postman)

    told = [run_failed(office, "post · all cohorts"), run_failed(office, "post · all cohorts")]
    other = run_failed(office, "mentoring · pilot-27")
    office.clock.move(timedelta(hours=6))
    again = run_failed(office, "post · all cohorts")

    assert (told, other, again) == ([True, False], True, True)
    assert subjects(postman) == [
        ("admin@university.example", f"The run “{run}” has failed")
        for run in ("post · all cohorts", "mentoring · pilot-27", "post · all cohorts")
    ]


def test_the_letter_leads_to_the_runs_that_failed(tmp_path):
    postman = RecordingPostman()

    run_failed(watched(tmp_path, postman, dashboard_url="https://dashboard.example.org/"), "post · all cohorts")

    [letter] = postman.copies
    there = "https://dashboard.example.org/v2/runs?state=Failed,Crashed"
    assert there in letter.rendered.text
    assert f'<a href="{there}">' in letter.rendered.html


def test_silence_is_told_with_the_cohort_and_nobody_in_it(tmp_path):
    postman = RecordingPostman()
    office = watched(tmp_path, postman)

    assert look_for_silence(office)

    [letter] = postman.copies
    people = office.store.load("pilot-27").participants.values()
    assert "pilot-27 (2027-03-09 19:00 UTC)" in letter.rendered.text
    assert [person.name for person in people if person.name in letter.rendered.text] == []


def test_nothing_is_told_while_rounds_are_made(tmp_path):
    postman = RecordingPostman()
    office = watched(tmp_path, postman)
    office.store.leases.beat("tick:pilot-27", NOW - timedelta(hours=1))

    assert not look_for_silence(office)
    assert postman.copies == []


def test_what_could_not_be_sent_is_tried_again(tmp_path):
    postman = RecordingPostman(lambda parcel: "later")
    office = watched(tmp_path, postman)

    failed = look_for_silence(office)
    office.clock.move(timedelta(minutes=10))
    postman.outcome_of = lambda parcel: "sent"

    assert (failed, look_for_silence(office)) == (False, True)


@pytest.mark.parametrize("settings", [{"admin_email": ""}, {"smtp_host": ""}])
def test_without_an_address_or_a_mail_server_nobody_is_written_to(tmp_path, settings):
    postman = RecordingPostman()

    assert not run_failed(watched(tmp_path, postman, **settings), "post · all cohorts")
    assert postman.copies == []


def test_the_web_process_looks_by_itself(tmp_path):
    postman = RecordingPostman()
    office = watched(tmp_path, postman)

    with watch.watching(office, every=0.05):
        for _ in range(200):
            if postman.copies:
                break
            watch.Event().wait(0.05)

    assert len(postman.copies) == 1
