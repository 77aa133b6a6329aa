"""Follow-up: looking back, what is missing, certificates, alumni, the evaluation, and the closing of the cohort."""

from dataclasses import replace

from domain.completion import completion
from domain.dates import day_of
from domain.documents import Document
from domain.gatherings import Attendance
from domain.lifecycles import ApplicationState, DocumentState, PairState, Phase, SessionState
from domain.matters import case_named
from domain.people import Coordinator
from domain.sessions import SessionReport
from domain.today.waiting import today
from tests.answers import mentee_reflection, mentor_reflection
from tests.builders import MONDAY, ZONE, a_cohort, answered, asked, days
from tests.domain.rules.stories import day_by_day, due, forms_of, letters, on, printed


def met(cohort, times=6, pair="P01"):
    """The pair has held this many sessions and reported each."""
    sessions, mentee = [cohort.sessions[f"{pair}.{n}"] for n in range(1, times + 1)], cohort.groups[pair].mentee
    return cohort.put(
        *(
            replace(s, state=SessionState.HELD, held_on=s.opens.date(), settled_at=s.opens,
                    reports=(SessionReport(mentee, s.opens, "held", s.opens.date(), 60),))
            for s in sessions
        )
    )  # fmt: skip


def the_end(times=6):
    """A pair that met so many times, on the first day of follow-up; and that day."""
    cohort = met(a_cohort().in_follow_up().with_pairs(1).build(), times)
    return cohort, cohort.milestones.mentoring_ends


def looked_back(cohort, at, *codes):
    forms = {"N01": ("reflection_mentee", mentee_reflection()), "M01": ("reflection_mentor", mentor_reflection())}
    for code in codes:
        form, content = forms[code]
        cohort = answered(cohort, form, code, code, at, **content)
    return cohort


def test_mentoring_ends_on_its_day():
    cohort = a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build()
    ends = cohort.milestones.mentoring_ends
    assert due(cohort, ends - days(0.1), "phase") == []

    assert on(cohort, ends).phase is Phase.FOLLOW_UP


def test_both_are_asked_to_look_back_a_week_before_the_end_and_every_week_after_it():
    cohort = met(a_cohort().in_mentoring(since=MONDAY).with_pairs(1).build())
    ends = cohort.milestones.mentoring_ends

    told, cohort = day_by_day(cohort, ends, -10, 0, "N01:reflection")
    assert told == [(-7, "mentee/reflection_wanted", "N01"), (0, "mentee/reflection_reminder", "N01")]

    told, cohort = day_by_day(cohort, ends, 1, 14)
    assert cohort.phase is Phase.FOLLOW_UP
    assert [row for row in told if "reflection" in row[1]] == [
        (7, "mentor/reflection_reminder", "M01"),
        (7, "mentee/reflection_reminder", "N01"),
        (14, "mentor/reflection_reminder", "M01"),
        (14, "mentee/reflection_reminder", "N01"),
    ]


def test_whoever_has_looked_back_is_not_asked_again():
    cohort, ends = the_end()

    cohort = looked_back(cohort, ends + days(0.2), "N01")

    assert day_by_day(cohort, ends, 0, 29, "N01:reflection")[0] == []


def test_what_is_missing_is_told_a_week_before_it_is_too_late():
    cohort, ends = the_end()
    cohort = looked_back(cohort, ends + days(0.2), "N01")

    told, _ = day_by_day(cohort, ends, 0, 28, "M01:missing")
    assert told == [(20, "mentor/not_complete", "M01")]
    assert day_by_day(cohort, ends, 0, 28, "N01:missing")[0] == []


def test_three_conditions_met_bring_a_certificate_and_a_statement_each_with_its_letter():
    cohort, ends = the_end()
    cohort = on(looked_back(cohort, ends + days(1.4), "N01", "M01"), ends + days(1.4))
    assert sorted(cohort.documents) == ["certificate:N01", "statement:M01"]

    cohort = on(printed(cohort, ends + days(1.5)), ends + days(1.5))

    assert letters(cohort, "certificate") == [("mentee/certificate", "N01")]
    assert letters(cohort, "statement") == [("mentor/certificate", "M01")]
    assert [forms_of(cohort, code) for code in ("N01", "M01")] == [[("alumni", "N01")], [("alumni", "M01")]]


