"""Handover: a cohort as the next coordinator needs it, to be read without the software: what stands, what waits, what comes,
and the story of each pair. Looks are documents/handover's.

As in exports.py whatever is not for `reader` is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.spreadsheet import Cell
from domain.agenda import Tally, expected
from domain.as_asked import as_asked
from domain.belonging import Reader
from domain.cohort import Cohort
from domain.coming import line
from domain.escalations import Escalation
from domain.forms import Form
from domain.groups import Group
from domain.invitations import Answer
from domain.lifecycles import ApplicationState, PairState
from domain.matters import case_named
from domain.people import Participant
from domain.reading import told_to
from domain.remarks import remark_in_words
from domain.saying import say
from domain.sessions import Session
from domain.steps import rules_of
from office.answer_words import cell_of
from office.desk import Task, tasks, told_milestones
from office.exports import about_of, answers_of, called, on_their_clock, readers_of
from office.office import Office

AHEAD = timedelta(days=30)
COMING_MAX = 100
GOES_ON = (PairState.ACTIVE, PairState.OFFERED)
WAITS = (
    ApplicationState.SUBMITTED,
    ApplicationState.INCOMPLETE,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
)


@dataclass(frozen=True)
class Told:
    """One thing that somebody answered or decided: who, when, about what, and each question with its answer."""

    at: datetime
    by: str
    form: type[Form]
    about: str
    lines: Sequence[tuple[str, Cell]]


@dataclass(frozen=True)
class Case:
    """A case with what was written about it."""

    case: Escalation
    matter: str
    about: str
    remarks: list[tuple[datetime, str, str]]


@dataclass(frozen=True)
class Story:
    """A group: its people, its sessions, its cases, and what was told, in order of time."""

    group: Group
    people: list[Participant]
    sessions: list[Session]
    cases: list[Case]
    told: list[Told]


@dataclass(frozen=True)
class Handover:
    """Everything on the page. Moments in it are on the clock of the cohort's zone where they bear none."""

    cohort: Cohort
    at: datetime
    milestones: list[tuple[str, datetime]]
    waiting: list[Task]
    cases: list[Case]
    coming: list[tuple[datetime, str]]
    stories: list[Story]
    alone: list[Participant]
    unreachable: list[Participant]
    notes: list[Told]


def handover(office: Office, code: str, reader: Reader = Reader.COORDINATOR) -> Handover:
    """The handover of a cohort as it stands now."""
    cohort, now = office.store.load(code), office.clock.now()
    told = list(_told(cohort, answers_of(office, cohort), reader))
    groups = sorted(cohort.groups.values(), key=lambda group: (group.state not in GOES_ON, group.id))
    paired = {code for group in groups if group.state in GOES_ON for code in group.members}
    applied = [one.id for one in cohort.applications.values() if one.state in WAITS and one.id not in paired]
    cases = [
        _case(cohort, case, reader) for case in sorted(cohort.escalations.values(), key=lambda case: case.opened_at)
    ]
    of_groups = {group.id for group in groups}
    return Handover(
        cohort=cohort,
        at=now,
        milestones=told_milestones(cohort),
        waiting=tasks(office, cohort),
        cases=[case for case in cases if case.case.is_open],
        coming=list(_coming(cohort, now)),
        stories=[_story(cohort, group, cases, told) for group in groups if group.state is not PairState.DISCARDED],
        alone=[person for code in sorted(applied) if (person := cohort.participants[code]).takes_part],
        unreachable=[person for person in cohort.participants.values() if person.takes_part and person.bounced_at],
        notes=[one for one, scope in told if scope not in of_groups and one.form.by == "coordinator"],
    )


def _story(cohort: Cohort, group: Group, cases: Iterable[Case], told: Iterable[tuple[Told, str]]) -> Story:
    return Story(
        group,
        [cohort.participants[code] for code in group.everybody],
        cohort.sessions_of(group.id),
        [case for case in cases if case.case.scope == group.id],
        [one for one, scope in told if scope == group.id],
    )


def _told(cohort: Cohort, answers: Iterable[Answer], reader: Reader) -> Iterator[tuple[Told, str]]:
    """Each answer as its reader may see it, with the scope it belongs to."""
    for one in answers:
        form, about = as_asked(one.form, cohort.policy), about_of(one)
        if not form.may_be_looked_at(cohort, about):
            continue
        shown = told_to(reader, form, one.content, cohort.policy)
        cells = [
            (form.model_fields[name].title or name, cell_of(form.model_fields[name], shown[name])) for name in shown
        ]
        if lines := [(title, cell) for title, cell in cells if cell not in (None, "", say("No"))]:
            at = on_their_clock(cohort, one.at) or one.at
            yield Told(at, called(cohort, one.by), form, called(cohort, about), lines), cohort.scope_of(about)


def _case(cohort: Cohort, case: Escalation, reader: Reader) -> Case:
    readable = reader in readers_of(cohort, "remark", "words")
    remarks = [
        (one.at, called(cohort, one.by) if one.by else "", remark_in_words(one)) for one in case.remarks if readable
    ]
    return Case(case, case_named(cohort, case), called(cohort, case.about), remarks)


def _coming(cohort: Cohort, now: datetime) -> Iterator[tuple[datetime, str]]:
    """What the office will do by itself in the next weeks, as things stand."""
    if cohort.hold is not None:
        return
    dues = [due for due in expected(cohort, rules_of(cohort.phase), Tally()) if now < due.at <= now + AHEAD]
    for due in sorted(dues, key=lambda due: (due.at, due.key))[:COMING_MAX]:
        yield due.at, line(due.action, lambda code: called(cohort, code))
