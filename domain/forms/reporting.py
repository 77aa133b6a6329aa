"""Reporting: how the reports of two people on one session live together. What a report asks is in session_report.py."""

from dataclasses import replace
from datetime import date

from domain.sessions import Confirmation, Session, SessionReport


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
