"""Erasure: a person's name, address and words are gone for good (GDPR art. 17); codes, states and dates remain, so that
the counts of a cohort still add up. What a person may ask for, and who grants it, is decided elsewhere.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, false, or_, select, update

from domain.cohort import Cohort, Entry
from domain.escalations import Escalation
from domain.groups import Group, MemberRole
from domain.lifecycles import MessageState, PairState
from domain.messages import Message, Rendered
from domain.saying import say
from domain.sessions import Session
from storage.errors import StorageError
from storage.files import Files
from storage.rows import fields_of, values_of
from storage.tables import answers, drafts, files, messages
from storage.turns import Turns

WAITING = (MessageState.DRAFT, MessageState.QUEUED, MessageState.RETRY, MessageState.SENDING, MessageState.UNKNOWN)
_m = messages.c


class Erasure(Turns):
    """Forgetting people."""

    files: Files

    def erase(self, code: str, person: str, now: datetime) -> None:
        """Forget somebody: record, application, reports, answers, drafts, files, and the words of letters that named them.

        Letters to others that still wait are written anew without the name. May be called again, also after a crash
        half-way. KeyError when the cohort never had this person; StorageError while they are still in a group.
        """
        known = self.load(code, {person})
        named = _naming(code, known, person)
        self._blank(named)  # while the name is known: a second try could not search for it
        self.update(code, lambda cohort: without(cohort, person, now), focus={person})
        self._drop(and_(_m.cohort == code, _m.to == person))
        self._write_anew(code, named)
        self._blank(named)
        self._forget_answers(code, person)
        for key in self._files_of(code, person, [group.id for group in known.groups_ever_of(person)]):
            self.files.delete(key)
        self.db.empty_the_log()

    def _blank(self, named: ColumnElement[bool]) -> None:
        empty = values_of(Rendered("", "", "")) | {"mime": None, "detail": ""}
        with self.db.writing() as db:
            db.execute(update(messages).where(named, _m.state.not_in(WAITING)).values(empty))

    def _drop(self, theirs: ColumnElement[bool]) -> None:
        with self.db.writing() as db:
            gone = update(messages).where(theirs, _m.state.in_(WAITING))
            db.execute(gone.values(state=MessageState.DROPPED, claimed_by="", claimed_until=None))

    def _write_anew(self, code: str, named: ColumnElement[bool]) -> None:
        waiting = select(_m.id, *fields_of(messages, Message)).where(named, _m.state.in_(WAITING))
        with self.db.reading() as db:
            rows = [(key, Message(*values)) for key, *values in db.execute(waiting)]
        if not rows:
            return
        # A letter that names somebody may be about others: a namesake's pair, whose scope has to be there as well.
        cohort = self.load(code, {"", *(message.scope for _, message in rows)})
        fresh = [{"_id": key} | self._anew(cohort, message) for key, message in rows]
        step = update(messages).where(_m.id == bindparam("_id")).values(mime=None)
        with self.db.writing() as db:
            db.execute(step.values({name: bindparam(name) for name in fresh[0] if name != "_id"}), fresh)

    def _anew(self, cohort: Cohort, message: Message) -> dict[str, Any]:
        """The letter's new words; one that cannot be written any more is parked, so that no empty letter leaves."""
        rendered = self.written(cohort, message)
        state = MessageState.FAILED if rendered.failure else message.state
        return values_of(rendered) | {"state": state, "detail": rendered.failure}

    def _forget_answers(self, code: str, person: str) -> None:
        with self.db.writing() as db:
            db.execute(update(answers).where(answers.c.cohort == code, answers.c.by == person).values(content={}))
            theirs = drafts.c.invitation.endswith(f":{person}", autoescape=True)
            db.execute(delete(drafts).where(drafts.c.cohort == code, theirs))

    def _files_of(self, code: str, person: str, groups: list[str]) -> list[str]:
        with self.db.reading() as db:
            mine = select(files.c.id).where(files.c.cohort == code, files.c.scope.in_([person, *groups]))
            return list(db.scalars(mine))


def _naming(code: str, cohort: Cohort, person: str) -> ColumnElement[bool]:
    """Letters to somebody, about them or their groups, and those in which their name or address stands."""
    known = cohort.participants[person]
    for group in cohort.groups_of(person, PairState.PROPOSED, PairState.OFFERED, PairState.ACTIVE):
        raise StorageError(
            say(
                "{person} cannot be erased while in {code}; let them leave the programme first",
                person=person,
                code=group.id,
            )
        )
    words = [known.email] if known.email else []
    words += [known.name] if " " in known.name else []  # a short name would be found everywhere
    scopes = [person, *(group.id for group in cohort.groups_ever_of(person))]
    quoted = (column.contains(word, autoescape=True) for word in words for column in (_m.text, _m.html, _m.subject))
    return and_(_m.cohort == code, or_(_m.to == person, _m.scope.in_(scopes), or_(false(), *quoted)))


def without(cohort: Cohort, person: str, now: datetime) -> Cohort:
    """The cohort without anything that tells who this person is or what they wrote. Rules may still count them."""
    known = cohort.participants[person]
    gone = replace(known, name="", email="", time_zone="", away=(), erased_at=known.erased_at or now)
    if gone.left is not None:
        gone = replace(gone, left=replace(gone.left, reason=""))
    cohort = cohort.put(gone)
    if application := cohort.applications.get(person):
        screening = replace(application.screening, note="") if application.screening else None
        cohort = cohort.put(replace(application, answers={}, note="", reflection={}, alumni={}, screening=screening))
    groups = cohort.groups_ever_of(person)
    scopes = {person, *(group.id for group in groups)}
    records: list[Any] = [_group_without(group, person) for group in groups]
    records += [_session_without(s, person) for s in cohort.sessions.values() if s.scope in scopes]
    records += [replace(a, question="") for a in cohort.attendances.values() if a.person == person]
    records += [_case_without(case) for case in cohort.escalations.values() if case.scope in scopes]
    records += [replace(d, file="", failure="") for d in cohort.documents.values() if d.scope in scopes]
    key = f"{person}:erased"
    if key not in cohort.journal:
        cohort = cohort.note(Entry(key, person, now, f"erase {person}"))
    return cohort.put(*records)


def _group_without(group: Group, person: str) -> Group:
    """The agreement goes as a whole: several wrote it, and no field tells who wrote what. A mentor also stands in plans."""
    declines = tuple(replace(no, reason="") if no.by == person else no for no in group.declines)
    midterm = {code: ({} if code == person else words) for code, words in group.midterm.items()}
    plans = {code: plan for code, plan in group.plans.items() if code != person}
    if group.role_of(person) is MemberRole.MENTOR:
        plans = {code: replace(plan, mentor_learns="") for code, plan in plans.items()}
    return replace(group, declines=declines, midterm=midterm, agreement=None, plans=plans)


def _case_without(case: Escalation) -> Escalation:
    """All words go, also the coordinator's: they speak of the person."""
    return replace(case, remarks=tuple(replace(remark, words="") for remark in case.remarks))


def _session_without(session: Session, person: str) -> Session:
    reports = tuple(replace(r, summary="", next_step="", private="") if r.by == person else r for r in session.reports)
    confirmation = session.confirmation
    if confirmation and confirmation.by == person:
        confirmation = replace(confirmation, words="")
    objectives = {code: words for code, words in session.objectives.items() if code != person}
    return replace(session, reports=reports, confirmation=confirmation, objectives=objectives, place="")
