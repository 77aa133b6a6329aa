"""Comparing: what is counted of several cohorts at once is what one counts in each snapshot, in as many statements."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import event

from domain.escalations import Escalation
from domain.lifecycles import ApplicationState, EscalationState, InvitationState, SessionState
from domain.messages import Message
from domain.people import Role
from domain.sessions import SessionReport
from tests.storage.worlds import DAY, HOUR, NOW, a_cohort, an_invitation


def a_lively_cohort(code: str, pairs: int):
    """Pairs of whom the first has met and fits; a form answered, one closed, one reminded of; a case open, one asleep."""
    cohort = a_cohort(pairs, code)
    first, second = cohort.sessions["P01.1"], cohort.sessions["P02.1"]
    said = SessionReport("N01", NOW, "held", NOW.date(), 60, fit="good")
    reminder = Message(
        "P03.1:date:2", "mentee/date_reminder", "N03", "P03.1", "P03", NOW, NOW, NOW + DAY,
        invitation="P03.1:session_date:N03", reminder=True,
    )  # fmt: skip
    return cohort.put(
        replace(first, state=SessionState.HELD, reports=(said,)),
        replace(second, state=SessionState.MISSED),
        replace(cohort.invitations["P01.1:session_date:N01"], state=InvitationState.ANSWERED, answered_at=NOW),
        replace(cohort.invitations["P02.1:session_date:N02"], state=InvitationState.EXPIRED),
        an_invitation("G-networking", "rsvp", "N01", "N01"),
        an_invitation("M01", "screening", "C1", ""),
        Escalation("a", "P02.1", "missed_session", "P02", NOW),
        Escalation("b", "P03.1", "missed_session", "P03", NOW, snoozed_until=NOW + DAY),
        Escalation("c", "P01.1", "missed_session", "P01", NOW, state=EscalationState.RESOLVED),
        replace(cohort.applications["M02"], state=ApplicationState.WAITLISTED),
    ), reminder


def kept(store, code: str, pairs: int):
    cohort, reminder = a_lively_cohort(code, pairs)
    store.create(cohort)
    store.update(code, lambda known: known.post(reminder))
    return store.load(code)


def test_several_cohorts_are_counted_as_each_is(store):
    known = {code: kept(store, code, pairs) for code, pairs in (("2027a", 3), ("2027b", 5))}
    store.create(a_cohort(9, "not-asked"))

    found = store.comparing.compared(known, NOW)

    assert found.places == {("2027a",): 4, ("2027b",): 8}
    assert found.applications == Counter(
        (code, one.role.value, one.state.value)
        for code, cohort in known.items()
        for one in cohort.applications.values()
    )
    assert found.groups == {("2027a", "pair", "active"): 3, ("2027b", "pair", "active"): 5}
    assert found.sessions == {
        ("2027a", "held"): 1, ("2027a", "missed"): 1, ("2027a", "planned"): 1,
        ("2027b", "held"): 1, ("2027b", "missed"): 1, ("2027b", "planned"): 3,
    }  # fmt: skip
    assert {key[1:]: n for key, n in found.forms.items() if key[0] == "2027b"} == {
        ("in_time",): 1, ("missed",): 1, ("reminded",): 1, ("open",): 3,
    }  # fmt: skip
    assert found.fit == {("2027a", "good"): 1, ("2027b", "good"): 1}
    assert found.cases == {("2027a",): 1, ("2027b",): 1}
    assert found.asked == {("2027a", "screening"): 1, ("2027b", "screening"): 1}


def test_a_case_that_was_put_off_waits_again_when_its_day_comes(store):
    kept(store, "2027a", 3)

    assert store.comparing.compared(["2027a"], NOW + DAY - HOUR).cases == {("2027a",): 1}
    assert store.comparing.compared(["2027a"], NOW + DAY).cases == {("2027a",): 2}


def test_every_number_that_is_compared_has_a_list_as_long(store):
    kept(store, "2027a", 4)
    found, lists = store.comparing.compared(["2027a"], NOW), store.counts
    page = {"start": 0, "size": 9}

    assert {state: n for (_, state), n in found.sessions.items()} == {
        state: len(lists.sessions_that("2027a", NOW, None, state, **page)) for _, state in found.sessions
    }
    assert {word: n for (_, word), n in found.forms.items()} == {
        word: len(lists.asked_that("2027a", word, **page)) for _, word in found.forms
    }
    assert [row.scope for row in lists.fit_that("2027a", "good", **page)] == ["P01"]
    assert [row.scope for row in lists.applied_that("2027a", Role.MENTOR, accepted=False, **page)] == ["M02"]
    assert len(lists.applied_that("2027a", Role.MENTOR, accepted=True, **page)) == 3
    assert len(lists.groups_that("2027a", "", "active", **page)) == 4


def test_a_hundred_cohorts_take_no_more_statements_than_one(store):
    for n in range(4):
        store.create(a_cohort(1, f"c{n}"))
    counted = []
    reader, _ = store.db.engines()
    event.listen(reader, "before_cursor_execute", lambda *told: counted.append(told[2]))

    store.comparing.compared(["c0"], NOW)
    one = len(counted)
    store.comparing.compared(["c0", "c1", "c2", "c3"], NOW)

    assert len(counted) == 2 * one


def test_whom_a_source_brought_is_listed(store):
    cohort = a_cohort(3)
    store.create(cohort.put(*(replace(cohort.participants[code], source="open:fair") for code in ("M01", "M02"))))
    page = {"start": 0, "size": 9}

    assert [row.scope for row in store.counts.came_that("2027a", "open:fair", "mentor", applied=False, **page)] == [
        "M01",
        "M02",
    ]
    assert len(store.counts.came_that("2027a", "open:fair", "mentor", applied=True, **page)) == 2
    assert store.counts.came_that("2027a", "open:fair", "mentee", applied=False, **page) == []
