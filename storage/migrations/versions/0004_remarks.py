"""remarks

A case had one note, which whoever wrote last replaced. Its words become the first remark: the coordinator's where the case
was decided with words, else those of the person named in the case's key, else the office's own.
"""

import re
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PARTICIPANT = re.compile(r"[MN][0-9]+")
NOTED = "Reported as held before; now: "

cases = sa.table(
    "escalations",
    *(sa.column(name, sa.Text) for name in ("cohort", "id", "outcome", "decided_by", "note")),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("opened_at", "decided_at")),
    sa.column("remarks", sa.JSON),
)
answers = sa.table("answers", *(sa.column(name, sa.Text) for name in ("cohort", "form", "by")), sa.column("content", sa.JSON))


def upgrade() -> None:
    op.add_column("escalations", sa.Column("remarks", sa.JSON(), nullable=True))
    db = op.get_bind()
    said = {
        (row.cohort, row.by, row.content.get("words"))
        for row in db.execute(sa.select(answers).where(answers.c.form == "decide_escalation"))
    }
    for row in db.execute(sa.select(cases)).all():
        theirs = (row.cohort, row.decided_by, row.note) in said
        here = sa.and_(cases.c.cohort == row.cohort, cases.c.id == row.id)
        db.execute(sa.update(cases).where(here).values(remarks=remarks(row, of_the_coordinator=theirs)))
    with op.batch_alter_table("escalations") as table:
        table.alter_column("remarks", existing_type=sa.JSON(), nullable=False)
        table.drop_column("note")


def remarks(row: Any, *, of_the_coordinator: bool) -> list[dict[str, Any]]:
    """The note as the remark it was."""
    if not row.note:
        return []
    by, at, passed_on = _writer(row), row.opened_at, False
    if of_the_coordinator:
        by, at, passed_on = row.decided_by, row.decided_at or row.opened_at, row.outcome in ("write", "answered")
    utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return [{"by": by, "at": utc.isoformat(), "words": row.note, "passed_on": passed_on}]


def _writer(row: Any) -> str:
    """Whose words opened the case: its key is "about:matter:by:day". "" for what the office noted itself."""
    _about, matter, by, day = [*row.id.split(":"), "", "", "", ""][:4]
    noted = matter == "midterm_gap" or row.note.startswith(NOTED)
    return by if day and not noted and PARTICIPANT.fullmatch(by) else ""


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
