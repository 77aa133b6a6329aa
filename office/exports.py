"""Exports: a cohort in tables to take along: people, groups, sessions, answers, figures. Files are written by documents/.

Every column is asked for its readers first (domain/belonging.py): what is not for `reader` has no column at all; without
`words` neither has what people wrote in their own. What somebody asked to be counted only is in the figures, and an answer
that its form keeps to the two is nowhere.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from documents.spreadsheet import Cell, Sheet
from domain.as_asked import as_asked
from domain.belonging import Answered, Reader, declared
from domain.cohort import Cohort
from domain.completion import completion
from domain.escalations import Remark
from domain.forms import FORMS
from domain.groups import Group, GroupKind, MemberRole
from domain.invitations import Answer
from domain.lifecycles import SessionState
from domain.people import Participant, Role
from domain.saying import say, sayings
from domain.sessions import Session
from domain.states import APPLICATIONS, PAIRS, ROLES, SESSIONS
from domain.story.onlookers import Onlooker
from office.answer_words import cell_of
from office.export_figures import figures_of
from office.office import Office

RecordT = TypeVar("RecordT")
Of = Callable[[RecordT], Cell]
Column = tuple[str, Of[RecordT], str]
"""A heading, what stands below it, and the field of the record it shows: "" where that is nobody's."""

RECORDS: dict[str, type[Any]] = {"person": Participant, "session": Session, "remark": Remark}
KINDS = sayings(
    {GroupKind.PAIR: "pair", GroupKind.CIRCLE: "circle", GroupKind.PEER_GROUP: "peer group"}, context="group"
)


def sheets_of(office: Office, code: str, reader: Reader = Reader.COORDINATOR, *, words: bool = True) -> list[Sheet]:
    """Everything of a cohort that this reader may take along, a sheet for each kind."""
    cohort, onlooker = office.store.load(code), Onlooker(frozenset({reader}), words)
    people, groups, sessions = cohort.participants, cohort.groups, cohort.sessions
    return [
        Sheet("people", say("People"), *_table(cohort, onlooker, _of_people(cohort), _by_code(people))),
        Sheet("groups", say("Pairs and groups"), *_table(cohort, onlooker, _of_groups(cohort), _by_code(groups))),
        Sheet("sessions", say("Sessions"), *_table(cohort, onlooker, _of_sessions(cohort), _by_code(sessions))),
        *_answers(office, cohort, onlooker),
        figures_of(cohort),
    ]


def _by_code(records: Any) -> list[Any]:
    return [records[code] for code in sorted(records)]


