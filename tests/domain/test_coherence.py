"""Coherence: a number that does not agree with another is told with its place and what would do; what is accepted works."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.agenda import expected
from domain.calendar import milestone_days, mistakes_in
from domain.coherence import EXAMPLE, Programme, mistakes, of
from domain.coherence.ladders import ASK_FIRST, WINDOWS
from domain.coherence.lists import AT_LEAST, WHOLE_DAYS
from domain.coherence.numbers import ROWS, WEIGHTS_SUM_MAX
from domain.planning import plan_sessions
from domain.policy import Policy
from domain.steps import rules_of
from matching.scoring import WEIGHTS_MAX
from tests.builders import a_cohort, default_policy
from tests.domain.rules.test_ladders import LADDERS, WORLDS


def with_numbers(**sections):
    """The default policy with other numbers, section by section."""
    told = default_policy().model_dump(mode="json")
    for section, values in sections.items():
        told[section] = told[section] | values if isinstance(values, dict) else values
    return Policy.model_validate(told)


def rungs(*afters, to="person"):
    return [{"after": after, "to": to} for after in afters]


A_GATHERING = {"kind": "party", "title": "Hello", "audience": "all", "anchor": "mentoring_starts", "offset": "3 days"}
A_RULE = {"label": "Women", "trait": "gender", "values": ["woman"], "on": "mentors"}
ASKS = {"mode": "mixed", "weights": {"choices": 10}}
MARCH = [f"2027-03-{day:02d}" for day in range(1, 32)]

# Each mistake alone: what is written, the place that is at fault, and words of the sentence.
WRONG = [
    ({"calendar": {"mentors_call": "9 days"}}, "calendar.mentors_call", "write 28 days or more"),
    ({"calendar": {"mentees_call": "0 days"}}, "calendar.mentees_call", "no day on which letters go out"),
    ({"calendar": {"screening": "-1 days"}}, "calendar.screening", "write 0 days or more"),
    ({"calendar": {"screening": "36 hours"}}, "calendar.screening", "counts whole days"),
    ({"calendar": {"mentees_call_opens_after": "-3 days"}}, "calendar.mentees_call_opens_after", "or later"),
    ({"calendar": {"screening": "40 days"}}, "calendar.recruitment_months", "need 71 days, longer than recruitment"),
    ({"calendar": {"screening": "20 days"}}, "matching.offer_lapses_after", "after mentoring starts on 2027-04-01"),
    ({"calendar": {"mentoring_months": 1}}, "calendar.mentoring_months", "is too short"),
    ({"calendar": {"follow_up_months": 1}, "checks": {"reflection_closes_after": "40 days"}},
     "checks.reflection_closes_after", "follow-up has 31 days"),
    ({"recruitment": {"pairs_min": 20, "pairs_aim": 10}}, "recruitment.pairs_min", "only 10 are aimed at"),
    ({"recruitment": {"application_reminders": rungs("1 days")}}, "recruitment.application_reminders.0", "first letter"),
    ({"recruitment": {"application_reminders": rungs("7 days", "24 days")}}, "recruitment.application_reminders.1",
     "last week of the longest call"),
    ({"recruitment": {"screening_reminders": rungs("3 days", "60 days")}}, "recruitment.screening_reminders.1",
     "after 36 days matching has begun"),
    ({"recruitment": {"closing_reminders": ["7 days", "31 days"]}}, "recruitment.closing_reminders.1", "has 31 days"),
    ({"recruitment": {"closing_reminders": ["3 days", "3 days"]}}, "recruitment.closing_reminders.1", "twice"),
    ({"recruitment": {"closing_reminders": ["12 hours"]}}, "recruitment.closing_reminders.0", "whole days"),
    ({"matching": {"weights": {}}}, "matching.weights", "above 0"),
    ({"matching": ASKS | {"weights": {}}}, "matching.weights.choices", "needs a weight above 0"),
    ({"matching": {"meetings_max": 1}}, "matching.weights.chemistry", "needs a weight above 0"),
    ({"matching": ASKS | {"choice_ladder": []}}, "matching.choice_ladder", "say when"),
    ({"matching": {"meetings_max": 1, "weights": {"chemistry": 1}, "meetings_ladder": []}}, "matching.meetings_ladder",
     "say when"),
    ({"matching": {"mode": "self_choice", "weights": {"choices": 1, "tracks": 151}}}, "matching.weights", "150 at most"),
    ({"matching": {"weights": {"tracks": 1600, "topics": 78}}}, "matching.weights", "keep it up to 1676"),
    ({"matching": {"choices_close_after": "3 days"}}, "matching.choice_ladder.1", "after 3 days the choice is closed"),
    ({"matching": {"choices_close_after": "2 days", "choice_ladder": []}}, "matching.choices_close_after", "3 days or more"),
    ({"matching": {"meetings_close_after": "6 days"}}, "matching.meetings_ladder.1", "after 6 days first meetings are over"),
    ({"matching": {"meetings_close_after": "2 days", "meetings_ladder": []}}, "matching.meetings_close_after",
     "3 days or more"),
    ({"matching": {"offer_lapses_after": "6 days"}}, "matching.offer_ladder.1", "after 6 days the offer has lapsed"),
    ({"matching": {"offer_lapses_after": "1 days", "offer_ladder": []}}, "matching.offer_lapses_after", "3 days or more"),
    ({"matching": {"offer_waits_for_absence": "-1 days"}}, "matching.offer_waits_for_absence", "waits for nobody who is away"),
    ({"desk": {"recording_within": "0 days"}}, "desk.recording_within", "put the recording somewhere"),
    ({"matching": {"review_reminders": rungs("200 days")}}, "matching.review_reminders.0", "no pair begins any more"),
    ({"matching": {"balance": [A_RULE]}}, "matching.balance.0", "asks nothing"),
    ({"matching": {"balance": [A_RULE | {"at_least": 5, "at_most": 4}]}}, "matching.balance.0", "cannot both be"),
    ({"matching": {"balance": [A_RULE | {"values": ["women"], "at_least": 1}]}}, "matching.balance.0.values", "'women'"),
    ({"matching": {"balance": [A_RULE | {"at_least": 1}, A_RULE | {"at_most": 9}]}}, "matching.balance.1.label", "twice"),
    ({"matching": {"balance": [A_RULE | {"share_at_least_percent": 60},
                               A_RULE | {"label": "Men", "values": ["man"], "share_at_least_percent": 50}]}},
     "matching.balance.1.share_at_least_percent", "add up to 110 percent"),
    ({"sessions": {"held_to_complete": 9}}, "sessions.held_to_complete", "only 6 are planned; write at most 6"),
    ({"sessions": {"number": 14}}, "sessions.number", "plan at most 13"),
    ({"sessions": {"silence_after": "3 days"}}, "sessions.silence_after", "7 days or more"),
    ({"sessions": {"silence_after": "400 days"}}, "sessions.silence_after", "would never be noticed"),
    ({"sessions": {"ask_for_a_date": rungs("2 days", "29 days")}}, "sessions.ask_for_a_date.1", "counts as missed"),
    ({"sessions": {"ask_for_a_date": rungs("2 days", to="coordinator")}}, "sessions.ask_for_a_date.0", "asked yet"),
    ({"sessions": {"report_ladder": []}}, "sessions.report_ladder", "nobody can complete without it"),
    ({"sessions": {"report_ladder": rungs("0 days", "14 days")}}, "sessions.report_ladder.1", "let it come by 11 days"),
    ({"sessions": {"missed_ladder": rungs("7 days")}}, "sessions.missed_ladder", "add a rung with to: coordinator"),
    ({"sessions": {"missed_ladder": [*rungs("7 days"), *rungs("200 days", to="coordinator")]}},
     "sessions.missed_ladder.1", "mentoring is over"),
    ({"sessions": {"missed_ladder": [*rungs("9 days"), *rungs("7 days", to="coordinator")]}},
     "sessions.missed_ladder.1", "too soon after the rung before"),
    ({"checks": {"agreement_ladder": rungs("0 days", "170 days")}}, "checks.agreement_ladder.1", "mentoring is nearly over"),
    ({"checks": {"plan_ladder": rungs("0 days", "180 days")}}, "checks.plan_ladder.1", "mentoring is over"),
    ({"checks": {"plan_ladder": rungs("0 days", "1 days")}}, "checks.plan_ladder.1", "leave two days between"),
    ({"checks": {"plan_ladder": rungs("-2 days")}}, "checks.plan_ladder.0", "write 0 days or more"),
    ({"checks": {"recontract_months": [2, 2]}}, "checks.recontract_months.1", "twice"),
    ({"checks": {"recontract_months": [0]}}, "checks.recontract_months.0", "write 1 or more"),
    ({"checks": {"recontract_months": [2, 6]}}, "checks.recontract_months.1", "the last day of mentoring is 2027-09-30"),
    ({"checks": {"recontract_ladder": rungs("0 days", "28 days")}}, "checks.recontract_ladder.1", "next month"),
    ({"checks": {"midterm_month": 9}}, "checks.midterm_month", "choose an earlier month"),
    ({"checks": {"check_ladder": rungs("0 days", "28 days")}}, "checks.check_ladder.1", "let it come by 25 days"),
    ({"checks": {"reflection_ladder": []}}, "checks.reflection_ladder", "nobody can complete without it"),
    ({"checks": {"reflection_ladder": rungs("0 days", "35 days")}}, "checks.reflection_ladder.1", "let it come by 32 days"),
    ({"checks": {"reflection_opens_before": "200 days"}}, "checks.reflection_opens_before", "before it starts"),
    ({"checks": {"reflection_opens_before": "-1 days"}}, "checks.reflection_opens_before", "write 0 days or more"),
    ({"checks": {"reflection_closes_after": "2 days", "reflection_ladder": rungs("0 days")}},
     "checks.reflection_closes_after", "write 7 days or more"),
    ({"post": {"hours_from": "19:00", "hours_until": "08:00"}}, "post.hours_until", "later on the same day"),
    ({"post": {"closed_days": MARCH}}, "post.closed_days", "working days of the time from matching to the start are closed"),
    ({"keeping": {"months": 2, "confidence_months": 3}}, "keeping.confidence_months", "write 2 or fewer"),
    ({"organisation": {"logo": "data:image/svg+xml;base64,PHN2Zy8+"}}, "organisation.name", "for those who cannot see it"),
    ({"evaluation": {"cost": 9000}}, "evaluation.currency", "write one such as EUR"),
    ({"calendar": {"mentees_call": "6 days"}}, "calendar.mentees_call", "write 7 days or more"),
    ({"desk": {"after_writing": "0 hours"}}, "desk.after_writing", "people need some time to answer"),
    ({"desk": {"snooze": "0 hours"}}, "desk.snooze", "write 1 hour or more"),
    ({"desk": {"reminders": rungs("3 days", "4 days")}}, "desk.reminders.1", "leave two days"),
    ({"gatherings": [A_GATHERING, A_GATHERING]}, "gatherings.1.kind", "is there twice (gatherings.0 too)"),
    ({"gatherings": [A_GATHERING | {"kind": "A party"}]}, "gatherings.0.kind", "lower-case letters"),
    ({"gatherings": [A_GATHERING | {"offset": "300 days"}]}, "gatherings.0.offset", "change the offset"),
    ({"gatherings": [A_GATHERING | {"offset": "-60 days"}]}, "gatherings.0.offset", "change the offset"),
    ({"gatherings": [A_GATHERING | {"offset": "36 hours"}]}, "gatherings.0.offset", "whole days"),
    ({"materials": [{"id": "goals", "title": "Goals"}] * 2}, "materials.1.id", "is there twice"),
]  # fmt: skip


def test_the_preset_agrees_with_itself_whenever_it_starts():
    starts = [date(2027, 1, 1) + timedelta(days=n) for n in range(0, 1461, 7)]

    assert [start for start in starts if of(default_policy(), start)] == []


@pytest.mark.parametrize(("numbers", "place", "words"), WRONG, ids=[f"{place}: {words}" for _, place, words in WRONG])
def test_what_does_not_agree_is_told_once_where_it_stands(numbers, place, words):
    told = [sentence for found, sentence in of(with_numbers(**numbers)) if found == place]

    assert [words in sentence for sentence in told] == [True]


def test_every_row_has_a_mistake_here():
    told = {place for _, place, _ in WRONG}

    assert {row.place for row in ROWS} - told == set()
    assert {ladder for ladder in WINDOWS if not any(place.startswith(ladder) for place in told)} == set()
    assert {*AT_LEAST} - told == set()
    assert set(WHOLE_DAYS) & told


def test_every_ladder_has_its_window_and_every_window_its_ladder():
    assert sorted(WINDOWS) == sorted(LADDERS)
    assert set(ASK_FIRST) <= set(LADDERS)


def test_mistakes_are_told_together_and_not_once_more_for_their_consequences():
    found = of(
        with_numbers(sessions={"held_to_complete": 9}, recruitment={"pairs_min": 20}, checks={"midterm_month": 7})
    )

    assert [place for place, _ in found] == [
        "recruitment.pairs_min",
        "sessions.held_to_complete",
        "checks.midterm_month",
    ]


def test_nothing_is_measured_by_a_number_that_could_not_be_read():
    programme = Programme.of(with_numbers(checks={"midterm_month": 9}, sessions={"held_to_complete": 9}))

    assert [place for place, _ in mistakes(programme, {"calendar.mentoring_months"})] == ["sessions.held_to_complete"]
    assert [place for place, _ in mistakes(programme, {"calendar", "sessions.number"})] == []


def test_days_of_a_plans_own_are_measured_too():
    days = milestone_days(EXAMPLE, default_policy().calendar, (("mentoring_ends", date(2027, 6, 15)),))

    found = [place for place, _ in mistakes(Programme(default_policy(), days))]

    assert found == ["sessions.number", "checks.midterm_month", "checks.recontract_months.1"]


def test_scores_are_added_up_exactly_as_far_as_weights_may_go():
    assert WEIGHTS_SUM_MAX == WEIGHTS_MAX


# --- what is accepted works -------------------------------------------------------------------------------------------

lengths = st.integers(0, 70).map(lambda days: f"{days} days")
few = st.lists(st.integers(0, 40), min_size=1, max_size=3, unique=True).map(sorted)
ladders = few.map(lambda afters: rungs(*(f"{days} days" for days in afters)))


@st.composite
def policies(draw):
    """Policies of all kinds, most of which cannot work."""
    to_the_desk = [{"after": f"{draw(st.integers(10, 60))} days", "to": "coordinator"}]
    return with_numbers(
        calendar={
            "preparation_months": draw(st.integers(0, 2)),
            "recruitment_months": draw(st.integers(1, 4)),
            "mentoring_months": draw(st.integers(1, 9)),
            "follow_up_months": draw(st.integers(1, 2)),
            "mentors_call": f"{draw(st.integers(25, 60))} days",
            "mentees_call": f"{draw(st.integers(0, 40))} days",
            "screening": f"{draw(st.integers(0, 20))} days",
        },
        recruitment={"application_reminders": draw(ladders), "pairs_min": 1},
        matching={"offer_ladder": draw(ladders), "offer_lapses_after": draw(lengths)},
        sessions={
            "number": draw(st.integers(1, 14)),
            "held_to_complete": draw(st.integers(0, 8)),
            "silence_after": draw(lengths),
            "ask_for_a_date": draw(ladders),
            "report_ladder": draw(ladders),
            "missed_ladder": draw(ladders) + to_the_desk,
        },
        checks={
            "recontract_months": draw(few),
            "recontract_ladder": draw(ladders),
            "midterm_month": draw(st.integers(1, 6)),
            "agreement_ladder": draw(ladders),
            "plan_ladder": draw(ladders),
            "check_ladder": draw(ladders),
            "reflection_ladder": draw(ladders),
            "reflection_opens_before": draw(lengths),
            "reflection_closes_after": draw(lengths),
        },
    )


CHANGES = st.sampled_from(["calendar", "recruitment", "matching", "sessions", "checks"])


@st.composite
def accepted(draw):
    """Policies near the default that are accepted: a section or two drawn anew, as often as it takes."""
    drawn, sections = draw(policies()), draw(st.sets(CHANGES, min_size=1, max_size=2))
    policy = default_policy().model_copy(update={name: getattr(drawn, name) for name in sections} | {"gatherings": ()})
    for place, _ in of(policy):  # leave out what cannot be, keep the rest
        section, name = place.split(".")[:2]
        kept = getattr(policy, section).model_copy(update={name: getattr(getattr(default_policy(), section), name)})
        policy = policy.model_copy(update={section: kept})
    assume(of(policy) == [])
    return policy


@settings(max_examples=150, deadline=None)
@given(accepted())
def test_what_is_accepted_opens_before_it_closes(policy):
    cohort = a_cohort().under(policy).in_mentoring().with_pairs(1).build()
    sessions = plan_sessions(cohort, cohort.pairs["P01"])

    assert mistakes_in(milestone_days(cohort.starts_on, policy.calendar)) == []
    assert all(session.opens < session.closes for session in sessions)
    assert all(before.closes <= after.opens for before, after in pairwise(sessions))
    assert sessions[-1].closes <= cohort.milestones.mentoring_ends
    for due in expected(cohort, rules_of(cohort.phase)):
        assert due.at < due.until, due.key


@settings(max_examples=60, deadline=None)
@given(accepted())
def test_what_is_accepted_asks_everything_it_has_a_ladder_for(policy):
    silent = []
    for ladder, world in WORLDS.items():
        section, _, name = ladder.partition(".")
        if not getattr(getattr(policy, section), name):
            continue
        if ladder == "checks.recontract_ladder":
            policy = policy.model_copy(update={"checks": policy.checks.model_copy(update={"recontract_months": (1,)})})
        cohort = replace(world(policy)[0], country="")  # no number can know of Easter
        begins = world(policy)[2]
        begins = begins.replace("-m2", "-m1")
        if not any(due.key.startswith(begins) for due in expected(cohort, rules_of(cohort.phase))):
            silent.append(ladder)

    assert silent == []
