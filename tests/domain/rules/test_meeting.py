"""Meeting: one session at a time, dates with reminders, reports and confirmations."""

from datetime import date, timedelta

import pytest

from domain.dates import day_of
from domain.lifecycles import InvitationState, SessionState
from tests.builders import MONDAY, ZONE, a_cohort, answered, days
from tests.domain.rules.stories import due, forms_of, letters, on, through


def a_pair():
    return on(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build(), MONDAY + days(0.5))


def dated(cohort, at, day, time="16:00", session="P01.1"):
    return answered(cohort, "session_date", session, "N01", at, day=day, time=time, minutes="60", place="online")


def held(cohort, at, day, session="P01.1"):
    return answered(cohort, "session_report", session, "N01", at, outcome="held", held_on=day)


def test_the_one_whose_turn_it_is_is_asked_for_a_date_then_both():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    assert due(cohort, MONDAY + days(2.5), "P01.1:date") == ["P01.1:date:1:N01"]
    assert due(cohort, MONDAY + days(10.5), "P01.1:date") == ["P01.1:date:2:M01", "P01.1:date:2:N01"]


def test_a_date_brings_calendar_entries_and_no_more_questions():
    cohort = dated(a_pair(), MONDAY + days(1.4), "2027-03-08")
    assert letters(on(cohort, MONDAY + days(1.5)), "P01.1") == [("pair/date_set", "M01"), ("pair/date_set", "N01")]
    assert due(cohort, MONDAY + days(12), "P01.1:date:") == []


def test_with_the_date_the_mentee_is_asked_for_the_objective():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-08"), MONDAY + days(1.5))

    forms = {m.to: m.invitation for m in cohort.messages if m.letter == "pair/date_set"}
    assert forms == {"M01": "", "N01": "P01.1:meeting_objective:N01"}
    assert cohort.invitations[forms["N01"]].takes_answers(MONDAY + days(2))


def test_the_first_date_waits_two_days_for_the_objective_and_reaches_the_mentor_with_it():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-10"), MONDAY + days(1.5))
    assert letters(cohort, "P01.1:dated") == [("pair/date_set", "N01")]

    at = MONDAY + days(2.4)
    told = answered(cohort, "meeting_objective", "P01.1", "N01", at, objective="How did you change sector?")

    assert letters(on(told, at), "P01.1:dated") == [("pair/date_set", "M01")]
    assert due(told, MONDAY + days(8), "P01.1:objective") == []
    assert letters(on(cohort, MONDAY + days(3.5)), "P01.1:dated") == [("pair/date_set", "M01")]


def test_the_day_before_only_who_did_not_tell_the_date_and_read_nothing_of_it_for_two_weeks_is_reminded():
    soon = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-10"), MONDAY + days(1.5))
    late = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-31"), MONDAY + days(1.5))

    assert due(soon, MONDAY + days(8.6), "P01.1:tomorrow") == []
    assert due(late, MONDAY + days(29.6), "P01.1:tomorrow") == ["P01.1:tomorrow:2027-03-31:M01"]

    at = MONDAY + days(2)
    told = answered(late, "meeting_objective", "P01.1", "N01", at, objective="How did you change sector?")

    assert due(told, MONDAY + days(29.6), "P01.1:tomorrow") == []  # the mentor reads the objective instead
    assert due(told, MONDAY + days(25.6), "P01.1:objective-shared") == ["P01.1:objective-shared:2027-03-02"]
    assert due(told, MONDAY + days(24), "P01.1:objective-shared") == []


def test_whoever_reports_can_tell_in_the_same_breath_when_they_meet_next():
    cohort = dated(a_pair(), MONDAY + days(1.4), "2027-03-10", "10:00")
    cohort = on(cohort, MONDAY + days(9.6))

    assert cohort.invitation("P01.2", "session_date", "N01").takes_answers(MONDAY + days(9.7))
    assert cohort.invitation("P01.2", "session_date", "M01") is None
    assert letters(cohort, "P01.2") == []


