"""Stories: what the pages of one person or one group are told from besides their records. Every query searches an index, so
that a page costs the same however large the cohort is.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, union

from domain.cohort import Entry
from domain.invitations import Answer
from domain.story.passages import Written
from storage.cohorts.memberships import CODE, SOME, parts
from storage.engine import Database
from storage.rows import fields_of
from storage.tables import answers, journal, messages


class Stories:
    """Answers, lines and letters of some scopes."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def answers_to(self, code: str, invitations: Collection[str]) -> tuple[Answer, ...]:
        """Every version of the answers to these invitations, the oldest first."""
        found: list[Answer] = []
        with self.db.reading() as db:
            for part in parts(sorted(invitations)):
                found += (Answer(*row) for row in db.execute(ANSWERS_TO, {"code": code, "some": part}))
        return tuple(sorted(found, key=lambda one: (one.at, one.invitation, one.version)))

    def lines_of(self, code: str, scopes: Collection[str]) -> tuple[Entry, ...]:
        """The lines of the journal of these scopes, the oldest first."""
        with self.db.reading() as db:
            rows = db.execute(LINES_OF, {"code": code, "some": sorted(scopes)})
            return tuple(sorted((Entry(*row) for row in rows), key=lambda line: (line.at, line.key)))

    def letters_of(
        self, code: str, scope: str, to: str, limit: int, before: int | None = None
    ) -> tuple[tuple[Written, ...], bool]:
        """The newest letters of a scope and those to a person, without their words, the oldest of them first, and whether
        there are older ones; `before`: the number of the first one on the page after."""
        asked: dict[str, Any] = {"code": code, "scope": scope, "to": to, "limit": limit + 1}
        with self.db.reading() as db:
            rows = list(db.execute(LETTERS_OF, asked | {"before": 2**63 - 1 if before is None else before}))
        return tuple(Written(*row) for row in reversed(rows[:limit])), len(rows) > limit


# Built once: building a statement costs more than running it.
_m = messages.c
ANSWERS_TO = select(*fields_of(answers, Answer)).where(answers.c.cohort == CODE, answers.c.invitation.in_(SOME))
LINES_OF = select(*fields_of(journal, Entry)).where(journal.c.cohort == CODE, journal.c.scope.in_(SOME))
_BEFORE: BindParameter[int] = bindparam("before")
_LIMIT: BindParameter[int] = bindparam("limit")
_theirs = union(
    select(_m.id).where(_m.cohort == CODE, _m.scope == bindparam("scope")),
    select(_m.id).where(_m.cohort == CODE, _m.to == bindparam("to")),
)
LETTERS_OF = (
    select(func.coalesce(_m.sent_at, _m.written_at), _m.id, _m.letter, _m.to, _m.subject, _m.state, _m.detail)
    .where(_m.id.in_(_theirs), _m.id < _BEFORE)
    .order_by(_m.id.desc())
    .limit(_LIMIT)
)