def test_too_few_sessions_bring_none():
    cohort, ends = the_end(times=4)

    cohort = on(looked_back(cohort, ends + days(1.4), "N01", "M01"), ends + days(1.4))

    assert cohort.documents == {}


def test_two_weeks_after_the_end_everybody_is_asked_once_whether_to_stay_in_touch():
    cohort, ends = the_end()
    cohort = answered(cohort, "alumni", "M01", "M01", ends + days(2), linkedin="on")

    told, _ = day_by_day(cohort, ends, 0, 29, "N01:alumni")

    assert told == [(14, "mentee/alumni", "N01")]
    assert day_by_day(cohort, ends, 0, 29, "M01:alumni")[0] == []


def test_whoever_waited_in_vain_is_asked_once_whether_to_keep_the_place():
    cohort, ends = the_end()
    one, other = cohort.participants["N01"], cohort.applications["N01"]
    waits = replace(other, id="N09", state=ApplicationState.WAITLISTED)
    cohort = cohort.put(replace(one, id="N09", email="n09@university.example"), waits)

    told, _ = day_by_day(cohort, ends, 0, 29, "N09:place")

    assert told == [(14, "person/keep_place", "N09")]
    kept = cohort.put(replace(waits, alumni={"next_time": ("place",)}))
    assert day_by_day(kept, ends, 0, 29, "N09:place")[0] == []


def test_after_the_last_day_for_reports_the_pair_is_completed_and_what_never_came_about_is_closed():
    cohort, ends = the_end(times=5)
    last = ends + days(28)
    before = on(cohort, last - days(0.1))
    assert (before.pairs["P01"].state, before.sessions["P01.6"].state) == (PairState.ACTIVE, SessionState.PLANNED)

    cohort = on(before, last)

    assert (cohort.pairs["P01"].state, cohort.sessions["P01.6"].state) == (PairState.COMPLETED, SessionState.CANCELLED)


def test_the_evaluation_is_printed_on_the_last_day_but_one_and_goes_to_the_coordinator():
    cohort, _ = the_end()
    eve = cohort.milestones.closes - days(1)
    assert due(cohort, eve - days(0.1), "evaluation") == []

    cohort = on(cohort, eve)
    assert cohort.documents["evaluation:eva"].state is DocumentState.ORDERED

    cohort = on(printed(cohort, eve), eve)
    assert letters(cohort, "evaluation") == [("coordinator/evaluation_ready", "eva")]


def test_a_cohort_handed_over_after_its_evaluation_was_ordered_closes_all_the_same():
    cohort, _ = the_end()
    eve, closes = cohort.milestones.closes - days(1), cohort.milestones.closes
    cohort = on(cohort, eve)
    cohort = replace(
        cohort, coordinators=(Coordinator("jan", "Jan Dvořák", "jan@university.example"), *cohort.coordinators)
    )

    cohort = on(printed(cohort, eve), eve)
    assert letters(cohort, "evaluation") == [("coordinator/evaluation_ready", "jan")]

    cohort = on(printed(on(cohort, closes), closes), closes)
    assert cohort.phase is Phase.CLOSED


def test_a_cohort_closes_on_its_day_once_all_that_was_ordered_is_printed():
    cohort, ends = the_end()
    closes = cohort.milestones.closes
    cohort = looked_back(cohort, ends + days(1), "N01")
    cohort = on(cohort, closes)
    assert cohort.phase is Phase.FOLLOW_UP

    cohort = printed(cohort, closes)
    assert due(cohort, closes - days(0.1), "phase:closed") == []

    assert on(cohort, closes).phase is Phase.CLOSED


def test_nobody_is_left_with_a_form_when_the_cohort_has_closed():
    cohort, ends = the_end()
    _, cohort = day_by_day(cohort, ends, 0, 28)
    closes = cohort.milestones.closes
    cohort = on(printed(on(cohort, closes - days(1)), closes - days(1)), closes)

    assert cohort.phase is Phase.CLOSED
    assert [form for code in ("N01", "M01") for form in forms_of(cohort, code)] == []


