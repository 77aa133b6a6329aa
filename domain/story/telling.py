"""Telling: the story of one person or one group, as typed passages in order of time. Pure; says nothing in words.

A person's story has what concerns them alone and what happened in their groups; what others of a group answered stands in
the story of the group. What an answer tells needs no second passage of the record that it changed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from domain.acts import ACTS
from domain.applications import Application
from domain.as_asked import as_asked
from domain.cohort import Cohort, Entry
from domain.forms import FORMS
from domain.gatherings import Attendance
from domain.groups import Group
from domain.invitations import Answer
from domain.lifecycles import DocumentState, PairState, SessionState
from domain.people import Participant
from domain.sessions import Session
from domain.story.onlookers import Onlooker
from domain.story.passages import Case, Happened, Passage, Printed, Sources, Told, What

OVER = (PairState.ENDED, PairState.COMPLETED, PairState.TURNED_DOWN, PairState.DISCARDED)
LINES: Mapping[str, What] = {
    "missed-since": What.MISSED,
    "again": What.SENT_AGAIN,
    "opted-out": What.OPTED_OUT,
    "opted-in": What.OPTED_IN,
}
"""Lines of the journal that tell what no record keeps, by a part of their key; those of acts have the act's name in it."""


def story(cohort: Cohort, about: str, sources: Sources, onlooker: Onlooker) -> list[Passage]:
    """Everything that happened with a person or a group, the oldest first, as far as it is for the onlooker."""
    scopes = scopes_of(cohort, about)
    told = list(_told(cohort, about, sources.answers, onlooker))
    by_answers = {passage.at for passage in told}
    happened = (one for one in _happened(cohort, about, scopes) if one.at not in by_answers)
    cases = (Case(one.opened_at, onlooker.of_a_case(one)) for one in cohort.escalations.values() if one.scope in scopes)
    letters = (onlooker.of_a_letter(one) for one in sources.letters)
    passages: list[Passage] = [*told, *letters, *happened, *_of_lines(sources.lines), *cases]
    return sorted([*passages, *_printed(cohort, about)], key=lambda passage: passage.at)


def scopes_of(cohort: Cohort, about: str) -> tuple[str, ...]:
    """The scopes of a story: a group's own, or a person's with those of all their groups."""
    return (about, *(group.id for group in cohort.groups_ever_of(about)))


# --- answers ----------------------------------------------------------------------------------------------------------


def _told(cohort: Cohort, about: str, answers: tuple[Answer, ...], onlooker: Onlooker) -> Iterator[Told]:
    versions = Counter(answer.invitation for answer in answers)
    for answer in answers:
        form = as_asked(answer.form, cohort.policy) if answer.form in FORMS else None
        subject = answer.invitation.removesuffix(f":{answer.form}:{answer.by}")
        if form is None or (about in cohort.participants and not _concerns(cohort, about, subject, answer.by)):
            continue
        looks = form.may_be_looked_at(cohort, subject)
        content = onlooker.of_answers(form, answer.content, cohort.policy) if looks else {}
        held_back = any(value for name, value in answer.content.items() if name not in content)
        newer = 0 if form.anytime else versions[answer.invitation] - answer.version
        yield Told(answer.at, answer.form, subject, answer.by, answer.version, newer, content, held_back)


def _concerns(cohort: Cohort, person: str, about: str, by: str) -> bool:
    """What a person answered, or what somebody who is no participant wrote about them or their groups."""
    return by == person or about == person or by not in cohort.participants


# --- records ----------------------------------------------------------------------------------------------------------


def _happened(cohort: Cohort, about: str, scopes: tuple[str, ...]) -> Iterator[Happened]:
    if about in cohort.participants:
        yield from _of_person(cohort.participants[about])
        if about in cohort.applications:
            yield from _of_application(cohort.applications[about])
        for said in cohort.attendances.values():
            if said.person == about:
                yield from _of_attendance(cohort, said)
    for scope in scopes:
        if scope in cohort.groups:
            yield from _of_group(cohort.groups[scope])
            for session in cohort.sessions_of(scope):
                yield from _of_session(session)


def _of_person(person: Participant) -> Iterator[Happened]:
    happened = {
        What.JOINED if person.came_by_link else What.INVITED: person.invited_at,
        What.BOUNCED: person.bounced_at,
        What.REACHED: person.mended_at,
        What.LEFT: person.left.at if person.left else None,
        What.ERASED: person.erased_at,
    }
    yield from (Happened(at, what, person.id) for what, at in happened.items() if at is not None)


def _of_application(application: Application) -> Iterator[Happened]:
    if application.decided_at is not None:
        yield Happened(application.decided_at, What.DECIDED, application.id, state=application.state.value)


def _of_attendance(cohort: Cohort, said: Attendance) -> Iterator[Happened]:
    gathering = cohort.gatherings.get(said.gathering)
    if gathering is not None and said.came is not None:
        yield Happened(gathering.starts_at, What.CAME if said.came else What.STAYED_AWAY, gathering.id, said.person)


def _of_group(group: Group) -> Iterator[Happened]:
    if group.offered_at is not None:
        yield Happened(group.offered_at, What.SUGGESTED, group.id)
    yield from (Happened(one.at, What.ACCEPTED, group.id, one.by) for one in group.accepted)
    yield from (Happened(one.at, What.DECLINED, group.id, one.by) for one in group.declines)
    if group.activated_at is not None:
        yield Happened(group.activated_at, What.BEGAN, group.id, when=group.starts_on)
    for one in group.agreement.signed if group.agreement else ():
        yield Happened(one.at, What.SIGNED, group.id, one.by)
    yield from (Happened(one.left_at, What.WENT_ON, group.id, one.code) for one in group.roster if one.left_at)
    if group.ended_at is not None and group.state in OVER:
        yield Happened(group.ended_at, What.OVER, group.id, state=group.state.value)


def _of_session(session: Session) -> Iterator[Happened]:
    if session.dated_at is not None:
        yield Happened(session.dated_at, What.DATED, session.id, when=session.starts_at)
    if session.settled_at is not None:
        held = session.state is SessionState.HELD
        yield Happened(session.settled_at, What.HELD if held else What.CANCELLED, session.id, when=session.held_on)


def _of_lines(lines: tuple[Entry, ...]) -> Iterator[Happened]:
    for line in lines:
        about, *parts = line.key.split(":")
        act = next((part for part in parts[:1] if part in ACTS), "")
        what = next((LINES[part] for part in parts if part in LINES), None)
        if act:
            yield Happened(line.at, What.UNDONE if parts[-1] == "undo" else What.ACTED, about, line.by, act)
        elif what is not None:
            yield Happened(line.at, what, about, line.by)


def _printed(cohort: Cohort, about: str) -> Iterator[Printed]:
    for one in cohort.documents.values():
        if (
            one.printed_at is not None
            and one.state is DocumentState.PRINTED
            and about in (one.to, one.about, one.scope)
        ):
            yield Printed(one.printed_at, one)
