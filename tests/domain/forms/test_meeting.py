"""Stories of mentoring: plan, dates, objectives, reports and their confirmation, the check half-way."""

from dataclasses import replace

import pytest

from domain.forms import FORMS
from domain.lifecycles import InvitationState, SessionState
from domain.remarks import remark_in_words
from tests.answers import agreement_answers
from tests.builders import MONDAY, answered, cases, days, invited
from tests.domain.forms.samples import mentoring
from tests.domain.forms.test_applying import wrong

WEEK_2 = MONDAY + days(9)
MIDTERM = {"sessions_so_far": 3, "on_plan": "yes", "expectations_met": 4, "partner_prepared": 4, "answers_in_time": 4}


def reported(cohort, about="P01.1", to="N01", at=WEEK_2, **content):
    return answered(cohort, "session_report", about, to, at, **{"outcome": "held", "held_on": "2027-03-08"} | content)


# --- plan, date, objective --------------------------------------------------------------------------------------------


def test_a_plan_keeps_its_written_rows_in_order():
    rows = [{"month": 2, "topics": "Tests"}, {"month": 1, "topics": "Start"}, {"month": 3}, {"month": "", "topics": ""}]

    cohort = answered(mentoring(), "mentoring_plan", "P01", "N01", WEEK_2, goals="See three companies.", rows=rows)

    assert [(row.month, row.topics) for row in cohort.pairs["P01"].plans["N01"].rows] == [(1, "Start"), (2, "Tests")]


def test_a_plan_has_at_least_one_month():
    rows = [{"month": n} for n in range(1, 7)]

    assert wrong(mentoring(), "mentoring_plan", "P01", "N01", goals="See.", rows=rows) == {
        "rows": "Please write the topics of at least one month."
    }
    assert wrong(mentoring(), "mentoring_plan", "P01", "N01", goals="See.", rows=[{"topics": "Start"}]) == {
        "rows": "Row 1: Please answer this."
    }


def test_a_date_is_told_in_the_time_of_the_cohort_and_may_move():
    cohort = answered(mentoring(), "session_date", "P01.1", "N01", WEEK_2, day="2027-03-15", time="14:30", place="Café")
    moved = answered(
        cohort, "session_date", "P01.1", "M01", WEEK_2 + days(1), day="2027-04-06", time="14:30", place="Café"
    )

    first, second = cohort.sessions["P01.1"], moved.sessions["P01.1"]
    assert (first.state, f"{first.starts_at:%m-%d %H:%M}", first.sequence) == (SessionState.DATED, "03-15 13:30", 0)
    assert (f"{second.starts_at:%m-%d %H:%M}", second.sequence) == ("04-06 12:30", 1)  # summer time by then
    assert (first.dated_at, second.dated_at) == (WEEK_2, WEEK_2 + days(1))


def test_a_date_is_typed_on_the_clock_of_whoever_types_it_and_read_on_the_others():
    cohort = mentoring()
    cohort = cohort.put(replace(cohort.participants["M01"], time_zone="America/New_York"))
    told = answered(cohort, "session_date", "P01.1", "M01", WEEK_2, day="2027-03-15", time="09:00")
    form = FORMS["session_date"]

    assert f"{told.sessions['P01.1'].starts_at:%m-%d %H:%M}" == "03-15 13:00"  # summer time there, not yet here
    known = [form.prefilled(told, invited(told, "session_date", "P01.1", code, WEEK_2)) for code in ("M01", "N01")]
    assert [f"{one['time']:%H:%M}" for one in known] == ["09:00", "14:00"]
    hints = [form.hints(told, invited(told, "session_date", "P01.1", code, WEEK_2))["time"] for code in ("M01", "N01")]
    assert ["America/New York" in hint and "Europe/Prague" in hint for hint in hints] == [True, True]


def test_the_next_date_of_a_report_is_typed_on_the_same_clock():
    cohort = mentoring()
    cohort = cohort.put(replace(cohort.participants["N01"], time_zone="America/New_York"))
    told = reported(cohort, next_date="2027-04-05", next_time="09:00")

    assert f"{told.sessions['P01.2'].starts_at:%m-%d %H:%M}" == "04-05 13:00"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2027-03-09", "This moment is over. Please choose one that is still to come."),
        ("2027-09-01", "Mentoring ends before 2027-09-01. Please choose an earlier day."),
    ],
)
def test_a_date_lies_ahead_and_within_mentoring(day: str, words: str):
    cohort = mentoring()
    invitation = invited(cohort, "session_date", "P01.1", "N01", WEEK_2)
    form = FORMS["session_date"].model_validate({"day": day, "time": "14:30"})

    assert form.look_twice(cohort, invitation, WEEK_2) == {"day": words}


