"""Recruitment: who is called, and when; what becomes of an application, and who hears of it."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from domain.lifecycles import ApplicationState, Phase
from domain.people import Participant, Role
from tests.answers import mentee_answers
from tests.builders import MONDAY, a_cohort, answered, days, default_policy
from tests.domain.rules.stories import day_by_day, due, forms_of, letters, on, through


def test_somebody_who_joins_the_list_in_the_last_week_is_still_called():
    cohort = a_cohort().in_recruitment().build()
    monday = cohort.milestones.mentors_close - days(4)
    late = Participant("M01", Role.MENTOR, "Jana Veselá", "jana@firm.example", invited_at=monday)

    after = on(cohort.put(late), monday + days(1.5))

    assert letters(after, "M01:call") == [("mentor/call", "M01")]


def called(source="list"):
    cohort = a_cohort().in_recruitment().build()
    opens = cohort.milestones.mentors_open
    return cohort.put(
        Participant("M01", Role.MENTOR, "Jana Veselá", "jana@firm.example", invited_at=opens, source=source)
    )


def through_the_call(cohort, first=0, last=32):
    written = []
    for day in range(first, last):
        cohort = on(cohort, cohort.milestones.mentors_open + days(day + 0.5))
        written += [letter for letter, _ in letters(cohort, "M01:call")]
    return written


def test_the_call_is_followed_by_two_reminders_and_two_more_before_it_closes():
    assert through_the_call(called()) == [
        "mentor/call", "mentor/call_reminder", "mentor/call_reminder", "mentor/call_closing", "mentor/call_closing"
    ]  # fmt: skip


def test_whoever_asked_by_the_open_link_is_reminded_as_well():
    assert through_the_call(called("open"))[:3] == [
        "mentor/application_link", "mentor/call_reminder", "mentor/call_reminder"
    ]  # fmt: skip


def test_after_an_outage_over_all_rungs_people_are_called_once_and_not_reminded_of_nothing():
    assert through_the_call(called(), first=25)[0] == "mentor/call"


def test_a_closing_reminder_before_a_weekend_goes_on_the_last_working_day():
    cohort = called()
    friday = cohort.milestones.mentors_close - days(2.5)  # the call closes on the night to Monday
    assert due(cohort, friday, "M01:call:closing:1") == ["M01:call:closing:1"]


# --- verdicts: the last letter tells the last state -------------------------------------------------------------------

MARKS = {"field": "2", "trajectory": "2", "planning": "2", "contribution": "2"}
MORNING = MONDAY - days(26) + days(0.4)  # a Wednesday in recruitment, ten in the morning
MINUTE = days(1 / 1440)


def applied():
    """One application, which waits for a verdict."""
    cohort = a_cohort().in_recruitment().with_mentees(1).with_applications(ApplicationState.SUBMITTED).build()
    return replace(cohort, journal=frozenset({"N01:received:2027-01-15"}))


def verdict(cohort, at, wanted, note=""):
    return answered(cohort, "screening", "N01", "eva", at, **MARKS, verdict=wanted, note=note)


def told(cohort, *moments):
    """The letters to the applicant over these moments, and the cohort afterwards."""
    written = []
    for moment in moments:
        cohort = on(cohort, moment)
        written += [m.letter for m in cohort.messages if m.to == "N01"]
    return cohort, written


def test_of_verdicts_within_an_hour_only_the_last_is_told():
    cohort = applied()
    for minutes, wanted in ((0, "accept"), (20, "waitlist"), (50, "accept")):
        cohort, written = told(verdict(cohort, MORNING + minutes * MINUTE, wanted), MORNING + (minutes + 1) * MINUTE)
        assert written == []

    cohort, written = told(cohort, *(MORNING + days(n / 24) for n in range(1, 30)))

    assert written == ["mentee/application_accepted"]


def test_a_misclicked_no_is_taken_back_without_a_word():
    cohort = verdict(verdict(applied(), MORNING, "decline"), MORNING + 5 * MINUTE, "accept")

    assert cohort.applications["N01"].state is ApplicationState.ACCEPTED
    assert told(cohort, MORNING + days(0.2), MORNING + days(2))[1] == ["mentee/application_accepted"]


def test_a_verdict_changed_after_its_letter_is_told_by_another_letter_the_same_day():
    cohort, first = told(verdict(applied(), MORNING, "decline"), MORNING + days(0.1))
    cohort, second = told(verdict(cohort, MORNING + days(0.1), "waitlist"), MORNING + days(0.2))
    cohort, third = told(verdict(cohort, MORNING + days(0.2), "decline"), MORNING + days(0.25))

    assert first + second + third == ["mentee/application_declined", "mentee/waitlisted", "mentee/application_declined"]


def test_an_application_sent_back_twice_on_one_day_is_asked_for_twice():
    cohort, first = told(verdict(applied(), MORNING, "incomplete", "The CV."), MORNING + days(0.05))
    cohort = answered(cohort, "mentee_application", "N01", "N01", MORNING + days(0.06), **mentee_answers())
    cohort, second = told(verdict(cohort, MORNING + days(0.1), "incomplete", "A date."), MORNING + days(0.15))

    assert first + second == ["mentee/application_incomplete"] * 2


def test_what_an_earlier_office_told_by_the_day_is_not_told_again():
    cohort = verdict(applied(), MORNING, "accept")
    before = replace(cohort, journal=cohort.journal | {f"N01:accepted:{MORNING:%Y-%m-%d}"})

    assert told(before, MORNING + days(0.2), MORNING + days(3))[1] == []


def test_whoever_is_in_a_pair_keeps_the_verdict_until_the_pair_is_ended():
    cohort = a_cohort().in_recruitment().with_offers(1).build()

    with pytest.raises(ValidationError, match="is in a pair, or asked about one"):
        verdict(cohort, MORNING, "decline")


def test_once_matching_has_begun_nobody_is_asked_to_complete_an_application():
    cohort = applied()
    with pytest.raises(ValidationError, match="Matching has begun"):
        verdict(cohort, cohort.milestones.matching_on, "incomplete", "The CV.")


# --- incomplete applications ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_what_was_never_completed_is_told_why_and_not_that_the_mix_was_wrong(role):
    code = "N01" if role == "mentee" else "M01"
    world = a_cohort().in_recruitment().with_mentees(1).with_mentors(1)
    cohort = world.with_applications(ApplicationState.SUBMITTED).build()
    cohort = answered(cohort, "screening", code, "eva", MORNING, **MARKS, verdict="incomplete", note="The CV.")
    over = cohort.milestones.matching_on

    cohort = on(on(cohort, over), over + days(2.5))

    assert [m.letter for m in cohort.messages if m.to == code] == [f"{role}/application_lapsed"]


def test_whoever_was_declined_by_the_clock_can_come_back_on_the_waiting_list():
    cohort = verdict(applied(), MORNING, "incomplete", "The CV.")
    over = cohort.milestones.matching_on
    cohort = verdict(on(on(cohort, over), over + days(2.5)), over + days(3.5), "waitlist")

    assert told(cohort, over + days(3.6))[1] == ["mentee/waitlisted"]


# --- applications -----------------------------------------------------------------------------------------------------


def an_application(at=18.4, **answers):
    """A mentee who applies on a Tuesday morning, and the cohort's first day of recruitment."""
    cohort = a_cohort().in_recruitment().build()
    opens = cohort.milestones.recruitment_opens
    guest = Participant("N01", Role.MENTEE, "Tereza Malá", "n01@university.example", invited_at=opens)
    content = mentee_answers(**answers)
    return answered(cohort.put(guest), "mentee_application", "N01", "N01", opens + days(at), **content), opens