def test_a_certificate_waits_for_the_list_of_those_who_came_and_not_for_ever():
    """Its hours stand on it; what somebody did not want to come to keeps nobody waiting."""
    cohort, end = the_end()
    cohort = looked_back(cohort, end + days(1), "N01", "M01")
    cohort = cohort.put(Attendance("G-careers:N01", "G-careers", "N01", "coming", end - days(90)))

    assert (due(cohort, end + days(2), "N01:cert"), due(cohort, end + days(2), "M01:stat")) == ([], ["M01:statement"])
    assert due(cohort, end + days(14), "N01:cert") == ["N01:certificate"]
    listed = cohort.put(replace(cohort.gatherings["G-careers"], attended_at=end + days(2)))
    assert due(listed, end + days(2), "N01:cert") == ["N01:certificate"]


def test_nobody_is_reminded_of_the_look_back_while_they_are_away():
    cohort, ends = the_end()
    span = {"first": str(day_of(ends, ZONE)), "last": str(day_of(ends + days(9), ZONE))}
    cohort = answered(cohort, "away", "N01", "N01", ends - days(1), **span)

    told, _ = day_by_day(cohort, ends, -10, 16, "N01:reflection")

    assert told == [(-7, "mentee/reflection_wanted", "N01"), (12, "mentee/reflection_reminder", "N01")]


def test_a_certificate_waits_for_what_is_told_otherwise_and_not_for_ever():
    cohort, end = the_end()
    cohort = looked_back(cohort, end + days(1), "N01", "M01")
    told = {"agrees": "no", "words": "We did not meet."}
    cohort = answered(cohort, "report_confirmation", "P01.6", "M01", end + days(1), **told)

    assert [due(cohort, end + days(n), "N01:cert") for n in (2, 14)] == [[], ["N01:certificate"]]
    assert completion(cohort, "N01").minutes == 5 * completion(the_end()[0], "N01").minutes / 6
    (case,) = [one for one in cohort.escalations.values() if one.matter == "disagreement"]
    cohort = asked(cohort, "decide_escalation", case.id, "eva", end + days(1))
    settled = answered(cohort, "decide_escalation", case.id, "eva", end + days(2), decision="took_place")
    assert due(settled, end + days(2), "N01:cert") == ["N01:certificate"]


def test_what_could_not_be_printed_is_the_coordinators_and_is_printed_again():
    """Else nobody gets it, and the cohort never closes, without a word to anybody."""
    cohort = a_cohort().in_follow_up().with_pairs(1).build()
    closes = cohort.milestones.closes
    failed = Document(
        "certificate:N01",
        "certificate",
        "N01",
        "N01",
        "N01",
        closes - days(9),
        DocumentState.FAILED,
        failure="TypstError",
    )
    seen = on(replace(cohort.put(failed), journal=frozenset({"certificate:N01"})), closes - days(8))

    (case,) = [one for one in seen.escalations.values() if one.matter == "not_printed"]
    assert (case_named(seen, case), case.scope) == ("A document could not be printed: Certificate", "N01")
    assert letters(seen, case.id) == [("coordinator/escalation", "eva")]
    (item,) = [one for one in today(seen, closes - days(8)) if one.about == case.id]
    assert (item.whom, [way.words for way in item.ways]) == (
        ("N01",),
        ["Print it again", "Close the case", "Put it off"],
    )

    at = closes - days(7)
    ordered = answered(seen, "decide_escalation", case.id, "eva", at, decision="again")
    again = ordered.documents["certificate:N01"]
    assert (again.state, again.ordered_at, again.failure) == (DocumentState.ORDERED, at, "")
    assert not ordered.escalations[case.id].is_open

    twice = on(ordered.put(replace(again, state=DocumentState.FAILED, failure="TypstError")), at + days(0.1))
    assert sum(one.is_open for one in twice.escalations.values() if one.matter == "not_printed") == 1
    done = on(twice.put(replace(again, state=DocumentState.PRINTED, printed_at=at)), at + days(0.2))
    assert not any(one.is_open for one in done.escalations.values() if one.matter == "not_printed"), "it is there now"
