"""Reports: a cohort in pages and tables for those who look after the machine. Codes, keys, dates and counts only.

Prefect shows them to everybody who may open the dashboard, and keeps them: no names, no addresses, no words of anybody.
What a coordinator reads, with names, is on the desk (office/desk.py).
"""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.agenda import Tally, expected
from domain.cohort import Cohort, Entry
from domain.lifecycles import PairState, Phase, SessionState
from domain.steps import rules_of
from office.cohort_tables import Row, day, escalations_table, markdown_table, moment, pairs_table, post_table
from office.desk import told_milestones
from office.match.report import matching_report
from office.office import Office

COMING_MAX = 12
DONE_MAX = 12
WEEK = timedelta(7)


@dataclass(frozen=True)
class Page:
    """A page in Markdown; `name` ends its stable key."""

    name: str
    about: str
    text: str


@dataclass(frozen=True)
class Table:
    """Rows with the same columns; `name` ends its stable key."""

    name: str
    about: str
    rows: list[Row]


@dataclass(frozen=True)
class Sheets:
    """Everything the dashboard shows of one cohort."""

    pages: tuple[Page, ...]
    tables: tuple[Table, ...]


def sheets(office: Office, code: str) -> Sheets:
    """The pages and tables of one cohort, as it stands."""
    cohort, now = office.store.load(code), office.clock.now()
    entries = office.store.ledger.journal(code, limit=DONE_MAX)
    return Sheets(
        pages=(
            Page("timeline", f"Where {code} stands, what comes, what was done", timeline(cohort, now, entries)),
            Page("matching-report", f"The proposals of the matchmaker for {code}", matching_report(cohort)),
            *_while_recruiting(cohort, now),
        ),
        tables=(
            Table("pairs-and-sessions", f"The pairs of {code} and their sessions", pairs_table(cohort)),
            Table("open-escalations", f"Cases of {code} that wait for a person", escalations_table(cohort, now)),
            Table("post", f"Letters of {code} by what became of them", post_table(office.store.outbox.counts_of(code))),
        ),
    )


def _while_recruiting(cohort: Cohort, now: datetime) -> tuple[Page, ...]:
    """How the pool stands today. Loads the solver, so only in the phase in which somebody wants to know."""
    if cohort.phase is not Phase.RECRUITMENT or not cohort.applications:
        return ()
    from office.match.pool import pool_page

    return (
        Page("pool", f"How many of {cohort.code} could be matched today, and whom to look for", pool_page(cohort, now)),
    )


# --- timeline ---------------------------------------------------------------------------------------------------


def timeline(cohort: Cohort, now: datetime, entries: Sequence[Entry] = ()) -> str:
    """The milestones, the next things to come as things stand, and the newest lines of the journal."""
    since = f" since {day(cohort.phase_since, cohort)}" if cohort.phase_since else ""
    hold = ["", f"**On hold** since {day(cohort.hold.at, cohort)}, by {cohort.hold.by}."] if cohort.hold else []
    return "\n".join(
        [
            f"# {cohort.code}: {cohort.phase.value.replace('_', ' ')}{since}",
            *hold,
            "",
            f"Preset {cohort.policy.preset}. {_in_counts(cohort)} Times are those of {cohort.zone}.",
            "",
            *markdown_table(("Milestone", "Day", ""), _milestones(cohort, now)),
            "",
            "## What comes next, as things stand",
            *markdown_table(("When", "Key", "What"), _coming(cohort, now)),
            "",
            "## What was done last",
            *markdown_table(
                ("When", "Key", "What"), [(moment(e.at, cohort), e.key, e.did) for e in entries[:DONE_MAX]]
            ),
        ]
    )


def _milestones(cohort: Cohort, now: datetime) -> list[tuple[str, str, str]]:
    days = told_milestones(cohort)
    return [(words, day(at, cohort), "passed" if at <= now else f"in {(at - now).days} days") for words, at in days]


def _coming(cohort: Cohort, now: datetime) -> list[tuple[str, str, str]]:
    """The next dues. A rule that stumbles is named by the run of its step; here it only leaves its dues out."""
    dues = (due for due in expected(cohort, rules_of(cohort.phase), Tally()) if now < due.at)
    first = heapq.nsmallest(COMING_MAX, dues, key=lambda due: (due.at, due.key))
    return [(moment(due.at, cohort), due.key, _did(due)) for due in first]


def _in_counts(cohort: Cohort) -> str:
    roles = Counter(application.role.value for application in cohort.applications.values())
    active = sum(pair.state is PairState.ACTIVE for pair in cohort.pairs.values())
    held = sum(session.state is SessionState.HELD for session in cohort.sessions.values())
    cases = sum(case.is_open for case in cohort.escalations.values())
    return (
        f"{roles['mentor']} applications of mentors, {roles['mentee']} of mentees; "
        f"{active} of {cohort.policy.recruitment.pairs_aim} pairs wanted are active, {held} sessions held, {cases} cases open."
    )


def _did(due: Any) -> str:
    """An action in words, without anybody's words: its kind and the letter, form or state it is about."""
    action = due.action
    for name in ("letter", "form", "kind", "matter", "what", "to"):
        if value := getattr(action, name, ""):
            return f"{type(action).__name__} {value}"
    return type(action).__name__


# --- all cohorts ------------------------------------------------------------------------------------------------


def digest(office: Office) -> list[Row]:
    """One row per cohort that is open: where it stands and what the last seven days brought."""
    now = office.clock.now()
    cohorts = [office.store.load(code) for code in office.store.cohorts()]
    return [_week(office, cohort, now) for cohort in cohorts if cohort.is_open]


def _week(office: Office, cohort: Cohort, now: datetime) -> Row:
    pairs = Counter(pair.state for pair in cohort.pairs.values())
    held = [s for s in cohort.sessions.values() if s.state is SessionState.HELD and _lately(s.settled_at, now)]
    missed = [s for s in cohort.sessions.values() if _lately(s.missed_at, now)]
    cases = list(cohort.escalations.values())
    return {
        "cohort": cohort.code,
        "phase": cohort.phase.value + (" (on hold)" if cohort.hold else ""),
        "pairs active": pairs[PairState.ACTIVE],
        "held this week": len(held),
        "missed this week": len(missed),
        "cases opened": sum(_lately(case.opened_at, now) for case in cases),
        "cases open": sum(case.is_open for case in cases),
        "letters": ", ".join(
            f"{state.value} {n}" for state, n in sorted(office.store.outbox.counts_of(cohort.code).items())
        ),
        "next due": _next(office.store.dues.next_at(cohort.code), cohort, now),
    }


def _next(at: datetime | None, cohort: Cohort, now: datetime) -> str:
    return "now" if at is not None and at <= now else moment(at, cohort)


def _lately(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - WEEK <= at <= now