def test_an_application_is_confirmed_at_once_and_its_sheet_is_on_the_desk():
    cohort, opens = an_application()

    cohort = on(cohort, opens + days(18.4))

    assert letters(cohort, "N01") == [("mentee/application_received", "N01")]
    assert forms_of(cohort, "eva") == [("screening", "N01")]


def test_the_coordinator_hears_the_next_morning_that_it_waits_and_again_after_three_and_six_days():
    cohort, opens = an_application()

    written, _ = day_by_day(cohort, opens, 18, 30, "today")

    assert written == [
        (19, "coordinator/today", "eva"),
        (24, "coordinator/today", "eva"),  # three days after the first it is Saturday
        (25, "coordinator/today", "eva"),
    ]


def test_each_verdict_has_its_letter():
    verdicts = ("accept", "waitlist", "decline")

    written = {wanted: told(verdict(applied(), MORNING, wanted), MORNING + days(0.1))[1] for wanted in verdicts}

    assert written == {
        "accept": ["mentee/application_accepted"],
        "waitlist": ["mentee/waitlisted"],
        "decline": ["mentee/application_declined"],
    }


def test_what_is_missing_is_asked_for_twice_and_what_comes_back_is_screened_anew():
    cohort, opens = an_application()
    cohort = verdict(on(cohort, opens + days(18.4)), opens + days(18.6), "incomplete", "Two sentences more.")

    written, cohort = day_by_day(cohort, opens, 19, 26, "N01:incomplete")
    assert written == [(19, "mentee/application_incomplete", "N01"), (24, "mentee/application_incomplete", "N01")]

    back = opens + days(27.4)
    cohort = on(answered(cohort, "mentee_application", "N01", "N01", back, **mentee_answers()), back)
    assert letters(cohort, "N01") == [("mentee/application_received", "N01")]
    assert cohort.applications["N01"].state is ApplicationState.SUBMITTED