def test_a_moved_date_brings_new_entries_under_the_same_session():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-10"), MONDAY + days(1.5))
    moved = dated(cohort, MONDAY + days(2.4), "2027-03-12")
    assert moved.sessions["P01.1"].sequence == cohort.sessions["P01.1"].sequence + 1
    assert letters(on(moved, MONDAY + days(2.5)), "P01.1:dated") == [("pair/date_set", "M01"), ("pair/date_set", "N01")]


def test_the_report_is_asked_when_the_session_ends_and_twice_again():
    cohort = dated(a_pair(), MONDAY + days(1.4), "2027-03-10", "10:00")
    asked = []
    for day in (9.4, 9.6, 11.6, 16.6, 20):
        cohort = on(cohort, MONDAY + days(day))
        asked.append(letters(cohort, "P01.1:report"))
    assert asked == [
        [],
        [("pair/report_wanted", "N01")],
        [("pair/report_reminder", "N01")],
        [("pair/report_reminder", "N01")],
        [],
    ]


def test_no_reminder_after_the_report_and_the_partner_confirms_once():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-10", "10:00"), MONDAY + days(9.6))
    cohort = on(held(cohort, MONDAY + days(10), "2027-03-10"), MONDAY + days(10.1))
    assert letters(cohort, "P01.1") == [("pair/confirm_report", "M01")]
    assert due(cohort, MONDAY + days(20), "P01.1:") == []


def test_only_a_disagreement_reaches_the_coordinator():
    cohort = on(held(a_pair(), MONDAY + days(10), "2027-03-10"), MONDAY + days(10.1))
    agrees = answered(cohort, "report_confirmation", "P01.1", "M01", MONDAY + days(11), agrees="yes")
    differs = answered(
        cohort, "report_confirmation", "P01.1", "M01", MONDAY + days(11), agrees="no", words="We did not meet."
    )
    assert [case.matter for case in agrees.escalations.values()] == []
    assert [case.matter for case in differs.escalations.values()] == ["disagreement"]


def test_the_next_session_waits_for_the_one_before():
    cohort = a_pair()
    second_window = cohort.sessions["P01.2"].opens
    assert due(cohort, second_window + days(5), "P01.2") == []
    late = held(cohort, second_window + days(4), "2027-04-02")
    assert due(late, second_window + days(6.5), "P01.2:date") == ["P01.2:date:1:N01"]


def test_a_session_without_a_word_is_missed_when_its_window_closes():
    cohort = through(a_pair(), MONDAY + days(30), MONDAY + days(31))
    assert cohort.sessions["P01.1"].state is SessionState.MISSED
    assert cohort.sessions["P01.2"].state is SessionState.PLANNED


def test_a_dated_session_nobody_reports_counts_as_missed_after_two_weeks():
    cohort = through(dated(a_pair(), MONDAY + days(1.4), "2027-03-10"), MONDAY + days(22), MONDAY + days(25))
    assert cohort.sessions["P01.1"].state is SessionState.MISSED


def test_a_date_that_is_called_off_leaves_both_calendars_and_a_new_one_comes_back():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-10"), MONDAY + days(1.5))
    off = answered(cohort, "session_report", "P01.1", "N01", MONDAY + days(3), outcome="cancelled_mentor")
    off, morning = on(off, MONDAY + days(3.01)), on(on(off, MONDAY + days(3.01)), MONDAY + days(3.4))
    assert letters(off, "P01.1:off") == [("pair/date_cancelled", "N01")]
    assert letters(morning, "P01.1:off") == [("pair/date_cancelled", "M01")]
    again = on(dated(off, MONDAY + days(4.4), "2027-03-16"), MONDAY + days(4.41))
    assert letters(again, "P01.1:dated") == [("pair/date_set", "M01"), ("pair/date_set", "N01")]


