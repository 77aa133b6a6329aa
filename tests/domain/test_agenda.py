"""Agenda: due now, coming, missed for good; settling once and settling twice; one rule that stumbles."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actions import Due, Write, rule
from domain.agenda import Failure, agenda, forecast, lapsed, next_dues, settle
from domain.cohort import Hold
from domain.lifecycles import Phase
from domain.people import Departure
from domain.steps import RULES, STEPS, rules_of
from tests.builders import MONDAY, a_cohort, days
from tests.domain.rules.stories import on


@rule(lambda cohort: cohort.here(cohort.pairs.values()))
def greet(cohort, pair):
    yield Due(MONDAY + days(1), MONDAY + days(3), f"{pair.id}:greet", Write("pair/ended", pair.mentee, pair.id))


@rule(lambda cohort: cohort.here(cohort.pairs.values()))
def stumble_over_the_first(cohort, pair):
    if pair.id == "P01":
        raise LookupError(pair.id)
    yield Due(MONDAY, MONDAY + days(3), f"{pair.id}:fine", Write("pair/ended", pair.mentee, pair.id))


def pairs(number):
    return a_cohort().in_mentoring(since=MONDAY).with_pairs(number).build()


def keys(dues):
    return [due.key for due in dues]


def test_a_due_is_coming_then_due_then_missed_for_good():
    cohort = pairs(1)
    seen = [
        [keys(look(cohort, MONDAY + days(day), [greet])) for look in (forecast, agenda, lapsed)] for day in (0, 1, 2, 3)
    ]
    here = ["P01:greet"]
    assert seen == [[here, [], []], [[], here, []], [[], here, []], [[], [], here]]


def test_what_is_in_the_journal_is_not_expected_again():
    cohort, tally = settle(pairs(2), MONDAY + days(1), [greet])
    assert sorted(tally.keys) == ["P01:greet", "P02:greet"]
    focused = replace(cohort, focus=frozenset({"P01", "P02"}))
    assert next_dues(focused, MONDAY + days(1), [greet]) == {"P01": None, "P02": None}


def test_a_cohort_on_hold_has_an_empty_agenda():
    held = replace(pairs(1), hold=Hold("eva", MONDAY))
    assert agenda(held, MONDAY + days(1), [greet]) == []


def test_a_rule_that_stumbles_over_one_pair_serves_the_others():
    _, tally = settle(pairs(3), MONDAY + days(1), [stumble_over_the_first])
    assert sorted(tally.keys) == ["P02:fine", "P03:fine"]
    assert tally.failures == [Failure("stumble_over_the_first", "P01", "LookupError")]


def test_nothing_is_written_to_somebody_who_has_left():
    cohort = pairs(1)
    gone = cohort.put(replace(cohort.participants["N01"], left=Departure(MONDAY)))
    assert keys(agenda(cohort, MONDAY + days(1), [greet])) == ["P01:greet"]
    assert agenda(gone, MONDAY + days(1), [greet]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=1, max_size=8).map(sorted))
def test_settling_twice_is_settling_once(looks):
    cohort = pairs(2)
    for day in looks:
        moment = MONDAY + days(day)
        before = None
        while before is not cohort.phase:  # a phase that begins has dues of its own
            before = cohort.phase
            cohort, _ = settle(cohort.settled(), moment, rules_of(cohort.phase))
        again, tally = settle(cohort.settled(), moment, rules_of(cohort.phase))
        assert (tally.done, tally.failures) == ({}, [])
        assert again == cohort.settled()


def test_looking_at_one_pair_makes_the_same_due_as_looking_at_all():
    cohort, moment = pairs(3), MONDAY + days(0.5)
    whole = {due for due in agenda(cohort, moment, RULES) if due.scope}
    parts = {
        due
        for scope in {due.scope for due in whole}
        for due in agenda(replace(cohort, focus=frozenset({scope})), moment, RULES)
    }
    assert whole == parts
    assert whole


def test_each_scope_has_a_moment_of_its_own():
    cohort = replace(pairs(2), focus=frozenset({"P01", "M01"}))
    assert next_dues(cohort, MONDAY, [greet]) == {"P01": MONDAY + days(1), "M01": None}
    assert next_dues(cohort, MONDAY + days(3), [greet]) == {"P01": None, "M01": None}


def test_a_scope_alone_wants_attention_when_it_does_among_others():
    """A batch is worked out at once: what else is loaded must not change when a scope is looked at again."""
    cohort, scopes = pairs(3), ("P01", "P02", "N01", "M03")
    together = next_dues(replace(cohort, focus=frozenset(scopes)), MONDAY, RULES)
    alone = {scope: next_dues(replace(cohort, focus=frozenset({scope})), MONDAY, RULES)[scope] for scope in scopes}
    assert together == alone
    assert together["P01"]


def test_an_idle_moment_changes_nothing():
    cohort = on(pairs(1), MONDAY + days(0.5))
    after, tally = settle(cohort.settled(), MONDAY + days(0.5) + timedelta(minutes=5), rules_of(cohort.phase))
    assert tally.total == 0
    assert after == cohort.settled()


def test_every_phase_has_its_steps_and_every_rule_its_step():
    assert set(STEPS) == set(Phase)
    assert {rule for phase in Phase for rules in STEPS[phase].values() for rule in rules} == set(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
