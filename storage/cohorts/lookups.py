"""Lookups: single facts that need no snapshot: a cohort's phase, one invitation, what waits for the press."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BindParameter, Select, bindparam, func, select, type_coerce

from domain.documents import Document, Material
from domain.invitations import Answer, Invitation
from domain.lifecycles import DocumentState, Phase, ProposalState
from domain.proposals import Proposal
from storage.engine import Database
from storage.errors import no_cohort
from storage.prepared import Prepared
from storage.rows import field_names, fields_of
from storage.tables import IN_ITSELF, RECORDS, answers, cohorts, messages


class Lookups:
    """Reading one thing."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def phase_of(self, code: str) -> Phase:
        """Where a cohort stands. UnknownCohort when there is none."""
        phase = self._scalar(PHASE, code=code)
        if phase is None:
            raise no_cohort(code)
        return Phase(phase)

    def invitation(self, code: str, key: str) -> Invitation | None:
        """One invitation by its id."""
        row = self._row(INVITATION, code=code, key=key)
        return None if row is None else Invitation(*row)

    def last_answer(self, code: str, invitation: str) -> Answer | None:
        """The newest version of somebody's answer."""
        row = self._row(LAST_ANSWER, code=code, key=invitation)
        return None if row is None else Answer(*row)

    def document(self, code: str, key: str) -> Document | None:
        """One document by its id."""
        row = self._row(DOCUMENT, code=code, key=key)
        return None if row is None else Document(*row)

    def documents_for(self, code: str, to: str) -> list[Document]:
        """The documents addressed to a person, or to "mentors" or "mentees" as a whole."""
        with self.db.reading() as db:
            return [Document(*row) for row in db.execute(DOCUMENTS_FOR, {"code": code, "key": to})]

    def documents_of_all(self, code: str) -> list[Document]:
        """The documents of the cohort as a whole."""
        with self.db.reading() as db:
            return [Document(*row) for row in db.execute(DOCUMENTS_OF_ALL, {"code": code})]

    def has_ordered_proposals(self, code: str) -> bool:
        """Whether a proposal waits for the matchmaker."""
        return self._scalar(ORDERED_PROPOSAL, code=code) is not None

    def newest_proposal(self, code: str) -> list[Proposal]:
        """The last proposal that was ordered, if there is one."""
        with self.db.reading() as db:
            return [Proposal(*row) for row in db.execute(NEWEST_PROPOSALS.limit(1), {"code": code})]

    def proposals(self, code: str, answered: int = 2) -> list[Proposal]:
        """Every proposal in their order, of which only the newest so many come with what the matchmaker answered."""
        own = [name for name in field_names(Proposal) if name != "result"]
        query = select(*(_proposals.c[name] for name in own)).where(_proposals.c.cohort == code)
        newest = NEWEST_PROPOSALS.limit(answered)
        with self.db.reading() as db:
            bare = [Proposal(**row) for row in db.execute(query).mappings()]
            full = [Proposal(*row) for row in db.execute(newest, {"code": code})]
        known = {one.id: one for one in (*bare, *full)}
        return sorted(known.values(), key=lambda one: one.number)

    def proposed(self, code: str, ids: Collection[str]) -> dict[str, tuple[ProposalState, int, int]]:
        """How many pairs each of these proposals suggests, how many people it leaves over; nothing else is read."""
        result = type_coerce(_proposals.c.result, JSON)
        numbers = (func.coalesce(func.json_array_length(result[part]), 0) for part in ("matches", "unmatched"))
        query = select(_proposals.c.id, _proposals.c.state, *numbers).where(_proposals.c.cohort == code)
        with self.db.reading() as db:
            return {row[0]: (row[1], row[2], row[3]) for row in db.execute(query.where(_proposals.c.id.in_(ids)))}

    def materials(self, code: str) -> list[Material]:
        """The checklist, in order."""
        with self.db.reading() as db:
            return [Material(*row) for row in db.execute(MATERIALS, {"code": code})]

    def scopes_with_orders(self, code: str) -> list[str]:
        """The scopes in which a document waits for the press."""
        with self.db.reading() as db:
            return sorted(db.scalars(WITH_ORDERS, {"code": code}))

    def letters_sent_since(self, moment: datetime) -> int:
        """How many letters of all cohorts left after a moment: what the mail server's limit counts."""
        return int(self._scalar(SENT_SINCE, moment=moment) or 0)

    def _scalar(self, query: Select[Any], **values: Any) -> Any:
        with self.db.reading() as db:
            return db.scalar(query, values)

    def _row(self, query: Prepared, **values: Any) -> Any:
        with self.db.reading() as db:
            return query.row(db, values)


# Built once: building a statement costs more than running it.
CODE: BindParameter[str] = bindparam("code")
KEY: BindParameter[str] = bindparam("key")
_invitations, _documents, _proposals = RECORDS[Invitation], RECORDS[Document], RECORDS[Proposal]
_materials = RECORDS[Material]
_printed = select(*fields_of(_documents, Document)).where(_documents.c.cohort == CODE)

PHASE = select(cohorts.c.phase).where(cohorts.c.code == CODE)
INVITATION = Prepared(
    select(*fields_of(_invitations, Invitation)).where(_invitations.c.cohort == CODE, _invitations.c.id == KEY)
)
LAST_ANSWER = Prepared(
    select(*fields_of(answers, Answer))
    .where(answers.c.cohort == CODE, answers.c.invitation == KEY)
    .order_by(answers.c.version.desc())
    .limit(1)
)
DOCUMENT = Prepared(_printed.where(_documents.c.id == KEY))
DOCUMENTS_OF_ALL = _printed.where(_documents.c.scope == "").order_by(_documents.c.id)
DOCUMENTS_FOR = _printed.where(_documents.c.to == KEY).order_by(_documents.c.id)
ORDERED_PROPOSAL = (
    select(_proposals.c.id).where(_proposals.c.cohort == CODE, _proposals.c.state == ProposalState.ORDERED).limit(1)
)
NEWEST_PROPOSALS = (
    select(*fields_of(_proposals, Proposal)).where(_proposals.c.cohort == CODE).order_by(_proposals.c.number.desc())
)
MATERIALS = select(*fields_of(_materials, Material)).where(_materials.c.cohort == CODE).order_by(_materials.c.id)
WITH_ORDERS = (
    select(_documents.c.scope)
    .distinct()
    .where(_documents.c.cohort == CODE, _documents.c.state == DocumentState.ORDERED)
)
_moment: BindParameter[datetime] = bindparam("moment", type_=messages.c.sent_at.type)
SENT_SINCE = select(func.count()).select_from(messages).where(messages.c.sent_at > _moment, IN_ITSELF)
