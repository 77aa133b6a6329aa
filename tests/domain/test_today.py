"""Today: what needs a person, in one order; what is suggested and why; and each case's story."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cohort import Entry
from domain.dates import day_of
from domain.escalations import MATTERS, Escalation, Remark
from domain.forms import FORMS
from domain.forms.decide_escalation import WAYS
from domain.lifecycles import ApplicationState, PairState, ProposalState, SessionState
from domain.match.facts import Funnel, LeftOver, MatchResult
from domain.proposals import Proposal
from domain.rules.escalation import PASSED_ON
from domain.sittings import looked_at_from
from domain.steps import rules_of
from domain.today.item import WHY_THIS_RANK, Rank
from domain.today.suggestions import SUGGESTIONS
from domain.today.waiting import Troubles, asleep, decided, next_at, today, with_story
from tests.builders import MONDAY, a_cohort, answered, asked, days, default_policy

NOW = MONDAY + days(30.5)


def a_case(cohort, matter, about="P01.1", age=1.0, **more):
    case = Escalation(f"{about}:{matter}:1", about, matter, about[:3], NOW - days(age), **more)
    return asked(cohort.put(case), "decide_escalation", case.id, "eva", case.opened_at)


@pytest.fixture
def pairs():
    return replace(a_cohort().in_mentoring().with_pairs(2).build(), materials={})


def told(cohort, now=NOW, journal=()):
    """The one thing that waits, with its story."""
    (item,) = today(cohort, now)
    return with_story(cohort, item, lambda scope: journal if scope == "P01" else (), now)


def of(cohort, now=NOW, **more):
    return [(item.rank, item.about) for item in today(cohort, now, **more)]


def test_distress_is_first_then_what_keeps_people_waiting_then_age(pairs):
    cohort = a_case(pairs, "missed_session", age=9)
    cohort = a_case(cohort, "no_plan", "P02", age=10)
    cohort = a_case(cohort, "question", "P02", age=2)
    cohort = a_case(cohort, "help", "N01", age=0.1)

    assert of(cohort) == [
        (Rank.DISTRESS, "N01:help:1"),
        (Rank.BLOCKS, "P02:question:1"),
        (Rank.REST, "P02:no_plan:1"),
        (Rank.REST, "P01.1:missed_session:1"),
    ]
    assert set(WHY_THIS_RANK) == set(Rank)


@given(st.permutations(["missed_session", "help", "no_date", "question", "poor_fit"]))
def test_the_order_does_not_hang_on_how_the_cases_came_in(matters):
    cohort = replace(a_cohort().in_mentoring().with_pairs(1).build(), materials={})
    for matter in matters:
        cohort = a_case(cohort, matter)

    assert [about.split(":")[1] for _, about in of(cohort)] == [
        "help", "question", "missed_session", "no_date", "poor_fit"
    ]  # fmt: skip


@pytest.mark.parametrize("matter", MATTERS)
def test_every_matter_has_a_suggestion_that_its_form_offers_and_a_letter_where_one_goes(matter):
    suggested = SUGGESTIONS[matter]

    assert suggested.decision in WAYS[matter]
    assert suggested.then in ("", *WAYS[matter])
    assert bool(suggested.letter) == (suggested.decision in PASSED_ON and suggested.decision != "answered")


def test_a_case_has_two_or_three_buttons_the_suggested_one_first(pairs):
    (item,) = today(a_case(pairs, "missed_session"), NOW)

    assert [way.content["decision"] for way in item.ways] == ["write", "excuse", "snooze"]
    assert item.letter.startswith("I see that your session has not come about yet.")
    assert item.whom == ("N01", "M01")


def test_a_button_that_needs_something_typed_has_its_field_beside_it(pairs):
    (bounced,) = today(a_case(pairs, "bounced", "N01"), NOW)
    (few,) = today(a_case(pairs, "too_few_pairs", ""), NOW)

    assert [(way.content["decision"], way.field) for way in bounced.ways] == [
        ("new_address", "address"), ("resume", ""), ("snooze", "sleeps")
    ]  # fmt: skip
    assert [(way.content["decision"], way.field) for way in few.ways] == [
        ("start", ""), ("extend", "days"), ("snooze", "sleeps")
    ]  # fmt: skip


def test_once_a_letter_has_changed_nothing_something_else_is_suggested(pairs):
    remark = Remark("eva", NOW - days(8), "How is it?", passed_on=True)
    item = told(a_case(pairs, "missed_session", age=12, remarks=(remark,)))

    assert item.ways[0].content == {"decision": "excuse"}
    assert item.suggested == "You wrote, and nothing has changed since."
    assert "Eva Horáková wrote: How is it?" in [one.words for one in item.story]


def test_what_cannot_be_done_any_more_is_not_suggested(pairs):
    """The session was settled meanwhile: it cannot be excused."""
    cohort = answered(pairs, "session_report", "P01.1", "N01", NOW - days(2), outcome="held", held_on="2027-03-20")
    remark = Remark("eva", NOW - days(8), "How is it?", passed_on=True)
    (item,) = today(a_case(cohort, "missed_session", remarks=(remark,)), NOW)

    assert "excuse" not in [way.content["decision"] for way in item.ways]


def test_a_story_tells_of_no_session_that_lies_ahead(pairs):
    first, second = pairs.sessions["P01.1"], pairs.sessions["P01.2"]
    cohort = pairs.put(
        replace(first, state=SessionState.HELD, starts_at=NOW - days(9), held_on=(NOW - days(9)).date()),
        replace(second, state=SessionState.DATED, starts_at=NOW + days(9)),
    )

    item = told(a_case(cohort, "poor_fit", "P01"))
    later = told(a_case(cohort, "poor_fit", "P01"), NOW + days(10))

    assert [one.words for one in item.story] == ["Session 1 took place"]
    assert [one.words for one in later.story] == ["Session 1 took place", "Session 2 was to take place"]


def test_the_story_is_told_in_order_and_without_the_offices_own_errands(pairs):
    at = NOW - days(20)
    journal = [
        Entry("c", "P01", at + days(2), "answer session_date", "M01"),
        Entry("a", "P01", at, "ask N01 for session_date", "ask_for_a_date"),
        Entry("b", "P01", at + days(1), "write pair/date_set to M01", "send_the_date"),
        Entry("d", "P01", at + days(3), "ask eva for decide_escalation", ""),
        Entry("e", "P01", at + days(3), "move P01.1 to missed", ""),
    ]
    item = told(a_case(pairs, "missed_session"), journal=journal)

    title = FORMS["session_date"].title
    names = [pairs.participants[code].name for code in ("N01", "M01")]
    assert [one.words for one in item.story] == [
        f"{names[0]} was asked: {title}",
        f"Letter to {names[1]}: Date set",
        f"{names[1]} answered: {title}",
    ]


# --- asleep, decided, empty -------------------------------------------------------------------------------------------


def test_what_is_put_off_sleeps_until_its_day_or_until_somebody_writes(pairs):
    cohort = a_case(pairs, "help", "N01")
    (case,) = cohort.escalations.values()
    cohort = answered(cohort, "decide_escalation", case.id, "eva", NOW, decision="snooze", sleeps="5")

    assert (of(cohort, NOW + days(4.9)), asleep(cohort, NOW + days(4.9))) == ([], [cohort.escalations[case.id]])
    assert (len(of(cohort, NOW + days(5))), asleep(cohort, NOW + days(5))) == (1, [])
    more = cohort.escalations[case.id].with_remark(Remark("N01", NOW + days(1), "Please call."))
    assert len(of(cohort.put(more), NOW + days(1.1))) == 1


def test_what_was_decided_stays_in_sight_for_a_month(pairs):
    cohort = a_case(pairs, "missed_session")
    (case,) = cohort.escalations.values()
    cohort = answered(cohort, "decide_escalation", case.id, "eva", NOW, decision="excuse")

    assert [one.outcome for one in decided(cohort, NOW + days(29))] == ["excused"]
    assert decided(cohort, NOW + days(31)) == []


def test_applications_and_letters_are_one_item_each():
    cohort = a_cohort().in_recruitment().with_mentors(2).with_mentees(3)
    cohort = replace(cohort.with_applications(ApplicationState.SUBMITTED).build(), materials={})

    items = today(cohort, NOW, troubles=Troubles(drafts=3, failed=1))

    assert [(item.cause, item.page) for item in items] == [
        ("5 applications wait for a verdict", "/screening"),
        ("3 letters wait for a look", "/post"),
        ("1 letter could not be sent", "/post"),
    ]


def test_nothing_says_when_something_can_come(pairs):
    cohort = a_case(pairs, "help", "N01")
    (case,) = cohort.escalations.values()
    cohort = answered(cohort, "decide_escalation", case.id, "eva", NOW, decision="snooze", sleeps="1")

    comes = next_at(cohort, NOW, rules_of(cohort.phase))

    assert of(cohort) == []
    assert comes is not None
    assert NOW < comes <= NOW + timedelta(1)


def test_a_new_phase_and_a_match_count_among_what_can_come():
    """Whoever has signed everything off in preparation, or screened everybody, hears of the next thing that is certain."""
    signed = replace(a_cohort().in_preparation().build(), materials={}, policy=without_materials())
    screened = a_cohort().in_recruitment().with_mentors(1).with_mentees(1).build()
    stones = screened.milestones

    opens = next_at(signed, stones.preparation_starts, rules_of(signed.phase))
    match = next_at(screened, stones.mentees_close, rules_of(screened.phase))

    assert opens == stones.recruitment_opens
    assert (day_of(stones.matching_on, "Europe/Prague"), day_of(match, "Europe/Prague")) == (
        date(2027, 2, 6),  # a Saturday
        date(2027, 2, 8),
    )


def without_materials():
    return a_cohort().build().policy.model_copy(update={"materials": ()})


def test_a_gathering_without_a_place_is_one_thing_its_form(pairs):
    """The case and the form ask for the same: with a place both are gone."""
    case = Escalation("G-wrapup:no_place:1", "G-wrapup", "no_place", "", NOW - days(1))
    cohort = asked(pairs.put(case), "gathering", "G-wrapup", "eva", NOW - days(9))

    (item,) = [item for item in today(cohort, NOW) if item.about.startswith("G-wrapup")]

    assert (item.form, item.rank) == ("gathering", Rank.BLOCKS)
    assert item.suggested.startswith("Nobody is invited before there is a place.")
    alone = cohort.put(replace(cohort.invitation("G-wrapup", "gathering", "eva"), state="revoked"))
    assert [item.about for item in today(alone, NOW) if "G-wrapup" in item.about] == [case.id]


def test_a_match_that_pairs_nobody_does_not_ask_to_be_approved(pairs):
    """Somebody has left, and whoever stays fits none of those who wait."""
    left = LeftOver("N02", Funnel("mentor", 1))
    nobody = Proposal(
        "match-2", 2, ProposalState.SOLVED, NOW, solved_at=NOW, result=MatchResult("OPTIMAL", (), (left,))
    )
    cohort = asked(pairs.put(nobody), "review_proposal", "match-2", "eva", NOW)

    (item,) = today(cohort, NOW)

    assert item.cause == "Nobody can be paired anew, 1 person is left over"
    assert "approve" not in item.suggested


def test_a_case_about_a_gathering_names_it_and_tells_only_of_it(pairs):
    case = Escalation("G-wrapup:missed", "G-wrapup", "missed_gathering", "", NOW - days(1))
    asks = ("ask N01 for attendance", "write mentee/handbook to N01", "write person/gathering_invited to N01")
    keys = ("G-wrapup:attendance:1:N01", "N01:handbook", "G-wrapup:rsvp:1:N01")
    journal = [Entry(key, "", NOW - days(2), did) for key, did in zip(keys, asks, strict=True)]
    cohort = asked(pairs.put(case), "decide_escalation", case.id, "eva", NOW)

    (item,) = [item for item in today(cohort, NOW) if item.about == case.id]

    assert item.cause == f"Some have missed a gathering that everybody should have been to: {gathering(cohort).title}"
    assert [line.words for line in with_story(cohort, item, lambda scope: journal, NOW).story] == [
        f"{cohort.participants['N01'].name} was asked: Who came",
        f"Letter to {cohort.participants['N01'].name}: Gathering invited",
    ]


def gathering(cohort):
    return cohort.gatherings["G-wrapup"]


def test_what_somebody_wrote_is_read_before_anything_is_done(pairs):
    said = Remark("N01", NOW - days(1), "He shouted at me.")
    cohort = a_case(pairs, "help", "N01", remarks=(said, Remark("eva", NOW, "I called."), Remark("", NOW, "noted")))

    (item,) = today(cohort, NOW)

    assert [(told.by, told.words) for told in item.wrote] == [("N01", "He shouted at me.")]


def test_whoever_asks_for_help_alone_is_named_once(pairs):
    """The case is about them, and theirs is the code of whoever asked."""
    case = Escalation("N01:help:N01:2027-03-09", "N01", "help", "N01", NOW)
    cohort = asked(pairs.put(case), "decide_escalation", case.id, "eva", NOW)

    assert [item.whom for item in today(cohort, NOW)] == [("N01",)]


def test_of_a_pair_that_has_ended_nothing_is_offered_that_was_done(pairs):
    """It ended when somebody said so, and whoever stays is matched again whatever the coordinator presses."""
    ended = replace(pairs.groups["P01"], state=PairState.ENDED, ended_at=NOW - days(1), ended_because="recontract")
    cohort = a_case(pairs.put(ended), "left", "P01")

    (item,) = today(cohort, NOW)

    assert (item.cause, [way.words for way in item.ways]) == (
        "Someone does not go on",
        ["Close the case", "Put it off"],
    )


def silent(number, age=1.0, **more):
    """So many pairs that have missed their second session."""
    cohort = replace(a_cohort().in_mentoring().with_pairs(number).build(), materials={})
    for n in range(1, number + 1):
        cohort = a_case(cohort, "missed_session", f"P0{n}.2", age=age + n, **more)
    return cohort


def parts_of(cohort):
    return [[part.about[:5] for part in item.parts or (item,)] for item in today(cohort, NOW)]


def test_pairs_that_missed_the_same_session_are_one_thing():
    (item,) = today(silent(4), NOW)

    assert item.cause == "4 times, session 2: A pair has not met and does not answer"
    assert item.since == NOW - days(5), "the oldest of them"
    assert item.whom == ("N04", "M04", "N03", "M03", "N02", "M02", "N01", "M01")
    assert [part.about[:5] for part in item.parts] == ["P04.2", "P03.2", "P02.2", "P01.2"]


def test_pairs_that_missed_different_sessions_are_one_thing_too():
    (item,) = today(a_case(silent(2), "missed_session", "P01.4", age=9), NOW)

    assert item.cause == "3 times: A pair has not met and does not answer"


def test_a_letter_that_has_changed_nothing_is_not_offered_once_more(pairs):
    remark = Remark("eva", NOW - days(8), "How is it?", passed_on=True)
    (item,) = today(a_case(pairs, "missed_session", age=12, remarks=(remark,)), NOW)

    assert [way.content["decision"] for way in item.ways] == ["excuse", "rematch", "snooze"]
    assert item.letter == ""


def test_a_pair_that_is_silent_since_a_letter_is_to_be_decided_about_and_not_one_more_session(pairs):
    wrote = Remark("eva", NOW - days(30), "How is it?", passed_on=True)
    earlier = Escalation(
        "P01.1:missed:1", "P01.1", "missed_session", "P01", NOW - days(31), "resolved", remarks=(wrote,)
    )
    cohort = a_case(pairs.put(earlier), "missed_session", "P01.2")
    heard = replace(cohort.sessions["P01.1"], dated_at=NOW - days(20))

    (silent_again,), (heard_of,) = today(cohort, NOW), today(cohort.put(heard), NOW)

    assert [way.content["decision"] for way in silent_again.ways] == ["rematch", "end", "snooze"]
    assert [way.content["decision"] for way in heard_of.ways] == ["write", "excuse", "snooze"]


def test_applications_wait_together_from_the_day_on_which_they_are_looked_at():
    """Sent on a Tuesday, in the third day of the call for mentees; looked at together a week after it opened."""
    policy = default_policy()
    weekly = policy.model_copy(
        update={"recruitment": policy.recruitment.model_copy(update={"screening_every": days(7)})}
    )
    cohort = a_cohort().under(weekly).in_recruitment().with_mentees(2).with_applications(ApplicationState.SUBMITTED)
    built = replace(cohort.build(), materials={})
    opens, closes = built.milestones.call("mentee")
    early = replace(built.applications["N01"], submitted_at=opens + days(3))
    late = replace(built.applications["N02"], submitted_at=closes + days(1))
    cohort = built.put(early, late)

    assert today(cohort, opens + days(6.9)) == []
    assert [item.whom for item in today(cohort, opens + days(7))] == [("N01",)]
    assert looked_at_from(cohort, late) == late.submitted_at, "whoever comes late is looked at at once"
    assert looked_at_from(cohort, replace(early, submitted_at=closes - days(1))) == closes


def test_what_wants_another_decision_stands_alone():
    """Another matter, somebody in distress, and a pair to whom the coordinator has written already; not another session."""
    cohort = a_case(silent(3), "missed_session", "P01.3", age=9)
    cohort = a_case(cohort, "no_date", "P02.3", age=8)
    cohort = a_case(a_case(cohort, "help", "N01"), "help", "N02", age=2)
    wrote = Remark("eva", NOW - days(1), "How are you?", passed_on=True)
    known = cohort.escalations["P03.2:missed_session:1"]

    found = parts_of(cohort.put(replace(known, remarks=(wrote,))))

    assert sorted(found) == sorted([["N02:h"], ["N01:h"], ["P01.3", "P02.2", "P01.2"], ["P02.3"], ["P03.2"]])