# --- the beginning, and the end that comes too early ------------------------------------------------------------------


def test_mentoring_starts_on_its_date_with_enough_pairs():
    cohort = a_cohort().in_recruitment().with_pairs(5).build()
    starts = cohort.milestones.mentoring_starts
    assert on(cohort, starts - days(0.1)).phase is Phase.RECRUITMENT

    assert on(cohort, starts).phase is Phase.MENTORING


def test_whoever_is_still_free_then_goes_on_the_waiting_list():
    cohort = a_cohort().in_recruitment().with_pairs(5).with_mentees(6).build()
    starts = cohort.milestones.mentoring_starts

    cohort = through(cohort, starts, starts + days(0.4))

    states = {code: cohort.applications[code].state for code in ("N05", "N06")}
    assert states == {"N05": ApplicationState.ACCEPTED, "N06": ApplicationState.WAITLISTED}
    assert ("mentee/waitlisted", "N06") in letters(cohort, "N06")


def test_everybody_who_is_still_in_hears_once_that_a_cohort_is_called_off():
    cohort = a_cohort().in_recruitment().with_mentors(1).with_mentees(2).build()
    declined = replace(cohort.applications["N02"], state=ApplicationState.DECLINED)
    at = cohort.milestones.matching_on + days(2.4)  # a Monday
    cohort = answered(cohort.put(declined), "steer", "", "eva", at, action="call_off", reason="No money.", sure="yes")

    written, _ = day_by_day(cohort, at - days(0.4), 0, 30)

    assert written == [(0, "person/called_off", "M01"), (0, "person/called_off", "N01")]


def test_a_mentor_in_whose_application_nothing_stands_out_is_taken_some_mornings_later():
    known = default_policy()
    flagged = known.recruitment.model_copy(update={"screening_of_mentors": "flagged"})
    built = a_cohort().under(known.model_copy(update={"recruitment": flagged})).in_recruitment().with_mentors(1)
    cohort = built.with_applications(ApplicationState.SUBMITTED).build()
    applied = cohort.applications["M01"]
    usual = {"cv": "a file", "life_sciences": "now", "years_outside": 8, "capacity": 1, "mentoring_experience": "none"}
    cohort = cohort.put(replace(applied, answers={**applied.answers, **usual}))

    taken = through(cohort, applied.submitted_at + days(0.1), applied.submitted_at + days(4.5))

    assert taken.applications["M01"].state is ApplicationState.ACCEPTED
