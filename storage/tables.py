"""Tables: one per kind of record, their columns taken from the dataclass; and what the office keeps beside them.

Whatever must hold even when two processes act at once is a constraint here: one active pair per mentee, one pair per
seat of a mentor, a journal key once, a letter once, a version of an answer once. Who belongs to a group stands in
`memberships` alone: what must be found by person reads it, whatever kinds of groups there are.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    or_,
    text,
)
from sqlalchemy.types import TypeEngine

from domain.applications import Application
from domain.cohort import COLLECTIONS, Cohort, Entry
from domain.contact_book import Asking, PossibleMentor
from domain.deeds import Deed
from domain.escalations import Escalation
from domain.gatherings import Attendance
from domain.groups import Group, Member
from domain.invitations import Answer, Invitation
from domain.messages import Message, Rendered
from domain.people import Coordinator, Participant
from domain.sessions import Session
from storage.columns import UtcDateTime, columns_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Fields of a Cohort that are not in its header row: records have tables of their own, the rest lives for one turn.
PEOPLE = ("coordinators", "readers", "admins")
ELSEWHERE = (
    *COLLECTIONS.values(),
    *PEOPLE,
    "journal",
    "entries",
    "messages",
    "answers",
    "deeds",
    "focus",
    "numbers",
    "gone",
    "issuer",
)


def _of_cohort() -> Column[Any]:
    return Column("cohort", Text, ForeignKey("cohorts.code"), primary_key=True)


def _within_cohort(columns: list[str], target: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["cohort", *columns], [f"{target}.cohort", f"{target}.id"])


# `version` goes up with every change of the header: phase, hold, policy, milestones, coordinators, readers, admins.
cohorts = Table(
    "cohorts",
    metadata,
    *columns_of(Cohort, key=("code",), without=ELSEWHERE),
    Column("version", Integer, nullable=False, default=1),
)

coordinators = Table("coordinators", metadata, *columns_of(Coordinator, key=("code",)))

# Who runs a cohort, the first one is the lead; and who looks on. `role`: RUNS or LOOKS_ON.
RUNS, LOOKS_ON = "coordinator", "reader"
desks = Table(
    "desks",
    metadata,
    _of_cohort(),
    Column("coordinator", Text, ForeignKey("coordinators.code"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("role", Text, nullable=False, server_default=RUNS),
)

# Who looks after the whole office, and who did: rows are never taken away. `by` and `ended_by`: a code, "" for the machine.
admins = Table(
    "admins",
    metadata,
    Column("coordinator", Text, ForeignKey("coordinators.code"), primary_key=True),
    Column("since", UtcDateTime, primary_key=True),
    Column("by", Text, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", Text, nullable=False, server_default=""),
)

# Links by which somebody who runs cohorts signs in. `asker`: the hash of what the browser that asked remembers; "" for one
# that the machine itself gave out, which works in the first browser. `cohort`: in whose name its letter was written, or "".
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("key", Text, primary_key=True),
    Column("coordinator", Text, ForeignKey("coordinators.code"), nullable=False),
    Column("asker", Text, nullable=False),
    Column("leads_to", Text, nullable=False),
    Column("cohort", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index("ix_sign_ins_coordinator", "coordinator", "asked_at"),
)

# Who is signed in where. `secret`: the hash of what the browser's cookie says; `ends_at`: signed in no longer than this.
visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("coordinator", Text, ForeignKey("coordinators.code"), nullable=False),
    Column("secret", Text, nullable=False, unique=True),
    Column("browser", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Index("ix_visits_coordinator", "coordinator"),
)

# The last number given to a mentor (M07) or mentee (N12).
numbers = Table(
    "numbers",
    metadata,
    _of_cohort(),
    Column("letter", Text, primary_key=True),
    Column("taken", Integer, nullable=False),
)

# A scope is what changes together: one group, one person, or "" for the cohort itself. `version` goes up with every
# write in it, so that two turns over one scope can never both count; `woken` with every call to look again, so that a
# next_due computed before the call does not silence it. NULL in `next_due`: nothing is expected.
scopes = Table(
    "scopes",
    metadata,
    _of_cohort(),
    Column("scope", Text, primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("woken", Integer, nullable=False, default=0),
    Column("next_due", UtcDateTime, nullable=True),
    Index("ix_scopes_next_due", "cohort", "next_due"),
)

# Fields of a record that are not in its row but in a table of their own.
APART: dict[type[Any], tuple[str, ...]] = {Group: ("roster",), Deed: ("traces",)}
# What is told of a record by more than one of its fields, kept beside them so that the database finds by it.
TOLD: dict[type[Any], dict[str, TypeEngine[Any]]] = {
    Application: {"score": BigInteger()},
    Escalation: {"rests_until": UtcDateTime(), "was_written": Boolean(), "was_told": Boolean()},
}
EXTRAS: dict[type[Any], tuple[Any, ...]] = {
    Application: (Index("ix_applications_state", "cohort", "state", "role", "submitted_at", "id"),),
    Escalation: (
        Index("ix_escalations_state", "cohort", "state"),
        Index("ix_escalations_matter", "cohort", "matter", "state"),
        Index("ix_escalations_decided", "cohort", "decided_at"),
    ),
    Invitation: (
        Index("ix_invitations_to", "cohort", "to", "state", "form"),
        Index("ix_invitations_state", "cohort", "state", "form", "answered_at", "id"),
    ),
    Participant: (Index("ix_participants_role", "cohort", "role", "id"),),
    Group: (
        UniqueConstraint("cohort", "id", "kind", "state"),
        Index("ix_groups_activated", "cohort", "id", "activated_at"),
        Index("ix_groups_proposal", "cohort", "proposal", "state", "id"),
    ),
    Session: (
        _within_cohort(["group"], "groups"),
        Index("ix_sessions_state", "cohort", "state", "group"),
        Index("ix_sessions_number", "cohort", "number", "state", "closes"),
    ),
    Attendance: (
        _within_cohort(["gathering"], "gatherings"),
        Index("ix_attendances_gathering", "cohort", "gathering", "answer", "person", "at"),
    ),
}


def _record_table(kind: type[Any], name: str) -> Table:
    columns = list(columns_of(kind, key=("id",), without=APART.get(kind, ())))
    if "scope" not in {column.name for column in columns}:
        columns.append(Column("scope", Text, nullable=False))
    columns += (Column(name, type_) for name, type_ in TOLD.get(kind, {}).items())
    scoped = Index(f"ix_{name}_scope", "cohort", "scope")
    return Table(name, metadata, _of_cohort(), *columns, scoped, *EXTRAS.get(kind, ()))


RECORDS: dict[type[Any], Table] = {kind: _record_table(kind, name) for kind, name in COLLECTIONS.items()}

_OF_ACTIVE_PAIRS = text("kind = 'pair' AND role = 'mentee' AND state = 'active'")
_IN_SEATS = text("kind = 'pair' AND role = 'mentor' AND state IN ('offered', 'active')")

# Who belongs to which group, in the order of their turns. `kind` and `state` are the group's own: the database carries
# them along when the group moves, so that they cannot differ, and so that what a person may be in can be limited.
memberships = Table(
    "memberships",
    metadata,
    _of_cohort(),
    Column("group", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    *columns_of(Member, key=("code",)),
    Column("kind", RECORDS[Group].c.kind.type, nullable=False),
    Column("state", RECORDS[Group].c.state.type, nullable=False),
    ForeignKeyConstraint(
        ["cohort", "group", "kind", "state"],
        ["groups.cohort", "groups.id", "groups.kind", "groups.state"],
        onupdate="CASCADE",
    ),
    _within_cohort(["code"], "participants"),
    Index("ix_memberships_code", "cohort", "code", "group", "left_at"),
    Index("one_active_pair_per_mentee", "cohort", "code", unique=True,
          sqlite_where=_OF_ACTIVE_PAIRS, postgresql_where=_OF_ACTIVE_PAIRS),
    Index("one_pair_per_seat", "cohort", "code", "seat", unique=True,
          sqlite_where=_IN_SEATS, postgresql_where=_IN_SEATS),
    CheckConstraint("kind <> 'pair' OR role <> 'mentor' OR seat >= 1", name="seat"),
)  # fmt: skip

# What is counted of applications (domain/traits.py); written with them. `places`: how many mentees the person takes.
traits = Table(
    "traits",
    metadata,
    _of_cohort(),
    Column("person", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("role", RECORDS[Application].c.role.type, nullable=False),
    Column("places", BigInteger, nullable=False),
    _within_cohort(["person"], "applications"),
    Index("ix_traits_role", "cohort", "role", "what", "code", "places", "person"),
)

journal = Table(
    "journal",
    metadata,
    _of_cohort(),
    *columns_of(Entry, key=("key",)),
    Index("ix_journal_scope", "cohort", "scope", "at"),
    Index("ix_journal_at", "cohort", "at"),
)

answers = Table(
    "answers",
    metadata,
    _of_cohort(),
    *columns_of(Answer, key=("invitation", "version")),
    Index("ix_answers_by", "cohort", "by", "at"),
)

_Id = BigInteger().with_variant(Integer, "sqlite")

# The outbox. `dotted_at`: the last dot of this attempt is about to be sent; `dots`: how often that happened;
# `claimed_by`: which process holds it until `claimed_until`; `returns`: how often it came back, the last time for this,
# and `again_at`: not sent again before then.
messages = Table(
    "messages",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("cohort", Text, ForeignKey("cohorts.code"), nullable=False),
    *columns_of(Message),
    *columns_of(Rendered),
    Column("message_id", Text, nullable=False, unique=True),
    Column("hold_unknown", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("dots", Integer, nullable=False, default=0),
    Column("first_tried_at", UtcDateTime),
    Column("claimed_by", Text, nullable=False, default=""),
    Column("claimed_until", UtcDateTime),
    Column("dotted_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("returns", Integer, nullable=False, default=0),
    Column("returned_at", UtcDateTime),
    Column("returned_for", Text, nullable=False, default=""),
    Column("again_at", UtcDateTime),
    Column("detail", Text, nullable=False, default=""),
    Column("mime", LargeBinary),
    Column("told_in", BigInteger),  # the letter in which this one goes or went; its own id where it leads the others
    UniqueConstraint("cohort", "key"),
    Index("ix_messages_told_in", "told_in"),
    Index("ix_messages_waiting", "state", "not_before"),
    Index("ix_messages_to", "cohort", "to", "about"),
    Index("ix_messages_scope", "cohort", "scope"),
    Index("ix_messages_state", "cohort", "state", "written_at", "id"),
    Index(
        "ix_messages_reminders",
        "cohort",
        "invitation",
        sqlite_where=text("reminder = 1"),
        postgresql_where=text("reminder"),
    ),
    Index("ix_messages_sent", "sent_at"),
    Index("ix_messages_written", "cohort", "written_at", "id"),
    Index("ix_messages_letter", "cohort", "letter", "written_at", "id"),
    Index("ix_messages_reader", "cohort", "to", "written_at", "id"),
)
IN_ITSELF = or_(messages.c.told_in.is_(None), messages.c.told_in == messages.c.id)
"""Of letters: those that are told in no other one, and so are what a reader gets."""

# The contact book: possible mentors whom the office knows, whatever the cohort. `mailbox`: the box their address leads to.
possible_mentors = Table(
    "possible_mentors",
    metadata,
    *columns_of(PossibleMentor, key=("code",)),
    Column("mailbox", Text, nullable=False, unique=True),
    ForeignKeyConstraint(["home"], ["cohorts.code"]),
    Index("ix_possible_mentors_name", "name", "code"),
    Index("ix_possible_mentors_track", "track", "name", "code"),
    Index("ix_possible_mentors_sector", "sector", "name", "code"),
    Index("ix_possible_mentors_keep_until", "keep_until"),
    Index("ix_possible_mentors_came_with", "came_with"),
)

# Who of them was asked for which cohort, once each.
askings = Table(
    "askings",
    metadata,
    *columns_of(Asking, key=("person", "cohort")),
    ForeignKeyConstraint(["person"], ["possible_mentors.code"]),
    ForeignKeyConstraint(["cohort"], ["cohorts.code"]),
    Index("ix_askings_cohort", "cohort", "at"),
)

# What is left of those who must never be asked again: a fingerprint of their address.
never_again = Table(
    "never_again",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

# What coordinators did without a case. `traces`: how to take it back; gone as soon as that is over.
deeds = Table(
    "deeds",
    metadata,
    _of_cohort(),
    *columns_of(Deed, key=("id",), without=("traces",)),
    Column("traces", JSON(none_as_null=True), nullable=True),
    Index("ix_deeds_at", "cohort", "at"),
)

# Where somebody's own program follows their calendar: an address drawn by lot, which tells nothing of whose it is.
feeds = Table(
    "feeds",
    metadata,
    _of_cohort(),
    Column("person", Text, primary_key=True),
    Column("secret", Text, nullable=False, unique=True),
    Column("since", UtcDateTime, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _of_cohort(),
    Column("invitation", Text, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)

# `kind` is the media type; the bytes lie in a file of the same id.
files = Table(
    "files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cohort", Text, ForeignKey("cohorts.code"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    Index("ix_files_scope", "cohort", "scope"),
)

# What the columns of a list mean, as somebody said. `headings`: a fingerprint of all headings of such a list.
list_columns = Table(
    "list_columns",
    metadata,
    Column("headings", Text, primary_key=True),
    Column("meanings", JSON, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

beats = Table("beats", metadata, Column("name", Text, primary_key=True), Column("at", UtcDateTime, nullable=False))

# A queue that stands still until somebody has mended what `reason` names.
pauses = Table(
    "pauses",
    metadata,
    Column("name", Text, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kind", Text, nullable=False, default=""),
)

# Letters that the mail server refused in a row, by kind of reason; empty again with the first that it takes.
refusals = Table(
    "refusals",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("letter", _Id, ForeignKey("messages.id"), primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)