def test_a_settled_session_takes_neither_date_nor_objective():
    cohort = reported(mentoring())

    assert wrong(cohort, "session_date", "P01.1", "N01", day="2027-03-20", time="10:00") == {
        "day": "This session is settled already, so it needs no date."
    }
    assert list(wrong(cohort, "meeting_objective", "P01.1", "N01", objective="Understand budgets")) == [""]


def test_the_objective_waits_for_the_mentor():
    cohort = answered(mentoring(), "meeting_objective", "P01.1", "N01", WEEK_2, objective="Understand budgets.")

    assert cohort.sessions["P01.1"].objectives == {"N01": "Understand budgets."}


def test_a_date_that_somebody_has_told_can_be_changed_by_each_of_them():
    asked_first = mentoring().put(invited(mentoring(), "session_date", "P01.2", "N01", WEEK_2))

    told = reported(asked_first, to="M01", next_date="2027-04-07", next_time="17:00")
    moved = answered(told, "session_date", "P01.2", "N01", WEEK_2 + days(1), day="2027-04-08", time="17:00")

    forms = {
        one.to: one.state for one in told.invitations.values() if (one.form, one.about) == ("session_date", "P01.2")
    }
    assert forms == {"N01": InvitationState.ANSWERED, "M01": InvitationState.ANSWERED}, (
        "nobody is asked for what is known"
    )
    assert f"{moved.sessions['P01.2'].starts_at:%m-%d %H:%M}" == "04-08 15:00"


# --- reports ----------------------------------------------------------------------------------------------------------


def test_a_held_session_is_settled_with_its_report():
    session = reported(mentoring(), minutes=75, topics=["path"], summary="We looked at my CV.").sessions["P01.1"]

    assert (session.state, str(session.held_on), session.settled_at) == (SessionState.HELD, "2027-03-08", WEEK_2)
    assert (session.report.by, session.report.minutes, session.report.topics) == ("N01", 75, ("path",))


def test_whoever_met_says_when():
    assert wrong(mentoring(), "session_report", "P01.1", "N01", outcome="held") == {"held_on": "Tell us when you met."}


def test_a_session_is_not_reported_ahead_nor_before_the_pair_began():
    tomorrow = wrong(mentoring(), "session_report", "P01.1", "N01", outcome="held", held_on="2027-03-02")
    before = wrong(mentoring(), "session_report", "P01.1", "N01", outcome="held", held_on="2027-02-27")

    assert tomorrow["held_on"].startswith("This day is still to come.")
    assert before["held_on"].startswith("Your mentoring began on 2027-03-01.")


def test_what_only_a_held_session_has_is_forgotten_for_others():
    session = reported(mentoring(), outcome="absent_mentor", summary="Nobody came", minutes="9999").sessions["P01.1"]

    assert (session.state, session.missed_at) == (SessionState.MISSED, WEEK_2)
    assert (session.report.outcome, session.report.held_on, session.report.summary) == ("absent_mentor", None, "")


def test_a_second_report_of_the_same_person_replaces_the_first():
    cohort = reported(mentoring())
    again = reported(cohort, at=WEEK_2 + days(1), summary="And we agreed on a next step.")
    corrected = reported(again, at=WEEK_2 + days(2), held_on="2027-03-09")

    assert len(again.sessions["P01.1"].reports) == 1
    assert again.sessions["P01.1"].report.at == WEEK_2  # the point is the same: nobody is asked again
    assert (str(corrected.sessions["P01.1"].held_on), corrected.sessions["P01.1"].report.at) == (
        "2027-03-09", WEEK_2 + days(2)
    )  # fmt: skip


def test_a_late_report_corrects_a_missed_session():
    cohort = reported(mentoring(), outcome="no_date")

    cohort = reported(cohort, at=WEEK_2 + days(20), held_on="2027-03-20")

    assert cohort.sessions["P01.1"].state is SessionState.HELD


def test_a_moved_session_with_its_new_date_is_dated_and_without_one_missed():
    moved = reported(mentoring(), outcome="moved", next_date="2027-03-20", next_time="09:00")
    lost = reported(mentoring(), outcome="moved")

    assert (moved.sessions["P01.1"].state, lost.sessions["P01.1"].state) == (SessionState.DATED, SessionState.MISSED)
    assert f"{moved.sessions['P01.1'].starts_at:%m-%d %H:%M}" == "03-20 08:00"


def test_the_next_date_is_that_of_the_next_session():
    cohort = reported(mentoring(), next_date="2027-04-07", next_time="17:00")

    assert cohort.sessions["P01.1"].state is SessionState.HELD
    assert f"{cohort.sessions['P01.2'].starts_at:%m-%d %H:%M}" == "04-07 15:00"
    assert list(wrong(mentoring(), "session_report", "P01.1", "N01", outcome="moved", next_date="2027-04-07")) == [
        "next_time"
    ]


