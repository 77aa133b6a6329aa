"""Reports: a cohort in pages and tables for those who look after the machine. Codes, dates and counts only, states in words.

Prefect shows them to everybody who may open the dashboard, and keeps them: no names, no addresses, no words of anybody.
What a coordinator reads, with names, is on the desk (office/desk.py), to which each of them leads without being a login.
They are written in the language of the cohort.
"""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.agenda import Tally, expected
from domain.cohort import Cohort, Entry
from domain.coming import line
from domain.lifecycles import PairState, Phase, SessionState
from domain.saying import say, together
from domain.states import LETTERS, PHASES
from domain.steps import rules_of, step_named, step_of
from office.cohort_tables import Row, day, escalations_table, markdown_table, moment, pairs_table, post_table, said
from office.desk import told_milestones
from office.match.report import matching_report
from office.office import Office
from words import ENGLISH, tongue

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
    """The pages and tables of one cohort, as it stands, each with the way to its desk."""
    cohort, now = office.store.load(code), office.clock.now()
    entries, spoken = office.store.ledger.journal(code, limit=DONE_MAX), tongue(cohort.language)
    desk = office.links.desk(code)

    def about(words: str) -> str:
        return spoken.say(say("{about}. Names and decisions are on the desk: <{desk}>", about=words, desk=desk))

    def table(name: str, words: str, rows: list[Row]) -> Table:
        return Table(name, about(words), said(rows, spoken))

    counts = office.store.letters.counts_of(code)
    return Sheets(
        pages=(
            Page(
                "timeline",
                about(say("Where {code} stands, what comes, what was done", code=code)),
                timeline(cohort, now, entries, desk),
            ),
            Page(
                "matching-report",
                about(say("The proposals of the matchmaker for {code}", code=code)),
                matching_report(cohort),
            ),
            *_while_recruiting(cohort, now, about(say("How many of {code} could be matched today", code=code))),
        ),
        tables=(
            table("pairs-and-sessions", say("The pairs of {code} and their sessions", code=code), pairs_table(cohort)),
            table(
                "open-escalations",
                say("Cases of {code} that wait for a person", code=code),
                escalations_table(cohort, now),
            ),
            table("post", say("Letters of {code} by what became of them", code=code), post_table(counts)),
        ),
    )


def _while_recruiting(cohort: Cohort, now: datetime, about: str) -> tuple[Page, ...]:
    """How the pool stands today. Loads the solver, so only in the phase in which somebody wants to know."""
    if cohort.phase is not Phase.RECRUITMENT or not cohort.applications:
        return ()
    from office.match.pool import pool_page

    return (Page("pool", about, pool_page(cohort, now)),)


# --- timeline ---------------------------------------------------------------------------------------------------


def timeline(cohort: Cohort, now: datetime, entries: Sequence[Entry] = (), desk: str = "") -> str:
    """The milestones, the next things to come as things stand, and the newest lines of the journal."""
    spoken = tongue(cohort.language)
    code, phase, since = cohort.code, PHASES[cohort.phase], day(cohort.phase_since, cohort)
    head = (
        say("{code}: {phase} since {day}", code=code, phase=phase, day=since)
        if since
        else together((code, phase), ": ")
    )
    lines = [together(("#", head), " ")]
    if cohort.hold:
        lines += ["", say("**On hold** since {day}, by {who}.", day=day(cohort.hold.at, cohort), who=cohort.hold.by)]
    if desk:
        lines += ["", say("The desk of its coordinators: <{desk}>", desk=desk)]
    preset = say("Preset {preset}. Times are those of {zone}.", preset=cohort.policy.preset, zone=cohort.zone)
    milestones = markdown_table((say("Milestone"), say("Day"), ""), _milestones(cohort, now), cohort.language)
    coming = markdown_table((say("When"), say("Step"), say("What")), _coming(cohort, now), cohort.language)
    done = [(moment(entry.at, cohort), entry.did, entry.key) for entry in entries[:DONE_MAX]]
    lines += ["", preset, "", _in_counts(cohort), "", *milestones]
    lines += ["", together(("##", say("What comes next, as things stand")), " "), *coming]
    lines += ["", together(("##", say("What was done last")), " ")]
    lines += markdown_table((say("When"), say("What"), say("Key in the journal")), done, cohort.language)
    return "\n".join(map(spoken.say, lines))