def _table(
    cohort: Cohort, onlooker: Onlooker, columns: Iterable[Column[Any]], records: Iterable[RecordT]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Headings and rows of those columns that are for this reader."""
    records = list(records)
    shown = [(title, of) for title, of, field in columns if not field or _is_for(cohort, onlooker, *field.split("."))]
    return tuple(title for title, _ in shown), [tuple(of(record) for _, of in shown) for record in records]


def _is_for(cohort: Cohort, onlooker: Onlooker, kind: str, field: str) -> bool:
    told = declared(RECORDS[kind])[field]
    if isinstance(told, Answered):
        return onlooker.may_read(FORMS[told.forms[0]], told.question, cohort.policy)
    return bool(onlooker.readers & readers_of(cohort, kind, field))


def readers_of(cohort: Cohort, kind: str, field: str) -> frozenset[Reader]:
    """Who may read a field of a record, by its declaration."""
    told = declared(RECORDS[kind])[field]
    if isinstance(told, Answered):
        [form] = told.forms
        return FORMS[form].belongs(told.question, cohort.policy).readers
    return told.readers if told else frozenset(Reader)


# --- people, groups, sessions -----------------------------------------------------------------------------------------


def _of_people(cohort: Cohort) -> list[Column[Participant]]:
    def application(person: Participant) -> Any:
        return cohort.applications.get(person.id)

    def state(person: Participant) -> Cell:
        return APPLICATIONS[application(person).state] if application(person) else ""

    def moment(person: Participant, name: str) -> Cell:
        return on_their_clock(cohort, getattr(application(person), name)) if application(person) else None

    def complete(person: Participant) -> Cell:
        met = bool(cohort.groups_of(person.id)) and completion(cohort, person.id).complete
        return say("Yes") if met else say("No")

    return [
        (say("Code"), lambda person: person.id, ""),
        (say("Role"), lambda person: ROLES[person.role], ""),
        (say("Name"), lambda person: person.name, "person.name"),
        (say("E-mail"), lambda person: person.email, "person.email"),
        (say("Language"), lambda person: person.language, "person.language"),
        (say("Application"), state, ""),
        (say("Sent on"), lambda person: moment(person, "submitted_at"), ""),
        (say("Decided on"), lambda person: moment(person, "decided_at"), ""),
        (say("Groups"), lambda person: ", ".join(group.id for group in cohort.groups_ever_of(person.id)), ""),
        (say("Letters come back since"), lambda person: on_their_clock(cohort, person.bounced_at), ""),
        (say("Left on"), lambda person: on_their_clock(cohort, person.left.at) if person.left else None, ""),
        (say("All conditions met"), complete, ""),
    ]


def _of_groups(cohort: Cohort) -> list[Column[Group]]:
    def people(group: Group, *roles: MemberRole) -> Cell:
        return ", ".join(called(cohort, one.code) for one in group.roster if one.role in roles)

    def sessions(group: Group, state: SessionState) -> Cell:
        return sum(session.state is state for session in cohort.sessions_of(group.id))

    def cases(group: Group) -> Cell:
        return sum(case.is_open and case.scope == group.id for case in cohort.escalations.values())

    return [
        (say("Code"), lambda group: group.id, ""),
        (say("Kind"), lambda group: KINDS[group.kind], ""),
        (say("State"), lambda group: PAIRS[group.state], ""),
        (say("Mentors"), lambda group: people(group, MemberRole.MENTOR), "person.name"),
        (say("Mentees"), lambda group: people(group, MemberRole.MENTEE, MemberRole.PEER), "person.name"),
        (say("Codes"), lambda group: ", ".join(group.everybody), ""),
        (say("Offered on"), lambda group: on_their_clock(cohort, group.offered_at), ""),
        (say("First day"), lambda group: group.starts_on, ""),
        (say("Agreement signed by all"), lambda group: say("Yes") if group.all_signed else say("No"), ""),
        (say("Sessions held"), lambda group: sessions(group, SessionState.HELD), ""),
        (say("Sessions missed"), lambda group: sessions(group, SessionState.MISSED), ""),
        (say("Open cases"), cases, ""),
        (say("Ended on"), lambda group: on_their_clock(cohort, group.ended_at), ""),
    ]


def _of_sessions(cohort: Cohort) -> list[Column[Session]]:
    return [
        (say("Code"), lambda session: session.id, ""),
        (say("Group"), lambda session: session.group, ""),
        (say("Number"), lambda session: session.number, ""),
        (say("State"), lambda session: SESSIONS[session.state], ""),
        (say("From"), lambda session: on_their_clock(cohort, session.opens), ""),
        (say("Until"), lambda session: on_their_clock(cohort, session.closes), ""),
        (say("Agreed for"), lambda session: on_their_clock(cohort, session.starts_at), ""),
        (say("Held on"), lambda session: session.held_on, ""),
        (say("Minutes"), lambda session: session.report.minutes if session.report else session.minutes, ""),
        (say("Place"), lambda session: session.place, "session.place"),
    ]


def called(cohort: Cohort, code: str) -> str:
    """The name of somebody, or of a gathering; the code alone of whom we have none any more."""
    if code in cohort.gatherings:
        return cohort.gatherings[code].title
    return cohort.name_of(code)


def on_their_clock(cohort: Cohort, at: datetime | None) -> datetime | None:
    """A moment as the clock of the cohort shows it, to the minute and without a zone: spreadsheets know none."""
    return at.astimezone(ZoneInfo(cohort.zone)).replace(tzinfo=None, second=0, microsecond=0) if at else None


# --- answers ----------------------------------------------------------------------------------------------------------


def _answers(office: Office, cohort: Cohort, onlooker: Onlooker) -> Iterator[Sheet]:
    """A sheet for each form that somebody answered: whose answer, about what, when, and a column for each question."""
    given = answers_of(office, cohort)
    for name in FORMS:
        form = as_asked(name, cohort.policy)
        questions = [one for one in form.model_fields if onlooker.may_read(form, one, cohort.policy)]
        answers = [one for one in given if one.form == name and form.may_be_looked_at(cohort, about_of(one))]
        if questions and answers:
            fields = [form.model_fields[one] for one in questions]
            who: list[Column[Answer]] = [
                (say("Code"), lambda one: one.by, ""),
                (say("Name"), lambda one: called(cohort, one.by), "person.name"),
                (say("About"), lambda one: about_of(one), ""),
                (say("Sent on"), lambda one: on_their_clock(cohort, one.at), ""),
            ]
            columns, rows = _table(cohort, onlooker, who, answers)
            told = [
                tuple(
                    cell_of(field, one.content.get(question)) for question, field in zip(questions, fields, strict=True)
                )
                for one in answers
            ]
            headings = tuple(field.title or question for question, field in zip(questions, fields, strict=True))
            joined = [(*row, *cells) for row, cells in zip(rows, told, strict=True)]
            yield Sheet(f"answers-{name.replace('_', '-')}", form.title, (*columns, *headings), joined)


def answers_of(office: Office, cohort: Cohort) -> list[Answer]:
    """The newest version of every answer; applications as they stand today, whoever corrected them."""
    newest = {one.invitation: one for one in office.store.ledger.answers(cohort.code)}
    applied = [
        Answer("", 1, f"{one.role.value}_application", one.id, one.submitted_at, one.answers)
        for one in cohort.applications.values()
    ]
    forms = {f"{role.value}_application" for role in Role}
    told = [*applied, *(one for one in newest.values() if one.form not in forms)]
    return sorted(told, key=lambda one: (one.at, one.by, one.invitation))


def about_of(answer: Answer) -> str:
    """The id of what an answer is about."""
    return answer.invitation.removesuffix(f":{answer.form}:{answer.by}")
