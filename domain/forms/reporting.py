"""Reporting: how the words of two people on one session live together. What a report asks is in session_report.py.

Also the two questions that a report and its confirmation share, and what low marks or different tales lead to.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.belonging import Kept
from domain.cohort import Cohort
from domain.dates import day_of
from domain.escalations import Noted
from domain.forms.form import question
from domain.forms.read_by import COUNTED
from domain.forms.verbs import open_case
from domain.saying import sayings
from domain.sessions import Confirmation, Session, SessionReport

USEFULNESS = sayings({1: "Not useful", 2: "A little useful", 3: "Useful", 4: "Very useful"})
FIT = sayings({"good": "We fit", "deciding": "I am still deciding", "not_good": "We do not fit"})
FIRST = 1  # the session after which fit is asked (docs/programme.md, "Forms")
LOW = 2  # "A little useful", and less
THEIRS = ("cancelled_mentee", "cancelled_mentor", "absent_mentee", "absent_mentor")
"""Outcomes that say on whose account a meeting did not come about."""


# --- asked of both ----------------------------------------------------------------------------------------------------


def usefulness_question(only_if: tuple[str, tuple[str, ...]]) -> Any:
    """Averages go into the evaluation. That something is of little use twice reaches the coordinator, without who said it."""
    return question(
        "How useful was it?",
        0,
        widget="scale",
        options=USEFULNESS,
        only_if=only_if,
        ge=0,
        le=4,
        hint="If it is of little use twice, the coordinator hears of it, and asks what would help.",
        **COUNTED,
    )


def fit_question(only_if: tuple[str, tuple[str, ...]]) -> Any:
    return question("Do you two fit?", "", widget="choice", options=FIT, only_if=only_if, kept=Kept.CONFIDENCE)


def not_about_fit(session: Session) -> frozenset[str]:
    """Fit is asked after the first session only."""
    return frozenset() if session.number == FIRST else frozenset({"fit"})


# --- reports beside each other ----------------------------------------------------------------------------------------


def report_by(session: Session, code: str) -> SessionReport | None:
    """What this person told about the session, if anything."""
    return next((report for report in session.reports if report.by == code), None)


def with_report(session: Session, report: SessionReport) -> Session:
    """The session with this report, which replaces the same person's earlier one.

    A report whose point did not change keeps its moment and its confirmation, so that nobody is asked again; two people
    who tell the same have confirmed each other.
    """
    earlier = report_by(session, report.by)
    others = tuple(one for one in session.reports if one.by != report.by)
    if earlier is not None and _point(earlier) == _point(report):
        report = replace(report, at=earlier.at)
    confirmation = session.confirmation if session.report and _point(session.report) == _point(report) else None
    if confirmation is None and any(_point(other) == _point(report) for other in others):
        confirmation = Confirmation(report.by, report.at, agrees=True)
    return replace(session, reports=(*others, report), confirmation=confirmation)


def _point(report: SessionReport) -> tuple[str, date | None]:
    return report.outcome, report.held_on


def other_tale(cohort: Cohort, session: Session, report: SessionReport) -> SessionReport | None:
    """What somebody else told that cannot be true together with this report, if anything.

    A meeting that did not come about may do so later: that contradicts nobody.
    """
    earlier = report_by(session, report.by)
    if earlier is not None and _point(earlier) == _point(report):
        return None
    others = (one for one in session.reports if one.by != report.by)
    return next((one for one in others if _contradict(cohort, session, one, report)), None)


def _contradict(cohort: Cohort, session: Session, before: SessionReport, now: SessionReport) -> bool:
    if now.outcome == "held":
        by_then = now.held_on is not None and now.held_on <= day_of(before.at, cohort.zone)
        return before.outcome != "held" and by_then
    new_date = session.dated_at is not None and session.dated_at > before.at
    return before.outcome != now.outcome and {before.outcome, now.outcome} <= {*THEIRS} and not new_date


def with_fit(cohort: Cohort, about: str, code: str, at: datetime, fit: str, *, before: str, words: str) -> Cohort:
    """The cohort with a case, where somebody says that they do not fit, and did not say so before."""
    return open_case(cohort, "poor_fit", about, code, at, words) if fit == "not_good" != before else cohort


# --- low marks --------------------------------------------------------------------------------------------------------


def with_low_marks(cohort: Cohort, about: str, code: str, at: datetime) -> Cohort:
    """The cohort with a case, where two of a group found one session of little use, or one of them two in a row."""
    session = cohort.sessions[about]
    matter = "low_marks"
    if any(
        case.matter == matter and case.is_open and case.scope == session.group for case in cohort.escalations.values()
    ):
        return cohort
    found = _low_twice(cohort, session, code)
    return open_case(cohort, matter, about, code, at, noted=found) if found else cohort


def _low_twice(cohort: Cohort, session: Session, code: str) -> Noted | None:
    marks, before = dict(marks_of(session)), cohort.sessions.get(f"{session.group}.{session.number - 1}")
    if not 0 < marks.get(code, 0) <= LOW:
        return None
    if sum(mark <= LOW for mark in marks.values()) > 1:
        return Noted("low_session", session.id, session.number)
    again = before is not None and 0 < dict(marks_of(before)).get(code, 0) <= LOW
    return Noted("low_again", session.id, session.number) if again else None


def marks_of(session: Session) -> Iterator[tuple[str, int]]:
    """How useful those who were asked found the session, by their codes, as far as they said; whoever did more than once,
    in their report."""
    said = session.confirmation
    yield from ((said.by, said.usefulness),) if said and said.usefulness else ()
    yield from ((report.by, report.usefulness) for report in session.reports if report.usefulness)
