"""Casebook: cases of one cohort as pages need them, found by the database; no snapshot is loaded."""

from collections.abc import Collection

from sqlalchemy import func, select

from domain.escalations import Escalation
from domain.invitations import Invitation
from domain.lifecycles import EscalationState, InvitationState
from storage.engine import Database
from storage.rows import fields_of
from storage.tables import RECORDS

OPEN = (EscalationState.OPEN, EscalationState.ACKNOWLEDGED)
_cases, _forms = RECORDS[Escalation].c, RECORDS[Invitation].c


class Casebook:
    """Reading cases."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def cases(self, code: str, ids: Collection[str]) -> list[Escalation]:
        """Those of a cohort's cases that have one of these ids."""
        query = select(*fields_of(RECORDS[Escalation], Escalation)).where(_cases.cohort == code, _cases.id.in_(ids))
        with self.db.reading() as db:
            return [Escalation(*row) for row in db.execute(query)]

    def open_scopes(self, code: str) -> list[str]:
        """The scopes in which a case of a cohort is open."""
        query = select(_cases.scope).distinct().where(_cases.cohort == code, _cases.state.in_(OPEN))
        with self.db.reading() as db:
            return list(db.scalars(query))

    def open_about(self, code: str, matter: str) -> list[Escalation]:
        """The open cases of one matter, of which there are few."""
        query = select(*fields_of(RECORDS[Escalation], Escalation)).where(
            _cases.cohort == code, _cases.matter == matter
        )
        with self.db.reading() as db:
            return [Escalation(*row) for row in db.execute(query.where(_cases.state.in_(OPEN)).order_by(_cases.id))]

    def forms_open_for(self, code: str, to: str, forms: Collection[str]) -> list[Invitation]:
        """What somebody was asked by these forms and has not answered, by id."""
        query = select(*fields_of(RECORDS[Invitation], Invitation)).where(
            _forms.cohort == code, _forms.to == to, _forms.state == InvitationState.OPEN, _forms.form.in_(forms)
        )
        with self.db.reading() as db:
            return sorted((Invitation(*row) for row in db.execute(query)), key=lambda form: form.id)

    def open_number(self, code: str) -> int:
        """How many cases of a cohort are open, those that rest too."""
        query = select(func.count()).where(_cases.cohort == code, _cases.state.in_(OPEN))
        with self.db.reading() as db:
            return int(db.scalar(query) or 0)
