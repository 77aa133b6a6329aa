"""Afterwards: what a closed cohort still does: asks those who agreed what came of it, and invites those who want to come."""

from dataclasses import replace
from datetime import timedelta

from domain.acts import ACTS
from domain.acts.act import order_of
from domain.dates import add_months, day_of, start_of
from domain.forms import FORMS
from domain.lifecycles import PairState, Phase
from domain.taking_back import emptied
from tests.builders import a_cohort, answered, days
from tests.domain.rules.stories import day_by_day, due, forms_of, letters, on

NOW = {"where_now": "further", "helped": "5", "in_touch": "yes"}


def closed(**agreed):
    """A pair that is over, in a closed cohort; N01 agreed to this much, M01 to nothing."""
    cohort = a_cohort().in_follow_up().with_pairs(1).build()
    told = replace(cohort.applications["N01"], alumni=agreed)
    pair = replace(cohort.pairs["P01"], state=PairState.COMPLETED)
    follow_up = cohort.policy.follow_up.model_copy(update={"impact_after_months": (6, 12)})
    policy = cohort.policy.model_copy(update={"follow_up": follow_up})
    over = replace(cohort.put(told, pair), policy=policy)
    return replace(over, phase=Phase.CLOSED, phase_since=cohort.milestones.closes)


def after(cohort, months):
    """The first moment of the day so many months after mentoring ended."""
    return start_of(add_months(day_of(cohort.milestones.mentoring_ends, cohort.zone), months), cohort.zone)


def test_whoever_agreed_is_asked_after_six_months_and_once_more():
    cohort = closed(later_questions=True)

    told, cohort = day_by_day(cohort, after(cohort, 6), -3, 40)

    assert [(letter, to) for _, letter, to in told] == [
        ("person/impact_wanted", "N01"),
        ("person/impact_reminder", "N01"),
    ]
    assert told[1][0] - told[0][0] == 14
    assert forms_of(cohort, "N01") == [("impact", "N01")]


def test_an_answer_ends_it_and_counts_until_the_next_time():
    cohort = closed(later_questions=True)
    cohort = on(cohort, after(cohort, 6) + timedelta(hours=10))

    cohort = answered(cohort, "impact", "N01", "N01", after(cohort, 6) + days(2), **NOW)
    told, cohort = day_by_day(cohort, after(cohort, 6), 3, 40)
    assert told == []
    assert cohort.applications["N01"].impact["where_now"] == "further"

    later, cohort = day_by_day(cohort, after(cohort, 12), -1, 4)
    assert [letter for _, letter, _ in later] == ["person/impact_wanted"]
    assert forms_of(cohort, "N01") == [("impact", "N01")]


def test_nobody_else_is_asked():
    assert due(closed(), after(closed(), 6) + timedelta(hours=10)) == []


def test_whoever_takes_it_back_is_asked_no_more():
    cohort = closed(later_questions=True)
    alumni = emptied(FORMS["alumni"], cohort.applications["N01"].alumni, ("later_questions",))

    cohort = cohort.put(replace(cohort.applications["N01"], alumni=alumni))

    assert due(cohort, after(cohort, 6) + timedelta(hours=10)) == []


def added(cohort, at):
    """The cohort after its coordinator added an event that follows, three weeks later."""
    act = ACTS["add_gathering"]
    order = order_of(act, cohort, "", "eva", at)
    day = day_of(at + days(21), cohort.zone)
    typed = {
        "title_of_it": "Reunion",
        "day": day,
        "time": "18:00",
        "minutes": "90",
        "place": "Café",
        "kind": "followup",
    }
    assert act.offered(cohort, "", at)
    return act.check(typed, cohort, order, at).take_in(cohort, order, at)


def test_an_event_that_follows_invites_those_who_want_to_come_also_after_closing():
    cohort = closed(follow_up_events=True)
    at = cohort.milestones.closes + days(30)
    cohort = added(cohort, at)

    told, cohort = day_by_day(cohort, at, 0, 8)

    assert [(letter, to) for _, letter, to in told] == [("person/gathering_invited", "N01")]
    said = answered(cohort, "rsvp", "G-followup", "N01", at + days(9), answer="coming")
    assert letters(on(said, at + days(9)))[0] == ("person/gathering_noted", "N01")


def test_only_what_follows_can_be_added_when_it_is_over():
    cohort = closed()
    act = ACTS["add_gathering"]
    order = order_of(act, cohort, "", "eva", cohort.milestones.closes)

    assert list(act.options(cohort, order)["kind"]) == ["followup"]