def test_three_days_ahead_the_mentee_is_asked_for_an_objective_and_the_mentor_reads_it_in_the_morning():
    cohort = dated(a_pair(), MONDAY + days(1.4), "2027-03-12")
    assert due(cohort, MONDAY + days(7.6), "P01.1:objective") == []
    cohort = on(cohort, MONDAY + days(9))
    assert letters(cohort, "P01.1:objective") == [("pair/objective_wanted", "N01")]

    at = MONDAY + days(9.9)
    cohort = answered(cohort, "meeting_objective", "P01.1", "N01", at, objective="How did you change sector?")

    assert letters(on(cohort, at), "P01.1:objective") == []
    assert letters(on(cohort, MONDAY + days(10.4)), "P01.1:objective") == [("pair/objective_shared", "M01")]


def test_who_has_told_the_objective_before_is_not_asked():
    cohort = dated(a_pair(), MONDAY + days(1.4), "2027-03-12")
    at = MONDAY + days(2)
    cohort = answered(cohort, "meeting_objective", "P01.1", "N01", at, objective="How did you change sector?")

    assert due(cohort, MONDAY + days(9), "P01.1:objective:") == []


def test_a_session_that_is_over_leaves_no_question_about_it():
    cohort = dated(on(a_pair(), MONDAY + days(2.4)), MONDAY + days(2.5), "2027-03-12")
    cohort = on(cohort, MONDAY + days(9))
    cohort = on(held(cohort, MONDAY + days(9.5), "2027-03-09"), MONDAY + days(9.5))

    states = {form: cohort.invitation("P01.1", form, "N01").state for form in ("session_date", "meeting_objective")}
    assert states == {"session_date": InvitationState.ANSWERED, "meeting_objective": InvitationState.REVOKED}


# --- hours: at once for who has just acted, posting hours for everybody else ------------------------------------------

NIGHT = MONDAY + days(5.1)  # the night to Saturday, a quarter past two
AFTER_THE_WEEKEND = MONDAY + days(7.4)


def leaves(cohort, at, about=""):
    """{(letter, to): when it may leave} of what is due at a moment."""
    return {(m.letter, m.to): m.not_before for m in on(cohort, at).messages if m.key.startswith(about)}


def test_a_date_told_at_night_reaches_the_partner_when_the_post_opens():
    cohort = dated(a_pair(), NIGHT, "2027-03-10")

    assert leaves(cohort, NIGHT + days(0.01), "P01.1:dated") == {("pair/date_set", "N01"): NIGHT + days(0.01)}
    assert [to for _, to in leaves(on(cohort, NIGHT), AFTER_THE_WEEKEND, "P01.1:dated")] == ["M01"]


def test_a_date_told_in_the_report_of_the_session_before_is_told_by_the_one_who_reported():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-03"), MONDAY + days(1.5))
    told = answered(
        cohort, "session_report", "P01.1", "M01", NIGHT, outcome="held", held_on="2027-03-03",
        next_date="2027-04-07", next_time="16:00",
    )  # fmt: skip

    assert list(leaves(told, NIGHT + days(0.01), "P01.2:dated")) == [("pair/date_set", "M01")]


def test_what_would_be_too_late_in_the_morning_is_told_in_the_night():
    cohort = dated(a_pair(), NIGHT, "2027-03-07", "10:00")  # a Sunday; the post opens on Monday

    assert sorted(to for _, to in leaves(cohort, NIGHT + days(0.01), "P01.1:dated")) == ["M01", "N01"]


def test_a_report_at_night_is_on_the_partners_page_at_once_and_in_the_mail_on_monday():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-03"), MONDAY + days(1.5))
    cohort = on(held(cohort, NIGHT, "2027-03-03"), NIGHT + days(0.01))

    assert cohort.invitations["P01.1:report_confirmation:M01"].takes_answers(NIGHT + days(0.02))
    monday = MONDAY + timedelta(days=7, hours=8)
    assert [m.rides_from for m in cohort.messages if m.letter == "pair/confirm_report"] == [monday]


