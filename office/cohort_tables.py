"""Sheets: a cohort in tables of codes, dates and counts. Prefect shows them; no names, no words of anybody."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.cohort import Cohort
from domain.escalations import MATTERS, Escalation
from domain.groups import Group
from domain.lifecycles import MessageState
from domain.sessions import Session

Row = dict[str, Any]


def pairs_table(cohort: Cohort) -> list[Row]:
    """One row per pair: its people by code, where it stands, and each of its sessions."""
    cases = Counter(case.scope for case in cohort.escalations.values() if case.is_open)
    return [
        {
            "pair": pair.id,
            "mentor": pair.mentor,
            "mentee": pair.mentee,
            "state": pair.state.value,
            "since": day(pair.activated_at or pair.offered_at, cohort),
            **{f"session {n}": words for n, words in _sessions(cohort, pair).items()},
            "open cases": cases[pair.id],
        }
        for pair in sorted(cohort.pairs.values(), key=lambda pair: pair.id)
    ]


def _sessions(cohort: Cohort, pair: Group) -> dict[int, str]:
    found = {session.number: session for session in cohort.sessions_of(pair.id)}
    return {n: _session(found.get(n), cohort) for n in range(1, cohort.policy.sessions.number + 1)}


def _session(session: Session | None, cohort: Cohort) -> str:
    """ "dated 2027-03-04", "held 2027-03-04", "planned"; "-" when there is none."""
    if session is None:
        return "-"
    when = session.held_on.isoformat() if session.held_on else day(session.starts_at, cohort)
    return f"{session.state.value} {when}".strip()


def escalations_table(cohort: Cohort, now: datetime) -> list[Row]:
    """The cases that wait for the coordinator, the oldest first."""
    open_cases = [case for case in cohort.escalations.values() if case.is_open]
    return [_case(case, cohort, now) for case in sorted(open_cases, key=lambda case: (case.opened_at, case.id))]


def _case(case: Escalation, cohort: Cohort, now: datetime) -> Row:
    return {
        "case": case.id,
        "matter": MATTERS.get(case.matter, case.matter),
        "about": case.about or cohort.code,
        "state": case.state.value,
        "opened": day(case.opened_at, cohort),
        "days": (now - case.opened_at).days,
        "snoozed until": day(case.snoozed_until, cohort),
    }


def post_table(counts: Mapping[MessageState, int]) -> list[Row]:
    """How many letters are in which state."""
    return [{"state": state.value, "letters": number} for state, number in sorted(counts.items())]


def day(at: datetime | None, cohort: Cohort) -> str:
    return f"{at.astimezone(ZoneInfo(cohort.zone)):%Y-%m-%d}" if at else ""


def moment(at: datetime | None, cohort: Cohort) -> str:
    return f"{at.astimezone(ZoneInfo(cohort.zone)):%Y-%m-%d %H:%M}" if at else ""


def markdown_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A Markdown table; one line in words when it is empty."""
    lines = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    if not lines:
        return ["", "Nothing."]
    return ["", "| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines]
