"""Ledger: reading what was done and what was answered: journal lines for timelines, answers with their versions."""

from collections.abc import Collection

from sqlalchemy import and_, exists, func, or_, select

from domain.cohort import Entry
from domain.invitations import Answer, Invitation
from storage.engine import Database
from storage.rows import field_names, fields_of
from storage.tables import RECORDS, answers, journal

_forms = RECORDS[Invitation]


class Ledger:
    """Journal and answers; both are only added to (turns.py), but for answers of a deed that was taken back."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def journal(self, code: str, scope: str | None = None, limit: int = 200) -> list[Entry]:
        """The newest lines of the journal, newest first, of the whole cohort or one scope ("" is the cohort itself)."""
        query = select(*fields_of(journal, Entry)).where(journal.c.cohort == code)
        if scope is not None:
            query = query.where(journal.c.scope == scope)
        with self.db.reading() as db:
            rows = db.execute(query.order_by(journal.c.at.desc(), journal.c.key.desc()).limit(limit))
            return [Entry(*row) for row in rows]

    def newest(self, code: str, scopes: Collection[str], limit: int) -> dict[str, list[Entry]]:
        """The newest lines of each of these scopes, newest first: one question for all of them."""
        nth = func.row_number().over(partition_by=journal.c.scope, order_by=(journal.c.at.desc(), journal.c.key.desc()))
        each = select(*fields_of(journal, Entry), nth.label("nth")).where(
            journal.c.cohort == code, journal.c.scope.in_(scopes)
        )
        numbered, found = each.subquery(), dict[str, list[Entry]]()
        query = select(*(numbered.c[name] for name in field_names(Entry))).where(numbered.c.nth <= limit)
        with self.db.reading() as db:
            for row in db.execute(query.order_by(numbered.c.scope, numbered.c.nth)):
                entry = Entry(*row)
                found.setdefault(entry.scope, []).append(entry)
        return found

    def noted(
        self, code: str, by: Collection[str], forms: Collection[str], each: Collection[str], start: int, size: int
    ) -> list[tuple[Answer, str]]:
        """Answers that these people gave to these forms, the newest first, each with the scope of what it is about: the last
        version of an answer, and every one where each stands for itself."""
        later = answers.alias()
        newer = and_(later.c.invitation == answers.c.invitation, later.c.version > answers.c.version)
        is_last = ~exists().where(later.c.cohort == answers.c.cohort, newer)
        about = and_(_forms.c.cohort == answers.c.cohort, _forms.c.id == answers.c.invitation)
        query = (
            select(func.coalesce(_forms.c.scope, ""), *fields_of(answers, Answer))
            .select_from(answers.outerjoin(_forms, about))
            .where(answers.c.cohort == code, answers.c.by.in_(by), answers.c.form.in_(forms))
            .where(or_(answers.c.form.in_(each), is_last))
            .order_by(answers.c.at.desc(), answers.c.invitation.desc(), answers.c.version.desc())
        )
        with self.db.reading() as db:
            return [(Answer(*row[1:]), row[0]) for row in db.execute(query.limit(size).offset(start))]

    def answers_of(self, code: str, person: str) -> list[Answer]:
        """Every version of every answer that somebody gave or that is about them themselves, oldest first."""
        key = answers.c.invitation
        theirs = or_(answers.c.by == person, key.startswith(f"{person}:", autoescape=True))
        query = select(*fields_of(answers, Answer)).where(answers.c.cohort == code, theirs)
        with self.db.reading() as db:
            return [Answer(*row) for row in db.execute(query.order_by(answers.c.at, key, answers.c.version))]

    def answers(self, code: str, invitation: str | None = None) -> list[Answer]:
        """Every version of every answer, or of one invitation's, oldest first."""
        query = select(*fields_of(answers, Answer)).where(answers.c.cohort == code)
        if invitation is not None:
            query = query.where(answers.c.invitation == invitation)
        with self.db.reading() as db:
            rows = db.execute(query.order_by(answers.c.at, answers.c.invitation, answers.c.version))
            return [Answer(*row) for row in rows]
