"""large cohorts

The pages of a desk find and sort what they show by indexes, a page at a time: a case by the moment until which it rests, an
application by the marks on its sheet.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MARKS = ("field", "trajectory", "planning", "contribution")
INDEXES = {
    "ix_applications_state": ("applications", ["cohort", "state", "role"]),
    "ix_escalations_state": ("escalations", ["cohort", "state"]),
    "ix_invitations_to": ("invitations", ["cohort", "to", "state", "form"]),
    "ix_participants_role": ("participants", ["cohort", "role", "id"]),
    "ix_sessions_state": ("sessions", ["cohort", "state", "group"]),
    "ix_answers_by": ("answers", ["cohort", "by", "at"]),
}
MOMENT, LIST = sa.DateTime(timezone=True), sa.JSON(none_as_null=True)
KEY = (sa.column("cohort", sa.Text), sa.column("id", sa.Text))
APPLICATIONS = sa.table("applications", *KEY, sa.column("screening", LIST), sa.column("score", sa.BigInteger))
CASES = sa.table(
    "escalations",
    *(sa.column(name, sa.Text) for name in ("cohort", "id", "decided_by")),
    *(sa.column(name, MOMENT) for name in ("opened_at", "decided_at", "snoozed_until", "rests_until")),
    sa.column("remarks", LIST),
)


def upgrade() -> None:
    op.add_column("applications", sa.Column("score", sa.BigInteger(), nullable=True))
    op.add_column("escalations", sa.Column("rests_until", MOMENT, nullable=True))
    db = op.get_bind()
    for row in _rows(db, APPLICATIONS, APPLICATIONS.c.screening):
        _keep(db, APPLICATIONS, row, {"score": score_of(row["screening"])})
    for row in _rows(db, CASES, CASES.c.snoozed_until):
        _keep(db, CASES, row, {"rests_until": rests_until(row)})
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    # As each database writes that a letter reminds: only then it finds them here.
    op.create_index(
        "ix_messages_reminders",
        "messages",
        ["cohort", "invitation"],
        sqlite_where=sa.text("reminder = 1"),
        postgresql_where=sa.text("reminder"),
    )


def _rows(db: sa.Connection, table: sa.TableClause, known: sa.ColumnElement[Any]) -> Any:
    return db.execute(sa.select(table).where(known.is_not(None))).mappings().all()


def _keep(db: sa.Connection, table: sa.TableClause, row: Mapping[str, Any], worked_out: Mapping[str, Any]) -> None:
    step = sa.update(table).where(table.c.cohort == row["cohort"], table.c.id == row["id"])
    db.execute(step.values(worked_out))


def score_of(sheet: Mapping[str, Any]) -> int | None:
    """The sum of the marks that were given."""
    marks = [sheet[name] for name in MARKS if sheet.get(name) is not None]
    return sum(marks) if marks else None


def rests_until(case: Mapping[str, Any]) -> datetime | None:
    """Until when a case was put off, unless somebody has written since."""
    decided = _aware(case["decided_at"] or case["opened_at"])
    others = [remark for remark in case["remarks"] or () if remark["by"] != case["decided_by"]]
    is_woken = any(datetime.fromisoformat(remark["at"]) > decided for remark in others)
    return None if is_woken else _aware(case["snoozed_until"])


def _aware(moment: datetime) -> datetime:
    """SQLite keeps the instants of this office without their zone, which is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def downgrade() -> None:
    raise NotImplementedError("restore the backup made before the upgrade")