def test_an_objective_written_at_night_waits_for_the_morning_and_one_written_too_late_is_not_sent():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-08", "07:30"), MONDAY + days(4.5))
    late = answered(cohort, "meeting_objective", "P01.1", "N01", NIGHT, objective="A plan for my next year.")
    early = answered(
        cohort, "meeting_objective", "P01.1", "N01", MONDAY + days(3.9), objective="A plan for my next year."
    )

    assert due(late, AFTER_THE_WEEKEND, "P01.1:objective-shared") == []
    assert due(early, MONDAY + days(3.95), "P01.1:objective-shared") == []
    assert due(early, MONDAY + days(4.4), "P01.1:objective-shared") == ["P01.1:objective-shared:2027-03-04"]


@pytest.mark.parametrize(
    ("day", "reminded"),
    [
        ("2027-03-24", "2027-03-23"),
        ("2027-03-22", "2027-03-19"),
        ("2027-03-21", "2027-03-19"),
        ("2027-03-30", "2027-03-25"),
    ],
)
def test_the_day_before_is_a_working_day_before_and_never_the_day_itself(day, reminded):
    """The last of them is a Tuesday after Easter Monday, which follows Good Friday."""
    cohort = on(dated(a_pair(), MONDAY + days(1.4), day, "09:00"), MONDAY + days(1.5))
    looks = [MONDAY + timedelta(days=n, hours=hour) for n in range(2, 31) for hour in (7, 8.5, 17.5)]
    seen = [look for look in looks if due(cohort, look, "P01.1:tomorrow")]

    assert {str(day_of(at, ZONE)) for at in seen} == working_days(reminded, day)


def working_days(first, last):
    """Those days from the first on, but the last, on which the reminder may leave if the office was away."""
    span = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return {str(date.fromisoformat(first) + timedelta(n)) for n in range(span)}


def test_the_objective_is_asked_for_three_days_ahead_even_over_a_weekend():
    cohort = on(dated(a_pair(), MONDAY + days(1.4), "2027-03-16", "09:00"), MONDAY + days(1.5))  # a Tuesday

    assert due(cohort, MONDAY + days(11.5), "P01.1:objective") == ["P01.1:objective:2027-03-16"]
    assert due(cohort, MONDAY + days(10.5), "P01.1:objective") == []


# --- of both, and of who is away --------------------------------------------------------------------------------------


def test_the_report_waits_on_the_page_of_the_other_one_too_until_the_two_have_told():
    cohort = through(dated(a_pair(), MONDAY, "2027-03-10"), MONDAY)
    after = on(cohort, MONDAY + days(9.8))
    reported = through(held(after, MONDAY + days(10), "2027-03-10"), MONDAY + days(10))
    confirmed = answered(reported, "report_confirmation", "P01.1", "M01", MONDAY + days(11), agrees="yes")
    silent = on(reported, MONDAY + days(25))

    assert ("session_report", "P01.1") in forms_of(after, "M01")
    assert [letter for letter, to in letters(after, "P01.1:report") if to == "M01"] == [], "no letter tells of it"
    assert ("session_report", "P01.1") in forms_of(reported, "M01")
    assert ("session_report", "P01.1") not in forms_of(on(confirmed, MONDAY + days(11)), "M01")
    assert ("session_report", "P01.1") not in forms_of(silent, "M01")


def test_the_partner_hears_once_of_an_absence():
    away = answered(a_pair(), "away", "M01", "M01", MONDAY + days(1.5), first="2027-03-10", last="2027-03-20")

    told = on(away, MONDAY + days(1.5))
    again = answered(told, "away", "M01", "M01", MONDAY + days(2.5), first="2027-03-10", last="2027-03-20")
    longer = answered(told, "away", "M01", "M01", MONDAY + days(2.5), first="2027-03-15", last="2027-03-24")

    assert letters(told, "P01:away") == [("pair/partner_away", "N01")]
    assert due(again, MONDAY + days(2.5), "P01:away") == []
    assert due(longer, MONDAY + days(2.5), "P01:away") == ["P01:away:M01:2027-03-10:2027-03-24"]
    assert due(away, MONDAY + days(20), "P01:away") == [], "nobody hears of what is over"