def test_a_report_can_be_corrected_when_its_next_date_is_past():
    cohort = reported(mentoring(), next_date="2027-04-07", next_time="17:00")

    cohort = reported(cohort, at=MONDAY + days(60), next_date="2027-04-07", next_time="17:00", summary="More.")

    assert cohort.sessions["P01.1"].report.summary == "More."
    assert cohort.sessions["P01.2"].sequence == 0


def test_fit_is_asked_after_the_first_session_only():
    cohort = reported(mentoring(), fit="not_good", private="We talk past each other.")

    assert cases(cohort) == [("poor_fit", "P01.1"), ("help", "P01.1")]
    assert cases(reported(cohort, at=WEEK_2 + days(1), fit="not_good", private="We talk past each other.")) == [
        ("poor_fit", "P01.1"), ("help", "P01.1")
    ]  # fmt: skip
    assert reported(mentoring(), about="P01.2", fit="not_good").escalations == {}


def test_the_partner_confirms_or_contradicts():
    cohort = reported(mentoring())

    agreed = answered(cohort, "report_confirmation", "P01.1", "M01", WEEK_2, agrees="yes")
    disputed = answered(cohort, "report_confirmation", "P01.1", "M01", WEEK_2, agrees="no", words="We did not meet.")

    assert agreed.sessions["P01.1"].confirmation.agrees
    assert cases(agreed) == []
    assert cases(disputed) == [("disagreement", "P01.1")]
    assert list(wrong(cohort, "report_confirmation", "P01.1", "M01", agrees="no")) == ["words"]


def test_two_reports_that_tell_the_same_confirm_each_other():
    session = reported(reported(mentoring()), to="M01", at=WEEK_2 + days(1)).sessions["P01.1"]

    assert (len(session.reports), session.confirmation.by, session.confirmation.agrees) == (2, "M01", True)


def test_a_report_against_a_held_session_is_for_the_coordinator():
    cohort = reported(reported(mentoring()), to="M01", outcome="absent_mentee")

    assert cohort.sessions["P01.1"].state is SessionState.HELD
    assert cases(cohort) == [("disagreement", "P01.1")]


TALES = [
    ("absent_mentor", "absent_mentee", 1, True),
    ("cancelled_mentor", "cancelled_mentee", 1, True),
    ("cancelled_mentor", "cancelled_mentor", 1, False),
    ("moved", "no_date", 1, False),
    ("no_date", "held", 1, True),
    ("no_date", "held", 9, False),  # they met later
]


@pytest.mark.parametrize(("first", "second", "later", "differ"), TALES)
def test_two_different_tales_reach_the_coordinator(first: str, second: str, later: int, differ: bool):
    cohort = reported(mentoring(), outcome=first)
    met = f"2027-03-{8 if later == 1 else 18:02}"

    cohort = reported(cohort, to="M01", at=WEEK_2 + days(later), outcome=second, held_on=met)

    assert cases(cohort) == ([("disagreement", "P01.1")] if differ else [])


def test_the_case_says_both_tales_and_names_nobody():
    cohort = reported(reported(mentoring(), outcome="absent_mentor"), to="M01", outcome="absent_mentee")

    [noted] = next(iter(cohort.escalations.values())).remarks
    assert remark_in_words(noted) == (
        "One of them told: The mentor did not come. Now somebody else tells: The mentee did not come"
    )


def test_whoever_only_confirms_says_as_well_how_it_was():
    cohort = reported(mentoring(), fit="good", usefulness=2)

    told = answered(cohort, "report_confirmation", "P01.1", "M01", WEEK_2, agrees="yes", fit="not_good", usefulness=1)
    twice = answered(told, "report_confirmation", "P01.1", "M01", WEEK_2, agrees="yes", fit="not_good", usefulness=1)

    assert (told.sessions["P01.1"].confirmation.fit, told.sessions["P01.1"].confirmation.usefulness) == ("not_good", 1)
    assert cases(told) == cases(twice) == [("low_marks", "P01.1"), ("poor_fit", "P01.1")]


def test_who_reported_is_not_asked_the_same_again_and_nobody_is_of_what_did_not_come_about():
    form, cohort = FORMS["report_confirmation"], reported(reported(mentoring()), to="M01", held_on="2027-03-09")
    second = reported(mentoring(), about="P01.2")
    lost = reported(mentoring(), outcome="no_date")

    assert form.skips(cohort, invited(cohort, form.name, "P01.1", "N01", WEEK_2)) == {"fit", "usefulness"}
    assert form.skips(second, invited(second, form.name, "P01.2", "M01", WEEK_2)) == {"fit"}
    assert form.skips(lost, invited(lost, form.name, "P01.1", "M01", WEEK_2)) == {"fit", "usefulness"}