def _milestones(cohort: Cohort, now: datetime) -> list[tuple[str, str, str]]:
    days = told_milestones(cohort)
    return [(words, day(at, cohort), say("passed") if at <= now else _ahead((at - now).days)) for words, at in days]


def _ahead(days: int) -> str:
    return say("in {n} day", "in {n} days", n=days)


def _coming(cohort: Cohort, now: datetime) -> list[tuple[str, str, str]]:
    """The next dues. A rule that stumbles is named by the run of its step; here it only leaves its dues out."""
    dues = (due for due in expected(cohort, rules_of(cohort.phase), Tally()) if now < due.at)
    first = heapq.nsmallest(COMING_MAX, dues, key=lambda due: (due.at, due.key))
    return [(moment(due.at, cohort), step_named(step_of(cohort.phase, due.rule)), line(due.action)) for due in first]


def _in_counts(cohort: Cohort) -> str:
    roles = Counter(application.role.value for application in cohort.applications.values())
    active = sum(pair.state is PairState.ACTIVE for pair in cohort.pairs.values())
    held = sum(session.state is SessionState.HELD for session in cohort.sessions.values())
    cases = sum(case.is_open for case in cohort.escalations.values())
    return say(
        "Applications: {mentors} of mentors, {mentees} of mentees. Active pairs: {active}, of {aim} wanted. "
        "Sessions held: {held}. Open cases: {cases}.",
        mentors=roles["mentor"],
        mentees=roles["mentee"],
        active=active,
        aim=cohort.policy.recruitment.pairs_aim,
        held=held,
        cases=cases,
    )


# --- all cohorts ------------------------------------------------------------------------------------------------


def digest(office: Office) -> Table:
    """One row per cohort that is open: where it stands and what the last seven days brought. In the language that all of them
    share, else in English."""
    now = office.clock.now()
    cohorts = [cohort for code in office.store.cohorts() if (cohort := office.store.load(code)).is_open]
    languages = {cohort.language for cohort in cohorts}
    spoken = tongue(languages.pop() if len(languages) == 1 else ENGLISH)
    about = say(
        "The open cohorts and what their last {n} days brought; each desk opens for its coordinators alone", n=WEEK.days
    )
    return Table("digest", spoken.say(about), said((_week(office, one, now) for one in cohorts), spoken))


def _week(office: Office, cohort: Cohort, now: datetime) -> Row:
    pairs = Counter(pair.state for pair in cohort.pairs.values())
    held = [s for s in cohort.sessions.values() if s.state is SessionState.HELD and _lately(s.settled_at, now)]
    missed = [s for s in cohort.sessions.values() if _lately(s.missed_at, now)]
    cases, phase = list(cohort.escalations.values()), PHASES[cohort.phase]
    letters = sorted(office.store.letters.counts_of(cohort.code).items())
    return {
        say("cohort"): cohort.code,
        say("phase"): say("{phase} (on hold)", phase=phase) if cohort.hold else phase,
        say("pairs active"): pairs[PairState.ACTIVE],
        say("held this week"): len(held),
        say("missed this week"): len(missed),
        say("cases opened"): sum(_lately(case.opened_at, now) for case in cases),
        say("cases open"): sum(case.is_open for case in cases),
        say("letters"): together((together((LETTERS[state], str(n)), " ") for state, n in letters), ", "),
        say("next due"): _next(office.store.dues.next_at(cohort.code), cohort, now),
        say("desk"): office.links.desk(cohort.code),
    }


def _next(at: datetime | None, cohort: Cohort, now: datetime) -> str:
    return say("now") if at is not None and at <= now else moment(at, cohort)


def _lately(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - WEEK <= at <= now
