"""Counts: what the database counts is what one would count in the snapshot, and each list holds as many as its number."""

from collections import Counter
from dataclasses import replace

from domain.escalations import Escalation
from domain.gatherings import Attendance, Gathering
from domain.lifecycles import InvitationState, SessionState
from domain.messages import Message
from domain.sessions import Session
from tests.storage.worlds import DAY, HOUR, NOW, a_cohort, an_invitation


def a_full_cohort():
    """Three pairs: one has met, one let its window pass, one has a date; forms answered, open and reminded of."""
    cohort = a_cohort(3)
    first, second, third = (cohort.sessions[f"P0{n}.1"] for n in (1, 2, 3))
    networking = Gathering("G-networking", "networking", "Initial networking", "all", NOW + DAY, 60)
    letters = [
        Message(f"{key}:{n}", "mentee/date_reminder", "N02", "P02.1", "P02", NOW, NOW, NOW + DAY,
                invitation="P02.1:session_date:N02", reminder=True)
        for key in ("P02.1:date",) for n in (2, 3)
    ]  # fmt: skip
    return cohort.put(
        replace(first, state=SessionState.HELD),
        replace(second, opens=NOW - 9 * DAY, closes=NOW - DAY),
        replace(third, state=SessionState.DATED, starts_at=NOW + DAY),
        Session("P01.2", "P01", 2, NOW, NOW + 30 * DAY),
        replace(cohort.invitations["P01.1:session_date:N01"], state=InvitationState.ANSWERED, answered_at=NOW),
        an_invitation("G-networking", "rsvp", "N03", "N03"),
        replace(an_invitation("a-case", "decide_escalation", "C1", ""), about="a-case"),
        networking,
        Attendance("G-networking:N01", "G-networking", "N01", "coming", NOW),
        Attendance("G-networking:N02", "G-networking", "N02", "no", NOW),
        Escalation("P02.1:missed:1", "P02.1", "missed_session", "P02", NOW),
    ).post(*letters)


def test_sessions_are_counted_by_number_and_as_they_stand(store):
    store.create(a_full_cohort())

    assert store.counts.sessions("2027a", NOW) == {(1, "held"): 1, (1, "late"): 1, (1, "dated"): 1, (2, "planned"): 1}
    late = store.counts.sessions_that("2027a", NOW, 1, "late", start=0, size=9)
    assert [(row.scope, row.record) for row in late] == [("P02", "P02.1")]


def test_people_are_counted_by_what_brought_them_and_whether_they_applied(store):
    cohort = a_cohort(3)
    codes = ("M01", "N02", "N03")
    store.create(cohort.put(*(replace(cohort.participants[code], source="open:fair") for code in codes)))
    applied = Counter((cohort.participants[code].source, one.role.value) for code, one in cohort.applications.items())

    found = store.counts.came("2027a")

    assert {key: came.people for key, came in found.items()} == {
        ("open:fair", "mentor"): 1,
        ("open:fair", "mentee"): 2,
        ("list", "mentor"): 2,
        ("list", "mentee"): 1,
    }
    assert sum(came.applied for came in found.values()) == sum(applied.values())


def test_a_window_that_ends_now_is_over(store):
    store.create(a_cohort(1))

    last = NOW + 30 * DAY
    assert store.counts.sessions("2027a", last - HOUR) == {(1, "planned"): 1}
    assert store.counts.sessions("2027a", last) == {(1, "late"): 1}


def test_forms_of_participants_are_counted_and_those_of_coordinators_are_not(store):
    store.create(a_full_cohort())

    asked = Counter(
        (form.form, form.state.value) for form in store.load("2027a").invitations.values() if form.to != "C1"
    )
    assert store.counts.forms("2027a") == asked
    for (form, state), number in asked.items():
        assert len(store.counts.forms_that("2027a", form, state, start=0, size=9)) == number


def test_a_form_that_was_answered_before_it_closed_counts_as_answered(store):
    cohort = a_cohort(2)
    first, second = (replace(form, state=InvitationState.EXPIRED) for form in cohort.invitations.values())
    store.create(cohort.put(replace(first, answered_at=first.opens + HOUR), second))

    assert store.counts.forms("2027a") == {("session_date", "answered"): 1, ("session_date", "expired"): 1}
    [listed] = store.counts.forms_that("2027a", "session_date", "answered", start=0, size=9)
    assert listed.scope == first.to


def test_groups_and_cases_are_listed_as_they_are_counted(store):
    store.create(a_full_cohort())

    [(kind, state)] = store.counts.groups("2027a")
    listed = store.counts.groups_that("2027a", kind, state, start=0, size=9)
    assert [row.scope for row in listed] == ["P01", "P02", "P03"]
    [case] = store.counts.cases_that("2027a", "missed_session", "open", start=0, size=9)
    assert (case.scope, case.record, case.since) == ("P02", "P02.1:missed:1", NOW)


def test_a_form_that_was_reminded_of_twice_is_one_ladder_that_runs(store):
    store.create(a_cohort(3))
    store.update("2027a", lambda cohort: cohort.post(*a_full_cohort().messages))

    assert store.counts.reminded("2027a") == {"session_date": 1}
    assert [row.scope for row in store.counts.reminded_of("2027a", "session_date", start=0, size=9)] == ["N02"]
    answered = replace(store.load("2027a").invitations["P02.1:session_date:N02"], state=InvitationState.ANSWERED)
    store.update("2027a", lambda cohort: cohort.put(answered))
    assert store.counts.reminded("2027a") == {}


def test_words_groups_cases_and_applications_are_counted(store):
    store.create(a_full_cohort())

    assert store.counts.words("2027a") == {("G-networking", "coming"): 1, ("G-networking", "no"): 1}
    assert [row.scope for row in store.counts.words_that("2027a", "G-networking", "no", start=0, size=9)] == ["N02"]
    assert store.counts.groups("2027a") == {("pair", "active"): 3}
    assert store.counts.cases("2027a") == {("missed_session", "open"): 1}
    assert store.counts.applications("2027a") == {("mentor", "accepted"): 3, ("mentee", "accepted"): 3}


def test_a_list_is_read_a_page_at_a_time(store):
    store.create(a_cohort(5))

    pages = [store.counts.forms_that("2027a", "session_date", "open", start=n, size=2) for n in (0, 2, 4)]
    assert [[row.scope for row in page] for page in pages] == [["N01", "N02"], ["N03", "N04"], ["N05"]]
    assert store.counts.some_scopes("2027a", start=1, size=2) == ["M01", "M02"]


def test_what_is_due_is_counted_scope_by_scope(store):
    store.create(a_cohort(1))

    scopes = [row.scope for row in store.counts.due_between("2027a", NOW - 999999 * HOUR, NOW, start=0, size=9)]
    assert scopes == ["", "M01", "N01", "P01"]
    long_ago = NOW - 999999 * HOUR
    assert store.counts.dues("2027a", [(long_ago, NOW), (NOW, NOW + HOUR), (long_ago, long_ago)]) == [4, 0, 0]
