"""Cohort: one run of a programme as an immutable snapshot, whole or in part. Rules read it; actions make the next one.

A snapshot may hold only some scopes (one group, one person): `focus` names what rules may decide about; what else is
loaded (members, the header) is there to be read. Storage loads snapshots and writes the difference between two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from domain.applications import Application
from domain.belonging import Code, answer_to
from domain.calendar import Milestones, milestones
from domain.dates import Days
from domain.deeds import Deed
from domain.desk_roles import DeskRole, StandIn
from domain.documents import Document, Material
from domain.escalations import Escalation
from domain.gatherings import Attendance, Gathering
from domain.groups import Group, GroupKind
from domain.invitations import Answer, Invitation, invitation_id
from domain.lifecycles import PairState, Phase
from domain.messages import FAREWELLS, Message, Wording
from domain.one_person import mailbox
from domain.people import Coordinator, Issuer, Neutral, Participant, Role
from domain.policy import Policy
from domain.proposals import Proposal
from domain.sessions import Session

Record = (
    Participant
    | Application
    | Group
    | Session
    | Gathering
    | Attendance
    | Proposal
    | Escalation
    | Invitation
    | Document
    | Material
)

COLLECTIONS: dict[type[Any], str] = {
    Participant: "participants",
    Application: "applications",
    Group: "groups",
    Session: "sessions",
    Gathering: "gatherings",
    Attendance: "attendances",
    Proposal: "proposals",
    Escalation: "escalations",
    Invitation: "invitations",
    Document: "documents",
    Material: "materials",
}

RecordT = TypeVar("RecordT")


@dataclass(frozen=True)
class Hold:
    """The coordinator stopped the cohort for a while: the agenda is empty until it is lifted."""

    by: Code
    at: datetime
    reason: str = field(default="", metadata=answer_to("steer.reason", "by"))


@dataclass(frozen=True)
class Entry:
    """One line of the journal: what the office did, for which scope, and when it was due. Never rewritten."""

    key: Code
    scope: Code
    at: datetime
    did: Code  # the action in words without personal data: "Write mentee/welcome to N12"
    by: Code = ""  # the rule or the form, and for coordinators their code
    role: Code = ""  # as what a coordinator did it


@dataclass(frozen=True)
class Cohort:
    """One cohort, as known at one moment. Change it with `put` and `replace`; nothing changes in place."""

    code: str
    name: str
    policy: Policy
    starts_on: date
    zone: str
    launched_at: datetime
    launched_by: str
    coordinators: tuple[Coordinator, ...]
    country: str = ""
    language: str = "en"
    phase: Phase = Phase.PREPARATION
    phase_since: datetime | None = None
    hold: Hold | None = None
    stand_in: StandIn | None = None
    neutral: Neutral | None = None
    moved: tuple[tuple[str, date], ...] = ()  # milestones with a day of their own
    wordings: Mapping[str, Wording] = field(default_factory=dict)  # by letter: words of the cohort's own
    calls: int = 1  # goes up when the open links that are about must die
    participants: Mapping[str, Participant] = field(default_factory=dict)
    applications: Mapping[str, Application] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    sessions: Mapping[str, Session] = field(default_factory=dict)
    gatherings: Mapping[str, Gathering] = field(default_factory=dict)
    attendances: Mapping[str, Attendance] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    escalations: Mapping[str, Escalation] = field(default_factory=dict)
    invitations: Mapping[str, Invitation] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    materials: Mapping[str, Material] = field(default_factory=dict)
    journal: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()  # journal lines of this turn
    messages: tuple[Message, ...] = ()  # letters written in this turn
    answers: tuple[Answer, ...] = ()  # answers taken in this turn
    deeds: tuple[Deed, ...] = ()  # acts done or taken back in this turn
    focus: frozenset[str] | None = None  # None: everything is here
    numbers: Mapping[str, int] = field(default_factory=dict, compare=False)  # by M or N: the highest ever given
    readers: tuple[Coordinator, ...] = ()  # who look on
    admins: tuple[Coordinator, ...] = ()  # the office's own, the same in every cohort
    gone: tuple[Coordinator, ...] = ()  # who left the desk in this turn, and hears of it
    issuer: Issuer = field(default=Issuer(), compare=False)  # the office's own, the same in every cohort

    # --- change -------------------------------------------------------------------------------------------------

    def put(self, *records: Record) -> "Cohort":
        """The cohort with these records added, or in place of those with the same id."""
        changed: dict[str, dict[str, Any]] = {}
        for record in records:
            name = COLLECTIONS[type(record)]
            if name not in changed:
                changed[name] = dict(getattr(self, name))
            changed[name][record.id] = record
        return self._with(**changed)

    def note(self, entry: Entry) -> "Cohort":
        """The cohort with one more line in its journal, which says as what somebody of the office did it."""
        role = self.role_of(entry.by, entry.at)
        entry = replace(entry, role=role.value) if role else entry
        return self._with(journal=self.journal | {entry.key}, entries=(*self.entries, entry))

    def post(self, *messages: Message) -> "Cohort":
        """The cohort with these letters on the way to the outbox."""
        return self._with(messages=(*self.messages, *messages))

    def settled(self) -> "Cohort":
        """The same cohort at the beginning of a new turn: what earlier turns added is not carried along."""
        return self._with(entries=(), messages=(), answers=(), deeds=(), gone=())

    def _with(self, **changed: Any) -> "Cohort":
        """As `replace`, for what every due and answer does: the constructor sets thirty fields one by one."""
        made = object.__new__(Cohort)
        made.__dict__.update({name: self.__dict__[name] for name in FIELDS} | changed)
        return made

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What was worked out about this snapshot, which never changes; the next one begins with nothing."""
        return {}

    # --- look ---------------------------------------------------------------------------------------------------

    @cached_property
    def milestones(self) -> Milestones:
        return milestones(self.starts_on, self.policy.calendar, self.zone, self.moved)

    @cached_property
    def days(self) -> Days:
        """How this cohort counts days; add absences with `.without(person.away)`."""
        post = self.policy.post
        return Days(self.zone, self.country, post.hours_from, post.hours_until, frozenset(post.closed_days))

    @property
    def lead(self) -> Coordinator:
        """The coordinator who answers for the cohort: what is open for a coordinator is open for the lead."""
        return self.coordinators[0]

    def in_charge(self, at: datetime) -> Coordinator:
        """Who reads and answers letters at a moment: the lead, or whoever stands in for the lead on that day."""
        there = self.stand_in
        if there is None or not there.stands(at, self.zone):
            return self.lead
        return next((one for one in self.coordinators if one.code == there.code), self.lead)

    def reader_for(self, code: str, at: datetime) -> str:
        """Who reads what is written to somebody: what is meant for the lead, whoever is in charge."""
        return self.in_charge(at).code if self.coordinators and code == self.lead.code else code

    def role_of(self, code: str, at: datetime) -> DeskRole | None:
        """What somebody is at this desk at a moment; None for participants, rules and strangers."""
        running = [one.code for one in self.coordinators]
        if code in running:
            if code == running[0]:
                return DeskRole.LEAD
            return DeskRole.STAND_IN if self.in_charge(at).code == code else DeskRole.COORDINATOR
        if code in (one.code for one in self.readers):
            return DeskRole.READER
        return DeskRole.ADMIN if code in (one.code for one in self.admins) else None

    @property
    def is_open(self) -> bool:
        return self.phase not in (Phase.CLOSED, Phase.CALLED_OFF)

    def here(self, records: Iterable[RecordT]) -> Iterable[RecordT]:
        """Those of the records that rules may decide about in this snapshot."""
        focus = self.focus
        return records if focus is None else [one for one in records if one.scope in focus]  # type: ignore[attr-defined]

    def in_focus(self, kind: type[RecordT]) -> tuple[RecordT, ...]:
        """All records of a kind that rules may decide about in this snapshot: many rules look at the same ones."""
        if kind not in self._in_focus:
            self._in_focus[kind] = tuple(self.here(getattr(self, COLLECTIONS[kind]).values()))
        return self._in_focus[kind]

    @cached_property
    def _in_focus(self) -> dict[type[Any], tuple[Any, ...]]:
        return {}

    @property
    def is_here(self) -> bool:
        """The cohort itself is in focus: its own rules may run."""
        return self.focus is None or "" in self.focus

    def person(self, code: str) -> Participant | Coordinator:
        """The participant with this code, or somebody who runs the cohort or looks on; KeyError when there is none."""
        if code in self.participants:
            return self.participants[code]
        for coordinator in (*self.coordinators, *self.readers, *self.admins, *self.gone):
            if coordinator.code == code:
                return coordinator
        raise KeyError(f"nobody in cohort {self.code} has the code {code}")

    def name_of(self, code: str) -> str:
        """Somebody's name; the code where we have none, or nobody, any more."""
        try:
            return self.person(code).name or code
        except KeyError:
            return code

    def language_of(self, code: str) -> str:
        """The language in which somebody reads: a participant's own, for everybody else that of the cohort."""
        person = self.participants.get(code)
        return person.language if person else self.language

    def can_write_to(self, code: str, letter: str = "") -> bool:
        """Letters to this person make sense: a coordinator, or a participant who is there and whose address works.

        Whoever has left gets farewells only; without a letter the question is whether any may go.
        """
        person = self.participants.get(code)
        if person is None:
            return any(c.code == code for c in self.coordinators)
        return person.reachable or (letter in FAREWELLS and person.has_left and person.bounced_at is None)

    def sessions_of(self, group: str) -> list[Session]:
        """The sessions of a group in order; a coordinator may have added some to those of the policy."""
        return self._sessions_by_group.get(group, [])

    @cached_property
    def _sessions_by_group(self) -> dict[str, list[Session]]:
        found: dict[str, list[Session]] = {}
        for session in sorted(self.sessions.values(), key=lambda session: (session.group, session.number)):
            found.setdefault(session.group, []).append(session)
        return found

    @cached_property
    def pairs(self) -> Mapping[str, Group]:
        """The groups that are pairs: what matching and offers speak of."""
        return {group.id: group for group in self.groups.values() if group.kind is GroupKind.PAIR}

    @cached_property
    def _groups_by_member(self) -> dict[str, list[Group]]:
        found: dict[str, list[Group]] = {}
        for group in self.groups.values():
            for code in group.everybody:
                found.setdefault(code, []).append(group)
        return found

    def groups_ever_of(self, code: str) -> list[Group]:
        """Every group somebody is or was in, also one that went on without them."""
        return self._groups_by_member.get(code, [])

    def scopes_around(self, about: str) -> set[str]:
        """The scopes that belong to a person or a group: their own, those of their groups, and of everybody in those."""
        groups = {about} & self.groups.keys() | {group.id for group in self.groups_ever_of(about)}
        return {"", about, *groups, *(code for group in groups for code in self.groups[group].everybody)}

    def groups_of(self, code: str, *states: PairState) -> list[Group]:
        """The groups somebody is in, or was in to their end: all or those in the given states."""
        groups = (group for group in self.groups_ever_of(code) if code in group.members)
        return [group for group in groups if not states or group.state in states]

    def pairs_of(self, code: str, *states: PairState) -> list[Group]:
        """The pairs among them."""
        return [group for group in self.groups_of(code, *states) if group.kind is GroupKind.PAIR]

    def invitation(self, about: str, form: str, to: str) -> Invitation | None:
        """The invitation for this form, about this, to this person, if there is one."""
        return self.invitations.get(invitation_id(about, form, to))

    def mailboxes(self, role: Role, but: Code = "") -> set[str]:
        """The boxes that everybody of a role reads, if not this one person; addresses of one box are the same."""
        theirs = (one for one in self.participants.values() if one.role is role and one.id != but)
        return {mailbox(one.email) for one in theirs if one.email}

    def applicants(self, role: Role) -> list[Application]:
        """The applications of one role, by code."""
        return sorted((a for a in self.applications.values() if a.role is role), key=lambda a: a.id)

    def record(self, about: str) -> Record | None:
        """The record with this id, whatever it is; None for the cohort itself ("")."""
        for name in COLLECTIONS.values():
            found: Record | None = getattr(self, name).get(about)
            if found is not None and name != "applications":
                return found
        return None

    def scope_of(self, about: str) -> str:
        """The scope to which things about this record belong."""
        record = self.record(about)
        return record.scope if record is not None else ""


FIELDS = tuple(one.name for one in fields(Cohort))
