"""Agreeing: a pair is welcomed, signs, plans, and is asked twice whether it still holds; silence about it becomes a case."""

from domain.lifecycles import PairState
from tests.answers import agreement_answers
from tests.builders import MONDAY, a_cohort, answered, cases, days
from tests.domain.rules.stories import day_by_day, due, forms_of, letters, on, printed

MORNING = days(0.4)


def a_pair():
    return a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()


def signed(cohort, at, *codes, **changes):
    for code in codes:
        cohort = answered(cohort, "agreement", "P01", code, at, **agreement_answers(**changes))
    return cohort


def begun():
    """A pair that has signed and written a plan on the first day."""
    cohort = signed(on(a_pair(), MONDAY + MORNING), MONDAY + days(0.5), "N01", "M01")
    plan = {"goals": "See a company from inside.", "rows": [{"month": "1", "topics": "My questions"}]}
    return on(answered(cohort, "mentoring_plan", "P01", "N01", MONDAY + days(0.5), **plan), MONDAY + days(0.5))


def papers(cohort, kind):
    """The ids of the papers of a kind, and their states."""
    return {one.id: one.state.value for one in cohort.documents.values() if one.kind == kind}


def test_a_pair_gets_its_sessions_and_a_welcome_at_once():
    cohort = on(a_pair(), MONDAY + MORNING)

    assert letters(cohort, "P01:paired") == [("mentor/paired", "M01"), ("mentee/paired", "N01")]
    assert [key for key in sorted(cohort.journal) if key.startswith("P01:s")] == ["P01:sessions"]


def test_both_are_asked_to_sign_and_the_one_who_has_is_not_reminded():
    cohort = on(a_pair(), MONDAY + MORNING)
    assert letters(cohort, "P01:agreement") == [("pair/agreement_wanted", "M01"), ("pair/agreement_wanted", "N01")]

    cohort = signed(cohort, MONDAY + days(1), "N01")

    told, _ = day_by_day(cohort, MONDAY, 1, 20, "P01:agreement")
    assert told == [(7, "pair/agreement_reminder", "M01"), (14, "pair/agreement_reminder", "M01")]


def test_once_both_have_signed_each_gets_word_of_it():
    cohort = signed(on(a_pair(), MONDAY + MORNING), MONDAY + days(0.5), "N01", "M01")

    cohort = on(cohort, MONDAY + days(0.5))
    assert letters(cohort, "P01:agreement") == []  # not before there is a paper to go with it

    cohort = on(printed(cohort, MONDAY + days(0.5)), MONDAY + days(0.5))
    assert letters(cohort, "P01:agreement") == [("pair/agreement_signed", "M01"), ("pair/agreement_signed", "N01")]
    assert day_by_day(cohort, MONDAY, 1, 40, "P01:agreement")[0] == []


def test_a_pair_that_never_signs_becomes_a_case_two_weeks_after_the_last_reminder():
    told, cohort = day_by_day(a_pair(), MONDAY, 0, 28, "P01:agreement")
    assert [day for day, _, to in told if to == "N01"] == [0, 7, 14]
    assert cases(cohort) == []  # day 28 is the Monday of Easter

    assert cases(on(cohort, MONDAY + days(29.4))) == [("no_signature", "P01")]


def test_the_mentor_finds_the_plan_once_it_is_written_and_gets_no_letter_about_it():
    assert ("mentoring_plan", "P01") not in forms_of(on(a_pair(), MONDAY + MORNING), "M01")

    assert ("mentoring_plan", "P01") in forms_of(begun(), "M01")
    assert letters(begun(), "P01:plan") == []


def test_the_mentee_is_asked_for_a_plan_some_days_after_the_agreement_until_there_is_one():
    told, _ = day_by_day(a_pair(), MONDAY, 0, 20, "P01:plan")
    assert told == [(7, "pair/plan_wanted", "N01"), (17, "pair/plan_reminder", "N01")]  # a Monday: day 5 is a Saturday

    assert day_by_day(begun(), MONDAY, 1, 20, "P01:plan")[0] == []


def test_in_the_second_and_the_fourth_month_both_are_asked_whether_it_still_holds():
    told, _ = day_by_day(begun(), MONDAY, 55, 150, "P01:recontract")

    assert [(day, letter) for day, letter, to in told if to == "M01"] == [
        (63, "pair/recontract_wanted"),  # 1 May is a Saturday
        (85, "pair/recontract_reminder"),  # the clock stops on a holiday, 8 May
        (122, "pair/recontract_wanted"),
        (147, "pair/recontract_reminder"),  # holidays on 5 and 6 July
    ]
    assert [day for day, _, to in told if to == "N01"] == [63, 85, 122, 147]


