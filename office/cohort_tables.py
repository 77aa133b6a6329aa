"""Sheets: a cohort in tables of codes, dates and counts, states by their words. Prefect shows them; no names, no words of
anybody. Headings and states are texts of ours: `said` puts a table into a language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.cohort import Cohort
from domain.escalations import MATTERS, Escalation
from domain.groups import Group
from domain.lifecycles import MessageState
from domain.saying import say, together
from domain.sessions import Session
from domain.states import CASES, LETTERS, PAIRS, SESSIONS
from words import ENGLISH, Tongue, tongue

Row = dict[str, Any]


def pairs_table(cohort: Cohort) -> list[Row]:
    """One row per pair: its people by code, where it stands, and each of its sessions."""
    cases = Counter(case.scope for case in cohort.escalations.values() if case.is_open)
    return [
        {
            say("pair"): pair.id,
            say("mentor"): pair.mentor,
            say("mentee"): pair.mentee,
            say("state"): PAIRS[pair.state],
            say("since"): day(pair.activated_at or pair.offered_at, cohort),
            **{say("session {number}", number=n): words for n, words in _sessions(cohort, pair).items()},
            say("open cases"): cases[pair.id],
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
    return together((SESSIONS[session.state], when), " ") if when else SESSIONS[session.state]


def escalations_table(cohort: Cohort, now: datetime) -> list[Row]:
    """The cases that wait for the coordinator, the oldest first."""
    open_cases = [case for case in cohort.escalations.values() if case.is_open]
    return [_case(case, cohort, now) for case in sorted(open_cases, key=lambda case: (case.opened_at, case.id))]


def _case(case: Escalation, cohort: Cohort, now: datetime) -> Row:
    return {
        say("case"): case.id,
        say("matter"): MATTERS.get(case.matter, case.matter),
        say("about"): case.about or cohort.code,
        say("state"): CASES[case.state],
        say("opened"): day(case.opened_at, cohort),
        say("days"): (now - case.opened_at).days,
        say("snoozed until"): day(case.snoozed_until, cohort),
    }


def post_table(counts: Mapping[MessageState, int]) -> list[Row]:
    """How many letters are in which state."""
    return [{say("state"): LETTERS[state], say("letters"): number} for state, number in sorted(counts.items())]


def said(rows: Iterable[Row], spoken: Tongue) -> list[Row]:
    """The same rows with every text of ours in this language."""
    return [
        {spoken.say(name): spoken.say(cell) if isinstance(cell, str) else cell for name, cell in row.items()}
        for row in rows
    ]


def day(at: datetime | None, cohort: Cohort) -> str:
    return f"{at.astimezone(ZoneInfo(cohort.zone)):%Y-%m-%d}" if at else ""


def moment(at: datetime | None, cohort: Cohort) -> str:
    return f"{at.astimezone(ZoneInfo(cohort.zone)):%Y-%m-%d %H:%M}" if at else ""


def markdown_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], language: str = ENGLISH) -> list[str]:
    """A Markdown table, what is ours in a language; one line in words when it is empty."""
    spoken = tongue(language)
    lines = ["| " + " | ".join(spoken.say(cell).replace("|", "/") for cell in row) + " |" for row in rows]
    if not lines:
        return ["", spoken.say(say("Nothing."))]
    return ["", "| " + " | ".join(map(spoken.say, head)) + " |", "|" + "---|" * len(head), *lines]
