"""Drafts: what somebody has typed into a form and not sent yet. Gone once they answer (turns.py)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.engine import Database, insert
from storage.errors import StaleDraft
from storage.prepared import Prepared
from storage.tables import drafts


@dataclass(frozen=True)
class Draft:
    """The fields as typed, unchecked. `version` counts savings from 1."""

    content: Mapping[str, Any]
    version: int
    saved_at: datetime


class Drafts:
    """Keeping drafts."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self.clock = db, clock

    def get(self, cohort: str, invitation: str) -> Draft | None:
        """The draft for this invitation."""
        with self.db.reading() as db:
            row = DRAFT.row(db, {"of": cohort, "for": invitation})
        return None if row is None else Draft(*row)

    def of_person(self, cohort: str, person: str) -> dict[str, Mapping[str, Any]]:
        """What somebody has typed and not sent, by invitation."""
        theirs = drafts.c.invitation.endswith(f":{person}", autoescape=True)
        query = select(drafts.c.invitation, drafts.c.content).where(drafts.c.cohort == cohort, theirs)
        with self.db.reading() as db:
            return {row.invitation: row.content for row in db.execute(query.order_by(drafts.c.invitation))}

    def save(self, cohort: str, invitation: str, content: Mapping[str, Any], version: int) -> int:
        """Keep what was typed over draft `version` (0: there was none) and give its new version.

        StaleDraft when another window saved meanwhile; nothing is overwritten.
        """
        here = (drafts.c.cohort == cohort) & (drafts.c.invitation == invitation)
        values = {"content": dict(content), "version": version + 1, "saved_at": self.clock()}
        with self.db.writing() as db:
            if version == 0:
                step = insert(db, drafts).values(values | {"cohort": cohort, "invitation": invitation})
                step = step.on_conflict_do_nothing(index_elements=["cohort", "invitation"])
            else:
                step = update(drafts).where(here, drafts.c.version == version).values(values)
            saved = db.scalar(step.returning(drafts.c.version))
            if not saved:
                raise StaleDraft(db.scalar(select(drafts.c.version).where(here)) or 0)
        return version + 1


# Built once, as every form that is opened asks for its draft.
DRAFT = Prepared(
    select(drafts.c.content, drafts.c.version, drafts.c.saved_at).where(
        drafts.c.cohort == bindparam("of"), drafts.c.invitation == bindparam("for")
    )
)
