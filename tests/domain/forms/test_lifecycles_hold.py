"""Whatever people answer, in whatever order: nothing moves against its lifecycle, and what is settled stays settled."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.cohort import Cohort
from domain.lifecycles import (
    APPLICATION,
    COHORT,
    ESCALATION,
    INVITATION,
    PAIR,
    PROPOSAL,
    SESSION,
    PairState,
)
from tests.answers import agreement_answers, mentee_answers, mentor_answers
from tests.builders import MONDAY, a_cohort, answered, asked, days

TABLES = {
    "applications": APPLICATION,
    "groups": PAIR,
    "sessions": SESSION,
    "invitations": INVITATION,
    "escalations": ESCALATION,
    "proposals": PROPOSAL,
}
SESSIONS = st.sampled_from(["P01.1", "P01.2", "P01.6", "P02.1"])
WHO = st.sampled_from(["N01", "M01", "N02", "M02"])
DAY = st.dates(MONDAY.date(), (MONDAY + days(200)).date()).map(str)
OUTCOME = st.sampled_from(["held", "held", "moved", "cancelled_mentor", "absent_mentee", "no_date"])


def form(name: str, about: st.SearchStrategy[str], **content: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), about, WHO, st.fixed_dictionaries(content))


PAIRS = st.sampled_from(["P01", "P02", "P03"])
ANSWERS = st.one_of(
    form("session_date", SESSIONS, day=DAY, time=st.just("16:00")),
    form(
        "session_report",
        SESSIONS,
        outcome=OUTCOME,
        held_on=DAY,
        next_date=st.one_of(st.just(""), DAY),
        next_time=st.just("10:00"),
        fit=st.sampled_from(["", "not_good"]),
        private=st.sampled_from(["", "Please call me."]),
    ),
    form("report_confirmation", SESSIONS, agrees=st.sampled_from(["yes", "no"]), words=st.just("It was a Tuesday.")),
    form("meeting_objective", SESSIONS, objective=st.just("Budgets")),
    form("proposed_match", PAIRS, answer=st.sampled_from(["accept", "accept", "decline"]), reason=st.just("no_time")),
    form("recontract", PAIRS, decision=st.sampled_from(["keep", "change", "end"])),
    form("agreement", PAIRS, **{name: st.just(value) for name, value in agreement_answers().items()}),
    form("stop", st.just("own"), sure=st.just("on")),
    form("need_help", st.just("own"), words=st.just("Help")),
    form("mentee_application", st.just("own"), **{n: st.just(v) for n, v in mentee_answers().items()}),
    form("mentor_application", st.just("own"), **{n: st.just(v) for n, v in mentor_answers().items()}),
    form(
        "decide_escalation",
        st.just("any case"),
        decision=st.sampled_from(["resume", "write", "snooze", "excuse", "rematch", "end", "answered"]),
        words=st.just("Words"),
    ),
    form(
        "screening",
        WHO,
        field=st.just(1),
        trajectory=st.just(1),
        planning=st.just(1),
        contribution=st.just(1),
        verdict=st.sampled_from(["accept", "incomplete", "waitlist", "decline"]),
        note=st.just("The CV."),
    ),
    form("steer", st.just(""), action=st.sampled_from(["hold", "lift", "call_off"]), reason=st.just("So"), sure=st.just("on")),
)  # fmt: skip


def world() -> Cohort:
    cohort = a_cohort().in_mentoring().with_pairs(2).with_offers(1).build()
    for code in ("N01", "M01"):
        cohort = asked(cohort, "midterm_check", "P01", code, MONDAY)
    return cohort


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(ANSWERS, st.integers(0, 20)), max_size=14))
def test_no_answer_breaks_a_lifecycle(steps: list[Any]):
    cohort, at = world(), MONDAY + timedelta(days=2, hours=9)
    for (name, about, who, content), later in steps:
        at += days(later)
        about = {"own": who, "any case": next(iter(cohort.escalations), "")}.get(about, about)
        if about in cohort.pairs and who not in cohort.pairs[about].members:
            who = cohort.pairs[about].mentee
        if name == "decide_escalation" and not about:
            continue
        to = "eva" if name in ("screening", "steer", "decide_escalation") else who
        before = cohort
        try:
            cohort = answered(cohort, name, about, to, at, **content)
        except ValidationError:
            continue
        _is_allowed(before, cohort)


def _is_allowed(before: Cohort, after: Cohort) -> None:
    assert after.phase is before.phase or COHORT.allows(before.phase, after.phase)
    for name, table in TABLES.items():
        for key, record in getattr(after, name).items():
            known = getattr(before, name).get(key)
            if known is not None and known.state is not record.state:
                assert table.allows(known.state, record.state), f"{key}: {known.state} became {record.state}"
    _seats_hold(after)


def _seats_hold(cohort: Cohort) -> None:
    """A mentee has one active pair at most, a mentor as many as agreed; no ended pair has an open session."""
    for code, application in cohort.applications.items():
        assert len(cohort.pairs_of(code, PairState.ACTIVE)) <= application.capacity
    for pair in cohort.pairs.values():
        if pair.state is PairState.ENDED:
            assert all(session.settled for session in cohort.sessions_of(pair.id))