def test_a_change_that_one_asks_for_is_signed_anew_by_both():
    cohort, _ = day_by_day(begun(), MONDAY, 55, 64)[::-1]
    at = MONDAY + days(64.5)
    cohort = answered(cohort, "recontract", "P01", "N01", at, decision="change", words="Shorter and more often.")
    cohort = answered(cohort, "recontract", "P01", "M01", at, decision="keep")
    assert due(cohort, MONDAY + days(68.4), "P01:recontract") == []

    told, cohort = day_by_day(cohort, MONDAY, 65, 65, "P01:agreement")
    assert told == [(65, "pair/agreement_wanted", "M01"), (65, "pair/agreement_wanted", "N01")]

    cohort = signed(cohort, MONDAY + days(65.5), "N01", "M01", frequency="Every two weeks")
    cohort = printed(on(cohort, MONDAY + days(65.5)), MONDAY + days(65.5))
    assert letters(on(cohort, MONDAY + days(65.5)), "P01:agreement-signed") == [
        ("pair/agreement_signed", "M01"),
        ("pair/agreement_signed", "N01"),
    ]


def test_half_way_both_get_the_same_questions_and_only_who_is_silent_is_reminded():
    told, cohort = day_by_day(begun(), MONDAY, 90, 93, "P01:midterm")
    assert told == [(92, "pair/midterm_wanted", "M01"), (92, "pair/midterm_wanted", "N01")]

    answers = {"sessions_so_far": "3", "on_plan": "yes", "expectations_met": "4", "partner_prepared": "4",
               "answers_in_time": "4"}  # fmt: skip
    cohort = answered(cohort, "midterm_check", "P01", "M01", MONDAY + days(93.5), **answers)

    told, _ = day_by_day(cohort, MONDAY, 94, 115, "P01:midterm")
    assert told == [(106, "pair/midterm_reminder", "N01")]


def test_a_pair_that_ends_early_reads_the_same_words_on_both_sides():
    cohort = answered(begun(), "recontract", "P01", "N01", MONDAY + days(64.5), decision="end")
    assert cohort.pairs["P01"].state is PairState.ENDED

    cohort = on(cohort, MONDAY + days(64.5))

    assert letters(cohort, "P01:ended") == [("pair/ended", "M01"), ("pair/ended", "N01")]


def test_a_pair_of_a_cohort_that_is_called_off_is_not_told_that_it_ended():
    cohort = answered(begun(), "steer", "", "eva", MONDAY + days(64.5), action="call_off", reason="No money.", sure="y")

    assert letters(on(cohort, MONDAY + days(64.6)), "P01:ended") == []


# --- papers -----------------------------------------------------------------------------------------------------------


def test_what_is_agreed_anew_is_a_paper_of_its_own_for_each():
    cohort = printed(begun(), MONDAY + days(0.5))
    first = {f"agreement:P01:{code}:2027-03-01T1100": "printed" for code in ("M01", "N01")}
    assert papers(cohort, "agreement") == first

    cohort = signed(cohort, MONDAY + days(3), "N01", frequency="Every two weeks")
    assert papers(on(cohort, MONDAY + days(3)), "agreement") == first  # the other has not signed it yet

    cohort = on(signed(cohort, MONDAY + days(3), "M01", frequency="Every two weeks"), MONDAY + days(3))
    again = {f"agreement:P01:{code}:2027-03-03T2300": "ordered" for code in ("M01", "N01")}
    assert papers(cohort, "agreement") == first | again


def test_a_plan_goes_to_both_the_morning_after_it_was_written():
    cohort = begun()
    assert papers(cohort, "plan") == {}  # it may still be changed today

    cohort = on(cohort, MONDAY + days(1.4))
    assert papers(cohort, "plan") == {f"plan:P01:{code}:2027-03-01": "ordered" for code in ("M01", "N01")}
    assert letters(cohort, "P01:plan") == []

    told, cohort = day_by_day(printed(cohort, MONDAY + days(1.4)), MONDAY, 1, 20, "P01:plan")
    assert told == [(1, "pair/plan_written", "M01"), (1, "pair/plan_written", "N01")]


def test_what_the_mentor_writes_is_a_paper_for_both_without_another_letter():
    _, cohort = day_by_day(printed(on(begun(), MONDAY + days(1.4)), MONDAY + days(1.4)), MONDAY, 1, 5)
    plan = {"goals": "Two companies.", "rows": [{"month": "1", "topics": "My questions"}]}
    cohort = answered(cohort, "mentoring_plan", "P01", "M01", MONDAY + days(6), **plan)

    cohort = printed(on(cohort, MONDAY + days(7.4)), MONDAY + days(7.4))
    days_of_papers = [f"plan:P01:{code}:{day}" for code in ("M01", "N01") for day in ("2027-03-01", "2027-03-07")]
    assert sorted(papers(cohort, "plan")) == days_of_papers
    assert letters(on(cohort, MONDAY + days(8.4)), "P01:plan") == []


def test_a_plan_that_changes_is_printed_anew_without_another_letter():
    _, cohort = day_by_day(printed(on(begun(), MONDAY + days(1.4)), MONDAY + days(1.4)), MONDAY, 1, 5)
    plan = {"goals": "Two companies.", "rows": [{"month": "1", "topics": "My questions"}]}
    cohort = answered(cohort, "mentoring_plan", "P01", "N01", MONDAY + days(6), **plan)

    cohort = printed(on(cohort, MONDAY + days(7.4)), MONDAY + days(7.4))

    assert sorted(papers(cohort, "plan")) == [
        f"plan:P01:{code}:{day}" for code in ("M01", "N01") for day in ("2027-03-01", "2027-03-07")
    ]
    assert letters(on(cohort, MONDAY + days(8.4)), "P01:plan") == []