def test_two_sessions_in_a_row_of_little_use_reach_the_coordinator():
    once = reported(mentoring(), usefulness=2)
    twice = reported(once, about="P01.2", at=WEEK_2 + days(30), held_on="2027-04-08", usefulness=1)
    better = reported(once, about="P01.2", at=WEEK_2 + days(30), held_on="2027-04-08", usefulness=3)

    assert (cases(once), cases(better), cases(twice)) == ([], [], [("low_marks", "P01.2")])
    [noted] = next(iter(twice.escalations.values())).remarks
    assert remark_in_words(noted) == "Somebody found session 2, and the one before, of little use"


# --- half-way ---------------------------------------------------------------------------------------------------------


def test_answers_far_apart_raise_a_flag_when_both_are_there():
    one = answered(mentoring(), "midterm_check", "P01", "N01", WEEK_2, **MIDTERM | {"expectations_met": 1})
    both = answered(one, "midterm_check", "P01", "M01", WEEK_2, **MIDTERM)
    again = answered(both, "midterm_check", "P01", "N01", WEEK_2 + days(1), **MIDTERM | {"expectations_met": 1})

    assert cases(one) == []
    assert cases(both) == cases(again) == [("midterm_gap", "P01")]
    [noted] = next(iter(both.escalations.values())).remarks
    assert (noted.by, remark_in_words(noted)) == ("", "My expectations are met: 3 apart"), "nobody wrote that"


def test_two_apart_is_not_far():
    cohort = answered(mentoring(), "midterm_check", "P01", "N01", WEEK_2, **MIDTERM | {"expectations_met": 2})
    cohort = answered(cohort, "midterm_check", "P01", "M01", WEEK_2, **MIDTERM, help_wanted="on", help_words="Time.")

    assert cases(cohort) == [("help", "P01")]


def test_two_low_marks_reach_the_coordinator_once_also_where_both_agree():
    low = MIDTERM | {"expectations_met": 2}

    one = answered(mentoring(), "midterm_check", "P01", "N01", WEEK_2, **low)
    both = answered(one, "midterm_check", "P01", "M01", WEEK_2, **low)
    again = answered(both, "midterm_check", "P01", "M01", WEEK_2 + days(1), **low | {"partner_prepared": 1})
    alone = answered(mentoring(), "midterm_check", "P01", "N01", WEEK_2, **MIDTERM, thinks_for_myself=1)
    alone = answered(alone, "midterm_check", "P01", "M01", WEEK_2, **MIDTERM | {"on_plan": "no"}, mostly_asks=5)

    assert cases(one) == []
    assert cases(both) == cases(alone) == [("low_marks", "P01")]
    assert cases(again) == [("low_marks", "P01"), ("midterm_gap", "P01")]
    assert [remark_in_words(one) for one in next(iter(alone.escalations.values())).remarks] == [
        "Low: The mentee relies on advice", "Low: Not on plan"
    ]  # fmt: skip


def test_different_numbers_of_sessions_are_different_tales():
    cohort = answered(mentoring(), "midterm_check", "P01", "N01", WEEK_2, **MIDTERM | {"sessions_so_far": 0})
    cohort = answered(cohort, "midterm_check", "P01", "M01", WEEK_2, **MIDTERM)

    [noted] = next(iter(cohort.escalations.values())).remarks
    assert (cases(cohort), remark_in_words(noted)) == ([("midterm_gap", "P01")], "Sessions so far: 3 apart")


def test_an_agreement_that_does_not_fit_any_more_is_signed_again():
    cohort = mentoring()
    for code in ("N01", "M01"):
        cohort = answered(cohort, "agreement", "P01", code, MONDAY, **agreement_answers())

    kept = answered(cohort, "midterm_check", "P01", "N01", WEEK_2, **MIDTERM)
    changed = answered(cohort, "midterm_check", "P01", "N01", WEEK_2, **MIDTERM, agreement_right="no")
    signed = answered(changed, "agreement", "P01", "N01", WEEK_2, **agreement_answers())
    later = answered(signed, "midterm_check", "P01", "N01", WEEK_2 + days(1), **MIDTERM, agreement_right="no")

    assert (kept.groups["P01"].all_signed, changed.groups["P01"].all_signed) == (True, False)
    assert changed.groups["P01"].contracts_kept == ("3:N01:change",)
    assert later.groups["P01"].has_signed("N01"), "said twice is said once"


def test_each_side_has_its_own_question():
    cohort = mentoring()
    form = FORMS["midterm_check"]

    assert form.skips(cohort, invited(cohort, "midterm_check", "P01", "N01", WEEK_2)) == {"mostly_asks"}
    assert form.skips(cohort, invited(cohort, "midterm_check", "P01", "M01", WEEK_2)) == {"thinks_for_myself"}
